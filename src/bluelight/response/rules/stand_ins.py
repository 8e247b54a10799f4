"""Stand-ins: which kinds of unit may answer a request for another kind, and in which order they are preferred."""
# mypy: allow-untyped-defs

from __future__ import annotations

import numpy as np

from bluelight.area import Area
from bluelight.errors import InputError, Problem
from bluelight.response.arrays import Ints
from bluelight.response.care import CONVEYING_KINDS
from bluelight.response.compiling import compiled
from bluelight.response.dispatch import NOBODY, nearest_free
from bluelight.response.queues import first_waiting, made_before

NEVER = 1_000_000  # later than any preference


def compile_stand_ins(area: Area, kinds: tuple[tuple[str, str], ...]) -> Ints | None:
    """The preference of each kind sent for each kind asked for (kinds, kinds), -1 for never; None without stand-ins.

    Preferences are ranks: 0 for the kind itself. InputError where a stand-in could not do the job.
    """
    if not len(area.stand_ins):
        return None
    preference = np.full((len(kinds), len(kinds)), -1, dtype=np.int32)
    np.fill_diagonal(preference, 0)
    row_of = {pair: k for k, pair in enumerate(kinds)}
    problems = []
    for i, row in enumerate(area.stand_ins.to_dict("records")):
        if row["unit_kind"] in CONVEYING_KINDS and row["stand_in"] not in CONVEYING_KINDS:
            what = f"{row['stand_in']} cannot take patients to hospital as {row['unit_kind']} does."
            problems.append(Problem("stand_ins.csv", what, "Take the row out.", i + 2, "stand_in"))
        asked, sent = (row["service"], row["unit_kind"]), (row["stand_in_service"] or row["service"], row["stand_in"])
        if asked in row_of and sent in row_of:  # an option may have left nobody of a kind
            preference[row_of[asked], row_of[sent]] = row["preference"]
    if problems:
        raise InputError(problems)
    return preference


@compiled
def nearest_suited(kind, place, now, world, crews, preference):
    """The nearest free unit of the kinds most preferred, its expected minutes and their preference."""
    if preference is None:
        unit, minutes = nearest_free(kind, place, now, world, crews)
        return unit, minutes, 0
    kinds = len(crews.kinds)
    last = -1
    for _ in range(kinds):
        level = NEVER  # the next preference there is
        for other in range(kinds):
            if last < preference[kind, other] < level:
                level = preference[kind, other]
        if level == NEVER:
            break
        last = level
        best = NOBODY
        soonest = np.inf
        for other in range(kinds):
            if preference[kind, other] != level:
                continue
            unit, minutes = nearest_free(other, place, now, world, crews)
            if unit != NOBODY and (minutes < soonest or (minutes == soonest and unit < best)):
                soonest = minutes
                best = unit
        if best != NOBODY:
            return best, soonest, level
    return NOBODY, np.inf, NEVER


@compiled
def suits(of, kind, level, preference):
    """Whether a unit of kind `of` may be sent for a kind asked for, being preferred no less than `level`."""
    if preference is None:
        return of == kind
    return 0 <= preference[kind, of] <= level


@compiled
def next_for(kind, kinds, queue, after, preference, requests, later):
    """Take out of its queue the request that a unit of a kind serves next: by rank, then the oldest; NOBODY if none."""
    if preference is None:
        if kinds[kind].waiting == 0:
            return NOBODY
        return first_waiting(kind, kinds, queue, after)
    for rank in range(queue.shape[1]):
        oldest = NOBODY
        asked = NOBODY
        for other in range(len(kinds)):
            if preference[other, kind] < 0 or kinds[other].waiting == 0:
                continue
            head = queue[other, rank].head
            if head >= 0 and (asked == NOBODY or made_before(head, oldest, requests, later)):
                oldest = head
                asked = other
        if asked != NOBODY:
            return first_waiting(asked, kinds, queue, after)
    return NOBODY
