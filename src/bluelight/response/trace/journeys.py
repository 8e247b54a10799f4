"""Every time a unit was sent: where it came from, when it set off, arrived, left, and was free again.

The simulation says who was sent, and when they arrived and were free. Where a unit came from follows from what it did
before, by the rules of docs/methods/response.md, and is checked: from there, it must arrive when it did. Where a unit
stood by is not in the simulation's outcome, so that the origin of such a journey is unknown (-1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from bluelight.response.arrays import Floats, Ints
from bluelight.response.nearest import nearest_zone
from bluelight.response.requests import lognormal, on_scene_sigma
from bluelight.response.rules.handover import taken_each
from bluelight.response.rules.travel_periods import scale_at
from bluelight.response.trace.replication import Replication

UNKNOWN = -1
CLOSE = 1e-6  # minutes within which an origin must account for the arrival

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Journeys:
    """Journeys in order of unit and time. Minutes from the start of the warm-up; places of the map."""

    request: Rows
    unit: Rows
    before: Rows  # the unit's journey before, -1 for its first
    diverted: NDArray[np.bool_]  # sent elsewhere before it arrived
    mobilised: Floats
    left: Floats  # when it set off
    arrival: Floats  # NaN where it was diverted
    left_scene: Floats  # NaN where it was diverted
    at_hospital: Floats  # NaN where it took nobody there
    ended: Floats  # when it was free, or was diverted
    hospital: Ints  # row of the area's hospitals, -1 for none
    origin: Ints  # place from which its travel time is measured, -1 where unknown
    start: Floats  # (journeys, 2) longitude and latitude where it was, NaN where unknown
    place: Ints  # of the call
    end: Ints  # place where it was free; of one that was diverted, the call's
    home: Ints  # where it would drive on being free, if nobody else asked for it; -1 where unknown
    home_at: Floats  # when it would be there

    def __len__(self) -> int:
        return len(self.request)


class _Sent(NamedTuple):
    """Who was sent to what, in order of unit and time; columns as in Journeys."""

    request: Rows
    unit: Rows
    before: Rows
    diverted: NDArray[np.bool_]
    mobilised: Floats
    arrival: Floats
    ended: Floats


class _Origins(NamedTuple):
    """Where units came from and went to afterwards; columns as in Journeys."""

    origin: Ints
    start: Floats
    left: Floats
    home: Ints
    home_at: Floats


def find_journeys(replication: Replication) -> Journeys:
    """Every journey of a replication, those to requests that were left for others included."""
    sent = _sent(replication)
    hospital, left_scene, at_hospital, end = _at_scene_and_hospital(replication, sent)
    place = replication.asked.requests["place"][sent.request]
    found = _origins(replication, sent, place, end)
    return Journeys(
        request=sent.request,
        unit=sent.unit,
        before=sent.before,
        diverted=sent.diverted,
        mobilised=sent.mobilised,
        left=found.left,
        arrival=sent.arrival,
        left_scene=left_scene,
        at_hospital=at_hospital,
        ended=sent.ended,
        hospital=hospital,
        origin=found.origin,
        start=found.start,
        place=place,
        end=end,
        home=found.home,
        home_at=found.home_at,
    )


def _sent(replication: Replication) -> _Sent:
    """The answers, and the journeys that were broken off, together."""
    answers, abandoned = replication.outcome.answers, replication.outcome.abandoned
    answered = np.nonzero(answers["unit"] >= 0)[0]
    request = np.concatenate([answered, abandoned["request"]]).astype(np.int64)
    unit = np.concatenate([answers["unit"][answered], abandoned["unit"]]).astype(np.int64)
    mobilised = np.concatenate([answers["mobilised"][answered], abandoned["mobilised"]])
    arrival = np.concatenate([answers["arrival"][answered], np.full(len(abandoned), np.nan)])
    ended = np.concatenate([answers["freed"][answered], abandoned["left"]])
    diverted = np.arange(len(request)) >= len(answered)
    order = np.lexsort((ended, mobilised, unit))
    unit = unit[order]
    before = np.arange(-1, len(unit) - 1)
    before[1:][unit[1:] != unit[:-1]] = -1
    return _Sent(request[order], unit, before, diverted[order], mobilised[order], arrival[order], ended[order])


def _origins(replication: Replication, sent: _Sent, place: Ints, end: Ints) -> _Origins:
    """Where each unit was when it was sent, when it set off, and where it would have gone on being free."""
    world, fleet, lonlat = replication.scenario.map, replication.scenario.fleet, replication.lonlat
    _, unit, before, diverted, mobilised, arrival, ended = sent
    kind = fleet.units["kind"][unit]
    pace = replication.scenario.rules.pace
    scale = scale_at(pace, fleet.kinds, kind, mobilised)
    stands_by = _stands_by(replication)[kind]
    luck = replication.asked.requests["journey"][sent.request]
    home = _waits_at(replication, unit, ended)
    home_at = ended + scale_at(pace, fleet.kinds, kind, ended) * world.to[home, end] / fleet.kinds["speed_home"][kind]

    # Waiting, at home or in its beat: it needs its turnout.
    origin = _waits_at(replication, unit, mobilised)
    leaves = fleet.turnout[(mobilised / 60.0).astype(np.int64) % len(fleet.turnout), unit]
    turnout = replication.asked.turnout
    crew = luck.copy() if turnout is None else turnout.luck[sent.request, turnout.column[unit]]
    start = lonlat[origin]
    # Just finished, or on its way home: it turns round.
    at_once = (before >= 0) & (ended[before] == mobilised)
    back = np.nonzero((before >= 0) & ~diverted[before] & ((home_at[before] > mobilised) | at_once))[0]
    last = before[back]
    away = home_at[last] - ended[last]
    share = np.divide(mobilised[back] - ended[last], away, out=np.zeros(len(back)), where=away > 0)
    on_line = _nearest(world, between(world.xy[end[last]], world.xy[home[last]], share))
    origin[back] = np.where(at_once[back], end[last], on_line)
    start[back] = between(lonlat[end[last]], lonlat[home[last]], share)
    leaves[back] = 0.0
    origin[stands_by & ~at_once], start[stands_by & ~at_once] = UNKNOWN, np.nan
    # Diverted on its way: from where it was. One may be diverted from a journey that began so, hence wave by wave.
    left = mobilised + leaves * crew
    there = left + scale * world.to[place, origin] * luck
    resolved = ~((before >= 0) & diverted[before])
    while not resolved.all():
        now = np.nonzero(~resolved & resolved[before])[0]
        last = before[now]
        share = np.clip((mobilised[now] - left[last]) / (there[last] - left[last]), 0.0, 1.0)
        on_line = _nearest(world, between(world.xy[origin[last]], world.xy[place[last]], share))
        not_yet = (left[last] > mobilised[now]) | (origin[last] == UNKNOWN)
        origin[now] = np.where(not_yet, origin[last], on_line)
        start[now] = between(start[last], lonlat[place[last]], share)
        leaves[now] = np.maximum(left[last] - mobilised[now], 0.0)
        left[now] = mobilised[now] + leaves[now] * (luck[now] if turnout is None else 1.0)
        there[now] = left[now] + scale[now] * world.to[place[now], origin[now]] * luck[now]
        resolved[now] = True
    unaccounted = ~diverted & ~(np.abs(there - arrival) <= CLOSE)
    origin[unaccounted], start[unaccounted] = UNKNOWN, np.nan
    left[origin == UNKNOWN] = mobilised[origin == UNKNOWN]
    home[stands_by], home_at[stands_by] = UNKNOWN, ended[stands_by]
    return _Origins(origin, start, left, home, home_at)


def between(a: Floats, b: Floats, share: Floats) -> Floats:
    """Points (n, 2) on the straight lines from a to b, at a share of the way."""
    return np.asarray(a + share[:, None] * (b - a))


def _stands_by(replication: Replication) -> NDArray[np.bool_]:
    """Kinds whose free units wait at places that the outcome does not say."""
    standby = replication.scenario.rules.standby
    kinds = len(replication.scenario.kinds)
    return np.zeros(kinds, dtype=np.bool_) if standby is None else np.asarray(standby.policy > 0)


def _waits_at(replication: Replication, unit: Rows, time: Floats) -> Ints:
    """Where units wait at some time, when nobody asks for them: at home, or in that hour's beat."""
    units, beats = replication.scenario.fleet.units, replication.duty.beats
    place: Ints = units["home"][unit].copy()
    patrols = np.nonzero(units["patrol"][unit] >= 0)[0]
    if len(patrols):
        hour = np.minimum((time[patrols] / 60.0).astype(np.int64), len(beats) - 1)
        place[patrols] = beats[hour, units["patrol"][unit[patrols]]]
    return place


def _at_scene_and_hospital(replication: Replication, sent: _Sent) -> tuple[Ints, Floats, Floats, Ints]:
    """The hospital, when the scene was left, when the hospital was reached, and where the unit was then free."""
    request, arrival, ended, diverted = sent.request, sent.arrival, sent.ended, sent.diverted
    area, asked, ready = replication.area, replication.asked, replication.ready
    requests, first_zone = asked.requests, replication.scenario.map.first_zone
    place, end = requests["place"][request], requests["end"][request].copy()
    zone = place - first_zone
    call = asked.call[request]
    types = area.incident_types
    incident = replication.calls.incident_type[call]
    on_scene = lognormal(
        types["on_scene_median_min"].to_numpy(float)[incident],
        on_scene_sigma(area)[incident],
        replication.calls.on_scene_z[call],
    )
    on_scene = on_scene * ready.attendance.longer[incident, asked.order[request] - 1]
    hospital = np.full(len(request), -1, dtype=np.int32)
    if asked.care is None:
        taken = np.nonzero(~diverted & (end < first_zone))[0]
        if len(taken):
            hospital[taken] = ready.to_hospital[zone[taken]].argmin(axis=1)
    else:
        patient = asked.care.patient[request]
        taken = np.nonzero(~diverted & (patient >= 0))[0]
        care = asked.care
        chosen = np.empty(len(taken), dtype=np.int32)
        taken_each(zone[taken], patient[taken], (arrival + requests["stay"][request])[taken], care, chosen)
        hospital[taken] = chosen
        end[taken] = care.hospitals["place"][hospital[taken]]
    end[diverted] = place[diverted]
    left_scene = np.where(diverted, np.nan, ended)
    left_scene[taken] = arrival[taken] + on_scene[taken]
    at_hospital = np.full(len(request), np.nan)
    road = ready.to_hospital[zone[taken], hospital[taken]]
    if asked.care is not None:
        road = road * asked.care.pace[(left_scene[taken] / 60.0).astype(np.int64) % len(asked.care.pace)]
    at_hospital[taken] = left_scene[taken] + road
    return hospital, left_scene, at_hospital, end


def _nearest(world: Any, points: Floats) -> Ints:
    """The zone centre nearest to each point of the plane, as a place."""
    grid = world.grid
    found: Ints = _nearest_zones(points, world.first_zone, world.xy, grid.frame, grid.start, grid.candidates)
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def _nearest_zones(points: Any, first_zone: int, xy: Any, frame: Any, start: Any, candidates: Any) -> Any:
    found = np.empty(len(points), np.int32)
    for i in range(len(points)):
        found[i] = nearest_zone(points[i, 0], points[i, 1], first_zone, xy, frame, start, candidates)
    return found
