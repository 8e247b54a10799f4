"""Full attendance: units that are asked for only once a first one is there and has seen that they are needed.

Off, all units of an attendance are asked for together.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.response.arrays import Arrivals, Flags, Floats, Ints, Later
from bluelight.response.compiling import apart
from bluelight.response.queues import JOB, pop, push


def compile_full_attendance(area: Area, orders: int, drawn: int) -> Floats | None:
    """Minutes after the first arrival (types, orders), NaN where a unit is asked for before it; None where all are.

    Places after `drawn` are no part of the attendance.
    """
    if not len(area.full_attendance):
        return None
    after = np.full((len(area.incident_types), orders), np.nan)
    row_of = {name: i for i, name in enumerate(area.incident_types["incident_type"])}
    for row in area.full_attendance.to_dict("records"):
        if row["order"] <= drawn:  # an option may have taken the item out
            after[row_of[row["incident_type"]], int(row["order"]) - 1] = row["after_min"]
    return after


def made_later(after: Floats, call: NDArray[np.int64]) -> Flags:
    """Which requests wait for a first arrival: none of a call that is sent nobody at once."""
    waits = ~np.isnan(after)
    if not waits.any():
        return waits
    at_once = np.unique(call[~waits])
    return waits & np.isin(call, at_once)


def arrange_later(after: Floats, call: Ints, waits: Flags) -> Later:
    """Requests in the kernel's order, those that wait behind all others and by call, as it takes them."""
    n = int((~waits).sum())
    calls, first = np.unique(call[n:], return_index=True)
    at = np.searchsorted(calls, call[:n])
    of = np.where(np.isin(call[:n], calls), at, -1)
    return Later(
        call=np.concatenate([of, np.full(len(call) - n, -1)]).astype(np.int32),
        first=np.append(n + first, len(call)).astype(np.int32),
        after=np.where(waits, after, 0.0),
    )


def watch(later: Later) -> Arrivals:
    """Room for a run: units that are free the moment they arrive may be many times on the way at once."""
    calls = len(later.first) - 1
    asking = np.empty(int(later.first[-1] - later.first[0]) + 1, dtype=JOB)
    return Arrivals(
        later,
        np.zeros(calls, dtype=np.bool_),
        np.empty(int(later.first[0]) + 1, dtype=JOB),
        np.zeros(1, dtype=np.int64),
        asking,
        np.zeros(1, dtype=np.int64),
    )


@apart
def arrive(now, arrivals):
    """A unit is where it was sent. The first of its call sees what else is needed."""
    later = arrivals.later
    call = later.call[arrivals.coming[0].unit]
    pop(arrivals.coming, arrivals.coming_size)
    if arrivals.there[call]:
        return
    arrivals.there[call] = True
    for request in range(later.first[call], later.first[call + 1]):
        push(now + later.after[request], request, arrivals.asking, arrivals.asking_size)


@apart
def next_later(book, arrivals):
    """The next request that is made because somebody is there; it is made now."""
    request = arrivals.asking[0].unit
    book.requests[request].time = arrivals.asking[0].time
    pop(arrivals.asking, arrivals.asking_size)
    return request
