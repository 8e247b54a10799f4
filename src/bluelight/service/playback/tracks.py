"""A day as the player reads it: compact JSON, places in the drawing's own pixels, times in seconds from midnight.

A unit's track is a flat list of keys: time, x, y, state. A state holds until the next key; a unit that moves is on the
straight line to it. Pixels are in tenths; a unit whose place is unknown is at -1.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bluelight.area.schema import SERVICES
from bluelight.documents import words
from bluelight.documents.maps.drawing import WIDTH, Frame, frame_of
from bluelight.documents.palette import mark
from bluelight.response.arrays import Floats
from bluelight.response.trace.states import STATES
from bluelight.service.areas.words import UNITS
from bluelight.service.playback.day import Day

_TENTHS = 10
_NEVER = 10**6  # seconds: past the end of any day


def day_json(day: Day) -> bytes:
    """The day for the player."""
    area = day.year.replication.area
    frame = frame_of(area)
    names = dict(zip(area.sites["site"], area.sites["name"], strict=True))
    told: dict[str, Any] = {
        "day": day.number,
        "size": [WIDTH * _TENTHS, round(frame.height * _TENTHS)],
        "services": [[words.service_name(s), mark(s).colour, mark(s).shape] for s in SERVICES],
        "states": STATES,
        "types": area.incident_types["name"].tolist(),
        "units": [
            [unit, SERVICES.index(service), UNITS.get(kind, kind), names[site]]
            for unit, service, kind, site in area.units[["unit", "service", "kind", "site"]].itertuples(index=False)
        ],
        "tracks": _tracks(day, frame),
        "calls": _calls(day, frame),
        "waits": _waits(day),
    }
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def _seconds(day: Day, minutes: Floats) -> NDArray[np.int64]:
    finite = np.minimum(np.where(np.isfinite(minutes), minutes - day.window.begin, _NEVER), _NEVER / 60)
    return np.asarray(np.round(finite * 60), dtype=np.int64)


def _pixels(points: Floats, frame: Frame) -> NDArray[np.int64]:
    x, y = frame.at(points[:, 0], points[:, 1])  # type: ignore[arg-type]  # the same arithmetic on arrays
    tenths = np.stack([np.asarray(x), np.asarray(y)], axis=1) * _TENTHS
    return np.where(np.isnan(tenths), -1, np.round(tenths)).astype(np.int64)


def _tracks(day: Day, frame: Frame) -> list[list[int]]:
    spells = day.spells
    begin, end = _seconds(day, spells.begin), _seconds(day, spells.end)
    at, to = _pixels(spells.at, frame), _pixels(spells.to, frame)
    tracks: list[list[int]] = [[] for _ in range(len(day.year.replication.area.units))]
    units = spells.unit.tolist()
    for i, unit in enumerate(units):
        state, track = int(spells.state[i]), tracks[unit]
        track += [int(begin[i]), *at[i].tolist(), state]
        last = i + 1 == len(units) or units[i + 1] != unit
        if last or (at[i + 1] != to[i]).any():
            track += [int(end[i]), *to[i].tolist(), state]
    return tracks


def _calls(day: Day, frame: Frame) -> list[list[int]]:
    """Made, reached, closed, x, y, lead service, type of each open call."""
    calls = day.year.replication.calls
    zones = day.year.replication.area.zones[["lon", "lat"]].to_numpy(float)
    at = _pixels(zones[calls.zone[day.calls.call]], frame)
    columns = [_seconds(day, t) for t in (day.calls.made, day.calls.reached, day.calls.closed)]
    columns += [at[:, 0], at[:, 1], day.calls.lead, calls.incident_type[day.calls.call].astype(np.int64)]
    return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _waits(day: Day) -> list[list[int]]:
    """Row of the open calls, begin and end of each spell in which one waits for a unit to be free."""
    row_of = {int(call): row for row, call in enumerate(day.calls.call)}
    waiting = day.year.waiting
    here = np.nonzero((waiting.begin < day.window.end) & (waiting.end > day.window.begin))[0]
    begin, end = _seconds(day, waiting.begin[here]), _seconds(day, waiting.end[here])
    return [
        [row_of[int(call)], int(b), int(e)]
        for call, b, e in zip(waiting.of[here], begin, end, strict=True)
        if int(call) in row_of
    ]
