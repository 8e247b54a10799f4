"""An incident log as responses and incidents, and an account of every row and time that could not be used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from bluelight.area.builder.given import chosen, from_grid, read_frame
from bluelight.area.builder.log_cells import CLOCK, cells_of
from bluelight.area.builder.mapping import LogPart
from bluelight.area.builder.places import Zones
from bluelight.area.schema import SERVICES
from bluelight.errors import InputError, Problem

LONGEST_H = 24.0
_SHOWN = 10
_MOST_SECONDS = 1e9
_POINT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


@dataclass(frozen=True)
class Finding:
    """Something of the log that was not used: how often, why, and the first rows it concerns."""

    what: str
    count: int
    rows: tuple[int, ...]

    def __str__(self) -> str:
        if not self.rows:
            return f"{self.count:,} {self.what}"
        shown = ", ".join(str(row) for row in self.rows[:_SHOWN])
        more = ", ..." if self.count > _SHOWN else ""
        return f"{self.count:,} {self.what} (row{'s'[: self.count > 1]} {shown}{more})"


@dataclass(frozen=True, eq=False)
class Log:
    """What a log gives.

    `responses`: a row each, columns incident, type, service, unit, kind, zone, then the times of CLOCK as datetimes
    (NaT where there is none). `incidents`: a row each by incident, columns type, service, zone, time (the first).
    `days`: from the first call to the last. `has`: columns that the log gives. `rows` of the file, and how many were
    `used`. `clock`: what arrivals are counted from:
    "call", or "mobilisation" where the log gives seconds since it and not when it was.
    """

    name: str
    responses: pd.DataFrame
    incidents: pd.DataFrame
    days: float
    has: frozenset[str]
    rows: int
    used: int
    findings: tuple[Finding, ...]
    clock: str = "call"

    @property
    def period(self) -> str:
        """First and last day."""
        times = self.incidents["time"]
        return f"{times.min():%Y-%m-%d} to {times.max():%Y-%m-%d}"


def read_log(path: Path, part: LogPart, zones: Zones) -> Log:
    """Reads a log. Rows that cannot be used are counted, not dropped unseen.

    Raises InputError where a column is missing, a format is none, or too large a share of the rows cannot be used.
    """
    name = str(path)
    frame, problems = read_frame(path)
    if problems:
        raise InputError(problems)
    rows_in_file = len(frame)
    frame, problems = chosen(frame, name, part.only, part.leave_out)
    cells, wrong = cells_of(frame, name, part)
    problems += wrong
    if problems:
        raise InputError(problems)
    reader = _Reader({str(word): cells[word] for word in cells.columns}, part)
    if rows_in_file > len(frame):
        skipped = rows_in_file - len(frame)
        reader.findings.append(Finding("rows were left out because the mapping says so", skipped, ()))
    responses = reader.responses(zones)
    used = responses.index.nunique()
    unusable = len(frame) - used
    responses = responses.reset_index(drop=True)  # a row of the file may be there for several units
    if responses.empty or unusable > part.most_unusable * len(frame):
        what = f"{unusable:,} of {len(frame):,} rows cannot be used: {'; '.join(map(str, reader.findings))}."
        remedy = f"Correct them or the mapping; at most {part.most_unusable:.0%} may be (most_unusable)."
        raise InputError([Problem(name, what, remedy)])
    first = responses.sort_values(["time"], kind="stable").groupby("incident", sort=True).first()
    incidents = first[["type", "service", "zone", "time"]]
    days = (incidents["time"].max() - incidents["time"].min()) / pd.Timedelta(days=1)
    if days < 1:
        remedy = "Give a log of a day at least; of a year, better."
        raise InputError([Problem(name, "spans less than a day, which says nothing of a year.", remedy)])
    has = frozenset(cells.columns)
    clock = "mobilisation" if part.seconds_since.get("arrived") == "mobilised" and "mobilised" not in has else "call"
    return Log(name, responses, incidents, float(days), has, rows_in_file, used, tuple(reader.findings), clock)


class _Reader:
    """Turns texts into values, noting what cannot be."""

    def __init__(self, texts: dict[str, pd.Series], part: LogPart) -> None:
        self.texts, self.part = texts, part
        self.findings: list[Finding] = []

    def note(self, wrong: pd.Series, what: str) -> None:
        rows = wrong.index[wrong.to_numpy(dtype=bool)].unique()
        if len(rows):
            self.findings.append(Finding(what, len(rows), tuple(int(row) for row in rows[:_SHOWN])))

    def times(self, word: str, before: pd.DataFrame) -> pd.Series:
        """A column of times; `before` has those that come before it."""
        text = self.texts[word]
        if word in self.part.seconds_since:
            return self._seconds(word, text, before)
        try:
            times = pd.to_datetime(text.where(text != "", None), format=self.part.time_format, errors="coerce")
        except (ValueError, TypeError) as error:
            what = f'"{self.part.time_format}" is no time format ({error}).'
            remedy = 'Write one as strptime does, as "%d/%m/%Y %H:%M:%S".'
            raise InputError([Problem("the column mapping", what, remedy, None, "time_format")]) from None
        if getattr(times.dt, "tz", None) is not None:
            times = times.dt.tz_localize(None)
        unread = (text != "") & times.isna()
        what = f'times in {word} do not have the format "{self.part.time_format}"'
        self.note(unread, what if word == "time" else f"{what}: taken as not recorded")
        return times

    def _seconds(self, word: str, text: pd.Series, before: pd.DataFrame) -> pd.Series:
        start = self.part.seconds_since[word]
        if start not in self.texts:
            start = "time"  # the log counts from it without saying when it was: see Log.clock
        seconds = pd.to_numeric(text.where(text != "", None), errors="coerce").astype(np.float64)
        unread = (text != "") & ~(seconds.abs() <= _MOST_SECONDS)
        self.note(unread, f"times in {word} are no number of seconds: taken as not recorded")
        lost = (text != "") & ~unread & before[start].isna()
        self.note(lost, f"times in {word} count from {start}, which is not recorded: taken as not recorded")
        times: pd.Series = before[start] + pd.to_timedelta(seconds.where(~unread), unit="s")
        return times

    def responses(self, zones: Zones) -> pd.DataFrame:
        texts = self.texts
        blank = pd.Series("", index=texts["time"].index, dtype=object)
        found = pd.DataFrame(
            {
                "incident": texts["incident"],
                "type": texts["type"],
                "service": texts["service"],
                "unit": texts.get("unit", blank),
                "kind": texts.get("unit_kind", blank),
            }
        )
        for word in CLOCK:
            found[word] = self.times(word, found) if word in texts else pd.NaT
        good = pd.Series(True, index=found.index)

        def refuse(wrong: pd.Series, what: str) -> None:
            nonlocal good
            self.note(wrong & good, what)
            good &= ~wrong

        refuse(found["incident"] == "", "rows have no incident id: not used")
        refuse(found["time"].isna(), "rows have no time of call that can be read: not used")
        refuse(found["type"] == "", "rows have no incident type: not used")
        unknown = sorted(set(found.loc[~found["service"].isin(SERVICES), "service"]))
        refuse(~found["service"].isin(SERVICES), f"rows are of no known service ({', '.join(unknown[:5])}): not used")
        where, outside, unclear = self._zone(zones)
        refuse(unclear, "rows have no place that can be read: not used")
        refuse(outside, "rows lie outside every zone: not used")
        found["zone"] = where
        found = found[good].copy()
        self._clock(found)
        repeated = found.duplicated(["incident", "unit"]) & (found["unit"] != "")
        self.note(repeated, "rows repeat a unit of the same incident: the first is used")
        return found[~repeated]

    def _zone(self, zones: Zones) -> tuple[pd.Series, pd.Series, pd.Series]:
        """Zone ids, rows outside all zones, rows whose place cannot be read."""
        texts = self.texts
        if "zone" in texts:
            zone = texts["zone"]
            return zone, (zone != "") & ~zone.isin(zones.ids), zone == ""
        if "point" in texts:
            pairs = [_POINT.findall(text) for text in texts["point"]]
            both = np.array([[float(x) for x in pair] if len(pair) == 2 else [np.nan] * 2 for pair in pairs])
            lonlat = both[:, ::-1] if self.part.point_order == "lat lon" else both
        elif "easting" in texts:
            lonlat, _, _ = from_grid(texts["easting"], texts["northing"])
        else:
            numbers = [pd.to_numeric(texts[word], errors="coerce") for word in ("lon", "lat")]
            lonlat = np.column_stack([series.to_numpy(dtype=np.float64) for series in numbers])
        index = texts["time"].index
        lonlat = lonlat.reshape(-1, 2)
        unclear = ~(np.abs(lonlat) <= [180, 90]).all(axis=1)
        position, km = zones.nearest(np.where(unclear[:, None], 0.0, lonlat))
        outside = ~unclear & (km > zones.reach_km(self.part.furthest_km))
        zone = pd.Series(np.array(zones.ids, dtype=object)[position], index=index)
        return zone, pd.Series(outside, index=index), pd.Series(unclear, index=index)

    def _clock(self, found: pd.DataFrame) -> None:
        """Blanks the times of responses whose clock runs backwards or stands for over a day."""
        clock = found[list(CLOCK)].to_numpy(dtype="datetime64[ns]").astype(np.float64)
        clock[found[list(CLOCK)].isna().to_numpy()] = np.nan
        steps = _steps(clock) / 3.6e12
        for wrong, what in (
            ((steps < 0).any(axis=1), "rows have a clock that runs backwards: the incident counts, its times do not"),
            ((steps > LONGEST_H).any(axis=1), "rows have more than a day between two times: their times do not count"),
        ):
            flagged = pd.Series(wrong, index=found.index)
            self.note(flagged, what)
            found.loc[flagged, list(CLOCK[1:])] = pd.NaT


def _steps(clock: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Time from each recorded time to the next that is recorded; NaN where there is none."""
    steps = np.full((len(clock), clock.shape[1] - 1), np.nan)
    last = clock[:, 0].copy()
    for k in range(1, clock.shape[1]):
        there = ~np.isnan(clock[:, k])
        steps[there, k - 1] = clock[there, k] - last[there]
        last = np.where(there, clock[:, k], last)
    return steps


def minutes_between(responses: pd.DataFrame, first: str, last: str) -> pd.Series:
    """Minutes from one time of a response to another, where both are recorded."""
    minutes: pd.Series = (responses[last] - responses[first]).dt.total_seconds() / 60
    return minutes.dropna()
