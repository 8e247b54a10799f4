"""The panel: one value for every unit, period and outcome, read from a CSV and checked as a whole."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bluelight.errors import InputError, Problem
from bluelight.evaluation.periods import FORMS, Frequency, Period, in_words, label, read_period
from bluelight.evaluation.rows import Record, read_records
from bluelight.files import read_rows

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NEEDED = ("unit", "period", "outcome", "value")
OPTIONAL = ("denominator", "source", "break")
LARGEST = 5_000_000
YES = {"yes", "true", "1"}
NO = {"", "no", "false", "0"}


@dataclass(frozen=True, eq=False)
class Panel:
    """Values by unit and period (units, periods) of each outcome, per denominator where one is given.

    A value that the file does not give is NaN; `complete` refuses those that a method needs. `breaks` says where a
    series was marked as measured in another way from that period on.
    """

    units: tuple[str, ...]
    first: int
    frequency: Frequency
    values: dict[str, Floats]
    breaks: dict[str, Flags]
    sources: dict[str, tuple[str, ...]]
    file: str = "panel.csv"

    @property
    def length(self) -> int:
        """How many periods there are from the first to the last."""
        return int(next(iter(self.values.values())).shape[1])

    @property
    def labels(self) -> tuple[str, ...]:
        """Every period as it is written."""
        return tuple(label(self.first + step, self.frequency) for step in range(self.length))

    def index(self, period: Period) -> int:
        """Where a period stands in the panel; below 0 or beyond the end where it lies outside."""
        return period.number - self.first

    def rows(self, units: Iterable[str]) -> list[int]:
        """Where these units stand."""
        place = {unit: number for number, unit in enumerate(self.units)}
        return [place[unit] for unit in units]

    def complete(self, outcome: str, units: Iterable[str], last: int | None = None) -> Floats:
        """The values (units, periods) of an outcome. Raises `InputError` naming every unit with a gap."""
        chosen = list(units)
        found = self.values[outcome][self.rows(chosen)][:, :last]
        problems = [
            self._gap(outcome, unit, row) for unit, row in zip(chosen, found, strict=True) if np.isnan(row).any()
        ]
        if problems:
            raise InputError(problems)
        return found

    def _gap(self, outcome: str, unit: str, row: Floats) -> Problem:
        gaps = [self.labels[step] for step in np.flatnonzero(np.isnan(row))]
        shown = ", ".join(gaps[:4]) + (f" and {len(gaps) - 4} more" if len(gaps) > 4 else "")
        remedy = "Add the rows, begin the panel later, or name the unit under donor_exclusions with the reason."
        return Problem(self.file, f'has no "{outcome}" of {unit} for {shown}.', remedy, column="value")


def read_panel(path: Path) -> tuple[Panel, str]:
    """A panel and the SHA-256 of its bytes. Raises `InputError` with every problem of the file, by row."""
    header, rows, problems = read_rows(path.parent, path.name)
    records = read_records(path.name, header, rows, problems, NEEDED, OPTIONAL)
    if not problems and len(records) > LARGEST:
        problems.append(Problem(path.name, f"has more than {LARGEST:,} rows.", "Keep the outcomes that are asked of."))
    readings = [] if problems else [_reading(path.name, record, problems) for record in records]
    found = [reading for reading in readings if reading is not None]
    if not problems:
        _check_together(path.name, found, problems)
    if problems:
        raise InputError(problems)
    return _assemble(path.name, found), hashlib.sha256(path.read_bytes()).hexdigest()


@dataclass(frozen=True)
class _Reading:
    row: int
    unit: str
    period: Period
    outcome: str
    value: float
    broken: bool
    source: str


def _reading(file: str, record: Record, problems: list[Problem]) -> _Reading | None:
    before = len(problems)
    period = _period(file, record, problems)
    value = _number(file, record, "value", problems)
    denominator = _number(file, record, "denominator", problems) if record.get("denominator") else None
    if denominator is not None and denominator <= 0:
        remedy = "Give what the value is counted over, above 0, or leave the cell empty."
        problems.append(Problem(file, "is not above 0.", remedy, record.row, "denominator"))
    for column in ("unit", "outcome"):
        if not record.get(column):
            problems.append(Problem(file, "is empty.", "Say whose figure it is, and of what.", record.row, column))
    flag = record.get("break").lower()
    if flag not in YES | NO:
        problems.append(Problem(file, f"{flag!r} is neither yes nor no.", "Write yes or no.", record.row, "break"))
    if len(problems) > before or period is None:
        return None
    rate = value if denominator is None else value / denominator
    return _Reading(
        record.row, record.get("unit"), period, record.get("outcome"), rate, flag in YES, record.get("source")
    )


def _period(file: str, record: Record, problems: list[Problem]) -> Period | None:
    try:
        return read_period(record.get("period"))
    except ValueError:
        what = f"{record.get('period')!r} is no period."
        problems.append(Problem(file, what, f"Write {FORMS}.", record.row, "period"))
        return None


def _number(file: str, record: Record, column: str, problems: list[Problem]) -> float:
    text = record.get(column)
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > 1e15:
        what = f"{text!r} is not a number." if text else "is empty."
        remedy = "Give a plain number such as 1234.5, or leave the whole row out where it is not known."
        problems.append(Problem(file, what, remedy, record.row, column))
    return value


def _check_together(file: str, readings: list[_Reading], problems: list[Problem]) -> None:
    if not readings:
        problems.append(Problem(file, "has no rows.", "Give one for each unit, period and outcome."))
        return
    kinds = Counter(reading.period.frequency for reading in readings)
    if len(kinds) > 1:
        usual = kinds.most_common(1)[0][0]
        odd = next(r for r in readings if r.period.frequency != usual)
        what = f"{odd.period} is a {odd.period.frequency} where other rows have {usual}s."
        problems.append(Problem(file, what, "Keep to one kind of period.", odd.row, "period"))
        return
    seen: dict[tuple[str, Period, str], int] = {}
    for reading in readings:
        key = (reading.unit, reading.period, reading.outcome)
        if key in seen:
            what = f'gives "{reading.outcome}" of {reading.unit} in {reading.period} again, after row {seen[key]}.'
            problems.append(Problem(file, what, "Keep one of the two.", reading.row))
        seen.setdefault(key, reading.row)
    span = max(r.period.number for r in readings) - min(r.period.number for r in readings) + 1
    if span > 5000:
        what = f"runs over {in_words(span, readings[0].period.frequency)}."
        problems.append(Problem(file, what, "Look for a year that is mistyped."))


def _assemble(file: str, readings: list[_Reading]) -> Panel:
    units = tuple(dict.fromkeys(reading.unit for reading in readings))
    outcomes = tuple(dict.fromkeys(reading.outcome for reading in readings))
    first = min(reading.period.number for reading in readings)
    length = max(reading.period.number for reading in readings) - first + 1
    place = {unit: number for number, unit in enumerate(units)}
    values = {outcome: np.full((len(units), length), np.nan) for outcome in outcomes}
    breaks = {outcome: np.zeros((len(units), length), dtype=bool) for outcome in outcomes}
    sources: dict[str, dict[str, None]] = {outcome: {} for outcome in outcomes}
    for r in readings:
        at = place[r.unit], r.period.number - first
        values[r.outcome][at], breaks[r.outcome][at] = r.value, r.broken
        if r.source:
            sources[r.outcome][r.source] = None
    told = {outcome: tuple(found) for outcome, found in sources.items()}
    return Panel(units, first, readings[0].period.frequency, values, breaks, told, file)
