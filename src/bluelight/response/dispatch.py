"""Which units are free, where they are, and the one that would be there first. Compiled by numba.

A free unit on duty is in one of two lists: of those that move, a list by kind, or of those that wait, a list by post.
The order in a list says nothing: whatever is taken from it is taken by time, and on ties the lowest unit.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

import numpy as np

from bluelight.response.compiling import compiled
from bluelight.response.nearest import block_of, nearest_zone

NOBODY = -1


@compiled
def nearest_free(kind, place, now, world, crews):
    """The free unit of a kind that would be there first, the lowest on ties, and its expected minutes."""
    if crews.kinds[kind].next_home <= now:
        come_home(kind, now, crews)
    if crews.kinds[kind].posts > 0:
        best, soonest = nearest_posted(kind, place, now, crews)
    else:
        best, soonest = nearest_in_pool(kind, place, now, world, crews)
    return nearest_moving(kind, place, now, best, soonest, world, crews)


@compiled
def nearest_posted(kind, place, now, crews):
    """Of the units that wait at posts: posts are looked at in order of travel time, until none can be sooner."""
    best = NOBODY
    soonest = np.inf
    hour = int(now / 60.0) % len(crews.turnout)
    scale, least = crews.kinds[kind].scale, crews.least_turnout[hour, kind]
    begin = crews.kinds[kind].by_time + place * crews.kinds[kind].posts
    for i in range(begin, begin + crews.kinds[kind].posts):
        travel = scale * crews.post_minutes[i]
        if least + travel > soonest:
            break
        post = crews.by_time[i]
        first = crews.posts[post].first
        for j in range(first, first + crews.posts[post].free):
            unit = crews.still[j].unit
            minutes = crews.turnout[hour, unit] + travel
            if minutes < soonest or (minutes == soonest and unit < best):
                soonest = minutes
                best = unit
    return best, soonest


@compiled
def nearest_in_pool(kind, place, now, world, crews):
    """Of the units that wait in their beats or stand by."""
    best = NOBODY
    soonest = np.inf
    if crews.kinds[kind].hour != int(now / 60.0):
        look_up(kind, now, crews)
    scale, pool = crews.kinds[kind].scale, crews.kinds[kind].pool
    first = crews.posts[pool].first
    for j in range(first, first + crews.posts[pool].free):
        minutes = crews.still[j].turnout + scale * world.to[place, crews.still[j].place]
        if minutes < soonest or (minutes == soonest and crews.still[j].unit < best):
            soonest = minutes
            best = crews.still[j].unit
    return best, soonest


@compiled
def nearest_moving(kind, place, now, best, soonest, world, crews):
    """Of the units on their way home and the one given. None is looked at closely that cannot be sooner."""
    scale, first = crews.kinds[kind].scale, crews.kinds[kind].first
    for i in range(first, first + crews.kinds[kind].moving):
        way = crews.moving[i]
        minutes = now - way.left
        block = block_of(
            way.column + minutes * way.columns_per_minute, way.row + minutes * way.rows_per_minute, world.blocks
        )
        if scale * world.least[place, block] > soonest:
            continue
        minutes = scale * world.to[place, position(way.unit, now, world, crews)]
        if minutes < soonest or (minutes == soonest and way.unit < best):
            soonest = minutes
            best = way.unit
    return best, soonest


@compiled
def waits_at(unit, now, crews):
    """The place where a unit waits in this hour."""
    if crews.units[unit].patrol < 0:
        return crews.units[unit].home
    return crews.beats[min(int(now / 60.0), len(crews.beats) - 1), crews.units[unit].patrol]


@compiled
def standing(unit, now, world, crews):
    """Where a unit that has not just finished is, and the minutes until it moves.

    One that waits needs its turnout. One that drives home is on its way, and so is one that drives to a call, unless it
    has yet to set off.
    """
    units = crews.units
    if units[unit].home_at > now:
        if units[unit].left > now:
            return units[unit].from_place, units[unit].left - now
        return position(unit, now, world, crews), 0.0
    return waits_at(unit, now, crews), crews.turnout[int(now / 60.0) % len(crews.turnout), unit]


@compiled
def position(unit, now, world, crews):
    """The zone centre nearest to a unit on its way home, which moves on a straight line at an even speed."""
    units, xy = crews.units, world.xy
    a, b = units[unit].from_place, units[unit].to_place
    share = (now - units[unit].left) / (units[unit].home_at - units[unit].left)
    x = xy[a, 0] + share * (xy[b, 0] - xy[a, 0])
    y = xy[a, 1] + share * (xy[b, 1] - xy[a, 1])
    return nearest_zone(x, y, world.first_zone, xy, world.grid.frame, world.grid.start, world.grid.candidates)


@compiled
def drive(unit, here, place, now, world, crews, log):
    """Set a free unit, which is in no list, on its way to where it is to wait."""
    units, kind = crews.units, crews.units[unit].kind
    units[unit].left = now
    units[unit].home_at = now + crews.kinds[kind].scale * world.to[place, here] / crews.kinds[kind].speed_home
    units[unit].from_place = here
    units[unit].to_place = place
    if log is not None:
        if log.size[0] < len(log.moves):
            move = log.moves[log.size[0]]
            move.time, move.arrival, move.unit = now, units[unit].home_at, unit
            move.from_place, move.to_place = here, place
        log.size[0] += 1


@compiled
def join(unit, now, world, crews):
    """Put a free unit on duty in the list of those that move, or of those that wait."""
    units, kinds = crews.units, crews.kinds
    if units[unit].home_at <= now:
        wait_still(unit, now, crews)
        return
    kind = units[unit].kind
    slot = kinds[kind].first + kinds[kind].moving
    kinds[kind].moving += 1
    kinds[kind].next_home = min(kinds[kind].next_home, units[unit].home_at)
    units[unit].slot = slot
    units[unit].moving = True
    way, frame, xy = crews.moving[slot], world.blocks, world.xy
    a, b = units[unit].from_place, units[unit].to_place
    minutes = units[unit].home_at - units[unit].left
    way.unit = unit
    way.home_at = units[unit].home_at
    way.left = units[unit].left
    way.column = (xy[a, 0] - frame.left) * frame.per_x
    way.row = (xy[a, 1] - frame.bottom) * frame.per_y
    way.columns_per_minute = (xy[b, 0] - xy[a, 0]) * frame.per_x / minutes
    way.rows_per_minute = (xy[b, 1] - xy[a, 1]) * frame.per_y / minutes


@compiled
def wait_still(unit, now, crews):
    """Put a free unit on duty in the list of those that wait at its post."""
    post = crews.units[unit].post
    slot = crews.posts[post].first + crews.posts[post].free
    crews.posts[post].free += 1
    crews.units[unit].slot = slot
    crews.units[unit].moving = False
    crews.still[slot].unit = unit
    crews.still[slot].place = waits_at(unit, now, crews)
    crews.still[slot].turnout = crews.turnout[int(now / 60.0) % len(crews.turnout), unit]


@compiled
def leave(unit, crews):
    """Take a unit out of the list that it is in; the last of the list takes its place."""
    units, slot = crews.units, crews.units[unit].slot
    if units[unit].moving:
        kind = units[unit].kind
        crews.kinds[kind].moving -= 1
        last = crews.kinds[kind].first + crews.kinds[kind].moving
        units[crews.moving[last].unit].slot = slot
        crews.moving[slot] = crews.moving[last]
    else:
        post = units[unit].post
        crews.posts[post].free -= 1
        last = crews.posts[post].first + crews.posts[post].free
        units[crews.still[last].unit].slot = slot
        crews.still[slot] = crews.still[last]
    units[unit].slot = -1


@compiled
def come_home(kind, now, crews):
    """Let those that have come home wait there."""
    soonest = np.inf
    i = crews.kinds[kind].first
    while i < crews.kinds[kind].first + crews.kinds[kind].moving:
        unit = crews.moving[i].unit
        if crews.moving[i].home_at <= now:
            leave(unit, crews)  # puts another unit in this place of the list
            wait_still(unit, now, crews)
        else:
            soonest = min(soonest, crews.moving[i].home_at)
            i += 1
    crews.kinds[kind].next_home = soonest


@compiled
def look_up(kind, now, crews):
    """Where the waiting units of a pool are in this hour, and their turnout."""
    crews.kinds[kind].hour = int(now / 60.0)
    first = crews.posts[crews.kinds[kind].pool].first
    for j in range(first, first + crews.posts[crews.kinds[kind].pool].free):
        unit = crews.still[j].unit
        crews.still[j].place = waits_at(unit, now, crews)
        crews.still[j].turnout = crews.turnout[int(now / 60.0) % len(crews.turnout), unit]
