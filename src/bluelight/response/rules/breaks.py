"""Meal breaks: units that are free in their window are stood down, so many of a kind at a time.

Off, nobody has a break.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bluelight.area import Area
from bluelight.response.arrays import BREAK, INTERRUPTED, MISSED, REST, Breaks, Floats, Ints, Rests
from bluelight.response.compiling import apart
from bluelight.response.dispatch import NOBODY, leave, standing
from bluelight.response.queues import push, remove
from bluelight.response.rules.stand_ins import suits


@dataclass(frozen=True, eq=False)
class Windows:
    """The windows of every day, one row for each unit and window."""

    unit: Ints
    row: Ints  # of the table
    opens: Floats  # minutes from midnight
    length: Floats
    minutes: Floats  # the rest by row of the table, as in Breaks
    at_once: Ints
    interrupts: Ints


def compile_breaks(area: Area) -> Windows | None:
    """The windows of an area's units, None where it has none."""
    if not len(area.breaks):
        return None
    ranks = np.unique(area.incident_types["priority"].to_numpy())
    found: list[tuple[int, int, float, float]] = []
    for r, row in enumerate(area.breaks.to_dict("records")):
        length = (row["window_to"] - row["window_from"]) % 24.0
        units = (area.units["service"] == row["service"]) & (area.units["kind"] == row["unit_kind"])
        if not np.isnan(row["on_from"]):
            units &= area.units["on_from"] == row["on_from"]
        opens = row["window_from"] % 24.0 * 60.0
        found += [(int(unit), r, opens, length * 60.0) for unit in np.nonzero(units.to_numpy())[0]]
    unit, row_of, opens_at, lengths = (np.array(column) for column in zip(*found, strict=True)) if found else [()] * 4
    may = area.breaks["interrupt_priority"].to_numpy(dtype=np.float64)
    return Windows(
        unit=np.asarray(unit, dtype=np.int32),
        row=np.asarray(row_of, dtype=np.int32),
        opens=np.asarray(opens_at, dtype=np.float64),
        length=np.asarray(lengths, dtype=np.float64),
        minutes=area.breaks["minutes"].to_numpy(dtype=np.float64, copy=True),  # read-only is a kernel of its own
        at_once=area.breaks["at_once"].to_numpy(dtype=np.int32),
        interrupts=(np.searchsorted(ranks, np.nan_to_num(may), side="right") - 1).astype(np.int32),
    )


def open_windows(windows: Windows, hours: int) -> Breaks:
    """The windows that open within the horizon, in the order in which they open and close."""
    days = np.arange(-(-hours // 24)) * 1440.0
    begin = (days[:, None] + windows.opens).ravel()
    unit, row = np.tile(windows.unit, len(days)), np.tile(windows.row, len(days))
    end = begin + np.tile(windows.length, len(days))
    within = begin < hours * 60.0
    begin, end, unit, row = begin[within], end[within], unit[within], row[within]
    time = np.concatenate([end, begin])
    opens = np.repeat([False, True], len(begin))
    units = np.tile(unit, 2)
    order = np.lexsort((units, opens, time))
    return Breaks(
        time=time[order],
        unit=units[order],
        row=np.tile(row, 2)[order],
        opens=opens[order],
        until=np.tile(end, 2)[order],
        minutes=windows.minutes,
        at_once=windows.at_once,
        interrupts=windows.interrupts,
    )


def keep_up(windows: Breaks, units: int, kinds: int, requests: int) -> Rests:
    """Room for the breaks of a run: each window may end in one given or missed, and requests may cut some short."""
    rests = np.zeros(units, dtype=REST)
    rests["due"] = rests["row"] = -1
    log = np.zeros(2 * len(windows.time) + 2 * requests, dtype=BREAK)
    return Rests(windows, rests, np.zeros(kinds, dtype=np.int32), log, np.zeros(1, dtype=np.int64))


@apart
def window(event, now, crews, rests):
    """A window opens for a unit, if it is on duty, or closes: a break not begun by then is missed."""
    unit, row = rests.windows.unit[event], rests.windows.row[event]
    rest = rests.units[unit]
    if not rests.windows.opens[event]:
        if rest.due == row:
            miss(unit, now, rests)
    elif crews.units[unit].on:
        if rest.due >= 0:
            miss(unit, now, rests)
        rest.due = row
        rest.closes = rests.windows.until[event]


@apart
def stand_down(kind, now, book, crews, rests):
    """Free units of a kind that should have a break begin it, the lowest first, so many at a time. Whether any does."""
    began = False
    units = crews.units
    for i in range(crews.kinds[kind].first, crews.kinds[kind].first + crews.kinds[kind].count):
        unit = crews.members[i]
        rest = rests.units[unit]
        if rest.due < 0 or units[unit].slot < 0 or rests.resting[kind] >= rests.windows.at_once[rest.due]:
            continue
        leave(unit, crews)
        units[unit].busy = True
        units[unit].job = NOBODY
        rest.row = rest.due
        rest.due = -1
        rest.began = now
        rests.resting[kind] += 1
        push(max(now, units[unit].home_at) + rests.windows.minutes[rest.row], unit, book.jobs, book.size)
        began = True
    return began


@apart
def nearest_resting(asking, unit, minutes, level, now, world, crews, requests, preference, rests):
    """The unit to send and its expected minutes: one whose break may be interrupted, if sooner than the one given."""
    kind, place, rank = requests[asking].kind, requests[asking].place, requests[asking].rank
    units = crews.units
    best = unit
    soonest = minutes
    for i in range(len(units)):
        row, of = rests.units[i].row, units[i].kind
        if row < 0 or not units[i].on or rank > rests.windows.interrupts[row]:
            continue
        if not suits(of, kind, level, preference):
            continue
        here, leaves = standing(i, now, world, crews)
        there = leaves + crews.kinds[of].scale * world.to[place, here]
        if there < soonest:
            soonest = there
            best = i
    return best, soonest


@apart
def interrupt(unit, now, book, crews, rests):
    """A unit breaks off. Where its window is still open it should have its break later."""
    rest = rests.units[unit]
    row = rest.row
    remove(unit, book.jobs, book.size)
    end_break(unit, now, INTERRUPTED, crews, rests)
    if rest.due < 0 and now < rest.closes:
        rest.due = row
    else:
        _note(unit, now, now, MISSED, rests)


@apart
def end_break(unit, now, what, crews, rests):
    """Take a unit out of those that have a break."""
    rest = rests.units[unit]
    rest.row = -1
    rests.resting[crews.units[unit].kind] -= 1
    _note(unit, rest.began, now, what, rests)


@apart
def miss(unit, now, rests):
    """A unit has had no break in its window."""
    rests.units[unit].due = -1
    _note(unit, now, now, MISSED, rests)


@apart
def _note(unit, began, ended, what, rests):
    line = rests.log[rests.size[0]]
    line.unit = unit
    line.began = began
    line.ended = ended
    line.what = what
    rests.size[0] += 1
