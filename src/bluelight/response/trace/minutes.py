"""Counts at every whole minute: units on duty and busy, requests and calls that wait."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.response.arrays import Floats
from bluelight.response.trace.journeys import Journeys
from bluelight.response.trace.replication import Replication, Window

Counts = NDArray[np.int64]
Rows = NDArray[np.int64]


def at_each_minute(group: Rows, begin: Floats, end: Floats, groups: int, window: Window) -> Counts:
    """How many spells of each group hold each whole minute of the window (groups, minutes)."""
    n = int(window.end - window.begin)
    step = np.zeros((groups, n + 1), dtype=np.int64)
    first, last = (np.clip(np.ceil(time - window.begin), 0, n).astype(np.int64) for time in (begin, end))
    np.add.at(step, (group, first), 1)
    np.add.at(step, (group, last), -1)
    counts: Counts = np.cumsum(step[:, :-1], axis=1)
    return counts


def busy_units(replication: Replication, journeys: Journeys, window: Window) -> Counts:
    """Units of each kind that are on a job at each minute (kinds, minutes)."""
    kind = replication.kind[journeys.unit].astype(np.int64)
    return at_each_minute(kind, journeys.mobilised, journeys.ended, len(replication.scenario.kinds), window)


def units_on_duty(replication: Replication, window: Window) -> Counts:
    """Units of each kind on duty by the rota, those raised, at each minute (kinds, minutes)."""
    hours = replication.on_duty[int(window.begin // 60) : int(window.end // 60)]
    kinds = len(replication.scenario.kinds)
    by_hour = np.stack([hours[:, replication.kind == k].sum(axis=1) for k in range(kinds)])
    return np.repeat(by_hour, 60, axis=1)


def units_on_break(replication: Replication, window: Window) -> Counts:
    """Units of each kind stood down for a meal break at each minute (kinds, minutes)."""
    breaks = replication.outcome.breaks
    kind = replication.kind[breaks["unit"]].astype(np.int64)
    return at_each_minute(kind, breaks["began"], breaks["ended"], len(replication.scenario.kinds), window)
