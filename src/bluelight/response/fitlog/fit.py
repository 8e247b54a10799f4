"""Fit a whole log: intervals by group, the travel curve, and what was left out and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.errors import BluelightError
from bluelight.response.fitlog.curve import Curve, fit_curve
from bluelight.response.fitlog.distances import distances
from bluelight.response.fitlog.mapping import Mapping
from bluelight.response.fitlog.reading import (
    OUTCOMES,
    USED,
    Floats,
    Interval,
    Log,
    Words,
    held_out,
    held_out_in_words,
    intervals,
    read_log,
)
from bluelight.response.fitlog.timings import timings

UNKNOWN = "not given"


@dataclass(frozen=True, eq=False)
class LogFit:
    """What a log says of how long things take.

    `timings`: as `bluelight.response.fitlog.timings.COLUMNS`, minutes. `counts`: part, rows, then how many were used,
    missing, unreadable, negative, too_long: they add up to rows. `curve`: the travel curve, or None and `no_curve` says
    why. `journeys`: what became of each row that could be a journey, counted. `hold_out`: which calls the error is on.
    """

    name: str
    rows: int
    calls: int
    timings: pd.DataFrame
    counts: pd.DataFrame
    curve: Curve | None
    no_curve: str
    journeys: dict[str, int]
    hold_out: str
    turnout_min: float


def fit_log(path: str | Path, mapping: Mapping) -> LogFit:
    """Fit a dispatch log. InputError where the file is not what the mapping says."""
    log = read_log(Path(path), mapping)
    out, found = held_out(log), intervals(log)
    if not found:
        raise BluelightError(f"{path}: the mapping names no two columns that make an interval. Name some.")
    groups = _groups(log)
    by_part = [timings(part, interval, groups[part], out) for part, interval in found.items()]
    counts = [
        {"part": part, "rows": len(log)} | {outcome: int((i.outcome == outcome).sum()) for outcome in OUTCOMES}
        for part, i in found.items()
    ]
    curve, why, journeys = _curve(log, found, out)
    return LogFit(
        name=mapping.name,
        rows=len(log),
        calls=int(log.call.max()) + 1,
        timings=pd.concat(by_part, ignore_index=True),
        counts=pd.DataFrame(counts),
        curve=curve,
        no_curve=why,
        journeys=journeys,
        hold_out=held_out_in_words(log),
        turnout_min=mapping.travel.turnout_min if mapping.travel.time == "attendance" else 0.0,
    )


def _groups(log: Log) -> dict[str, Words]:
    """Turnout by kind and time of day, driving by kind, what happens on scene and after by incident type."""
    mapping = log.mapping
    kind = log.words(mapping.columns.kind, UNKNOWN)
    incident = log.words(mapping.columns.incident_type, UNKNOWN)
    if "dispatched" in log.stamps:
        hour = log.stamps["dispatched"].minutes // 60 % 24
        in_day = (hour - mapping.day_from) % 24 < (mapping.day_to - mapping.day_from) % 24
        period = np.where(np.isnan(hour), UNKNOWN, np.where(in_day, "day", "night"))
        turnout = np.array([f"{k}, {p}" for k, p in zip(kind, period, strict=True)], dtype=object)
    else:
        turnout = kind
    return {
        "turnout": turnout,
        "travel": kind,
        "attendance": kind,
        "on_scene": incident,
        "to_hospital": incident,
        "at_hospital": incident,
    }


def _curve(log: Log, found: dict[str, Interval], out: NDArray[np.bool_]) -> tuple[Curve | None, str, dict[str, int]]:
    time = log.mapping.travel.time
    if time not in found:
        return None, f"the mapping names no columns that give {time}", {}
    drives = journeys(log, found[time])
    if drives is None:
        return None, "the mapping does not say how far units drove", {}
    km, minutes, outcome = drives
    counts = Counter(str(word) for word in outcome)
    counted = dict(sorted(counts.items(), key=lambda item: (item[0] != USED, item[0])))
    used = outcome == USED
    try:
        return fit_curve(km[used], minutes[used], out[used]), "", counted
    except BluelightError as error:
        return None, str(error).removesuffix("."), counted


def journeys(log: Log, interval: Interval) -> tuple[Floats, Floats, Words] | None:
    """Straight-line km, minutes and what became of each row; None where the mapping gives no distance."""
    travel = log.mapping.travel
    km, fate = distances(log)
    if km is None:
        return None
    outcome = np.where(interval.outcome != USED, interval.outcome, fate)
    minutes = interval.minutes
    with np.errstate(invalid="ignore"):
        for beyond, word in (
            (km > travel.farthest_km, "too_far"),
            ((minutes < travel.shortest_min) | (minutes <= 0), "too_short"),
            (minutes > travel.longest_min, "too_long"),
        ):
            outcome[(outcome == USED) & beyond] = word
    return km, minutes, outcome
