"""What pages show of an edition, worked out once and kept beside its facts: nobody reads a whole register for a page.

The file says of which facts it was made. Where it is missing, or of others, it is made again from the facts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bluelight.files import write_all
from bluelight.register.brief import Said, brief
from bluelight.register.check import Register
from bluelight.register.model import Status
from bluelight.register.overview import Tallies, overview
from bluelight.service.overview.models import Edition
from bluelight.service.overview.reading import checked, facts_of

_TALLIES = TypeAdapter(Tallies)
_FORM = 1


@dataclass(frozen=True)
class Ready:
    """How many collaborations an edition has, what is counted of them, and what it says of each, briefly."""

    size: int
    tallies: Tallies
    said: dict[str, Said]


def ready(edition: Edition) -> Ready:
    """What pages show of an edition. Raises BluelightError where its facts are gone, or were changed since."""
    checked(edition)
    file = _place(edition)
    found = _read(str(file), file.stat().st_mtime_ns, edition.digest) if file.is_file() else None
    if found is not None:
        return found
    made = ready_of(facts_of(edition))
    keep(edition, made)
    return made


def keep(edition: Edition, made: Ready) -> None:
    """Keep it beside the folder of the edition, which holds what is published of it and nothing else."""
    file = _place(edition)
    write_all(file.parent, {file.name: to_json(made, edition.digest)})


def _place(edition: Edition) -> Path:
    return edition.folder.parent / f"{edition.slug}.ready.json"


def ready_of(register: Register) -> Ready:
    """The same of a register."""
    return Ready(len(register.collaborations), overview(register).tallies, brief(register))


def to_json(found: Ready, digest: str) -> bytes:
    """As it is kept; `digest` names the facts it was made of."""
    tallies = _TALLIES.dump_python(replace(found.tallies, theme_by_region={}), mode="json")
    pairs = [[theme, region, n] for (theme, region), n in found.tallies.theme_by_region.items()]
    names = list(next(iter(found.said.values())).fields) if found.said else []
    said = [[e.slug, e.name, e.status.value, e.status.as_of, " ".join(e.fields.values())] for e in found.said.values()]
    kept = {"form": _FORM, "of": digest, "tallies": tallies, "theme_by_region": pairs, "fields": names, "said": said}
    return json.dumps(kept, ensure_ascii=False).encode()


@lru_cache(maxsize=4)
def _read(file: str, changed: int, digest: str) -> Ready | None:
    """What is kept in a file, last changed then; None where it is of other facts or of another form."""
    try:
        kept: dict[str, Any] = json.loads(Path(file).read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(kept, dict) or (kept.get("form"), kept.get("of")) != (_FORM, digest):
        return None
    pairs = {(theme, region): n for theme, region, n in kept["theme_by_region"]}
    tallies = replace(_TALLIES.validate_python(kept["tallies"]), theme_by_region=pairs)
    names = kept["fields"]
    said = {
        slug: Said(
            slug, name, Status.model_construct(value=value, as_of=as_of), dict(zip(names, hashes.split(), strict=True))
        )
        for slug, name, value, as_of, hashes in kept["said"]
    }
    return Ready(len(said), tallies, said)
