"""Control rooms as queues in plain Python: at each step the earliest thing that can happen is searched for.

Written from docs/methods/response.md rather than from the compiled queue.
"""

from __future__ import annotations

import math

NOW_TURNS, NOW_ENDS, NOW_COMES, NOW_PASSES = range(4)


def answer_calls(contacts, onward, takers):
    """As `bluelight.response.rules.call_queue.answer_calls`, from lists."""
    calls, rooms = len(onward), len(takers)
    answered = [math.nan] * len(contacts)
    came = [[math.nan] * rooms for _ in range(calls)]
    there = [[math.nan] * rooms for _ in range(calls)]
    coming = [(c["time"], NOW_COMES, i, 0) for i, c in enumerate(contacts)]  # and what is passed on
    busy = [[] for _ in range(rooms)]  # when each call-taker who is kept will be ready
    waiting = [[] for _ in range(rooms)]  # rank, place in the order of coming, which call
    order, hour = 0, 0
    while coming or any(waiting):
        happenings = [((hour + 1) * 60.0, NOW_TURNS, 0, 0)]
        happenings += [(end, NOW_ENDS, room, 0) for room in range(rooms) for end in busy[room]]
        now, what, which, other = min(happenings + coming)
        if what == NOW_TURNS:
            hour += 1
        elif what == NOW_ENDS:
            busy[which].remove(now)
        else:
            coming.remove((now, what, which, other))
            if what == NOW_COMES:
                waiting[contacts[which]["room"]].append((contacts[which]["rank"], order, what, which))
            else:
                came[which][other] = now
                waiting[other].append((0, order, what, which))
            order += 1
        for room in range(rooms):
            while waiting[room] and (takers[room][0] < 0 or len(busy[room]) < takers[room][hour % len(takers[room])]):
                first = min(waiting[room])
                waiting[room].remove(first)
                _, _, what, which = first
                if what == NOW_COMES:
                    answered[which], keeps, call = now, contacts[which]["keeps"], contacts[which]["call"]
                    for to in range(rooms):
                        if call >= 0 and onward[call][to] >= 0:
                            coming.append((now + contacts[which]["asks"], NOW_PASSES, call, to))
                else:
                    there[which][room], keeps = now, onward[which][room]
                if takers[room][0] >= 0:
                    busy[room].append(now + keeps)
    return answered, came, there
