"""Which units are free, where they are, and the one that would be there first. Compiled by numba."""
# mypy: allow-untyped-defs

from __future__ import annotations

import numpy as np

from bluelight.response.nearest import nearest_zone
from bluelight.response.queues import compiled

NOBODY = -1


@compiled
def nearest_free(
    kind, place, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, posts, post_units, by_time,
    turnout, least_turnout, beats, listed,
):  # fmt: skip
    """The free unit of a kind that would be there first, the lowest on ties, and its expected minutes."""
    if kinds[kind].posts > 0:
        return nearest_posted(
            kind, place, now, to, xy, first_zone, frame, start, candidates, units, kinds, posts, post_units,
            by_time, turnout, least_turnout, listed,
        )  # fmt: skip
    return nearest_on_patrol(
        kind, place, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout, beats, listed
    )


@compiled
def nearest_posted(
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
            unlist(unit, units, kinds, listed)  # puts another unit in this place of the list
            if units[unit].on:
                posts[units[unit].post].free += 1
            continue
        if units[unit].on:
            here = position(unit, now, xy, first_zone, frame, start, candidates, units)
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
def nearest_on_patrol(
    kind, place, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout, beats, listed,
):  # fmt: skip
    """As `nearest_posted`, of units that wait in their beats or stand by."""
    scale = kinds[kind].scale
    hour_of_day = int(now / 60.0) % 24
    best = NOBODY
    soonest = np.inf
    for i in range(kinds[kind].first, kinds[kind].first + kinds[kind].listed):
        unit = listed[i]
        if units[unit].home_at > now:
            here = position(unit, now, xy, first_zone, frame, start, candidates, units)
            minutes = scale * to[place, here]
        else:
            here = units[unit].home if units[unit].patrol < 0 else beats[hour, units[unit].patrol]
            minutes = turnout[hour_of_day, unit] + scale * to[place, here]
        if minutes < soonest or (minutes == soonest and unit < best):
            soonest = minutes
            best = unit
    return best, soonest


@compiled
def standing(unit, now, hour, xy, first_zone, frame, start, candidates, units, turnout, beats):
    """Where a unit that has not just finished is, and the minutes until it moves.

    One that waits needs its turnout. One that drives home is on its way, and so is one that drives to a call, unless it
    has yet to set off.
    """
    if units[unit].home_at > now:
        if units[unit].left > now:
            return units[unit].from_place, units[unit].left - now
        return position(unit, now, xy, first_zone, frame, start, candidates, units), 0.0
    here = units[unit].home if units[unit].patrol < 0 else beats[hour, units[unit].patrol]
    return here, turnout[int(now / 60.0) % 24, unit]


@compiled
def position(unit, now, xy, first_zone, frame, start, candidates, units):
    """The zone centre nearest to a unit on its way home, which moves on a straight line at an even speed."""
    a, b = units[unit].from_place, units[unit].to_place
    share = (now - units[unit].left) / (units[unit].home_at - units[unit].left)
    x = xy[a, 0] + share * (xy[b, 0] - xy[a, 0])
    y = xy[a, 1] + share * (xy[b, 1] - xy[a, 1])
    return nearest_zone(x, y, first_zone, xy, frame, start, candidates)


@compiled
def take_out(unit, units, kinds, posts, listed):
    """Take a free unit, which is on duty, out of those that can be sent."""
    if units[unit].slot >= 0:
        unlist(unit, units, kinds, listed)
    else:
        posts[units[unit].post].free -= 1


@compiled
def enlist(unit, units, kinds, listed):
    """Put a unit in the list of those of its kind that are looked at one by one."""
    kind = units[unit].kind
    units[unit].slot = kinds[kind].listed
    listed[kinds[kind].first + kinds[kind].listed] = unit
    kinds[kind].listed += 1


@compiled
def unlist(unit, units, kinds, listed):
    """Take it out; the last of the list takes its place."""
    kind = units[unit].kind
    kinds[kind].listed -= 1
    last = listed[kinds[kind].first + kinds[kind].listed]
    listed[kinds[kind].first + units[unit].slot] = last
    units[last].slot = units[unit].slot
    units[unit].slot = -1
