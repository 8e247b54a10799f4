"""One day of a simulated year, as the pages tell it: calls, spells of units, and counts by hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.response.arrays import Floats
from bluelight.response.load import minutes_by_hour
from bluelight.response.trace import Window
from bluelight.response.trace.minutes import at_each_minute
from bluelight.response.trace.states import OFF_DUTY, ON_BREAK, STANDING_BY, TO_STANDBY, Spells, find_spells
from bluelight.service.playback.years import Year
from bluelight.studies.results import SERVICES as RESULT_SERVICES
from bluelight.studies.results import Estimate, HourLoad, Service

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class OpenCalls:
    """Calls that are open at some time of the day: from when they are made to when the last unit leaves them."""

    call: Rows
    made: Floats
    reached: Floats  # first arrival, inf where nobody came
    closed: Floats  # inf where nobody came
    lead: Rows  # row of SERVICES


@dataclass(frozen=True, eq=False)
class Day:
    """A day of a year; times in minutes from the start of the warm-up."""

    year: Year
    number: int
    window: Window
    calls: OpenCalls
    spells: Spells
    waiting: NDArray[np.int64]  # calls that wait, at each minute


def day_of(year: Year, number: int) -> Day:
    """A day, counted from 1. BluelightError where there is none."""
    window = year.replication.window(number)
    spells = find_spells(year.replication, year.journeys, window)
    one = np.zeros(len(year.waiting.of), dtype=np.int64)
    waiting = at_each_minute(one, year.waiting.begin, year.waiting.end, 1, window)[0]
    return Day(year, number, window, _open_calls(year, window), spells, waiting)


def _open_calls(year: Year, window: Window) -> OpenCalls:
    replication, journeys = year.replication, year.journeys
    calls, asked = replication.calls, replication.asked
    reached, closed = np.full(len(calls), np.inf), np.full(len(calls), -np.inf)
    there = ~journeys.diverted
    of = asked.call[journeys.request[there]]
    np.minimum.at(reached, of, journeys.arrival[there])
    np.maximum.at(closed, of, journeys.left_scene[there])
    closed[asked.call[replication.outcome.answers["unit"] < 0]] = np.inf
    here = np.nonzero((calls.time_min < window.end) & (closed > window.begin))[0]
    types = replication.area.incident_types
    lead = np.array([SERVICES.index(s) for s in types["lead_service"]])[calls.incident_type[here]]
    return OpenCalls(here, calls.time_min[here], reached[here], closed[here], lead)


def load_by_hour(day: Day) -> dict[Service, list[HourLoad]]:
    """Units on duty and busy in each hour of the day, on average over the hour, by service."""
    replication = day.year.replication
    journeys, begin = day.year.journeys, day.window.begin
    services = replication.area.units["service"].to_numpy()
    of_unit = np.array([SERVICES.index(s) for s in services], dtype=np.int64)
    since, until = journeys.mobilised - begin, journeys.ended - begin
    busy = minutes_by_hour(since, until, of_unit[journeys.unit], len(SERVICES), 24) / 60.0
    hours = replication.on_duty[int(begin // 60) :][:24]
    found: dict[Service, list[HourLoad]] = {}
    for s, service in enumerate(RESULT_SERVICES):
        if service in services:
            found[service] = [
                HourLoad(hour=h, on_duty=float(duty), busy=Estimate(value=b, low=b, high=b))
                for h, (b, duty) in enumerate(zip(busy[s].tolist(), hours[:, of_unit == s].sum(axis=1), strict=True))
            ]
    return found


@dataclass(frozen=True)
class RulesShown:
    """Which rules of an area have marks of their own on the map."""

    breaks: bool
    standby: bool


def rules_of(area: Area) -> RulesShown:
    """Whether an area's units have meal breaks, and whether any stand by away from home."""
    covers = area.parameters["parameter"].eq("standby_cover_minutes") & (area.parameters["value"] > 0)
    return RulesShown(breaks=len(area.breaks) > 0, standby=len(area.standby) > 0 or bool(covers.any()))


def on_break_by_hour(day: Day) -> list[float] | None:
    """Units on a meal break, on average over each hour of the day; None where the area has no such rule."""
    if not rules_of(day.year.replication.area).breaks:
        return None
    resting = day.spells.take(day.spells.state == ON_BREAK)
    one = np.zeros(len(resting.unit), dtype=np.int64)
    begin = day.window.begin
    found: list[float] = (minutes_by_hour(resting.begin - begin, resting.end - begin, one, 1, 24)[0] / 60.0).tolist()
    return found


@dataclass(frozen=True)
class Moment:
    """How things stand at one moment."""

    open: int
    waiting: int
    busy: dict[str, int]
    on_duty: dict[str, int]
    on_break: int
    standing_by: int  # away from home, or on the way there


def moment(day: Day, minute: int) -> Moment:
    """How things stand at a minute of the day."""
    time = day.window.begin + minute
    services = day.year.replication.area.units["service"].to_numpy()
    now = (day.spells.begin <= time) & (day.spells.end > time)
    busy = now & (day.spells.journey >= 0)
    on = now & (day.spells.state != OFF_DUTY)
    present = [s for s in SERVICES if (services == s).any()]
    return Moment(
        open=int(((day.calls.made <= time) & (day.calls.closed > time)).sum()),
        waiting=int(day.waiting[minute]),
        busy={s: int((services[day.spells.unit[busy]] == s).sum()) for s in present},
        on_duty={s: int((services[day.spells.unit[on]] == s).sum()) for s in present},
        on_break=int((day.spells.state[now] == ON_BREAK).sum()),
        standing_by=int(np.isin(day.spells.state[now], (TO_STANDBY, STANDING_BY)).sum()),
    )
