"""One replication answered again, kept whole: what a trace is told from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.errors import BluelightError
from bluelight.response.arrays import Duty, Flags, Floats, Outcome
from bluelight.response.demand import MINUTES_PER_DAY, Calls, draw_calls
from bluelight.response.ready import Ready, prepare
from bluelight.response.requests import Asked
from bluelight.response.scenario import Scenario
from bluelight.response.whole import answer_calls


@dataclass(frozen=True)
class Window:
    """The time a trace tells of: minutes from the start of the warm-up, `begin` in it and `end` not."""

    begin: float
    end: float


@dataclass(frozen=True, eq=False)
class Replication:
    """One replication of an area: what was asked, and what became of it. Minutes from the start of the warm-up."""

    ready: Ready
    calls: Calls
    asked: Asked
    outcome: Outcome
    duty: Duty
    on_duty: Flags  # (hours, units)

    @property
    def area(self) -> Area:
        """The area that answered."""
        return self.ready.area

    @property
    def scenario(self) -> Scenario:
        """The area as arrays."""
        return self.ready.scenario

    @property
    def start(self) -> float:
        """When day 1, the first that is counted, begins."""
        return self.calls.warm_up_days * MINUTES_PER_DAY

    @cached_property
    def lonlat(self) -> Floats:
        """Where every place is (places, 2): the sites, then the zones' centres."""
        tables = (self.area.sites, self.area.zones)
        return np.concatenate([table[["lon", "lat"]].to_numpy(float) for table in tables])

    @cached_property
    def kind(self) -> NDArray[np.int32]:
        """The kind of each unit, a row of the scenario's kinds."""
        kinds: NDArray[np.int32] = self.scenario.fleet.units["kind"]
        return kinds

    def window(self, day: int | None) -> Window:
        """One day, counted from 1, or all the days that are counted. BluelightError where there is no such day."""
        if day is None:
            return Window(self.start, self.start + self.calls.days * MINUTES_PER_DAY)
        if not 1 <= day <= self.calls.days:
            raise BluelightError(f"day {day}: there are days 1 to {self.calls.days}. Name one of them.")
        begin = self.start + (day - 1) * MINUTES_PER_DAY
        return Window(begin, begin + MINUTES_PER_DAY)


def replicate(
    area: Area, *, days: int = 365, seed: int = 1, replication: int = 0, warm_up_days: int = 7
) -> Replication:
    """Answer one replication as `simulate` does with the same settings. InputError where the area cannot be run."""
    for name, value, least in (
        ("days", days, 1),
        ("warm-up days", warm_up_days, 0),
        ("replication", replication, 0),
        ("seed", seed, 0),
    ):
        if value < least:
            raise BluelightError(f"{name}: {value} is too few. Give at least {least}.")
    ready = prepare(area)
    calls = draw_calls(area, days, seed, replication, warm_up_days)
    return Replication(ready, calls, *answer_calls(ready, calls, keep_log=True))
