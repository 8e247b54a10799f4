"""The simulation kernel: who answers each request, and when. Compiled by numba; it holds no Python lock while it runs.

Events are taken in order of time: at one moment first changes of duty (by unit), then units finishing (by unit), then
requests (in their order). Rules, equations and sources are in docs/methods/response.md. The same arithmetic, in double
precision and in the same order, gives the same bytes in any other program of these rules.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

import numpy as np

from bluelight.response.arrays import (
    ABANDONED,
    ANSWER,
    COMPLIES,
    COVERS,
    MOVING,
    NO_RULES,
    STILL,
    Book,
    Crews,
    Duty,
    Fleet,
    Map,
    Outcome,
    Records,
    Rules,
)
from bluelight.response.compiling import compiled, entry
from bluelight.response.dispatch import NOBODY, drive, join, leave, standing, wait_still, waits_at
from bluelight.response.queues import JOB, QUEUE, pop, push, remove, wait, wait_again
from bluelight.response.rules.compliance import move, settle
from bluelight.response.rules.coverage import best_post
from bluelight.response.rules.diversion import give_up, nearest_driving, set_off
from bluelight.response.rules.handover import taken_to
from bluelight.response.rules.stand_ins import nearest_suited, next_for


def answer(world: Map, fleet: Fleet, duty: Duty, requests: Records, rules: Rules = NO_RULES) -> Records:
    """Answer every request: records of ANSWER in the order of the requests, which are in order of time."""
    return run(world, fleet, duty, requests, rules).answers


def run(world: Map, fleet: Fleet, duty: Duty, requests: Records, rules: Rules = NO_RULES) -> Outcome:
    """As `answer`, and what units began besides. A rule that is None is compiled out of the kernel."""
    units, kinds = fleet.units.copy(), fleet.kinds.copy()
    units["on"] = duty.at_start
    if rules.standby is not None:  # units that may wait anywhere are looked at one by one, as those on patrol are
        anywhere = rules.standby.policy > 0
        units["post"] = np.where(anywhere[units["kind"]], kinds["pool"][units["kind"]], units["post"])
        kinds["posts"][anywhere] = 0
    crews = Crews(
        units,
        kinds,
        fleet.posts.copy(),
        np.empty(len(units), dtype=STILL),
        np.empty(len(units), dtype=MOVING),
        fleet.members,
        fleet.units["home"].copy(),
        fleet.by_time,
        fleet.post_minutes,
        fleet.turnout,
        fleet.least_turnout,
        duty.beats,
        np.empty(len(world.to) - world.first_zone, dtype=np.int64),
    )
    ranks = int(requests["rank"].max()) + 1 if len(requests) else 1
    queue = np.empty((len(kinds), ranks), dtype=QUEUE)
    queue["head"] = queue["tail"] = NOBODY
    book = Book(
        requests,
        np.zeros(len(requests), dtype=ANSWER),  # not empty: padding is part of the bytes
        np.empty(len(units) + 1, dtype=JOB),
        queue,
        np.empty(len(requests), dtype=np.int32),
        np.zeros(2, dtype=np.int64),
        # A request makes others be left behind, each less urgent than the one before.
        np.zeros(0 if rules.diverts is None else len(requests) * (ranks - 1), dtype=ABANDONED),
    )
    _run(book, world, crews, duty, rules.diverts, rules.preference, rules.care, rules.standby)
    return Outcome(book.answers, book.abandoned[: book.size[1]].copy())


@entry
def _run(book, world, crews, duty, diverts, preference, care, standby):
    """Everything that happens, in order of time: changes of duty, then units that finish, then requests."""
    change = 0
    for unit in range(len(crews.units)):
        if crews.units[unit].on:
            wait_still(unit, 0.0, crews)
    for request in range(len(book.requests) + 1):
        # Everything up to and at the moment of the request; after the last one, everything there is.
        until = book.requests[request].time if request < len(book.requests) else np.inf
        while True:
            changes_at = duty.time[change] if change < len(duty.time) else np.inf
            frees_at = book.jobs[0].time if book.size[0] > 0 else np.inf
            now = min(changes_at, frees_at)
            if now > until or now == np.inf:
                break
            if changes_at <= frees_at:
                unit = duty.unit[change]
                crews.units[unit].on = duty.on[change]
                change += 1
                if not crews.units[unit].busy:
                    _change(unit, now, book, world, crews, diverts, preference, care, standby)
            else:
                _finish(now, book, world, crews, diverts, preference, care, standby)
        if request < len(book.requests):
            _ask(request, book, world, crews, diverts, preference, care, standby)


@compiled
def _change(unit, now, book, world, crews, diverts, preference, care, standby):
    """A unit without a job comes on duty, and takes the first request that waits for its kind, or goes off."""
    units, kind = crews.units, crews.units[unit].kind
    if units[unit].on:
        taken = next_for(kind, crews.kinds, book.queue, book.after, preference)
        if taken != NOBODY:
            here, leaves = standing(unit, now, world, crews)
            minutes = leaves + crews.kinds[kind].scale * world.to[book.requests[taken].place, here]
            _assign(unit, taken, now, minutes, here, leaves, book, crews, world, diverts, care)
            return
        join(unit, now, world, crews)
    else:
        leave(unit, crews)
        if standby is not None and standby.policy[kind] > 0:
            move(unit, crews.bases[unit], now, world, crews)
    if standby is not None and standby.policy[kind] == COMPLIES:
        settle(kind, now, world, crews, standby.table)


@compiled
def _finish(now, book, world, crews, diverts, preference, care, standby):
    """The next unit to finish takes the first request that waits for its kind, or drives to where it waits."""
    units, unit = crews.units, book.jobs[0].unit
    pop(book.jobs, book.size)
    kind, here = units[unit].kind, units[unit].end
    if units[unit].on:
        taken = next_for(kind, crews.kinds, book.queue, book.after, preference)
        if taken != NOBODY:
            minutes = crews.kinds[kind].scale * world.to[book.requests[taken].place, here]
            _assign(unit, taken, now, minutes, here, 0.0, book, crews, world, diverts, care)
            return
    units[unit].busy = False
    if standby is not None and standby.policy[kind] > 0:
        units[unit].home = crews.bases[unit]
        if standby.policy[kind] == COVERS and units[unit].on:
            units[unit].home = best_post(kind, crews, standby)
    drive(unit, here, waits_at(unit, now, crews), now, world, crews)
    if units[unit].on:
        join(unit, now, world, crews)
    if standby is not None and standby.policy[kind] == COMPLIES:
        settle(kind, now, world, crews, standby.table)


@compiled
def _ask(request, book, world, crews, diverts, preference, care, standby):
    """A request is made: a unit is sent, or it waits. A request whose unit is diverted to it is made again at once."""
    requests, answers, now = book.requests, book.answers, book.requests[request].time
    asking = request
    while asking != NOBODY:
        kind = requests[asking].kind
        unit, minutes, level = nearest_suited(kind, requests[asking].place, now, world, crews, preference)
        abandoned = NOBODY
        if diverts is not None:
            unit, minutes, abandoned = nearest_driving(
                asking, unit, minutes, level, now, world, crews, requests, diverts, preference
            )
        if unit == NOBODY:
            if diverts is None:
                wait(asking, kind, requests[asking].rank, crews.kinds, book.queue, book.after)
            else:
                wait_again(asking, kind, requests[asking].rank, crews.kinds, book.queue, book.after)
            answers[asking].unit = NOBODY
            answers[asking].mobilised = answers[asking].arrival = answers[asking].freed = np.nan
            break
        here, leaves = NOBODY, 0.0
        if diverts is not None:
            here, leaves = standing(unit, now, world, crews)
        if abandoned == NOBODY:
            leave(unit, crews)
        else:
            remove(unit, book.jobs, book.size)
            give_up(abandoned, unit, now, book)
        _assign(unit, asking, now, minutes, here, leaves, book, crews, world, diverts, care)
        if standby is not None and standby.policy[crews.units[unit].kind] == COMPLIES:
            settle(crews.units[unit].kind, now, world, crews, standby.table)
        asking = abandoned


@compiled
def _assign(unit, request, now, minutes, here, leaves, book, crews, world, diverts, care):
    """Give a unit a request: it arrives after the expected minutes times the luck of this journey."""
    requests, answers, units = book.requests, book.answers, crews.units
    arrival = now + minutes * requests[request].journey
    freed = arrival + requests[request].stay
    end = requests[request].end
    if care is not None and care.patient[request] >= 0:
        zone = requests[request].place - world.first_zone
        hospital, freed = taken_to(zone, care.patient[request], freed, care)
        end = care.hospitals[hospital].place
    answers[request].unit = unit
    answers[request].mobilised = now
    answers[request].arrival = arrival
    answers[request].freed = freed
    units[unit].busy = True
    units[unit].job = request
    units[unit].end = end
    if diverts is not None:
        set_off(unit, now + leaves * requests[request].journey, arrival, here, requests[request].place, units)
    push(freed, unit, book.jobs, book.size)
