"""Shift overrun: how long crews work beyond the end of their shift, because of a job or the drive home after it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.area.week import HOURS
from bluelight.response.arrays import Flags, Floats, Ints, Outcome
from bluelight.response.demand import MINUTES_PER_DAY, Calls
from bluelight.response.requests import Asked
from bluelight.response.rules.handover import taken_each
from bluelight.response.rules.shifts import hours_on
from bluelight.response.scenario import Scenario


def overrun_minutes(scenario: Scenario, calls: Calls, asked: Asked, outcome: Outcome) -> Floats:
    """Minutes of the days counted that each unit (units,) was on a job, or on its way home after one, off its shift.

    Home is its site, for a unit that patrols as well. Hours in which no crew can be raised, or the vehicle is off the
    road, are of the shift all the same.
    """
    answers, abandoned, units = outcome.answers, outcome.abandoned, scenario.fleet.units
    kind = scenario.fleet.kinds[units["kind"][answers["unit"]]]
    home, end = units["home"][answers["unit"]], _ends(scenario, asked, answers["arrival"])
    back = answers["freed"] + kind["scale"] * scenario.map.to[home, end] / kind["speed_home"]
    unit = np.concatenate([answers["unit"], abandoned["unit"]]).astype(np.int64)
    begin = np.concatenate([answers["mobilised"], abandoned["mobilised"]])
    until = np.concatenate([back, abandoned["left"]])
    order = np.lexsort((begin, unit))
    unit, begin, until = unit[order], begin[order], until[order]
    again = np.append(np.where(unit[1:] == unit[:-1], begin[1:], np.inf), np.inf)  # sent again on its way home
    first = calls.warm_up_days * MINUTES_PER_DAY
    last = first + calls.days * MINUTES_PER_DAY
    off = ~hours_on(scenario.area)[np.arange((calls.warm_up_days + calls.days) * 24) % HOURS]
    begin = np.clip(begin, first, last)
    until = np.clip(np.minimum(until, again), begin, last)
    spent: Floats = np.subtract(_off_shift(off, unit, until), _off_shift(off, unit, begin))
    return np.bincount(unit, spent, len(units)).astype(np.float64)


def _off_shift(off: Flags, unit: NDArray[np.int64], time: Floats) -> Floats:
    """Minutes off shift of each unit from the start of the horizon to a time; `off` is by hour and unit."""
    before = np.concatenate([np.zeros((1, off.shape[1])), np.cumsum(off * 60.0, axis=0)])
    hour = np.minimum((time / 60.0).astype(np.int64), len(off) - 1)
    return np.asarray(before[hour, unit] + off[hour, unit] * (time - 60.0 * hour))


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
