"""Control rooms as queues: calls wait for a call-taker of their room. Compiled by numba.

At one moment first the hour turns, then call-takers finish (by room), then calls come in (in their order), then
requests from other rooms (by call, then room).
"""
# mypy: allow-untyped-defs

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bluelight.response.arrays import Floats, Ints, Records
from bluelight.response.compiling import entry
from bluelight.response.queues import JOB, QUEUE, first_waiting, pop, push, wait

# A call as its room sees it. Times in minutes.
CONTACT = np.dtype(
    [
        ("time", "f8"),
        ("keeps", "f8"),  # minutes that it keeps a call-taker
        ("asks", "f8"),  # minutes from being answered to asking for units
        ("room", "i4"),
        ("rank", "i4"),  # 0 is answered first
        ("call", "i4"),  # row of the calls, -1 where it asks for no unit
    ],
    align=True,
)
_ROOM = np.dtype([("waiting", "i4"), ("busy", "i4")], align=True)


def answer_calls(contacts: Records, onward: Floats, takers: Ints) -> tuple[Floats, Floats, Floats]:
    """When each contact is answered (contacts,), and when requests reach other rooms and are answered (calls, rooms).

    `contacts` are CONTACT in order of time; `onward` (calls, rooms) the minutes for which a request keeps a call-taker
    of another room, NaN where that room is not asked; `takers` (rooms, 168) the call-takers by hour of the week, -1
    where nobody ever waits. Requests from other rooms have rank 0. NaN where there is no such request.
    """
    rooms, ranks = len(takers), int(contacts["rank"].max()) + 1 if len(contacts) else 1
    queue: Any = np.empty((rooms, ranks), dtype=QUEUE)
    queue["head"] = queue["tail"] = -1
    came, answered_there = np.full(onward.shape, np.nan), np.full(onward.shape, np.nan)
    answered: NDArray[np.float64] = np.full(len(contacts), np.nan)
    _answer_calls(
        contacts,
        onward,
        takers,
        answered,
        came,
        answered_there,
        np.zeros(rooms, dtype=_ROOM),
        queue,
        np.full(len(contacts) + onward.size, -1, dtype=np.int32),
        np.empty(int(takers.max(axis=1).clip(min=0).sum()) + 1, dtype=JOB),
        np.empty(int(np.isfinite(onward).sum()) + 1, dtype=JOB),
        np.zeros(1, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
    )
    return answered, came, answered_there


@entry
def _answer_calls(
    contacts, onward, takers, answered, came, answered_there, state, queue, after, ends, passing, ending, passed_on
):  # fmt: skip
    contact, waiting, hour = 0, 0, 0
    rooms = len(takers)
    while contact < len(contacts) or passed_on[0] > 0 or waiting > 0:
        turns_at = (hour + 1) * 60.0
        ends_at = ends[0].time if ending[0] > 0 else np.inf
        comes_at = contacts[contact].time if contact < len(contacts) else np.inf
        reaches_at = passing[0].time if passed_on[0] > 0 else np.inf
        now = min(turns_at, ends_at, comes_at, reaches_at)
        first, last = 0, rooms
        if turns_at <= now:
            hour += 1
        elif ends_at <= now:
            first = ends[0].unit
            pop(ends, ending)
            state[first].busy -= 1
            last = first + 1
        else:
            if comes_at <= now:
                first, rank, asking = contacts[contact].room, contacts[contact].rank, contact
                contact += 1
            else:
                item = passing[0].unit
                pop(passing, passed_on)
                first, rank, asking = item % rooms, 0, len(contacts) + item
                came[item // rooms, first] = now
            wait(asking, first, rank, state, queue, after)
            waiting += 1
            last = first + 1
        for room in range(first, last):
            there = takers[room, hour % takers.shape[1]]
            while state[room].waiting > 0 and (there < 0 or state[room].busy < there):
                taken = first_waiting(room, state, queue, after)
                waiting -= 1
                if taken < len(contacts):
                    answered[taken] = now
                    keeps, call = contacts[taken].keeps, contacts[taken].call
                    if call >= 0:
                        for other in range(rooms):
                            if onward[call, other] >= 0.0:
                                push(now + contacts[taken].asks, call * rooms + other, passing, passed_on)
                else:
                    item = taken - len(contacts)
                    answered_there[item // rooms, room] = now
                    keeps = onward[item // rooms, room]
                if there >= 0:
                    state[room].busy += 1
                    push(now + keeps, room, ends, ending)
