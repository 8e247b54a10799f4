"""Performance: what the simulated calls say about response, summarised replication by replication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.errors import BluelightError
from bluelight.response.arrays import Flags, Floats, Records
from bluelight.response.demand import DAYS_PER_YEAR, MINUTES_PER_DAY, Calls
from bluelight.response.requests import Asked
from bluelight.response.standards import CLOCKS, Limits, limits_of
from bluelight.response.tally import ARRIVALS, arrivals_by_call, group_summary

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

    `units`: replication, unit, service, jobs, busy_share (hours from being sent to being free, of hours on duty).
    `curves`: service, minutes, share of calls reached by then (first arrival, the standard's clock, all replications).
    `first`: replication, incident_type, service, share of calls at which a unit of that service is first.
    `published`: replication, figure, value: the model's counterpart of each figure the area publishes.
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


@dataclass(frozen=True, eq=False)
class Summary:
    """One replication's part of a Performance. `reached` counts calls by service and curve minute; `called` all."""

    measures: pd.DataFrame
    units: pd.DataFrame
    first: pd.DataFrame
    published: pd.DataFrame
    reached: NDArray[np.int64]
    called: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Arrivals:
    """The arrivals of one replication after its warm-up, by service and call."""

    area: Area
    calls: Calls
    times: Floats  # (4, services, calls)
    waited: Flags
    asked_at: Floats  # (services, calls)
    counted: Flags  # (calls,) after the warm-up
    usual: Flags  # (services, types) sent to it under the first option

    @cached_property
    def rural(self) -> NDArray[np.int64]:
        """By call: 1 in a rural zone."""
        return self.area.zones["rural"].to_numpy(dtype=np.int64)[self.calls.zone]

    def of(self, service: int, arrival: int, clock: str) -> tuple[NDArray[np.int64], Floats]:
        """The calls that such a unit reached, and the minutes it took."""
        reached = np.nonzero(self.counted & ~np.isnan(self.times[arrival, service]))[0]
        start = self.calls.time_min if clock == "call" else self.asked_at[service]
        return reached, self.times[arrival, service, reached] - start[reached]


def usual_types(area: Area) -> Flags:
    """Which incident types each service is sent to (services, types)."""
    type_row = {name: i for i, name in enumerate(area.incident_types["incident_type"])}
    usual = np.zeros((len(SERVICES), len(type_row)), dtype=np.bool_)
    sent = area.attendance[area.attendance["probability"] > 0]
    for service, incident_type in zip(sent["service"], sent["incident_type"], strict=True):
        usual[SERVICES.index(service), type_row[incident_type]] = True
    return usual


def summarise(
    area: Area, calls: Calls, asked: Asked, answers: Records, on_duty: Flags, usual: Flags | None = None
) -> Summary:
    """Summarise one replication. BluelightError where somebody waited for ever.

    `usual` (services, types) says which types count in rows of all, zones and hours; by default those of the area.
    """
    _refuse_unanswered(area, calls, asked, answers)
    times, waited, asked_at = arrivals_by_call(
        asked.call,
        asked.service,
        asked.requests["time"],
        answers["mobilised"],
        answers["arrival"],
        len(calls),
        len(SERVICES),
    )
    counted = calls.time_min >= calls.warm_up_days * MINUTES_PER_DAY
    arrivals = _Arrivals(area, calls, times, waited, asked_at, counted, usual_types(area) if usual is None else usual)
    limits = {service: limits_of(area, service) for service in SERVICES}
    parts = [part for service in SERVICES for part in _service_rows(arrivals, service, limits[service])]
    parts.append(_any_rows(arrivals))
    measures = pd.concat([p for p in parts if len(p)], ignore_index=True)
    measures.insert(0, "replication", calls.replication)
    reached = np.zeros((len(SERVICES), len(CURVE_MINUTES)), dtype=np.int64)
    called = np.zeros(len(SERVICES), dtype=np.int64)
    for s, service in enumerate(SERVICES):
        here, minutes = arrivals.of(s, 0, limits[service].main_clock)
        minutes = np.sort(minutes[arrivals.usual[s, calls.incident_type[here]]])
        reached[s] = np.searchsorted(minutes, CURVE_MINUTES, side="right")
        called[s] = len(minutes)
    return Summary(
        measures=measures,
        units=_unit_rows(area, calls, answers, on_duty),
        first=_first_rows(arrivals),
        published=_published_rows(arrivals),
        reached=reached,
        called=called,
    )


def _refuse_unanswered(area: Area, calls: Calls, asked: Asked, answers: Records) -> None:
    never = np.nonzero(answers["unit"] < 0)[0]
    if len(never):
        types = area.incident_types["incident_type"].to_numpy()[calls.incident_type[asked.call[never]]]
        service = SERVICES[asked.service[never[0]]]
        raise BluelightError(
            f"area {area.id}: {len(never)} requests were never answered (the first: {service} for {types[0]}), because "
            "no unit of the kind they need came on duty again. Check the shifts and availability of units of that kind."
        )


def _service_rows(arrivals: _Arrivals, service: str, limits: Limits) -> Iterator[pd.DataFrame]:
    area, calls = arrivals.area, arrivals.calls
    s = SERVICES.index(service)
    types = area.incident_types["incident_type"].to_numpy(dtype=object)
    for a, arrival in enumerate(ARRIVALS):
        for clock in CLOCKS:
            reached, minutes = arrivals.of(s, a, clock)
            incident = calls.incident_type[reached]
            within = np.full(len(reached), np.nan)
            if a < 3:
                limit = limits.minutes[a, incident, arrivals.rural[reached]]
                held = ~np.isnan(limit) & (limits.clock[a, incident] == CLOCKS.index(clock))
                within[held] = minutes[held] <= limit[held]
            waited = arrivals.waited[a, s, reached]
            everything, usual = np.ones(len(reached), np.bool_), arrivals.usual[s, incident]
            groupings = [
                ("incident_type", incident, types, everything),
                ("all", np.zeros(len(reached), np.int32), ALL, usual),
            ]
            if arrival == "first" and clock == limits.main_clock:
                zones = area.zones["zone"].to_numpy(dtype=object)
                hour = (calls.time_min[reached] % MINUTES_PER_DAY // 60.0).astype(np.int32)
                groupings += [("zone", calls.zone[reached], zones, usual), ("hour", hour, HOURS, usual)]
            for grouping, group, names, of in groupings:
                rows = _rows(minutes[of], within[of], waited[of], group[of], names)
                yield rows.assign(service=service, grouping=grouping, arrival=arrival, clock=clock)[COLUMNS]


ALL = np.array(["all"], dtype=object)
HOURS = np.array([str(hour) for hour in range(24)], dtype=object)
COLUMNS = [*KEYS, "n", "mean_min", "median_min", "p90_min", "within_share", "waited_share"]


def _rows(
    minutes: Floats, within: Floats, waited: Flags, group: NDArray[np.int32], names: NDArray[np.object_]
) -> pd.DataFrame:
    n, mean, median, p90 = group_summary(minutes, group, len(names))
    held = ~np.isnan(within)
    with np.errstate(invalid="ignore"):
        rows: pd.DataFrame = pd.DataFrame(
            {
                "group": names,
                "n": n,
                "mean_min": mean,
                "median_min": median,
                "p90_min": p90,
                "within_share": np.bincount(group[held], within[held], len(names))
                / np.bincount(group[held], minlength=len(names)),
                "waited_share": np.bincount(group, waited, len(names)) / n,
            }
        )
    return rows.iloc[np.nonzero(n)[0]]


def _any_rows(arrivals: _Arrivals) -> pd.DataFrame:
    """The first unit of whatever service, from the call."""
    calls = arrivals.calls
    first = np.fmin.reduce(arrivals.times[0], axis=0)
    reached = np.nonzero(arrivals.counted & ~np.isnan(first))[0]
    firsts = np.where(np.isnan(arrivals.times[0]), np.inf, arrivals.times[0])[:, reached].argmin(axis=0)
    rows = _rows(
        (first - calls.time_min)[reached],
        np.full(len(reached), np.nan),
        arrivals.waited[0, firsts, reached],
        calls.incident_type[reached],
        arrivals.area.incident_types["incident_type"].to_numpy(dtype=object),
    )
    return rows.assign(service=ANY, grouping="incident_type", arrival="first", clock="call")[COLUMNS]


def _first_rows(arrivals: _Arrivals) -> pd.DataFrame:
    calls, types = arrivals.calls, arrivals.area.incident_types["incident_type"].to_numpy(dtype=object)
    reached = np.nonzero(arrivals.counted & ~np.isnan(arrivals.times[0]).all(axis=0))[0]
    first = np.where(np.isnan(arrivals.times[0]), np.inf, arrivals.times[0])[:, reached].argmin(axis=0)
    cell = calls.incident_type[reached] * len(SERVICES) + first
    count = np.bincount(cell, minlength=len(types) * len(SERVICES)).reshape(len(types), len(SERVICES))
    some = np.nonzero(count.sum(axis=1))[0]
    share = count[some] / count[some].sum(axis=1, keepdims=True)
    return pd.DataFrame(
        {
            "replication": calls.replication,
            "incident_type": np.repeat(types[some], len(SERVICES)),
            "service": np.tile(np.array(SERVICES, dtype=object), len(some)),
            "share": share.ravel(),
        }
    )


def _unit_rows(area: Area, calls: Calls, answers: Records, on_duty: Flags) -> pd.DataFrame:
    n = len(area.units)
    begin, end = calls.warm_up_days * MINUTES_PER_DAY, (calls.warm_up_days + calls.days) * MINUTES_PER_DAY
    busy = np.clip(np.minimum(answers["freed"], end) - np.maximum(answers["mobilised"], begin), 0.0, None)
    started = (answers["mobilised"] >= begin) & (answers["mobilised"] < end)
    duty = on_duty[calls.warm_up_days * 24 :].sum(axis=0) * 60.0
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.bincount(answers["unit"], busy, n) / duty
    return pd.DataFrame(
        {
            "replication": calls.replication,
            "unit": area.units["unit"].to_numpy(dtype=object),
            "service": area.units["service"].to_numpy(dtype=object),
            "jobs": np.bincount(answers["unit"][started], minlength=n),
            "busy_share": np.where(duty > 0, share, np.nan),
        }
    )


def _published_rows(arrivals: _Arrivals) -> pd.DataFrame:
    """What the model gives for each published figure that it can give; NaN for context and for what never happened."""
    area, calls = arrivals.area, arrivals.calls
    type_row = {name: i for i, name in enumerate(area.incident_types["incident_type"])}
    values = []
    for row in area.published.to_dict("records"):
        value = np.nan
        arrival = 1 if pd.isna(row["arrival"]) else int(row["arrival"])
        if row["measure"] != "context" and arrival <= 3:
            reached, minutes = arrivals.of(SERVICES.index(row["service"]), arrival - 1, row["clock"] or "call")
            if row["incident_types"]:
                named = np.array([type_row[name] for name in row["incident_types"]])
                minutes = minutes[np.isin(calls.incident_type[reached], named)]
            if row["measure"] == "count_per_year":
                value = len(minutes) * DAYS_PER_YEAR / calls.days
            elif len(minutes):
                value = minutes.mean() if row["measure"] == "mean_min" else (minutes <= row["within_min"]).mean()
        values.append(value)
    return pd.DataFrame(
        {
            "replication": calls.replication,
            "figure": area.published["figure"].to_numpy(dtype=object),
            "value": np.array(values, dtype=float),
        }
    )


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
    )
