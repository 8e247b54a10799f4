"""Days of the week: the share of a family's calls that falls on each. The horizon begins with a Monday."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.week import WEEKDAYS


def weekday_factors(area: Area, days: int) -> dict[str, NDArray[np.float64]]:
    """By family in the table: what the rate of its calls is multiplied by on each day; its mean over a week is 1."""
    factors = {}
    for family, rows in area.weekdays.groupby("family", sort=False):
        share = np.zeros(len(WEEKDAYS))
        share[[WEEKDAYS.index(day) for day in rows["weekday"]]] = rows["share"].to_numpy(dtype=float)
        factors[str(family)] = (len(WEEKDAYS) * share / share.sum())[np.arange(days) % len(WEEKDAYS)]
    return factors
