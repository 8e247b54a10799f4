"""Editions as values of `bluelight.documents.overview`."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from bluelight import register as facts
from bluelight.documents.overview import Edition as Drawn
from bluelight.errors import BluelightError
from bluelight.register.standard import from_json
from bluelight.service.overview.models import Edition


@lru_cache(maxsize=4)
def _facts(file: str, digest: str) -> facts.Register:
    try:
        with open(file, "rb") as opened:
            content = opened.read()
    except OSError:
        raise BluelightError(f"The facts of this edition are gone: {file} cannot be read. Put it back.") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise BluelightError(f"{file} is not what this edition was made of. Put the file back from a copy.")
    return from_json(content.decode(), file)


def drawn(edition: Edition, *, with_before: bool = True) -> Drawn:
    """An edition with its facts, and with those of the one before it.

    Raises BluelightError where the facts are gone, or are not those it was made of.
    """
    register = _facts(str(edition.folder / "register.json"), edition.digest)
    before = drawn(edition.before, with_before=False) if with_before and edition.before else None
    return Drawn(edition.name, edition.made, register, before)
