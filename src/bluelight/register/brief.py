"""What a register says of each entry, briefly: enough to tell what changed from one register to another.

At tens of thousands of entries two of these are read and compared in a moment, where two whole registers take minutes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bluelight.register.check import Register
from bluelight.register.model import Collaboration, Status
from bluelight.register.overview import Changes
from bluelight.register.standard import entry_json

_DIGITS = 16


@dataclass(frozen=True)
class Said:
    """One entry: its address, name and status, and for each of its fields the beginning of its content's SHA-256."""

    slug: str
    name: str
    status: Status
    fields: Mapping[str, str]


def brief(register: Register) -> dict[str, Said]:
    """What a register says of each entry, by its address."""
    return {entry.slug: _said(entry) for entry in register.collaborations}


def _said(entry: Collaboration) -> Said:
    told = {name: value for name, value in entry_json(entry).items() if name not in ("slug", "status")}
    return Said(entry.slug, entry.name, entry.status, {name: _digest(value) for name, value in told.items()})


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:_DIGITS]


def changes_between(before: Mapping[str, Said], after: Mapping[str, Said]) -> Changes:
    """The same as `overview.changes` of the two registers. A field that only one of them knows of is not compared."""
    both = [(before[slug], after[slug]) for slug in sorted(before.keys() & after.keys())]
    told = [(now, _differing(then, now)) for then, now in both]
    return Changes(
        tuple(after[slug] for slug in sorted(after.keys() - before.keys())),
        tuple(before[slug] for slug in sorted(before.keys() - after.keys())),
        tuple((then, now) for then, now in both if then.status.value != now.status.value),
        tuple((now, fields) for now, fields in told if fields),
    )


def _differing(then: Said, now: Said) -> tuple[str, ...]:
    return tuple(name for name, said in now.fields.items() if then.fields.get(name, said) != said)
