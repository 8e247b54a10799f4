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

from bluelight.response.arrays import (
    ABANDONED,
    ANSWER,
    COMPLIES,
    COVERS,
    NO_CARE,
    NO_RULES,
    NO_STANDBY,
    Duty,
    Fleet,
    Map,
    Outcome,
    Records,
    Rules,
)
from bluelight.response.dispatch import NOBODY, enlist, nearest_on_patrol, nearest_posted, standing, take_out, unlist
from bluelight.response.queues import JOB, QUEUE, compiled, pop, push, remove, wait, wait_again
from bluelight.response.rules.compliance import move, settle
from bluelight.response.rules.coverage import best_post
from bluelight.response.rules.diversion import grown, nearest_driving, set_off
from bluelight.response.rules.handover import taken_to
from bluelight.response.rules.stand_ins import nearest_suited, next_for


def answer(world: Map, fleet: Fleet, duty: Duty, requests: Records, rules: Rules = NO_RULES) -> Records:
    """Answer every request: records of ANSWER in the order of the requests, which are in order of time."""
    return run(world, fleet, duty, requests, rules).answers


def run(world: Map, fleet: Fleet, duty: Duty, requests: Records, rules: Rules = NO_RULES) -> Outcome:
    """As `answer`, and what units began besides. A rule that is None is compiled out of the kernel."""
    units, kinds, posts = fleet.units.copy(), fleet.kinds.copy(), fleet.posts.copy()
    units["on"] = duty.at_start
    if rules.standby is not None:  # units that may wait anywhere are looked at one by one, as those on patrol are
        units["post"][rules.standby.policy[units["kind"]] > 0] = -1
        kinds["posts"][rules.standby.policy > 0] = 0
    np.add.at(posts["free"], units["post"][(units["post"] >= 0) & units["on"]], 1)
    answers = np.zeros(len(requests), dtype=ANSWER)  # not empty: padding is part of the bytes
    ranks = int(requests["rank"].max()) + 1 if len(requests) else 1
    queue = np.empty((len(kinds), ranks), dtype=QUEUE)
    queue["head"] = queue["tail"] = NOBODY
    bases = None if rules.standby is None else units["home"].copy()
    at_hospital_and_standing_by: Any = *(rules.care or NO_CARE), bases, *(rules.standby or NO_STANDBY)
    log, logged = _run(
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
        np.zeros(0, dtype=ABANDONED),
        rules.diverts,
        rules.preference,
        *at_hospital_and_standing_by,
    )
    return Outcome(answers, log[:logged])


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
    log: Any,
    diverts: Any,
    preference: Any,
    patient: Any,
    handover: Any,
    road: Any,
    hospitals: Any,
    by_hour: Any,
    bases: Any,
    policy: Any,
    table: Any,
    standby_posts: Any,
    covers: Any,
    demand: Any,
    missed: Any,
) -> tuple[Any, int]:
    change, changes, running, last_hour, logged = 0, len(change_time), 0, len(beats) - 1, 0
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
                        enlist(unit, units, kinds, listed)
                    else:
                        unlist(unit, units, kinds, listed)
                elif units[unit].slot < 0:
                    posts[units[unit].post].free += 1 if units[unit].on else -1
                kind = units[unit].kind
                if policy is not None and policy[kind] > 0 and not units[unit].on:
                    move(
                        unit, bases[unit], now, hour, to, xy, first_zone, frame, start, candidates, units, kinds,
                        turnout, beats,
                    )  # fmt: skip
                taken = next_for(kind, kinds, queue, after, preference) if units[unit].on else NOBODY
                if taken == NOBODY:
                    if policy is not None and policy[kind] == COMPLIES:
                        settle(
                            kind, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout,
                            beats, listed, bases, table,
                        )  # fmt: skip
                    continue
                here, leaves = standing(
                    unit, now, hour, xy, first_zone, frame, start, candidates, units, turnout, beats
                )
                minutes = leaves + kinds[kind].scale * to[requests[taken].place, here]
                take_out(unit, units, kinds, posts, listed)
            else:
                # A unit has finished: it takes the first request that waits for its kind, or drives home.
                unit = jobs[0].unit
                running = pop(jobs, running)
                kind = units[unit].kind
                here, leaves = requests[units[unit].job].end if patient is None else units[unit].end, 0.0
                units[unit].busy = False
                taken = next_for(kind, kinds, queue, after, preference) if units[unit].on else NOBODY
                if taken == NOBODY:
                    home = units[unit].home if units[unit].patrol < 0 else beats[hour, units[unit].patrol]
                    if policy is not None and policy[kind] > 0:
                        home = bases[unit]
                        if policy[kind] == COVERS and units[unit].on:
                            home = best_post(kind, units, kinds, listed, standby_posts, covers, demand, missed)
                        units[unit].home = home
                    units[unit].left = now
                    units[unit].home_at = now + kinds[kind].scale * to[home, here] / kinds[kind].speed_home
                    units[unit].from_place = here
                    units[unit].to_place = home
                    if units[unit].post >= 0 or units[unit].on:
                        enlist(unit, units, kinds, listed)
                    if policy is not None and policy[kind] == COMPLIES:
                        settle(
                            kind, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout,
                            beats, listed, bases, table,
                        )  # fmt: skip
                    continue
                minutes = kinds[kind].scale * to[requests[taken].place, here]
            running = _assign(
                unit, taken, now, minutes, here, leaves, requests, answers, units, jobs, running, diverts,
                first_zone, patient, handover, road, hospitals, by_hour,
            )  # fmt: skip
        if request == len(requests):
            break
        now = until
        hour = min(int(now / 60.0), last_hour)
        asking = request
        while asking != NOBODY:  # again for a request whose unit was diverted
            kind, place = requests[asking].kind, requests[asking].place
            if preference is None:
                # Not through `nearest_free`: handing so many arrays on once more took a fifth of the time.
                if kinds[kind].posts > 0:
                    unit, minutes = nearest_posted(
                        kind, place, now, to, xy, first_zone, frame, start, candidates, units, kinds, posts, post_units,
                        by_time, turnout, least_turnout, listed,
                    )  # fmt: skip
                else:
                    unit, minutes = nearest_on_patrol(
                        kind, place, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout,
                        beats, listed,
                    )  # fmt: skip
                level = 0
            else:
                unit, minutes, level = nearest_suited(
                    kind, place, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, posts,
                    post_units, by_time, turnout, least_turnout, beats, listed, preference,
                )  # fmt: skip
            here, leaves, abandoned = NOBODY, 0.0, NOBODY
            if diverts is not None:
                unit, minutes, abandoned = nearest_driving(
                    asking, unit, minutes, level, now, hour, to, xy, first_zone, frame, start, candidates, units,
                    kinds, turnout, beats, requests, diverts, preference,
                )  # fmt: skip
                if unit != NOBODY:
                    here, leaves = standing(
                        unit, now, hour, xy, first_zone, frame, start, candidates, units, turnout, beats
                    )
            if unit == NOBODY:
                if diverts is None:
                    wait(asking, kind, requests[asking].rank, kinds, queue, after)
                else:
                    wait_again(asking, kind, requests[asking].rank, kinds, queue, after)
                answers[asking].unit = NOBODY
                answers[asking].mobilised = answers[asking].arrival = answers[asking].freed = np.nan
                break
            if abandoned == NOBODY:
                take_out(unit, units, kinds, posts, listed)
            else:
                if logged == len(log):
                    log = grown(log)
                log[logged].unit = unit
                log[logged].request = abandoned
                log[logged].mobilised = answers[abandoned].mobilised
                log[logged].left = now
                logged += 1
                running = remove(unit, jobs, running)
            running = _assign(
                unit, asking, now, minutes, here, leaves, requests, answers, units, jobs, running, diverts,
                first_zone, patient, handover, road, hospitals, by_hour,
            )  # fmt: skip
            if policy is not None and policy[units[unit].kind] == COMPLIES:
                settle(
                    units[unit].kind, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout,
                    beats, listed, bases, table,
                )  # fmt: skip
            asking = abandoned
    return log, logged


@compiled
def _assign(
    unit, request, now, minutes, here, leaves, requests, answers, units, jobs, running, diverts, first_zone, patient,
    handover, road, hospitals, by_hour,
):  # fmt: skip
    """Give a unit a request: it arrives after the expected minutes times the luck of this journey."""
    arrival = now + minutes * requests[request].journey
    freed = arrival + requests[request].stay
    if patient is not None:
        units[unit].end = requests[request].end
        if patient[request] >= 0:
            zone = requests[request].place - first_zone
            hospital, freed = taken_to(zone, patient[request], freed, road, handover, hospitals, by_hour)
            units[unit].end = hospitals[hospital].place
    answers[request].unit = unit
    answers[request].mobilised = now
    answers[request].arrival = arrival
    answers[request].freed = freed
    units[unit].busy = True
    units[unit].job = request
    if diverts is not None:
        set_off(unit, now + leaves * requests[request].journey, arrival, here, requests[request].place, units)
    return push(freed, unit, jobs, running)
