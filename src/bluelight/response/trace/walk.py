"""Every unit followed from drive to drive and from journey to journey: where it was when it was sent or sent elsewhere.

The simulation keeps every drive to where a unit waits: home, to its beat, or to stand by. One that is under way when
the next begins ends there. The kernel counts a unit on its way as being at the nearest zone; it is drawn on the line.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bluelight.compiling import kept
from bluelight.response.arrays import Floats, Ints
from bluelight.response.nearest import nearest_zone
from bluelight.response.rules.travel_periods import scale_at
from bluelight.response.trace.replication import Replication

UNKNOWN = -1
CLOSE = 1e-6  # minutes within which an origin must account for the arrival

Rows = NDArray[np.int64]


class Sent(NamedTuple):
    """Who was sent to what, in order of unit and time."""

    request: Rows
    unit: Rows
    before: Rows  # the unit's journey before, -1 for its first
    diverted: NDArray[np.bool_]  # sent elsewhere before it arrived
    mobilised: Floats
    arrival: Floats  # NaN where it was diverted
    ended: Floats  # when it was free, or was diverted
    place: Ints  # of the call
    end: Ints  # place where it was free


class Origins(NamedTuple):
    """Where units came from, journey by journey."""

    origin: Ints  # place from which the travel time is measured, -1 where none accounts for the arrival
    start: Floats  # (journeys, 2) longitude and latitude, NaN where unknown
    left: Floats  # when it set off


class Drives(NamedTuple):
    """Drives to where units wait, in order of unit and time."""

    unit: Rows
    begin: Floats
    arrival: Floats  # when it would be there
    until: Floats  # when it was there, or was sent elsewhere
    next_at: Floats  # when it was next sent, or next drove; inf where it never was
    to_place: Ints
    at: Floats  # (drives, 2) longitude and latitude where it began

    def take(self, rows: NDArray[np.bool_]) -> Drives:
        """Some of the drives."""
        return Drives._make(column[rows] for column in self)


class _World(NamedTuple):
    """What of the scenario the walk reads, as arrays."""

    to: Any
    xy: Floats
    first_zone: int
    grid: Any
    lonlat: Floats
    turnout: Floats  # (24, units)
    beats: Ints
    base: Ints  # by unit
    patrol: Ints  # by unit: column of the beats, -1 for none


def walk(replication: Replication, sent: Sent) -> tuple[Origins, Drives]:
    """Follow every unit through its drives and journeys."""
    scenario, moves = replication.scenario, replication.outcome.moves
    world, fleet = scenario.map, scenario.fleet
    moves = moves[np.argsort(moves["unit"], kind="stable")]
    kind = fleet.units["kind"][sent.unit]
    scale = np.broadcast_to(scale_at(scenario.rules.pace, fleet.kinds, kind, sent.mobilised), len(kind))
    journey = replication.asked.requests["journey"][sent.request]
    turnout = replication.asked.turnout
    crew = journey if turnout is None else turnout.luck[sent.request, turnout.column[sent.unit]]
    about = _World(
        world.to,
        world.xy,
        world.first_zone,
        world.grid,
        replication.lonlat,
        fleet.turnout,
        replication.duty.beats,
        fleet.units["home"],
        fleet.units["patrol"],
    )
    origin, start, left, next_at, at = _walk(
        sent, moves, about, np.ascontiguousarray(scale), journey, crew, turnout is not None, len(fleet.units)
    )
    until = np.minimum(moves["arrival"], next_at)
    drives = Drives(
        moves["unit"].astype(np.int64), moves["time"], moves["arrival"], until, next_at, moves["to_place"], at
    )
    return Origins(origin, start, left), drives


@kept(nogil=True, error_model="numpy")
def _walk(sent, moves, world, scale, journey, crew, drawn, units):
    n = len(sent.unit)
    origin, start, left, there = np.full(n, UNKNOWN, np.int32), np.full((n, 2), np.nan), np.empty(n), np.empty(n)
    next_at, at = np.full(len(moves), np.inf), np.empty((len(moves), 2))
    i = m = 0
    for unit in range(units):
        last, way = -1, -1  # the journey before, and the drive since it; -1 for none
        while True:
            sends = i < n and sent.unit[i] == unit
            drives = m < len(moves) and moves[m].unit == unit
            if not (sends or drives):
                break
            if drives and not (sends and moves[m].time > sent.mobilised[i]):
                now = moves[m].time
                _stands(unit, now, last, way, sent, moves, at, world, at[m])
                if way >= 0:
                    next_at[way] = now
                way = m
                m += 1
                continue
            now = sent.mobilised[i]
            leaves, luck = 0.0, 1.0
            if way < 0 and last >= 0 and sent.diverted[last]:
                going = there[last] - left[last]
                share = min(max((now - left[last]) / going, 0.0), 1.0) if going > 0 else 1.0
                a, b = origin[last], sent.place[last]
                if left[last] > now or a == UNKNOWN:
                    origin[i] = a
                else:
                    origin[i] = _on_line(a, b, share, world)
                start[i] = start[last] + share * (world.lonlat[b] - start[last])
                leaves = max(left[last] - now, 0.0)
                luck = 1.0 if drawn else journey[i]
            elif way < 0 and last >= 0:
                origin[i], start[i] = sent.end[last], world.lonlat[sent.end[last]]
            else:
                _stands(unit, now, last, way, sent, moves, at, world, start[i])
                if way >= 0 and moves[way].arrival > now:
                    share = (now - moves[way].time) / (moves[way].arrival - moves[way].time)
                    origin[i] = _on_line(moves[way].from_place, moves[way].to_place, share, world)
                else:
                    origin[i] = _waits(unit, now, way, moves, world)
                    leaves, luck = world.turnout[int(now / 60.0) % len(world.turnout), unit], crew[i]
            if way >= 0:
                next_at[way] = now
            left[i] = now + leaves * luck
            there[i] = left[i]
            if origin[i] != UNKNOWN:
                there[i] += scale[i] * world.to[sent.place[i], origin[i]] * journey[i]
            if origin[i] == UNKNOWN or not (sent.diverted[i] or abs(there[i] - sent.arrival[i]) <= CLOSE):
                origin[i], left[i] = UNKNOWN, now
                start[i] = np.nan
            last, way = i, -1
            i += 1
    return origin, start, left, next_at, at


@kept(nogil=True, error_model="numpy")
def _waits(unit, now, way, moves, world):
    """The place where a unit waits that has ended its last drive, if it had one."""
    if world.patrol[unit] >= 0:
        return world.beats[min(int(now / 60.0), len(world.beats) - 1), world.patrol[unit]]
    return moves[way].to_place if way >= 0 else world.base[unit]


@kept(nogil=True, error_model="numpy")
def _stands(unit, now, last, way, sent, moves, at, world, point):
    """Where a unit that is on no journey is drawn at some time, into `point`."""
    if way >= 0 and moves[way].arrival > now:
        share = (now - moves[way].time) / (moves[way].arrival - moves[way].time)
        point[:] = at[way] + share * (world.lonlat[moves[way].to_place] - at[way])
    elif way < 0 and last >= 0:
        point[:] = world.lonlat[sent.end[last]]
    else:
        point[:] = world.lonlat[_waits(unit, now, way, moves, world)]


@kept(nogil=True, error_model="numpy")
def _on_line(a, b, share, world):
    """The place of the zone nearest to a point at a share of the way between two places."""
    point = world.xy[a] + share * (world.xy[b] - world.xy[a])
    grid = world.grid
    return nearest_zone(point[0], point[1], world.first_zone, world.xy, grid.frame, grid.start, grid.candidates)
