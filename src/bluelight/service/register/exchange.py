"""The register and files of the open standard: what is published, what a file says, and how the two differ."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from bluelight import register as facts
from bluelight.register.remote import fetch_register
from bluelight.register.standard import canonical, entry_json
from bluelight.service.register import conflicts
from bluelight.service.register.models import Collaboration, Organisation
from bluelight.service.register.reading import register_of
from bluelight.service.register.services import batched, load_register

_BESIDE = ("pairs", "evaluations", "realised")


def published() -> facts.Register:
    """What anyone may read."""
    return register_of(Collaboration.objects.public())


def read(file: Path) -> facts.Register:
    """The register of a file, which may name organisations that this register has."""
    return facts.read_register(file, _known())


def _known() -> frozenset[str]:
    return frozenset(Organisation.objects.public().values_list("slug", flat=True))


@dataclass
class Comparison:
    """Collaborations of a register that are new here, the same, or differing, the last with the fields that differ."""

    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    differing: dict[str, list[str]] = field(default_factory=dict)


def compare(given: facts.Register, *, unsigned: bool = False) -> Comparison:
    """How the collaborations of a register differ from those here.

    `unsigned`: one that names no publisher does not differ in it.
    """
    found = Comparison()
    theirs = _entries(given)
    for slugs in batched(sorted(theirs)):
        ours = _entries(register_of(Collaboration.objects.filter(slug__in=slugs)))
        for slug in slugs:
            if slug not in ours:
                found.new.append(slug)
                continue
            fields = [name for name, value in theirs[slug].items() if value != ours[slug][name]]
            if unsigned and theirs[slug]["publisher"] is None:
                fields = [name for name in fields if name != "publisher"]
            if fields:
                found.differing[slug] = fields
            else:
                found.same.append(slug)
    return found


def _entries(register: facts.Register) -> dict[str, dict[str, object]]:
    """Each collaboration as the standard writes it, with its pairs and evaluations."""
    ordered = canonical(register)
    entries = {entry.slug: {**entry_json(entry), **{name: [] for name in _BESIDE}} for entry in ordered.collaborations}
    for name in _BESIDE:
        for found in getattr(ordered, name):
            entries[found.collaboration][name].append(entry_json(found))
    return entries


def join(address: str) -> Comparison:
    """Add what another register has and this one has not; what both have and tell differently is left as it is here.

    What differs is kept for a reviewer to take or leave. An entry that names no publisher gets the address's host, so
    that it stays known where it came from. Returns how the two compare, so that the differences can be shown.
    """
    given = fetch_register(address, _known())
    found = compare(given, unsigned=True)
    new, ours = set(found.new), _known()
    load_register(
        replace(
            given,
            collaborations=tuple(_signed(entry, address) for entry in given.collaborations if entry.slug in new),
            organisations=tuple(entry for entry in given.organisations if entry.slug not in ours),
            pairs=tuple(pair for pair in given.pairs if pair.collaboration in new),
            evaluations=tuple(found for found in given.evaluations if found.collaboration in new),
            realised=tuple(found for found in given.realised if found.collaboration in new),
        ),
        reason=f"from {address}"[:100],
    )
    theirs = _entries(given)
    told = {
        slug: {name: theirs[slug][name] for name in names if name not in ("evaluations", "realised")}
        for slug, names in found.differing.items()
    }
    told = {slug: said for slug, said in told.items() if said}  # evaluations stay as they are here
    conflicts.keep(address.rstrip("/"), told, found.same)
    return found


def _signed(entry: facts.Collaboration, address: str) -> facts.Collaboration:
    return entry if entry.publisher else entry.model_copy(update={"publisher": urlsplit(address).hostname})
