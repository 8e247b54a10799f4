"""Which units were treated, from when to when, and how much: read from a CSV."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path

from bluelight.errors import InputError, Problem
from bluelight.evaluation.periods import FORMS, Period, read_period
from bluelight.evaluation.rows import Record, read_records
from bluelight.files import read_rows

NEEDED = ("unit", "start")
OPTIONAL = ("end", "dose", "intervention")


@dataclass(frozen=True)
class Treated:
    """One treated unit: the first period under treatment, the last where it ended, and its dose where there is one.

    Doses are told, not estimated with: the effect is that of the treatment as it was given, averaged over the treated.
    """

    unit: str
    start: Period
    end: Period | None
    dose: float | None
    intervention: str
    row: int


def read_treatment(path: Path, intervention: str | None) -> tuple[tuple[Treated, ...], str]:
    """The treated units of an intervention and the SHA-256 of the file. Raises `InputError` with every problem."""
    header, rows, problems = read_rows(path.parent, path.name)
    records = read_records(path.name, header, rows, problems, NEEDED, OPTIONAL)
    found = [treated for record in records if (treated := _treated(path.name, record, problems)) is not None]
    if not problems:
        found = _of_one(path.name, found, intervention, problems)
    if problems:
        raise InputError(problems)
    return tuple(found), hashlib.sha256(path.read_bytes()).hexdigest()


def _treated(file: str, record: Record, problems: list[Problem]) -> Treated | None:
    before = len(problems)
    if not record.get("unit"):
        problems.append(Problem(file, "is empty.", "Name the unit as the panel does.", record.row, "unit"))
    start, end = _when(file, record, "start", problems), None
    if record.get("end"):
        end = _when(file, record, "end", problems)
    if start is not None and end is not None and (end.frequency != start.frequency or end < start):
        problems.append(Problem(file, "is before the start.", "Correct one of the two.", record.row, "end"))
    dose = None
    if record.get("dose"):
        try:
            dose = float(record.get("dose"))
        except ValueError:
            dose = math.nan
        if not (math.isfinite(dose) and dose > 0):
            what = f"{record.get('dose')!r} is not a number above 0."
            remedy = (
                "Give a plain number, or leave the column empty. A unit that got none was not treated: leave it out."
            )
            problems.append(Problem(file, what, remedy, record.row, "dose"))
    if len(problems) > before or start is None:
        return None
    return Treated(record.get("unit"), start, end, dose, record.get("intervention"), record.row)


def _when(file: str, record: Record, column: str, problems: list[Problem]) -> Period | None:
    try:
        return read_period(record.get(column))
    except ValueError:
        what = f"{record.get(column)!r} is no period."
        problems.append(Problem(file, what, f"Write {FORMS}.", record.row, column))
        return None


def _of_one(file: str, found: list[Treated], intervention: str | None, problems: list[Problem]) -> list[Treated]:
    kinds = list(dict.fromkeys(treated.intervention for treated in found))
    if intervention is not None:
        found = [treated for treated in found if treated.intervention == intervention]
    elif len(kinds) > 1:
        what = f"names several interventions: {', '.join(repr(kind) for kind in kinds)}."
        problems.append(Problem(file, what, "Say in the protocol, under intervention, which one is asked about."))
    if not found and not problems:
        of = "" if intervention is None else f' of the intervention "{intervention}"'
        problems.append(Problem(file, f"has no treated unit{of}.", "Give one in each row."))
    without = [treated for treated in found if treated.dose is None]
    if 0 < len(without) < len(found):
        what = f"gives no dose of {without[0].unit}, and one of others."
        problems.append(Problem(file, what, "Give the dose of every treated unit, or of none.", without[0].row, "dose"))
    seen: dict[str, int] = {}
    for treated in found:
        if treated.unit in seen:
            what = f"names {treated.unit} again, after row {seen[treated.unit]}."
            problems.append(Problem(file, what, "Keep one start for each unit.", treated.row, "unit"))
        seen.setdefault(treated.unit, treated.row)
    return found
