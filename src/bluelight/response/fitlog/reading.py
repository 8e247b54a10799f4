"""Reads a log as text and turns its stamps into intervals, each kept, or left out for a reason that is counted."""

from __future__ import annotations

import difflib
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.errors import InputError, Problem
from bluelight.response.fitlog.mapping import Mapping

Floats = NDArray[np.float64]
Words = NDArray[np.object_]

USED, MISSING, UNREADABLE, NEGATIVE, TOO_LONG = "used", "missing", "unreadable", "negative", "too_long"
OUTCOMES = (USED, MISSING, UNREADABLE, NEGATIVE, TOO_LONG)
STAMPS = ("dispatched", "responding", "on_scene", "transport", "hospital", "available")


@dataclass(frozen=True, eq=False)
class Interval:
    """Minutes of every row of the log, NaN but where `outcome` is "used"."""

    minutes: Floats
    outcome: Words


@dataclass(frozen=True, eq=False)
class Stamp:
    """One time of every row, in minutes since 1970 by the log's own clock; NaN where missing or unreadable."""

    minutes: Floats
    unreadable: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Log:
    """A log's rows as text, its stamps, and its calls as numbers."""

    mapping: Mapping
    rows: pd.DataFrame
    stamps: dict[str, Stamp]
    call: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def words(self, column: str | None, otherwise: str) -> Words:
        """A column's text, `otherwise` where it is missing or not mapped."""
        if column is None:
            return np.full(len(self), otherwise, dtype=object)
        text = self.rows[column]
        return text.where(~text.isin(self.mapping.missing), otherwise).to_numpy(dtype=object)

    def numbers(self, column: str) -> tuple[Floats, NDArray[np.bool_]]:
        """A column's numbers, NaN where there is none, and where that is because it cannot be read."""
        text = self.rows[column]
        value = np.asarray(pd.to_numeric(text, errors="coerce"), dtype=np.float64)
        value = np.where(np.isfinite(value), value, np.nan)
        return value, np.isnan(value) & ~text.isin(self.mapping.missing).to_numpy()


def read_log(path: Path, mapping: Mapping) -> Log:
    """Read a log, plain or gzip. InputError where a column is not there or the file is no table."""
    columns = mapping.columns.model_dump(exclude_none=True)
    wanted = [name for value in columns.values() for name in ([value] if isinstance(value, str) else value)]
    rows = read_text(path, wanted)
    stamps = {stamp: _stamp(rows, columns[stamp], mapping) for stamp in STAMPS if stamp in columns}
    return Log(mapping, rows, stamps, pd.factorize(rows[mapping.columns.call])[0].astype(np.int64))


def read_text(path: Path, wanted: Iterable[str]) -> pd.DataFrame:
    """A CSV file as stripped text. InputError where it is no table, is empty or lacks a column."""
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skipinitialspace=True)
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}."
        raise InputError([Problem(str(path), what, "Give a CSV file, plain or gzip.")]) from None
    except (ValueError, EOFError, zlib.error) as error:  # pandas' own errors and those of encodings are ValueErrors
        what = f"is no table in UTF-8: {str(error).splitlines()[0]}."
        raise InputError([Problem(str(path), what, "Give a CSV file with a header.")]) from None
    rows = pd.DataFrame({str(name).strip(): rows[name].str.strip() for name in rows.columns})
    absent = [name for name in dict.fromkeys(wanted) if name not in rows.columns]
    problems = []
    for name in absent:
        near = difflib.get_close_matches(name, [str(column) for column in rows.columns], n=1, cutoff=0.6)
        remedy = f'Did you mean "{near[0]}"?' if near else "Name a column of the file in the mapping."
        problems.append(Problem(str(path), f'has no column "{name}".', remedy))
    if not problems and rows.empty:
        problems.append(Problem(str(path), "has no rows.", "Give a log with rows."))
    if problems:
        raise InputError(problems)
    return rows


def _stamp(rows: pd.DataFrame, columns: str | list[str], mapping: Mapping) -> Stamp:
    names = [columns] if isinstance(columns, str) else columns
    text = rows[names].agg(" ".join, axis=1)
    missing = rows[names].isin(mapping.missing).any(axis=1).to_numpy()
    try:
        time = pd.to_datetime(text.where(~missing), format=mapping.time_format, errors="coerce")
    except ValueError as error:
        raise InputError([Problem("mapping", f"time_format: {error}.", "Write it as for strptime.")]) from None
    minutes = np.asarray((time - pd.Timestamp(0)) / pd.Timedelta(minutes=1), dtype=np.float64)
    return Stamp(minutes, np.isnan(minutes) & ~missing)


def between(start: Stamp, end: Stamp, longest_min: float) -> Interval:
    """The interval from one stamp to another."""
    return sort_out(end.minutes - start.minutes, start.unreadable | end.unreadable, longest_min)


def sort_out(minutes: Floats, unreadable: NDArray[np.bool_], longest_min: float) -> Interval:
    """Each value with what became of it."""
    outcome = np.full(len(minutes), USED, dtype=object)
    with np.errstate(invalid="ignore"):
        outcome[minutes > longest_min] = TOO_LONG
        outcome[minutes < 0] = NEGATIVE
    outcome[np.isnan(minutes)] = MISSING
    outcome[unreadable] = UNREADABLE
    return Interval(np.where(outcome == USED, minutes, np.nan), outcome)


def intervals(log: Log) -> dict[str, Interval]:
    """The intervals that the mapped columns give, by name."""
    stamps, longest = log.stamps, 60.0 * log.mapping.longest_h
    found: dict[str, Interval] = {}
    for name, start, end in (
        ("turnout", "dispatched", "responding"),
        ("travel", "responding", "on_scene"),
        ("attendance", "dispatched", "on_scene"),
        ("to_hospital", "transport", "hospital"),
        ("at_hospital", "hospital", "available"),
    ):
        if start in stamps and end in stamps:
            found[name] = between(stamps[start], stamps[end], longest)
    if log.mapping.columns.attendance_s is not None:
        seconds, unreadable = log.numbers(log.mapping.columns.attendance_s)
        found["attendance"] = sort_out(seconds / 60.0, unreadable, longest)
    if "on_scene" in stamps and {"transport", "available"} & set(stamps):
        found["on_scene"] = between(stamps["on_scene"], _left(stamps), longest)
    return found


def _left(stamps: dict[str, Stamp]) -> Stamp:
    """When a unit left the scene: with a patient where it has such a stamp, otherwise when it was available."""
    if "transport" not in stamps or "available" not in stamps:
        return stamps.get("transport", stamps.get("available", stamps["on_scene"]))
    with_patient, alone = stamps["transport"], stamps["available"]
    conveyed = ~np.isnan(with_patient.minutes) | with_patient.unreadable
    return Stamp(
        np.where(conveyed, with_patient.minutes, alone.minutes),
        np.where(conveyed, with_patient.unreadable, alone.unreadable).astype(np.bool_),
    )


def plain_name(text: str) -> str:
    """A place's name for comparing: letters and digits in lower case, without what stands in brackets."""
    return re.sub(r"[^a-z0-9]+", "", re.sub(r"\(.*?\)", "", text).lower())


def held_out(log: Log) -> NDArray[np.bool_]:
    """Rows that the fit does not see while its error is measured: whole calls, as their units share their luck."""
    how = log.mapping.hold_out
    calls = int(log.call.max()) + 1
    n = round(how.share * calls)
    out = np.zeros(calls, dtype=np.bool_)
    if how.how == "random":
        out[np.random.default_rng(how.seed).permutation(calls)[:n]] = True
    else:
        begun = np.full(calls, np.inf)
        stamp = log.stamps.get("dispatched")
        time = np.arange(len(log), dtype=np.float64) if stamp is None else stamp.minutes
        np.fmin.at(begun, log.call, time)
        begun[np.isinf(begun)] = -np.inf  # calls without a time are not the last
        out[np.argsort(begun, kind="stable")[calls - n :]] = True
    return out[log.call]


def held_out_in_words(log: Log) -> str:
    """Which calls those are."""
    how = log.mapping.hold_out
    if how.how == "random":
        return f"{how.share:.0%} of calls, drawn at random (seed {how.seed})"
    order = "time" if "dispatched" in log.stamps else "their order in the file"
    return f"the last {how.share:.0%} of calls by {order}"
