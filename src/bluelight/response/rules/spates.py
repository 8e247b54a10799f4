"""Spates: spells of days on which a family's calls, or those of several, are more than on others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.response.streams import key_of, stream

DAYS_PER_YEAR = 365.0


def draw_spates(area: Area, days: int, seed: int, replication: int) -> dict[str, NDArray[np.float64]]:
    """By family with spates: what the rate of its calls is multiplied by on each day; its mean in the long run is 1."""
    factors: dict[str, NDArray[np.float64]] = {}
    for row in area.spates.to_dict("records"):
        share, multiplier = row["days_a_year"] / DAYS_PER_YEAR, row["multiplier"]
        usual = 1.0 / (1.0 + share * (multiplier - 1.0))
        bad = spate_days(share, int(row["days"]), days, seed, replication, key_of(row["spate"]))
        factors[row["family"]] = factors.get(row["family"], 1.0) * np.where(bad, usual * multiplier, usual)
    return factors


def spate_days(share: float, length: int, days: int, seed: int, replication: int, *key: int) -> NDArray[np.bool_]:
    """Which days lie in a spate. Spates begin by chance and last `length` days; `share` of days are in one."""
    rate = -np.log1p(-share) / length  # that begin in a day: none in `length` days has probability 1 - share
    begins = stream(seed, replication, "spates", *key).random(days + length - 1) < -np.expm1(-rate)
    return np.convolve(begins, np.ones(length, dtype=np.int64))[length - 1 : length - 1 + days] > 0
