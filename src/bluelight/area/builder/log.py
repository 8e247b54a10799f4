"""An incident log as responses and incidents, and an account of every row and time that could not be used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from bluelight.area.builder.given import chosen, column_of, read_frame
from bluelight.area.builder.mapping import LogPart
from bluelight.area.builder.places import Zones
from bluelight.area.schema import SERVICES
from bluelight.errors import InputError, Problem

CLOCK = ("time", "mobilised", "left", "arrived", "left_scene", "at_hospital", "cleared")
"""The times of a response, in the order in which they must come."""
LONGEST_H = 24.0
_SHOWN = 10
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
    `days`: from the first call to the last. `has`: columns that the log gives.
    """

    name: str
    responses: pd.DataFrame
    incidents: pd.DataFrame
    days: float
    has: frozenset[str]
    rows: int
    findings: tuple[Finding, ...]

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
    texts, wrong = _columns(frame, name, part)
    problems += wrong
    if problems:
        raise InputError(problems)
    reader = _Reader(texts, part)
    if rows_in_file > len(frame):
        skipped = rows_in_file - len(frame)
        reader.findings.append(Finding("rows were left out because the mapping says so", skipped, ()))
    responses = reader.responses(zones)
    unusable = len(frame) - len(responses)
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
    return Log(name, responses, incidents, float(days), frozenset(texts), rows_in_file, tuple(reader.findings))


def _columns(frame: pd.DataFrame, name: str, part: LogPart) -> tuple[dict[str, pd.Series], list[Problem]]:
    problems: list[Problem] = []
    texts: dict[str, pd.Series] = {}
    wanted = ("incident", "type", "service", "unit", "unit_kind", "zone", "lon", "lat", "point", *CLOCK)
    for word in wanted:
        column = getattr(part, word)
        if column:
            series, wrong = column_of(frame, name, column, part.values.get(word, {}))
            problems += wrong
            if series is not None:
                texts[word] = series
    if not (part.zone or part.point or (part.lon and part.lat)):
        remedy = "Name the column zone, or lon and lat, or point under [log]."
        problems.append(Problem("the column mapping", "nothing says where an incident was.", remedy))
    for word in part.values:
        if word not in wanted:
            what = f"log.values.{word} is for no column of a log."
            problems.append(Problem("the column mapping", what, f"Use {', '.join(wanted)}."))
    return texts, problems


class _Reader:
    """Turns texts into values, noting what cannot be."""

    def __init__(self, texts: dict[str, pd.Series], part: LogPart) -> None:
        self.texts, self.part = texts, part
        self.findings: list[Finding] = []

    def note(self, wrong: pd.Series, what: str) -> None:
        rows = wrong.index[wrong.to_numpy(dtype=bool)]
        if len(rows):
            self.findings.append(Finding(what, len(rows), tuple(int(row) for row in rows[:_SHOWN])))

    def times(self, word: str) -> pd.Series:
        text = self.texts[word]
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
            found[word] = self.times(word) if word in texts else pd.NaT
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
