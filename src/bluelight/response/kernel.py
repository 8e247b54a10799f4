"""The simulation kernel: who answers each request, and when. Compiled by numba; it holds no Python lock while it runs.

Events are taken in order of time: at one moment first changes of duty (by unit), then units finishing (by unit), then
requests (in their order). Rules, equations and sources are in docs/methods/response.md. The same arithmetic, in double
precision and in the same order, gives the same bytes in any other program of these rules.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bluelight.response.arrays import ANSWER, Duty, Fleet, Map, Records
from bluelight.response.nearest import nearest_zone
from bluelight.response.queues import JOB, QUEUE, compiled, first_waiting, pop, push, wait

NOBODY = -1


def answer(world: Map, fleet: Fleet, duty: Duty, requests: Records) -> Records:
    """Answer every request: records of ANSWER in the order of the requests, which are in order of time."""
    units, kinds, posts = fleet.units.copy(), fleet.kinds.copy(), fleet.posts.copy()
    units["on"] = duty.at_start
    np.add.at(posts["free"], units["post"][(units["post"] >= 0) & units["on"]], 1)
    answers = np.zeros(len(requests), dtype=ANSWER)  # not empty: padding is part of the bytes
    ranks = int(requests["rank"].max()) + 1 if len(requests) else 1
    queue = np.empty((len(kinds), ranks), dtype=QUEUE)
    queue["head"] = queue["tail"] = NOBODY
    _run(
        requests,
        answers,
        world.to,
        world.xy,
        world.first_zone,
        world.grid.frame,
        world.grid.start,
        world.grid.candidates,
        units,
        kinds,
        posts,
        fleet.post_units,
        fleet.by_time,
        fleet.turnout,
        fleet.least_turnout,
        duty.time,
        duty.unit,
        duty.on,
        duty.beats,
        queue,
        np.full(len(requests), -1, dtype=np.int32),
        np.empty(len(units) + 1, dtype=JOB),
        _listed_at_start(units, kinds),
    )
    return answers


def _listed_at_start(units: Records, kinds: Records) -> NDArray[np.int32]:
    """Units that are looked at one by one, a list per kind in `[first : first + listed]`.

    Of a kind with posts, those that drive home (nobody yet); of a patrolling kind, those that are free and on duty.
    """
    listed = np.full(len(units), NOBODY, dtype=np.int32)
    for unit in np.nonzero((units["post"] < 0) & units["on"])[0]:
        kind = units["kind"][unit]
        units["slot"][unit] = kinds["listed"][kind]
        listed[kinds["first"][kind] + kinds["listed"][kind]] = unit
        kinds["listed"][kind] += 1
    return listed


@compiled
def _run(
    requests: Any,
    answers: Any,
    to: Any,
    xy: Any,
    first_zone: int,
    frame: Any,
    start: Any,
    candidates: Any,
    units: Any,
    kinds: Any,
    posts: Any,
    post_units: Any,
    by_time: Any,
    turnout: Any,
    least_turnout: Any,
    change_time: Any,
    change_unit: Any,
    change_on: Any,
    beats: Any,
    queue: Any,
    after: Any,
    jobs: Any,
    listed: Any,
) -> None:
    change, changes, running, last_hour = 0, len(change_time), 0, len(beats) - 1
    for request in range(len(requests) + 1):
        # Everything up to and at the moment of the request; after the last one, everything there is.
        until = requests[request].time if request < len(requests) else np.inf
        while True:
            changes_at = change_time[change] if change < changes else np.inf
            frees_at = jobs[0].time if running > 0 else np.inf
            now = min(changes_at, frees_at)
            if now > until or now == np.inf:
                break
            hour = min(int(now / 60.0), last_hour)
            if changes_at <= frees_at:
                # A unit comes on duty, and takes the first request that waits for its kind, or goes off when free.
                unit = change_unit[change]
                units[unit].on = change_on[change]
                change += 1
                if units[unit].busy:
                    continue
                if units[unit].post < 0:
                    if units[unit].on:
                        _list(unit, units, kinds, listed)
                    else:
                        _unlist(unit, units, kinds, listed)
                elif units[unit].slot < 0:
                    posts[units[unit].post].free += 1 if units[unit].on else -1
                if not units[unit].on or kinds[units[unit].kind].waiting == 0:
                    continue
                taken = first_waiting(units[unit].kind, kinds, queue, after)
                minutes = _minutes_from_here(
                    unit, requests[taken].place, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds,
                    turnout, beats,
                )  # fmt: skip
                _take_out(unit, units, kinds, posts, listed)
            else:
                # A unit has finished: it takes the first request that waits for its kind, or drives home.
                unit = jobs[0].unit
                running = pop(jobs, running)
                kind = units[unit].kind
                here = requests[units[unit].job].end
                units[unit].busy = False
                if not units[unit].on or kinds[kind].waiting == 0:
                    home = units[unit].home if units[unit].patrol < 0 else beats[hour, units[unit].patrol]
                    units[unit].left = now
                    units[unit].home_at = now + kinds[kind].scale * to[home, here] / kinds[kind].speed_home
                    units[unit].from_place = here
                    units[unit].to_place = home
                    if units[unit].post >= 0 or units[unit].on:
                        _list(unit, units, kinds, listed)
                    continue
                taken = first_waiting(kind, kinds, queue, after)
                minutes = kinds[kind].scale * to[requests[taken].place, here]
            running = _assign(unit, taken, now, minutes, requests, answers, units, jobs, running)
        if request == len(requests):
            break
        now = until
        kind, place = requests[request].kind, requests[request].place
        hour = min(int(now / 60.0), last_hour)
        if kinds[kind].posts > 0:
            unit, minutes = _nearest_posted(
                kind, place, now, to, xy, first_zone, frame, start, candidates, units, kinds, posts, post_units,
                by_time, turnout, least_turnout, listed,
            )  # fmt: skip
        else:
            unit, minutes = _nearest_on_patrol(
                kind, place, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout, beats,
                listed,
            )  # fmt: skip
        if unit == NOBODY:
            wait(request, kind, requests[request].rank, kinds, queue, after)
            answers[request].unit = NOBODY
            answers[request].mobilised = answers[request].arrival = answers[request].freed = np.nan
        else:
            _take_out(unit, units, kinds, posts, listed)
            running = _assign(unit, request, now, minutes, requests, answers, units, jobs, running)


@compiled
def _nearest_posted(
    kind, place, now, to, xy, first_zone, frame, start, candidates, units, kinds, posts, post_units, by_time, turnout,
    least_turnout, listed,
):  # fmt: skip
    """The unit that would be there first, the lowest on ties, and its expected minutes.

    Units on their way home are looked at one by one; posts in order of travel time, until none can be sooner.
    """
    scale = kinds[kind].scale
    hour = int(now / 60.0) % 24
    best = NOBODY
    soonest = np.inf
    first = kinds[kind].first
    i = 0
    while i < kinds[kind].listed:
        unit = listed[first + i]
        if units[unit].home_at <= now:
            _unlist(unit, units, kinds, listed)  # puts another unit in this place of the list
            if units[unit].on:
                posts[units[unit].post].free += 1
            continue
        if units[unit].on:
            here = _position(unit, now, xy, first_zone, frame, start, candidates, units)
            minutes = scale * to[place, here]
            if minutes < soonest or (minutes == soonest and unit < best):
                soonest = minutes
                best = unit
        i += 1
    least = least_turnout[hour, kind]
    begin = kinds[kind].by_time + place * kinds[kind].posts
    for i in range(begin, begin + kinds[kind].posts):
        post = by_time[i]
        travel = scale * to[place, posts[post].place]
        if least + travel > soonest:
            break
        if posts[post].free == 0:
            continue
        for j in range(posts[post].first, posts[post].first + posts[post].count):
            unit = post_units[j]
            if units[unit].on and not units[unit].busy and units[unit].slot < 0:
                minutes = turnout[hour, unit] + travel
                if minutes < soonest or (minutes == soonest and unit < best):
                    soonest = minutes
                    best = unit
    return best, soonest


@compiled
def _nearest_on_patrol(
    kind, place, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout, beats, listed,
):  # fmt: skip
    """As `_nearest_posted`, of units that wait in their beats."""
    scale = kinds[kind].scale
    hour_of_day = int(now / 60.0) % 24
    best = NOBODY
    soonest = np.inf
    for i in range(kinds[kind].first, kinds[kind].first + kinds[kind].listed):
        unit = listed[i]
        if units[unit].home_at > now:
            here = _position(unit, now, xy, first_zone, frame, start, candidates, units)
            minutes = scale * to[place, here]
        else:
            minutes = turnout[hour_of_day, unit] + scale * to[place, beats[hour, units[unit].patrol]]
        if minutes < soonest or (minutes == soonest and unit < best):
            soonest = minutes
            best = unit
    return best, soonest


@compiled
def _minutes_from_here(
    unit, place, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout, beats
):
    """Expected minutes until a free unit would be at a place: turnout, unless it is driving, and travel."""
    scale = kinds[units[unit].kind].scale
    if units[unit].home_at > now:
        return scale * to[place, _position(unit, now, xy, first_zone, frame, start, candidates, units)]
    here = units[unit].home if units[unit].patrol < 0 else beats[hour, units[unit].patrol]
    return turnout[int(now / 60.0) % 24, unit] + scale * to[place, here]


@compiled
def _position(unit, now, xy, first_zone, frame, start, candidates, units):
    """The zone centre nearest to a unit on its way home, which moves on a straight line at an even speed."""
    a, b = units[unit].from_place, units[unit].to_place
    share = (now - units[unit].left) / (units[unit].home_at - units[unit].left)
    x = xy[a, 0] + share * (xy[b, 0] - xy[a, 0])
    y = xy[a, 1] + share * (xy[b, 1] - xy[a, 1])
    return nearest_zone(x, y, first_zone, xy, frame, start, candidates)


@compiled
def _assign(unit, request, now, minutes, requests, answers, units, jobs, running):
    """Give a unit a request: it arrives after the expected minutes times the luck of this journey."""
    arrival = now + minutes * requests[request].journey
    freed = arrival + requests[request].stay
    answers[request].unit = unit
    answers[request].mobilised = now
    answers[request].arrival = arrival
    answers[request].freed = freed
    units[unit].busy = True
    units[unit].job = request
    return push(freed, unit, jobs, running)


@compiled
def _take_out(unit, units, kinds, posts, listed):
    """Take a free unit, which is on duty, out of those that can be sent."""
    if units[unit].slot >= 0:
        _unlist(unit, units, kinds, listed)
    else:
        posts[units[unit].post].free -= 1


@compiled
def _list(unit, units, kinds, listed):
    kind = units[unit].kind
    units[unit].slot = kinds[kind].listed
    listed[kinds[kind].first + kinds[kind].listed] = unit
    kinds[kind].listed += 1


@compiled
def _unlist(unit, units, kinds, listed):
    kind = units[unit].kind
    kinds[kind].listed -= 1
    last = listed[kinds[kind].first + kinds[kind].listed]
    listed[kinds[kind].first + units[unit].slot] = last
    units[last].slot = units[unit].slot
    units[unit].slot = -1
