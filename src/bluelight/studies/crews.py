"""What the crews of a service do under an option: jobs, time on them, work past the end of shifts, meal breaks."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.response import Performance
from bluelight.response.comparison import t_half_width
from bluelight.response.rules.shifts import hours_on
from bluelight.studies.results import BreaksHad, CrewWork, Estimate

DAYS_PER_YEAR = 365.0
_NEVER = math.inf


def over_replications(values: NDArray[np.float64], most: float = _NEVER) -> Estimate:
    """The mean of a figure of which each replication has one, with Student's 95% interval, cut at 0 and at `most`.

    With fewer than two replications the interval is the figure alone, and 0 where there is none.
    """
    if not len(values):
        return Estimate(value=0.0, low=0.0, high=0.0)
    mean = float(values.mean())
    half = float(t_half_width(np.array([values.std(ddof=1) if len(values) > 1 else 0.0]), np.array([len(values)]))[0])
    if math.isnan(half):
        half = 0.0
    return Estimate(value=mean, low=max(mean - half, 0.0), high=min(mean + half, most))


def crews_of(area: Area, performance: Performance, service: str) -> list[CrewWork]:
    """The crews of a service, kind by kind in the order of the area's units. `area` is the option's own."""
    mine = area.units[area.units["service"] == service]
    ends = dict(zip(area.units["unit"], np.logical_not(hours_on(area).all(axis=0)).tolist(), strict=True))
    found = []
    for kind in dict.fromkeys(mine["kind"]):
        units = [str(unit) for unit in mine.loc[mine["kind"] == kind, "unit"]]
        found.append(_kind(performance, service, str(kind), units, any(ends[unit] for unit in units)))
    return found


def _kind(performance: Performance, service: str, kind: str, units: list[str], shifts_end: bool) -> CrewWork:
    rows = performance.units[performance.units["unit"].isin(units)]
    by_replication = rows.groupby("replication", sort=False)
    a_year = DAYS_PER_YEAR / performance.days
    busy = rows.pivot(index="replication", columns="unit", values="busy_share")[units]
    means = busy.mean()
    busiest = str(means.idxmax()) if means.notna().any() else units[0]
    overrun = by_replication["overrun_min"].sum().to_numpy(dtype=float) * a_year / 60.0
    return CrewWork(
        unit_kind=kind,
        units=len(units),
        jobs_per_unit=over_replications(by_replication["jobs"].mean().to_numpy(dtype=float) * a_year),
        busy=over_replications(busy.mean(axis=1).dropna().to_numpy(dtype=float)),
        busiest=over_replications(busy[busiest].dropna().to_numpy(dtype=float)),
        busiest_unit=busiest,
        overrun_hours=over_replications(overrun) if shifts_end else None,
        breaks=_breaks(performance.breaks, service, kind, a_year),
    )


def _breaks(breaks: pd.DataFrame, service: str, kind: str, a_year: float) -> BreaksHad | None:
    rows = breaks[(breaks["service"] == service) & (breaks["unit_kind"] == kind)]
    if not len(rows):
        return None
    given, interrupted, missed = (rows[name].to_numpy(dtype=float) for name in ("given", "interrupted", "missed"))
    due = given + missed
    return BreaksHad(
        given=over_replications(given * a_year),
        interrupted=over_replications(interrupted * a_year),
        missed=over_replications(missed * a_year),
        missed_share=over_replications(missed[due > 0] / due[due > 0], 1.0),
    )
