"""Every time a unit was sent: where it came from, when it set off, arrived, left, and was free again.

The simulation says who was sent, when they arrived and were free, where they drove to wait, and which hospital was
chosen. Where a unit came from follows from that, by the rules of docs/methods/response.md, and is checked: from there
it must arrive when it did. One that does not has an unknown origin (-1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bluelight.response.arrays import Floats, Ints
from bluelight.response.requests import lognormal, on_scene_sigma
from bluelight.response.trace.replication import Replication
from bluelight.response.trace.walk import UNKNOWN, Drives, Sent, walk

__all__ = ["UNKNOWN", "Journeys", "between", "find_journeys"]

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
    drives: Drives  # those to where units wait, in between

    def __len__(self) -> int:
        return len(self.request)


def find_journeys(replication: Replication) -> Journeys:
    """Every journey of a replication, those to requests that were left for others included."""
    sent, hospital, left_scene, at_hospital = _sent(replication)
    found, drives = walk(replication, sent)
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
        place=sent.place,
        end=sent.end,
        drives=drives,
    )


def _sent(replication: Replication) -> tuple[Sent, Ints, Floats, Floats]:
    """The answers and the journeys that were broken off together; the hospital, leaving the scene, getting there."""
    answers, abandoned = replication.outcome.answers, replication.outcome.abandoned
    answered = np.nonzero(answers["unit"] >= 0)[0]
    request = np.concatenate([answered, abandoned["request"]]).astype(np.int64)
    unit = np.concatenate([answers["unit"][answered], abandoned["unit"]]).astype(np.int64)
    mobilised = np.concatenate([answers["mobilised"][answered], abandoned["mobilised"]])
    arrival = np.concatenate([answers["arrival"][answered], np.full(len(abandoned), np.nan)])
    ended = np.concatenate([answers["freed"][answered], abandoned["left"]])
    diverted = np.arange(len(request)) >= len(answered)
    order = np.lexsort((ended, mobilised, unit))
    request, unit, diverted = request[order], unit[order], diverted[order]
    before = np.arange(-1, len(unit) - 1)
    before[1:][unit[1:] != unit[:-1]] = -1
    place = replication.asked.requests["place"][request]
    arrival, ended = arrival[order], ended[order]
    hospital, left_scene, at_hospital, end = _at_scene_and_hospital(replication, request, arrival, ended, diverted)
    sent = Sent(request, unit, before, diverted, mobilised[order], arrival, ended, place, end)
    return sent, hospital, left_scene, at_hospital


def between(a: Floats, b: Floats, share: Floats) -> Floats:
    """Points (n, 2) on the straight lines from a to b, at a share of the way."""
    return np.asarray(a + share[:, None] * (b - a))


def _at_scene_and_hospital(
    replication: Replication, request: Rows, arrival: Floats, ended: Floats, diverted: NDArray[np.bool_]
) -> tuple[Ints, Floats, Floats, Ints]:
    """The hospital, when the scene was left, when the hospital was reached, and where the unit was then free."""
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
        chosen = replication.outcome.hospital[request]
        taken = np.nonzero(~diverted & (chosen >= 0))[0]
        hospital[taken] = chosen[taken]
        end[taken] = asked.care.hospitals["place"][hospital[taken]]
    end[diverted] = place[diverted]
    left_scene = np.where(diverted, np.nan, ended)
    left_scene[taken] = arrival[taken] + on_scene[taken]
    at_hospital = np.full(len(request), np.nan)
    road = ready.to_hospital[zone[taken], hospital[taken]]
    if asked.care is not None:
        road = road * asked.care.pace[(left_scene[taken] / 60.0).astype(np.int64) % len(asked.care.pace)]
    at_hospital[taken] = left_scene[taken] + road
    return hospital, left_scene, at_hospital, end
