"""Vehicles off the road: each by spells of its own, with spare ones that replace them."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.response.rules.borders import at_home_outside
from bluelight.response.streams import key_of, stream

Flags = NDArray[np.bool_]


def with_a_vehicle(area: Area, hours: int, seed: int, replication: int) -> Flags | None:
    """Whether each unit has a vehicle in each hour (hours, units); None where no vehicle is ever off the road.

    Spells belong to the unit's identifier, and those of spares to their number among the spares of their kind, so that
    pooling them changes nobody's luck. Units at home outside the area always have one.
    """
    if not len(area.off_road):
        return None
    there = np.ones((hours, len(area.units)), dtype=np.bool_)
    spares: dict[tuple[str, str], int] = {}
    for row, members in pools(area):
        kind = row["service"], row["unit_kind"]
        first = spares.get(kind, 0)
        spares[kind] = first + int(row["spares"])
        off = (float(row["off_share"]), float(row["mean_days"]) * 24.0)
        own = [_spells(hours, *off, seed, replication, key_of(area.units["unit"].iloc[i])) for i in members]
        spare = np.zeros(hours, dtype=np.int64)
        for number in range(first, spares[kind]):
            key = key_of(f"{kind[0]} {kind[1]}")
            spare += ~_spells(hours, *off, seed, replication, key, number)
        there[:, members] = ~without(np.stack(own, axis=1), spare)
    return there


def pools(area: Area) -> list[tuple[dict[str, Any], list[int]]]:
    """Each row of `off_road` with the units (rows) that share its spares, in the order of the table.

    The row of a unit is that of its home site where there is one, else that of its kind without a site.
    """
    rows: list[dict[str, Any]] = [{str(k): v for k, v in row.items()} for row in area.off_road.to_dict("records")]
    row_of = {(row["service"], row["unit_kind"], row["site"]): i for i, row in enumerate(rows)}
    outside = at_home_outside(area)
    members: list[list[int]] = [[] for _ in rows]
    for unit, (service, kind, site) in enumerate(
        zip(area.units["service"], area.units["kind"], area.units["site"], strict=True)
    ):
        found = row_of.get((service, kind, site))
        if found is None and not outside[unit]:
            found = row_of.get((service, kind, ""))
        if found is not None:
            members[found].append(unit)
    return [(row, units) for row, units in zip(rows, members, strict=True) if units]


def _spells(hours: int, off_share: float, mean_hours: float, seed: int, replication: int, *key: int) -> Flags:
    """Whether a vehicle is off the road at the start of each hour: exponential times on and off it, in the long run."""
    if off_share <= 0:
        return np.zeros(hours, dtype=np.bool_)
    draw = stream(seed, replication, "vehicle", *key)
    off = draw.random() < off_share
    mean = {True: mean_hours, False: mean_hours * (1.0 - off_share) / off_share}
    flags = np.zeros(hours, dtype=np.bool_)
    now = 0.0
    while now < hours:
        until = now + mean[off] * draw.standard_exponential()
        if off:
            flags[int(np.ceil(now)) : int(np.ceil(min(until, float(hours))))] = True
        now, off = until, not off
    return flags


def without(off: Flags, spares: NDArray[np.int64]) -> Flags:
    """Which units have no vehicle (hours, units): theirs is off the road and no spare is left for them.

    `spares` (hours,) is how many are on the road. Who has one keeps it; one that is free goes to the unit that has
    waited longest, the lowest on ties. Where fewer are left than are in use, the last to have got one gives it up.
    """
    lacking = np.zeros_like(off)
    changed = np.concatenate([[True], (off[1:] != off[:-1]).any(axis=1) | (spares[1:] != spares[:-1])])
    moments = [*np.nonzero(changed)[0].tolist(), len(off)]
    queue: list[int] = []  # units whose own vehicle is off the road, in the order in which they are served
    for now, until in itertools.pairwise(moments):
        queue = [unit for unit in queue if off[now, unit]]
        queue += [unit for unit in np.nonzero(off[now])[0].tolist() if unit not in queue]
        lacking[now:until, queue[spares[now] :]] = True
    return lacking
