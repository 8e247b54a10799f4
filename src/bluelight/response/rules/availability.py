"""How often a crew can be raised, by hour of the week."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.week import week_hours


def availability_by_hour(area: Area, crew: NDArray[np.int64]) -> NDArray[np.float64]:
    """The probability that each unit's crew can be raised in each hour of the week (168, units).

    `crew` (168, units) is the row of the table of crewing. A row of `availability_hours` holds for the units and hours
    that are crewed as it says; one that names a unit goes before those that do not.
    """
    share: NDArray[np.float64] = area.crewing["availability"].to_numpy(dtype=float)[crew]
    row_of = {pair: i for i, pair in enumerate(zip(area.crewing["service"], area.crewing["crewing"], strict=True))}
    rows = area.availability_hours.to_dict("records")
    for row in sorted(rows, key=lambda row: bool(row["unit"])):
        if (row["service"], row["crewing"]) not in row_of:  # an option may crew nobody so
            continue
        hours = week_hours(row["weekdays"], row["hour_from"], row["hour_to"])
        units = np.ones(len(area.units), dtype=np.bool_)
        if row["unit"]:
            units = (area.units["unit"] == row["unit"]).to_numpy(dtype=np.bool_)
        held = hours[:, None] & units & (crew == row_of[row["service"], row["crewing"]])
        share[held] = row["availability"]
    return share
