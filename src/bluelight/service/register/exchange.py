"""The register and files of the open standard: what is published, what a file says, and how the two differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bluelight import register as facts
from bluelight.register.standard import canonical, entry_json
from bluelight.service.register.models import Collaboration, Organisation
from bluelight.service.register.reading import register_of
from bluelight.service.register.services import batched


def published() -> facts.Register:
    """What anyone may read."""
    return register_of(Collaboration.objects.public())


def read(file: Path) -> facts.Register:
    """The register of a file, which may name organisations that this register has."""
    return facts.read_register(file, frozenset(Organisation.objects.values_list("slug", flat=True)))


@dataclass
class Comparison:
    """Collaborations of a register that are new here, the same, or differing, the last with the fields that differ."""

    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    differing: dict[str, list[str]] = field(default_factory=dict)


def compare(given: facts.Register) -> Comparison:
    """How the collaborations of a register differ from those here."""
    found = Comparison()
    theirs = _entries(given)
    for slugs in batched(sorted(theirs)):
        ours = _entries(register_of(Collaboration.objects.filter(slug__in=slugs)))
        for slug in slugs:
            if slug not in ours:
                found.new.append(slug)
            elif fields := [name for name, value in theirs[slug].items() if value != ours[slug][name]]:
                found.differing[slug] = fields
            else:
                found.same.append(slug)
    return found


def _entries(register: facts.Register) -> dict[str, dict[str, object]]:
    """Each collaboration as the standard writes it, with its pairs."""
    ordered = canonical(register)
    entries = {entry.slug: {**entry_json(entry), "pairs": []} for entry in ordered.collaborations}
    for pair in ordered.pairs:
        entries[pair.collaboration]["pairs"].append(entry_json(pair))
    return entries
