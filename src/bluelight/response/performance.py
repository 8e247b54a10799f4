"""Performance: what the simulated calls say about response, summarised replication by replication."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.response.arrays import Floats
from bluelight.response.breaks_given import no_breaks
from bluelight.response.calls_answered import none_answered
from bluelight.response.load import load_by_hour, no_load

ANY = "any"  # the first unit of whatever service
CURVE_MINUTES = np.arange(0.0, 60.5, 0.5)
KEYS = ["service", "grouping", "group", "arrival", "clock"]


@dataclass(frozen=True, eq=False)
class Performance:
    """What a simulation says about response: by service, incident type, zone and hour, for each replication.

    `measures`: replication, service, grouping ("all", "incident_type", "zone", "hour"), group, arrival ("first",
    "second", "third", "full": the last unit sent), clock ("call", "mobilisation": from when the service was asked), n,
    mean_min, median_min, p90_min, within_share (of the calls that a standard with this clock covers; NaN where none
    does), waited_share (of calls whose unit was not free when asked for). Rows of zones and hours are first arrivals by
    the clock of the service's standards. A call counts for the services that were asked to send a unit; rows of all,
    zones and hours, and the curves, hold the incident types that the first of the options simulated together sends the
    service to, so that an option which sends it to more is compared on the same calls. Service "any" is the first unit
    of whatever service, from the call, by incident type.

    `units`: replication, unit, service, jobs, busy_share (hours from being sent to being free, of hours on duty),
    overrun_min (minutes of work and of the drive home after it beyond the end of its shifts).
    `curves`: service, minutes, share of calls reached by then (first arrival, the standard's clock, all replications).
    `first`: replication, incident_type, service, share of calls at which a unit of that service is first.
    `published`: replication, figure, value: the model's counterpart of each figure the area publishes.
    `standards`: replication, standard, value: each standard's own statistic (share or minutes) of the calls it covers.
    `load`: service, hour of the day, on_duty, busy, busy_low, busy_high: units on average over all days, and the ends
    of where 95% of days lie.
    `calls_answered`: how soon control rooms answer, as `calls_answered.calls_answered` says; empty without queues.
    `breaks`: meal breaks given, cut short and missed, as `breaks_given.breaks_given` says; empty without breaks.
    """

    area_id: str
    days: int
    replications: int
    seed: int
    warm_up_days: int
    measures: pd.DataFrame
    units: pd.DataFrame
    curves: pd.DataFrame
    first: pd.DataFrame
    published: pd.DataFrame
    standards: pd.DataFrame
    calls_answered: pd.DataFrame = field(default_factory=none_answered)
    load: pd.DataFrame = field(default_factory=no_load)
    breaks: pd.DataFrame = field(default_factory=no_breaks)


@dataclass(frozen=True, eq=False)
class Summary:
    """One replication's part of a Performance. `reached` counts calls by service and curve minute; `called` all."""

    measures: pd.DataFrame
    units: pd.DataFrame
    first: pd.DataFrame
    published: pd.DataFrame
    standards: pd.DataFrame
    reached: NDArray[np.int64]
    called: NDArray[np.int64]
    calls_answered: pd.DataFrame = field(default_factory=none_answered)
    load: Floats | None = None  # as `load_of`
    breaks: pd.DataFrame = field(default_factory=no_breaks)


def combine(area: Area, summaries: list[Summary], days: int, seed: int, warm_up_days: int) -> Performance:
    """A Performance from its replications, in their order."""
    called = np.sum([s.called for s in summaries], axis=0)
    reached = np.sum([s.reached for s in summaries], axis=0)
    with np.errstate(invalid="ignore"):
        share = reached / called[:, None]
    curves = pd.DataFrame(
        {
            "service": np.repeat(np.array(SERVICES, dtype=object), len(CURVE_MINUTES)),
            "minutes": np.tile(CURVE_MINUTES, len(SERVICES)),
            "share": share.ravel(),
        }
    )
    return Performance(
        area_id=area.id,
        days=days,
        replications=len(summaries),
        seed=seed,
        warm_up_days=warm_up_days,
        measures=pd.concat([s.measures for s in summaries], ignore_index=True),
        units=pd.concat([s.units for s in summaries], ignore_index=True),
        curves=curves.dropna(subset=["share"]).reset_index(drop=True),
        first=pd.concat([s.first for s in summaries], ignore_index=True),
        published=pd.concat([s.published for s in summaries], ignore_index=True),
        standards=pd.concat([s.standards for s in summaries], ignore_index=True),
        calls_answered=pd.concat([s.calls_answered for s in summaries], ignore_index=True),
        load=load_by_hour([s.load for s in summaries if s.load is not None]),
        breaks=pd.concat([s.breaks for s in summaries], ignore_index=True),
    )
