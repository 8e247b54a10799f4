"""Shift overrun: how long crews work beyond the end of their shift, because of a job or the drive home after it."""

from __future__ import annotations

from typing import Any

import numpy as np

from bluelight.area.week import HOURS
from bluelight.compiling import kept
from bluelight.response.arrays import Floats, Ints, Outcome
from bluelight.response.demand import MINUTES_PER_DAY, Calls
from bluelight.response.requests import Asked
from bluelight.response.rules.handover import taken_each
from bluelight.response.rules.shifts import hours_on
from bluelight.response.rules.travel_periods import scale_at
from bluelight.response.scenario import Scenario


def overrun_minutes(scenario: Scenario, calls: Calls, asked: Asked, outcome: Outcome) -> Floats:
    """Minutes of the days counted that each unit (units,) was on a job, or on its way home after one, off its shift.

    Home is its site, for a unit that patrols as well. Hours in which no crew can be raised, or the vehicle is off the
    road, are of the shift all the same.
    """
    answers, abandoned, units = outcome.answers, outcome.abandoned, scenario.fleet.units
    kinds, kind, freed = scenario.fleet.kinds, units["kind"][answers["unit"]], answers["freed"]
    home, end = units["home"][answers["unit"]], _ends(scenario, asked, answers["arrival"])
    scale = scale_at(scenario.rules.pace, kinds, kind, freed)
    back = freed + scale * scenario.map.to[home, end] / kinds["speed_home"][kind]
    unit = np.concatenate([answers["unit"], abandoned["unit"]]).astype(np.int64)
    begin = np.concatenate([answers["mobilised"], abandoned["mobilised"]])
    until = np.concatenate([back, abandoned["left"]])
    first = calls.warm_up_days * MINUTES_PER_DAY
    last = first + calls.days * MINUTES_PER_DAY
    off = ~hours_on(scenario.area)[np.arange((calls.warm_up_days + calls.days) * 24) % HOURS]
    return np.asarray(spent_off_shift(unit, begin, until, off, first, last))


@kept(nogil=True, error_model="numpy")
def spent_off_shift(unit: Any, begin: Any, until: Any, off: Any, first: float, last: float) -> Any:
    """Minutes that units spend off their shift between two times, from spells that end where the next one begins.

    `off` is by hour and unit (hours, units). Spells of a unit may come in any order.
    """
    hours, units = off.shape
    start = np.zeros(units + 1, np.int64)
    for i in range(len(unit)):
        start[unit[i] + 1] += 1
    start = np.cumsum(start)
    spells, room = np.empty(len(unit), np.int64), start.copy()
    for i in range(len(unit)):  # by unit, and then by when they begin: nearly so to begin with
        j = room[unit[i]]
        while j > start[unit[i]] and begin[spells[j - 1]] > begin[i]:
            spells[j] = spells[j - 1]
            j -= 1
        spells[j] = i
        room[unit[i]] += 1
    total = np.zeros(units)
    before = np.zeros(hours + 1)
    for u in range(units):
        if start[u] == start[u + 1]:
            continue
        for hour in range(hours):
            before[hour + 1] = before[hour] + off[hour, u] * 60.0
        for j in range(start[u], start[u + 1]):
            i = spells[j]
            again = begin[spells[j + 1]] if j + 1 < start[u + 1] else np.inf  # sent again on its way home
            since = min(max(begin[i], first), last)
            to = min(max(min(until[i], again), since), last)
            total[u] += _off_until(to, before, off, u) - _off_until(since, before, off, u)
    return total


@kept(nogil=True, error_model="numpy")
def _off_until(time: Any, before: Any, off: Any, unit: int) -> float:
    """Minutes off shift of a unit from the start of the horizon to a time."""
    hour = min(int(time / 60.0), len(off) - 1)
    return float(before[hour] + off[hour, unit] * (time - 60.0 * hour))


def _ends(scenario: Scenario, asked: Asked, arrival: Floats) -> Ints:
    """The place where each job ends: the scene, or the hospital."""
    end: Ints = asked.requests["end"].copy()
    if asked.care is not None:
        conveys = np.nonzero(asked.care.patient >= 0)[0]
        zone = asked.requests["place"][conveys] - scenario.map.first_zone
        leaves = arrival[conveys] + asked.requests["stay"][conveys]
        hospital = np.empty(len(conveys), dtype=np.int32)
        taken_each(zone, asked.care.patient[conveys], leaves, asked.care, hospital)
        end[conveys] = asked.care.hospitals["place"][hospital]
    return end
