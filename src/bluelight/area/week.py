"""Hours of the week: 0 is Monday from midnight, 167 the last of Sunday."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS = 24 * len(WEEKDAYS)


@lru_cache(maxsize=4096)
def week_hours(weekdays: tuple[str, ...], start: float, end: float) -> NDArray[np.bool_]:
    """The hours of the week (168 flags) from `start` to `end` on some weekdays, on every one where none is named.

    An end at or before the start is on the next day; the hours then belong to the weekday on which they begin.
    """
    length = end - start + (24.0 if end <= start else 0.0)
    flags = np.zeros(HOURS, dtype=np.bool_)
    for day, name in enumerate(WEEKDAYS):
        if name in weekdays or not weekdays:
            flags |= (np.arange(HOURS) - 24 * day - start) % HOURS < length
    flags.flags.writeable = False  # it is kept
    return flags
