"""Editions as values of `bluelight.documents.overview`."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from bluelight import register as facts
from bluelight.documents.overview.edition import Edition as Drawn
from bluelight.errors import BluelightError
from bluelight.register.standard import from_json
from bluelight.service.overview.models import Edition


def checked(edition: Edition) -> Path:
    """The file of an edition's facts. Raises BluelightError where it is gone, or is not what it was made of."""
    file = edition.folder / "register.json"
    try:
        stat = file.stat()
        same = _digest(str(file), stat.st_mtime_ns, stat.st_size) == edition.digest
    except OSError:
        raise BluelightError(f"The facts of this edition are gone: {file} cannot be read. Put it back.") from None
    if not same:
        raise BluelightError(f"{file} is not what this edition was made of. Put the file back from a copy.")
    return file


@lru_cache(maxsize=64)
def _digest(file: str, changed: int, size: int) -> str:
    with open(file, "rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def facts_of(edition: Edition) -> facts.Register:
    """The register that an edition froze. Raises as `checked` does."""
    file = checked(edition)
    return from_json(file.read_text(encoding="utf-8"), str(file))


def drawn(edition: Edition, *, with_before: bool = True) -> Drawn:
    """An edition with its facts, and with those of the one before it.

    Raises BluelightError where the facts are gone, or are not those it was made of.
    """
    register = facts_of(edition)
    before = drawn(edition.before, with_before=False) if with_before and edition.before else None
    return Drawn(edition.name, edition.made, register, before)
