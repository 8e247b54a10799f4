"""Compliance tables: for each number of free units of a kind, the sites where they should wait."""
# mypy: allow-untyped-defs

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bluelight.area import Area
from bluelight.response.arrays import Ints
from bluelight.response.compiling import compiled
from bluelight.response.dispatch import NOBODY, drive, join, leave, standing


def compile_compliance(area: Area, kinds: tuple[tuple[str, str], ...], site_row: Mapping[str, int]) -> Ints:
    """Places by kind, number of free units and order (kinds, most + 1, most), filled up with -1."""
    rows = area.standby.sort_values("order", kind="stable")
    row_of = {pair: k for k, pair in enumerate(kinds)}
    named = [r for r in rows.to_dict("records") if (r["service"], r["unit_kind"]) in row_of and r["site"] in site_row]
    most = max((int(row["free_units"]) for row in named), default=0)
    table = np.full((len(kinds), most + 1, most), -1, dtype=np.int32)
    for row in named:
        places = table[row_of[row["service"], row["unit_kind"]], int(row["free_units"])]
        places[int((places >= 0).sum())] = site_row[row["site"]]
    return table


@compiled
def settle(kind, now, world, crews, table, log):
    """Send free units to where the table wants so many of them.

    A unit that waits at or drives to a wanted place keeps it, the lowest first; each place left, in the table's order,
    gets the nearest unit without one; all others go home.
    """
    units, kinds = crews.units, crews.kinds
    first, last = kinds[kind].first, kinds[kind].first + kinds[kind].count
    free = kinds[kind].moving + crews.posts[kinds[kind].pool].free
    for i in range(first, last):
        units[crews.members[i]].held = False
    wanted = table.shape[2] if free < table.shape[1] else 0
    for turn in range(2):
        for order in range(wanted):
            place = table[kind, free, order]
            if place < 0:
                break
            best = NOBODY
            soonest = np.inf
            if turn == 0 or not _held_enough(kind, order, place, free, crews, table):
                for i in range(first, last):
                    unit = crews.members[i]
                    if units[unit].slot < 0 or units[unit].held or (turn == 0 and units[unit].home != place):
                        continue
                    minutes = 0.0
                    if turn == 1:
                        here, _ = standing(unit, now, world, crews)
                        minutes = kinds[kind].scale * world.to[place, here]
                    if minutes < soonest:
                        soonest = minutes
                        best = unit
            if best != NOBODY:
                units[best].held = True
                move(best, place, now, world, crews, log)
    for i in range(first, last):
        unit = crews.members[i]
        if units[unit].slot >= 0 and not units[unit].held:
            move(unit, crews.bases[unit], now, world, crews, log)


@compiled
def _held_enough(kind, order, place, free, crews, table):
    """Whether units already hold a place as often as the table wants it up to this order."""
    wanted = 0
    for i in range(order + 1):
        if table[kind, free, i] == place:
            wanted += 1
    held = 0
    for i in range(crews.kinds[kind].first, crews.kinds[kind].first + crews.kinds[kind].count):
        unit = crews.members[i]
        if crews.units[unit].slot >= 0 and crews.units[unit].held and crews.units[unit].home == place:
            held += 1
    return held >= wanted


@compiled
def move(unit, place, now, world, crews, log):
    """Let a free unit wait at a place from now on: it drives there from where it is, unless it does so already."""
    units = crews.units
    if units[unit].home == place:
        return
    here, _ = standing(unit, now, world, crews)
    listed = units[unit].slot >= 0
    if listed:
        leave(unit, crews)
    units[unit].home = place
    drive(unit, here, place, now, world, crews, log)
    if listed:
        join(unit, now, world, crews)
