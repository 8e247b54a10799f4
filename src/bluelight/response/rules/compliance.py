"""Compliance tables: for each number of free units of a kind, the sites where they should wait."""
# mypy: allow-untyped-defs

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bluelight.area import Area
from bluelight.response.arrays import Ints
from bluelight.response.dispatch import NOBODY, standing
from bluelight.response.queues import compiled


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
def settle(
    kind, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout, beats, listed, bases, table
):
    """Send free units to where the table wants so many of them.

    A unit that waits at or drives to a wanted place keeps it, the lowest first; each place left, in the table's order,
    gets the nearest unit without one; all others go home.
    """
    first, free = kinds[kind].first, kinds[kind].listed
    for i in range(first, first + free):
        units[listed[i]].held = False
    wanted = table.shape[2] if free < table.shape[1] else 0
    for turn in range(2):
        for order in range(wanted):
            place = table[kind, free, order]
            if place < 0:
                break
            best = NOBODY
            soonest = np.inf
            if turn == 0 or not _held_enough(kind, order, place, free, first, table, units, listed):
                for i in range(first, first + free):
                    unit = listed[i]
                    if units[unit].held or (turn == 0 and units[unit].home != place):
                        continue
                    minutes = 0.0
                    if turn == 1:
                        here, _ = standing(
                            unit, now, hour, xy, first_zone, frame, start, candidates, units, turnout, beats
                        )
                        minutes = kinds[kind].scale * to[place, here]
                    if minutes < soonest or (minutes == soonest and unit < best):
                        soonest = minutes
                        best = unit
            if best != NOBODY:
                units[best].held = True
                move(best, place, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout, beats)
    for i in range(first, first + free):
        unit = listed[i]
        if not units[unit].held:
            move(
                unit, bases[unit], now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout, beats
            )


@compiled
def _held_enough(kind, order, place, free, first, table, units, listed):
    """Whether units already hold a place as often as the table wants it up to this order."""
    wanted = 0
    for i in range(order + 1):
        if table[kind, free, i] == place:
            wanted += 1
    held = 0
    for i in range(first, first + free):
        if units[listed[i]].held and units[listed[i]].home == place:
            held += 1
    return held >= wanted


@compiled
def move(unit, place, now, hour, to, xy, first_zone, frame, start, candidates, units, kinds, turnout, beats):
    """Let a free unit wait at a place from now on: it drives there from where it is, unless it does so already."""
    if units[unit].home == place:
        return
    here, _ = standing(unit, now, hour, xy, first_zone, frame, start, candidates, units, turnout, beats)
    kind = units[unit].kind
    units[unit].home = place
    units[unit].left = now
    units[unit].home_at = now + kinds[kind].scale * to[place, here] / kinds[kind].speed_home
    units[unit].from_place = here
    units[unit].to_place = place
