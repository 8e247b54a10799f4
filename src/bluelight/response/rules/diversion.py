"""Diversion: a unit on its way to one request is sent to a more urgent one, where it would be there first.

Dispatchers know it as pre-emption. The request left behind is answered anew, with the time at which it was made.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

import numpy as np

from bluelight.area import Area
from bluelight.response.arrays import Flags
from bluelight.response.compiling import compiled
from bluelight.response.dispatch import NOBODY, standing
from bluelight.response.rules.stand_ins import suits
from bluelight.response.rules.switches import switch

PARAMETER = "divert_to_more_urgent"


def compile_diversion(area: Area, kinds: tuple[tuple[str, str], ...]) -> Flags | None:
    """Which kinds are diverted (kinds,), None where no service does it."""
    diverts = np.array([switch(area, PARAMETER, service) for service, _ in kinds], dtype=np.bool_)
    return diverts if diverts.any() else None


@compiled
def nearest_driving(asking, unit, minutes, level, now, world, crews, requests, diverts, preference):
    """The unit to send, its expected minutes and the request it leaves: a driving one if sooner than the one given.

    It drives to a request of a lower priority, is on duty, and is of a kind that suits no less than that of the unit
    given. The lowest unit on ties.
    """
    kind, place, rank = requests[asking].kind, requests[asking].place, requests[asking].rank
    units = crews.units
    best = NOBODY
    soonest = minutes
    for i in range(len(units)):
        of = units[i].kind
        if not (units[i].busy and units[i].on and diverts[of] and units[i].home_at > now and units[i].job >= 0):
            continue  # without a job it has a break
        if requests[units[i].job].rank <= rank:
            continue
        if not suits(of, kind, level, preference):
            continue
        here, leaves = standing(i, now, world, crews)
        there = leaves + crews.kinds[of].scale * world.to[place, here]
        if there < soonest:
            soonest = there
            best = i
    if best == NOBODY:
        return unit, minutes, NOBODY
    return best, soonest, units[best].job


@compiled
def set_off(unit, left, arrival, here, place, units):
    """Remember a unit's way to a call."""
    units[unit].left = left
    units[unit].home_at = arrival
    units[unit].from_place = here
    units[unit].to_place = place


@compiled
def give_up(request, unit, now, book):
    """Remember that a unit left a request behind."""
    left = book.abandoned[book.size[1]]
    left.unit = unit
    left.request = request
    left.mobilised = book.answers[request].mobilised
    left.left = now
    book.size[1] += 1
