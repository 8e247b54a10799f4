"""Reads files that people give, saying what is wrong with one instead of failing on it; writes all files or none."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bluelight.errors import BluelightError, Problem

_NOT_CSV = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89PNG", "a picture"),
)
# What a spreadsheet takes for the beginning of a formula, and the sign that keeps it from that.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")
_AS_TEXT = (("<", "a web page or an XML file"), ("{", "a JSON file"), ("[", "a JSON or TOML file"))


def file_problem(folder: Path, name: str) -> Problem | None:
    """Why a name cannot be that of a file in a folder, if it cannot."""
    path = folder / name
    try:
        if Path(name).is_absolute() or not path.resolve().is_relative_to(folder.resolve()):
            return Problem(name, "lies outside the pack's folder.", "Keep every file of a pack in its folder.")
        if path.is_dir():
            return Problem(name, "is a folder, not a file.", "Name a file.")
    except (OSError, ValueError) as error:
        return Problem(name, f"cannot be read ({error}).", "Check the file and its permissions.")
    return None


def read_text(folder: Path, name: str) -> tuple[str, list[Problem]]:
    """The text of a file in a folder, without its byte order mark; empty where it could not be read."""
    wrong = file_problem(folder, name)
    if wrong is not None:
        return "", [wrong]
    try:
        data = (folder / name).read_bytes()
    except FileNotFoundError:
        return "", [Problem(name, "is missing.", "Add the file, or correct its name.")]
    except (OSError, ValueError) as error:
        return "", [Problem(name, f"cannot be read ({error}).", "Check the file and its permissions.")]
    for magic, what in _NOT_CSV:
        if data.startswith(magic):
            return "", [Problem(name, f"is {what}.", "Save it as plain text in UTF-8 and name that file instead.")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        return "", [Problem(name, "is not UTF-8 text.", 'Save it as "CSV UTF-8" or plain text in UTF-8.', row)]
    if "\0" in text:
        return "", [Problem(name, "holds zero bytes, so it is not text.", "Save it as plain text in UTF-8.")]
    return text, []


def read_toml(folder: Path, name: str, example: str) -> tuple[dict[str, Any], list[Problem]]:
    """The content of a TOML file in a folder; empty where it could not be read. `example` is the page that has one."""
    text, problems = read_text(folder, name)
    if problems:
        return {}, problems
    try:
        return tomllib.loads(text), []
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, [Problem(name, f"is not TOML: {error}.", f"Put the line right; {example} has an example.")]


def read_rows(folder: Path, name: str) -> tuple[list[str], list[tuple[int, list[str]]], list[Problem]]:
    """Header, rows with their number as a spreadsheet counts (header 1), and problems. Blank rows are left out."""
    text, problems = read_text(folder, name)
    if problems:
        return [], [], problems
    start = text.lstrip()
    if not start:
        return [], [], [Problem(name, "is empty.", "Give it a header row, even if it has no other rows.")]
    for mark, what in _AS_TEXT:
        if start.startswith(mark):
            return [], [], [Problem(name, f"looks like {what}, not a CSV.", "Save the table as CSV in UTF-8.")]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                rows.append((number, stripped))
    except csv.Error as error:
        what = f"cannot be read as CSV from here on ({error})."
        return [], [], [Problem(name, what, "Look for a quotation mark that is not closed or doubled.", number + 1)]
    if not rows:
        return [], [], [Problem(name, "is empty.", "Give it a header row, even if it has no other rows.")]
    header_row, header = rows[0]
    if header_row != 1:
        return [], [], [Problem(name, "starts with blank rows.", "Put the header in the first row.", 1)]
    header, body = _without_empty_columns(header, rows[1:])
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        what = "has one column; its cells look parted by something other than commas."
        return [], [], [Problem(name, what, "Save it with commas between the cells.", 1)]
    return header, body, []


def _without_empty_columns(
    header: list[str], rows: list[tuple[int, list[str]]]
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Spreadsheets leave empty columns behind the last one; nobody meant them."""
    width = len(header)
    while width > 1 and not header[width - 1] and not any("".join(row[width - 1 :]) for _, row in rows):
        width -= 1
    if all(len(row) <= width for _, row in rows):
        return header[:width], rows
    return header[:width], [(number, row[:width] if not any(row[width:]) else row) for number, row in rows]


def write_all(folder: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    """Write every file under another name first, then put them all in place: all of them or none; the paths written.

    The folder is made if need be. BluelightError where it cannot be written.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            partial, place = folder / f".{name}.{os.getpid()}.part", folder / name
            waiting.append((partial, place))
            if place.is_dir():
                raise IsADirectoryError(None, f"{name} is a folder there")
            partial.write_bytes(content.encode() if isinstance(content, str) else content)
        for partial, place in waiting:
            os.replace(partial, place)
    except OSError as error:
        raise BluelightError(f"{folder}: cannot be written: {error.strerror}. Choose another folder.") from None
    finally:
        for partial, _ in waiting:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
    return [place for _, place in waiting]


def safe_cell(value: Any) -> Any:
    """A value as a cell of a CSV file that no spreadsheet runs; an empty one where there is none."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return "" if value is None else value
