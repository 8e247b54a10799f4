"""Screening: many plans of where units stand, ranked by a short run each on the same calls.

Every plan answers the same few thousand calls with the same absences and luck, so that plans differ by where units
stand and nothing else. That ranks them long before it says how good one is: take the best to a full simulation.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.errors import BluelightError, InputError, Problem
from bluelight.response.apart import split
from bluelight.response.arrays import Duty, Flags, Fleet, Floats, arrange
from bluelight.response.demand import DAYS_PER_YEAR, MINUTES_PER_DAY, draw_calls
from bluelight.response.duty import draw_beats
from bluelight.response.ready import Ready, prepare
from bluelight.response.scenario import draw_shifts, nearest_zones
from bluelight.response.standards import CLOCKS, limits_of
from bluelight.response.summary import usual_types
from bluelight.response.tally import arrivals_by_call
from bluelight.response.whole import answer_asked, breaks_of

WARM_UP_DAYS = 1


Plan = Mapping[str, str | None]  # unit to the site where it stands, None where it is withdrawn


def screen(
    area: Area, plans: Sequence[Plan], service: str, *, calls: int = 5_000, seed: int = 1, workers: int = 1
) -> pd.DataFrame:
    """Mean minutes to the first arrival of a service under each plan, on the same `calls` calls or so of that service.

    A plan names units and the sites where they stand in it; all others stay where they are. Columns: plan (its number),
    n, mean_min (by the clock of the service's standards, of the types it is sent to), rank (1 is the soonest; plans as
    soon as each other share the lower). `mean_min` is that of a simulation of one replication of `days_for` days after
    a day of warm-up, but that spare vehicles stay where they are. Raises InputError where a plan names a unit or a site
    that is not there; BluelightError where the service is sent to no call, a rule of standby says where units wait, or
    a request is never answered.
    """
    screening = Screening(area, service, calls=calls, seed=seed)
    screening.check(plans)
    minutes = [float(times.mean()) if len(times) else np.nan for times in screening.answer(plans, workers)]
    table = pd.DataFrame({"plan": np.arange(len(plans)), "n": screening.n, "mean_min": np.array(minutes, dtype=float)})
    table["rank"] = table["mean_min"].rank(method="min").fillna(1).astype(np.int64)
    return table


class Screening:
    """The calls that plans of one service are screened on, drawn once.

    `incident_type` (n,) is the row of each call's type in the area's table, `limit_min` (n,) the minutes that the
    standard of a first arrival gives it, NaN where none does.
    """

    def __init__(self, area: Area, service: str, *, calls: int = 5_000, seed: int = 1) -> None:
        s = SERVICES.index(service)
        self._area, self._seed, self._base = area, seed, prepare(area)
        base = self._base
        if base.scenario.rules.standby is not None:
            raise BluelightError(
                f"area {area.id}: its units stand by where a rule says, so moving their homes ranks nothing. Simulate "
                "the plans as options instead."
            )
        days = days_for(area, service, calls)
        drawn = draw_calls(area, days, seed, 0, WARM_UP_DAYS)
        self._part = next(part for part in split(base, drawn) if s in part.services)
        hours = (WARM_UP_DAYS + days) * 24
        self._duty, _ = draw_shifts(base.scenario, hours, seed, 0)
        self._breaks = breaks_of(base, hours)
        own = self._part.own
        usual = usual_types(area)[s][drawn.incident_type[own.call]]
        late = drawn.time_min[own.call] >= WARM_UP_DAYS * MINUTES_PER_DAY
        self._mine = np.nonzero((own.service == s) & usual & late)[0]
        counted, self._call = np.unique(own.call[self._mine], return_inverse=True)
        self.n = len(counted)
        self.incident_type = drawn.incident_type[counted]
        limits = limits_of(area, service)
        rural = (area.zones["rural"].to_numpy(dtype=bool)[drawn.zone[counted]]).astype(np.int64)
        self._from_call = limits.main_clock == "call"
        held = limits.clock[0] == CLOCKS.index(limits.main_clock)
        minutes = np.where(held[:, None], limits.minutes[0], np.nan)
        self.limit_min = minutes[self.incident_type, rural]
        self._start = drawn.time_min[counted]

    def check(self, plans: Sequence[Plan]) -> None:
        """InputError where a plan names a unit or a site that is not there."""
        self._homes(plans)

    def answer(self, plans: Sequence[Plan], workers: int = 1) -> list[Floats]:
        """Minutes to the first arrival at each call (n,), for each plan; the same however many threads share them."""
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="screening") as pool:
            return list(pool.map(self._answer, *self._homes(plans)))

    def _answer(self, home: NDArray[np.int32], off: Flags) -> Floats:
        base, own = self._base, self._part.own
        scenario = dataclasses.replace(base.scenario, fleet=_with_homes(base, home))
        duty = _without(_with_beats(self._area, base, self._duty, home, self._seed), off)
        asked, outcome = answer_asked(scenario, duty, own, self._breaks)
        if (outcome.answers["unit"] < 0).any():
            raise BluelightError(f"area {self._area.id}: a request was never answered. Simulate the area to see which.")
        answers, requests = outcome.answers[self._mine], asked.requests[self._mine]
        times, _, asked_at = arrivals_by_call(
            self._call, requests["time"], answers["mobilised"], answers["arrival"], self.n
        )
        return np.asarray(times[0] - (self._start if self._from_call else asked_at), dtype=np.float64)

    def _homes(self, plans: Sequence[Plan]) -> tuple[NDArray[np.int32], Flags]:
        """The place of each unit's home in each plan (plans, units), and which are withdrawn (same shape)."""
        area = self._area
        unit_row = {unit: i for i, unit in enumerate(area.units["unit"])}
        site_row = {site: i for i, site in enumerate(area.sites["site"])}
        homes = np.tile(self._base.scenario.fleet.units["home"], (len(plans), 1))
        off = np.zeros(homes.shape, dtype=np.bool_)
        problems = []
        for i, plan in enumerate(plans):
            for unit, site in plan.items():
                if unit not in unit_row or (site is not None and site not in site_row):
                    what = f"unit {unit}" if unit not in unit_row else f"site {site}"
                    problems.append(Problem(f"plan {i}", f"{what} is not in area {area.id}.", "Name one that is."))
                elif site is None:
                    off[i, unit_row[unit]] = True
                else:
                    homes[i, unit_row[unit]] = site_row[site]
        if problems:
            raise InputError(problems)
        return homes, off


def days_for(area: Area, service: str, calls: int) -> int:
    """The days in which a service is sent to so many calls, on average. BluelightError where it is sent to none."""
    if calls < 1:
        raise BluelightError(f"calls: {calls} is too few. Give at least 1.")
    mine = area.attendance[area.attendance["service"] == service]
    never = (1.0 - mine["probability"]).groupby(mine["incident_type"]).prod()
    yearly = area.incident_types.set_index("incident_type")["annual_count"]
    a_day = float((yearly.reindex(never.index) * (1.0 - never)).sum()) / DAYS_PER_YEAR
    if a_day <= 0:
        raise BluelightError(f"area {area.id}: no call asks for {service}, so no plan can be ranked.")
    return math.ceil(calls / a_day)


def _with_homes(base: Ready, home: NDArray[np.int32]) -> Fleet:
    fleet = base.scenario.fleet
    return arrange(
        kind=fleet.units["kind"],
        home=home,
        patrols=fleet.units["patrol"] >= 0,
        turnout=fleet.turnout,
        scale=fleet.kinds["scale"],
        speed_home=fleet.kinds["speed_home"],
        to=base.scenario.map.to,
    )


def _with_beats(area: Area, base: Ready, duty: Duty, home: NDArray[np.int32], seed: int) -> Duty:
    """Duty with the beats of units that patrol from another home."""
    units, world = base.scenario.fleet.units, base.scenario.map
    patrol = np.nonzero(units["patrol"] >= 0)[0]
    if (home[patrol] == units["home"][patrol]).all():
        return duty
    beats = draw_beats(area, patrol, nearest_zones(world.xy, world.first_zone)[home], len(duty.beats), seed, 0)
    return duty._replace(beats=(beats + world.first_zone).astype(np.int32))


def _without(duty: Duty, off: Flags) -> Duty:
    """Duty without the units that are withdrawn."""
    if not off.any():
        return duty
    stays = ~off[duty.unit]
    return duty._replace(at_start=duty.at_start & ~off, time=duty.time[stays], unit=duty.unit[stays], on=duty.on[stays])
