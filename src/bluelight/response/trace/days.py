"""Which day to look at: the one with the most calls waiting, the one with the longest wait, a usual one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from bluelight.response.demand import MINUTES_PER_DAY
from bluelight.response.trace.minutes import at_each_minute
from bluelight.response.trace.replication import Replication
from bluelight.response.trace.waits import Waits


@dataclass(frozen=True)
class Picks:
    """Days worth looking at, counted from 1."""

    most_waiting: int
    longest_wait: int
    usual: int


def figures_by_day(replication: Replication, waits: Waits, waiting: Waits) -> pd.DataFrame:
    """A row for each day: calls made, the most calls that wait at a whole minute, the longest wait, minutes waited.

    `waits` are spells of requests, `waiting` of calls. A spell counts on the day on which it begins; one that never
    ends counts to the end of the last day.
    """
    days, start = replication.calls.days, replication.start
    window = replication.window(None)

    def day_of(time: np.ndarray) -> np.ndarray:
        return ((time - start) // MINUTES_PER_DAY).astype(np.int64)

    made = day_of(replication.calls.time_min)
    queue = at_each_minute(np.zeros(len(waiting.of), dtype=np.int64), waiting.begin, waiting.end, 1, window)[0]
    by_day = queue.reshape(days, int(MINUTES_PER_DAY))
    counted = (waits.begin >= window.begin) & (waits.begin < window.end)
    length = np.minimum(waits.end, window.end)[counted] - waits.begin[counted]
    longest = np.zeros(days)
    np.maximum.at(longest, day_of(waits.begin[counted]), length)
    return pd.DataFrame(
        {
            "day": np.arange(1, days + 1),
            "calls": np.bincount(made[made >= 0], minlength=days)[:days],
            "most_waiting": by_day.max(axis=1),
            "most_waiting_at_min": by_day.argmax(axis=1),
            "longest_wait_min": longest,
            "waited_min": np.bincount(day_of(waits.begin[counted]), length, days),
        }
    )


def pick_days(figures: pd.DataFrame) -> Picks:
    """The worst days and a usual one: the middle day by minutes waited, then by calls. The earliest on ties."""
    ranked = figures.sort_values(["waited_min", "calls", "day"])
    worst = figures.sort_values(["most_waiting", "waited_min"], ascending=False, kind="stable")
    return Picks(
        most_waiting=int(worst["day"].iloc[0]),
        longest_wait=int(figures["day"].iloc[int(figures["longest_wait_min"].to_numpy().argmax())]),
        usual=int(ranked["day"].iloc[(len(ranked) - 1) // 2]),
    )
