"""A register to a file and back, in the forms of the open standard: the ending of the name says which."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from bluelight.errors import BluelightError, InputError
from bluelight.files import read_text, write_all
from bluelight.register.check import Register
from bluelight.register.standard import from_json, to_json
from bluelight.register.table import from_csv, to_csv

MOST_BYTES = 200_000_000


@dataclass(frozen=True)
class Format:
    """One form of the standard: the ending of its files, what a browser is told, writer and reader."""

    ending: str
    media_type: str
    write: Callable[[Register], bytes]
    read: Callable[[str, str, Collection[str]], Register]


FORMATS = {
    "json": Format("json", "application/json", lambda register: to_json(register).encode(), from_json),
    # The byte order mark tells spreadsheets that this is UTF-8.
    "csv": Format("csv", "text/csv; charset=utf-8", lambda register: to_csv(register).encode("utf-8-sig"), from_csv),
}


def format_of(path: Path) -> Format:
    """The form that a file's name asks for; `BluelightError` where it is none."""
    found = FORMATS.get(path.suffix.lower().removeprefix("."))
    if found is None:
        endings = " or ".join(f".{ending}" for ending in FORMATS)
        raise BluelightError(f"{path}: the name of a register's file ends in {endings}. Rename it.")
    return found


def write_register(register: Register, path: str | Path) -> Path:
    """Write the register whole or not at all; the path written."""
    place = Path(path)
    content = format_of(place).write(register)
    return write_all(place.parent, {place.name: content})[0]


def read_register(path: str | Path, known: Collection[str] = ()) -> Register:
    """The register of a file; `known` are slugs of organisations that it may name without giving them.

    Raises `InputError` with every problem.
    """
    place = Path(path)
    form = format_of(place)
    if place.is_file() and place.stat().st_size > MOST_BYTES:
        raise BluelightError(f"{place} is larger than {MOST_BYTES // 1_000_000} MB. Part it into several files.")
    text, problems = read_text(place.parent, place.name)
    if problems:
        raise InputError(problems)
    return form.read(text, place.name, known)
