"""Load by hour of the day: units on duty and busy, with how far single days lie from the average."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.compiling import kept
from bluelight.response.arrays import Flags, Floats, Outcome
from bluelight.response.demand import Calls

COLUMNS = ("service", "hour", "on_duty", "busy", "busy_low", "busy_high")
BAND = (0.025, 0.975)  # of days


def no_load() -> pd.DataFrame:
    """Load of nobody."""
    return pd.DataFrame({name: pd.Series(dtype=object if name == "service" else float) for name in COLUMNS})


def load_of(area: Area, calls: Calls, outcome: Outcome, on_duty: Flags) -> NDArray[np.float64]:
    """Units on duty, and units busy, by service and counted hour (2, services, hours): the mean over each hour.

    A unit is busy from being sent to being free, one that was diverted until then, and after its duty as well.
    """
    service = np.array([SERVICES.index(s) for s in area.units["service"]], dtype=np.int64)
    answered = outcome.answers[outcome.answers["unit"] >= 0]
    abandoned = outcome.abandoned
    begin = np.concatenate([answered["mobilised"], abandoned["mobilised"]])
    end = np.concatenate([answered["freed"], abandoned["left"]])
    unit = np.concatenate([answered["unit"], abandoned["unit"]])
    first = calls.warm_up_days * 24
    counted = on_duty[first:]
    on = np.stack([counted[:, service == s].sum(axis=1) for s in range(len(SERVICES))])
    busy = minutes_by_hour(begin - 60.0 * first, end - 60.0 * first, service[unit], len(SERVICES), len(counted)) / 60.0
    return np.stack([on, busy])


@kept(nogil=True, error_model="numpy")
def minutes_by_hour(begin: Any, end: Any, group: Any, groups: int, hours: int) -> Any:
    """Minutes of spells, given in minutes, that fall in each hour from 0 on, by group (groups, hours)."""
    total = np.zeros((groups, hours))
    for i in range(len(begin)):
        since = max(begin[i], 0.0)
        hour = int(since / 60.0)
        while hour < hours and since < end[i]:
            until = min(end[i], 60.0 * (hour + 1))
            total[group[i], hour] += until - since
            since = until
            hour += 1
    return total


class LoadOfDays:
    """Load by hour of the day over all days of all replications, added one replication at a time, in any order.

    Of what units were busy with, only the days that the ends of the band can depend on are kept.
    """

    def __init__(self, days: int) -> None:
        self._days = days
        self._kept = int(BAND[0] * days) + 3
        self._sums: dict[int, Floats] = {}
        self._lowest = self._highest = np.empty((len(SERVICES), 0, 24))

    def add(self, replication: int, load: Sequence[Floats]) -> None:
        """Add a replication: as `load_of`, by service (each 2, hours)."""
        by_day = np.stack(load, axis=1).reshape(2, len(SERVICES), -1, 24)
        self._sums[replication] = by_day.sum(axis=2)
        self._lowest = _least(np.concatenate([self._lowest, by_day[1]], axis=1), self._kept)
        self._highest = -_least(-np.concatenate([self._highest, by_day[1]], axis=1), self._kept)

    def table(self) -> pd.DataFrame:
        """The mean of units on duty and busy, and where 95% of days lie, by service and hour."""
        if not self._sums:
            return no_load()
        on, busy = np.stack([self._sums[r] for r in sorted(self._sums)]).sum(axis=0) / self._days
        table = pd.DataFrame(
            {
                "service": np.repeat(np.array(SERVICES, dtype=object), 24),
                "hour": np.tile(np.arange(24), len(SERVICES)),
                "on_duty": on.ravel(),
                "busy": busy.ravel(),
                "busy_low": self._end(BAND[0], self._lowest, self._lowest.max(axis=1)).ravel(),
                "busy_high": self._end(BAND[1], self._highest, self._highest.min(axis=1)).ravel(),
            }
        )
        there = table.groupby("service")[["on_duty", "busy"]].transform("sum").sum(axis=1) > 0
        return table[there].reset_index(drop=True)

    def _end(self, share: float, kept: Floats, others: Floats) -> Floats:
        """A quantile over all days. Those not kept lie beyond those that are, so any number from there will do."""
        rest = np.repeat(others[:, None], self._days - kept.shape[1], axis=1)
        return np.asarray(np.quantile(np.concatenate([kept, rest], axis=1), share, axis=1))


def _least(values: Floats, count: int) -> Floats:
    """The least values along the middle axis, in no order."""
    return np.partition(values, count - 1, axis=1)[:, :count].copy() if values.shape[1] > count else values
