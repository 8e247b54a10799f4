"""The simulation kernel: who answers each request, and when. Compiled by numba; it holds no Python lock while it runs.

Events are taken in order of time: at one moment first changes of duty (by unit), then units finishing (by unit), then
windows of breaks, then arrivals, then requests (in their order). Rules, equations and sources are in
docs/methods/response.md. The same arithmetic, in double precision and in the same order, gives the same bytes in any
other program of these rules.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

from contextlib import nullcontext

import numpy as np

from bluelight.response.arrays import (
    ABANDONED,
    ANSWER,
    BREAK,
    COMPLIES,
    COVERS,
    GIVEN,
    MOVE,
    MOVING,
    NO_RULES,
    STILL,
    Book,
    Crews,
    Duty,
    Fleet,
    Log,
    Map,
    Outcome,
    Records,
    Rules,
)
from bluelight.response.compiling import compiled, entry
from bluelight.response.dispatch import NOBODY, drive, join, leave, standing, wait_still, waits_at
from bluelight.response.queues import JOB, QUEUE, pop, push, remove, wait, wait_again
from bluelight.response.rules.breaks import end_break, interrupt, keep_up, nearest_resting, stand_down, window
from bluelight.response.rules.compliance import move, settle
from bluelight.response.rules.coverage import best_post
from bluelight.response.rules.diversion import give_up, nearest_driving, set_off
from bluelight.response.rules.full_attendance import arrive, next_later, watch
from bluelight.response.rules.handover import taken_to
from bluelight.response.rules.stand_ins import nearest_suited, next_for
from bluelight.response.rules.travel_periods import keep_pace
from bluelight.uncollected import uncollected


def answer(world: Map, fleet: Fleet, duty: Duty, requests: Records, rules: Rules = NO_RULES) -> Records:
    """Answer every request: records of ANSWER in the order of the requests, which are in order of time."""
    return run(world, fleet, duty, requests, rules).answers


def run(
    world: Map, fleet: Fleet, duty: Duty, requests: Records, rules: Rules = NO_RULES, keep_log: bool = False
) -> Outcome:
    """As `answer`, and what units began besides. A rule that is None is compiled out of the kernel.

    With `keep_log` the outcome has every drive to where a unit waits, and the hospitals chosen.
    """
    room = 2 * len(requests) + len(duty.time) + len(fleet.units)
    while True:
        log = None
        if keep_log:
            moves, chosen = np.zeros(room, dtype=MOVE), np.full(len(requests), -1, dtype=np.int32)
            log = Log(moves, np.zeros(1, dtype=np.int64), chosen)
        outcome = _answered(world, fleet, duty, requests, rules, log)
        if log is None or log.size[0] <= room:
            return outcome
        room = int(log.size[0])  # units that stand by may move any number of times: now it is known


def _answered(world: Map, fleet: Fleet, duty: Duty, requests: Records, rules: Rules, log: Log | None) -> Outcome:
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
    most_left = 0 if rules.diverts is None else len(requests) * (ranks - 1)
    book = Book(
        requests if rules.later is None else requests.copy(),  # which says when they are made
        np.zeros(len(requests), dtype=ANSWER),  # not empty: padding is part of the bytes
        np.empty(len(units) + 1, dtype=JOB),
        queue,
        np.empty(len(requests), dtype=np.int32),
        np.zeros(2, dtype=np.int64),
        # A request makes others be left behind, each less urgent than the one before.
        np.zeros(most_left, dtype=ABANDONED),
    )
    rests = None
    if rules.breaks is not None:
        rests = keep_up(rules.breaks, len(units), len(kinds), len(requests) + most_left)
    arrivals = None if rules.later is None else watch(rules.later)
    with nullcontext() if _run.signatures else uncollected():  # the first call loads or compiles it
        _run(
            book, world, crews, duty, rules.diverts, rules.preference, rules.care, rules.standby, rules.turnout,
            rules.pace, rests, arrivals, log,
        )  # fmt: skip
    return Outcome(
        answers=book.answers,
        abandoned=book.abandoned[: book.size[1]].copy(),
        asked=book.requests["time"],
        breaks=np.zeros(0, dtype=BREAK) if rests is None else rests.log[: rests.size[0]].copy(),
        moves=np.zeros(0, dtype=MOVE) if log is None else log.moves[: log.size[0]].copy(),
        hospital=np.zeros(0, dtype=np.int32) if log is None else log.hospital,
    )


@entry
def _run(book, world, crews, duty, diverts, preference, care, standby, turnout, pace, rests, arrivals, log):
    """Everything that happens, in order of time. At one moment: duty, who finishes, breaks, who arrives, requests."""
    units, change, event, request = crews.units, 0, 0, 0
    made = len(book.requests)
    if arrivals is not None:
        made = arrivals.later.first[0]  # the others are made once somebody is there
    for unit in range(len(units)):
        if units[unit].on:
            wait_still(unit, 0.0, crews)
    while True:
        asks_at, later = book.requests[request].time if request < made else np.inf, False
        changes_at = duty.time[change] if change < len(duty.time) else np.inf
        frees_at = book.jobs[0].time if book.size[0] > 0 else np.inf
        now = min(changes_at, frees_at)
        if rests is not None and event < len(rests.windows.time):
            now = min(now, rests.windows.time[event])
        if arrivals is not None:
            if arrivals.coming_size[0] > 0:
                now = min(now, arrivals.coming[0].time)
            if arrivals.asking_size[0] > 0 and arrivals.asking[0].time < asks_at:
                asks_at, later = arrivals.asking[0].time, True
        if min(now, asks_at) == np.inf:
            break
        if pace is not None:
            keep_pace(min(now, asks_at), pace, crews.kinds)
        if now > asks_at:
            asking = request
            if arrivals is not None and later:
                asking = next_later(book, arrivals)
            else:
                request += 1
            _ask(asking, book, world, crews, diverts, preference, care, standby, turnout, rests, arrivals, log)
            continue
        waits, kind, other = (
            NOBODY,
            NOBODY,
            False,
        )  # who may take a request; whose kind has other units free than before
        if changes_at <= now:
            unit = duty.unit[change]
            units[unit].on = duty.on[change]
            change += 1
            if not units[unit].busy:
                waits = unit
        elif frees_at <= now:
            unit = book.jobs[0].unit
            pop(book.jobs, book.size)
            if rests is not None and units[unit].job < 0:
                end_break(unit, now, GIVEN, crews, rests)
                units[unit].busy = False
                waits = unit
            elif not _finish(unit, now, book, world, crews, diverts, preference, care, standby, turnout, arrivals, log):
                kind, other = units[unit].kind, True
        elif rests is not None and event < len(rests.windows.time) and rests.windows.time[event] <= now:
            kind = units[rests.windows.unit[event]].kind
            window(event, now, crews, rests)
            event += 1
        elif arrivals is not None:
            arrive(now, arrivals)
        if waits != NOBODY:
            kind = units[waits].kind
            other = not _wait(
                waits, now, book, world, crews, diverts, preference, care, standby, turnout, arrivals, log
            )
        if kind != NOBODY:
            _settle(kind, other, now, book, world, crews, standby, rests, log)


@compiled
def _wait(unit, now, book, world, crews, diverts, preference, care, standby, turnout, arrivals, log):
    """A unit that comes on duty or has had its break takes the first request that waits for its kind. Whether one does.

    Otherwise it waits, and one whose duty has ended goes home.
    """
    units, kind = crews.units, crews.units[unit].kind
    if units[unit].on:
        taken = next_for(kind, crews.kinds, book.queue, book.after, preference, book.requests, arrivals)
        if taken != NOBODY:
            here, leaves = standing(unit, now, world, crews)
            minutes = leaves + crews.kinds[kind].scale * world.to[book.requests[taken].place, here]
            _assign(unit, taken, now, minutes, here, leaves, book, crews, world, diverts, care, turnout, arrivals, log)
            return True
        join(unit, now, world, crews)
    else:
        if units[unit].slot >= 0:
            leave(unit, crews)
        if standby is not None and standby.policy[kind] > 0:
            move(unit, crews.bases[unit], now, world, crews, log)
    return False


@compiled
def _finish(unit, now, book, world, crews, diverts, preference, care, standby, turnout, arrivals, log):
    """A unit that finishes takes the first request for its kind, or drives to where it waits. Whether it takes one."""
    units, kind, here = crews.units, crews.units[unit].kind, crews.units[unit].end
    if units[unit].on:
        taken = next_for(kind, crews.kinds, book.queue, book.after, preference, book.requests, arrivals)
        if taken != NOBODY:
            minutes = crews.kinds[kind].scale * world.to[book.requests[taken].place, here]
            _assign(unit, taken, now, minutes, here, 0.0, book, crews, world, diverts, care, turnout, arrivals, log)
            return True
    units[unit].busy = False
    if standby is not None and standby.policy[kind] > 0:
        units[unit].home = crews.bases[unit]
        if standby.policy[kind] == COVERS and units[unit].on:
            units[unit].home = best_post(kind, crews, standby)
    drive(unit, here, waits_at(unit, now, crews), now, world, crews, log)
    if units[unit].on:
        join(unit, now, world, crews)
    return False


@compiled
def _settle(kind, other, now, book, world, crews, standby, rests, log):
    """Who of a kind is free and should have a break begins it; where others are free than before, they stand by."""
    if rests is not None and stand_down(kind, now, book, crews, rests):
        other = True
    if standby is not None and other and standby.policy[kind] == COMPLIES:
        settle(kind, now, world, crews, standby.table, log)


@compiled
def _ask(request, book, world, crews, diverts, preference, care, standby, turnout, rests, arrivals, log):
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
        if rests is not None:
            sooner, minutes = nearest_resting(
                asking, unit, minutes, level, now, world, crews, requests, preference, rests
            )
            if sooner != unit:
                unit, abandoned = sooner, NOBODY
        if unit == NOBODY:
            if diverts is None:
                wait(asking, kind, requests[asking].rank, crews.kinds, book.queue, book.after)
            else:
                wait_again(asking, kind, requests[asking].rank, crews.kinds, book.queue, book.after, requests, arrivals)
            answers[asking].unit = NOBODY
            answers[asking].mobilised = answers[asking].arrival = answers[asking].freed = np.nan
            break
        here, leaves = NOBODY, 0.0
        if diverts is not None or turnout is not None:
            here, leaves = standing(unit, now, world, crews)
        if abandoned != NOBODY:
            remove(unit, book.jobs, book.size)
            give_up(abandoned, unit, now, book)
            if arrivals is not None and arrivals.later.call[abandoned] >= 0:
                remove(abandoned, arrivals.coming, arrivals.coming_size)
            if log is not None:
                log.hospital[abandoned] = NOBODY
        elif crews.units[unit].slot >= 0:
            leave(unit, crews)
        elif rests is not None:
            interrupt(unit, now, book, crews, rests)
        _assign(unit, asking, now, minutes, here, leaves, book, crews, world, diverts, care, turnout, arrivals, log)
        _settle(crews.units[unit].kind, True, now, book, world, crews, standby, rests, log)
        asking = abandoned


@compiled
def _assign(unit, request, now, minutes, here, leaves, book, crews, world, diverts, care, turnout, arrivals, log):
    """Give a unit a request: it arrives after the expected minutes times the luck of this journey."""
    requests, answers, units = book.requests, book.answers, crews.units
    journey = requests[request].journey
    if turnout is None:
        left, arrival = now + leaves * journey, now + minutes * journey
    else:
        luck = 1.0  # what is left of a turnout, or none: it was drawn before
        if units[unit].home_at <= now:
            luck = turnout.luck[request, turnout.column[unit]]
        left = now + leaves * luck
        arrival = left + (minutes - leaves) * journey
    freed = arrival + requests[request].stay
    end = requests[request].end
    if care is not None and care.patient[request] >= 0:
        zone = requests[request].place - world.first_zone
        hospital, freed = taken_to(zone, care.patient[request], freed, care)
        end = care.hospitals[hospital].place
        if log is not None:
            log.hospital[request] = hospital
    answers[request].unit = unit
    answers[request].mobilised = now
    answers[request].arrival = arrival
    answers[request].freed = freed
    units[unit].busy = True
    units[unit].job = request
    units[unit].end = end
    if diverts is not None:
        set_off(unit, left, arrival, here, requests[request].place, units)
    if arrivals is not None and arrivals.later.call[request] >= 0:
        push(arrival, request, arrivals.coming, arrivals.coming_size)
    push(freed, unit, book.jobs, book.size)
