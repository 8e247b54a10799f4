"""Rows of a CSV by column, once its header has been checked."""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from bluelight.errors import Problem

# How published tables write that there is no figure.
_MISSING = {"", ".", "..", "-", "n/a", "na", "null", "none", "[x]", "[z]"}


@dataclass(frozen=True)
class Record:
    """One row: its number as a spreadsheet counts, and its cells by column."""

    row: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell, empty where the file has no such column."""
        return self.cells.get(column, "")


def read_records(
    file: str,
    header: Sequence[str],
    rows: Sequence[tuple[int, list[str]]],
    problems: list[Problem],
    needed: Sequence[str],
    optional: Sequence[str] = (),
    others: bool = False,
) -> list[Record]:
    """Rows by column; what is wrong with the header or the length of a row is added to the problems.

    With `others`, columns that are not named are let be.
    """
    if problems:
        return []
    problems += _header_problems(file, header, needed, optional, others)
    if problems:
        return []
    records = []
    for number, cells in rows:
        if len(cells) != len(header):
            what = f"has {len(cells)} cells where the header has {len(header)}."
            remedy = "Check for a comma that should be in quotation marks, or a missing one."
            problems.append(Problem(file, what, remedy, number))
        else:
            records.append(Record(number, dict(zip(header, cells, strict=True))))
    return records


def _header_problems(
    file: str, header: Sequence[str], needed: Sequence[str], optional: Sequence[str], others: bool
) -> list[Problem]:
    known = [*needed, *optional]
    found = []
    for title in dict.fromkeys(header):
        if title in known and list(header).count(title) > 1:
            found.append(Problem(file, f'has the column "{title}" twice.', "Keep one.", 1, title))
        elif title not in known and not others:
            close = difflib.get_close_matches(title, known, n=1)
            remedy = f'Did you mean "{close[0]}"?' if close else f"Use only {', '.join(known)}."
            found.append(Problem(file, f'has an unknown column "{title}".', remedy, 1, title))
    missing = [title for title in needed if title not in header]
    return found + [Problem(file, f'has no column "{title}".', "Add it.", 1, title) for title in missing]


def number_in(file: str, record: Record, column: str, problems: list[Problem]) -> float | None:
    """A count or time of a published table, without its thousands marks; None where none is given.

    What is no such number is added to the problems.
    """
    text = record.get(column).replace(",", "")
    if text.lower() in _MISSING:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        what = f"{text!r} is not a count or a time."
        problems.append(Problem(file, what, "Use the file as it was published.", record.row, column))
        return None
    return value
