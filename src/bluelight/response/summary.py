"""One replication summarised: arrivals by call, then figures by service, incident type, zone and hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.errors import BluelightError
from bluelight.response.arrays import Flags, Floats, Outcome, Records
from bluelight.response.demand import DAYS_PER_YEAR, MINUTES_PER_DAY, Calls
from bluelight.response.performance import ANY, CURVE_MINUTES, KEYS, Summary
from bluelight.response.requests import Asked
from bluelight.response.standards import CLOCKS, Limits, limits_of
from bluelight.response.tally import ARRIVALS, arrivals_by_call, group_summary


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
    known: dict[tuple[int, int, str], tuple[NDArray[np.int64], Floats]] = field(default_factory=dict)

    @cached_property
    def rural(self) -> NDArray[np.int64]:
        """By call: 1 in a rural zone."""
        return self.area.zones["rural"].to_numpy(dtype=np.int64)[self.calls.zone]

    def of(self, service: int, arrival: int, clock: str) -> tuple[NDArray[np.int64], Floats]:
        """The calls that such a unit reached, and the minutes it took, the shortest first."""
        key = service, arrival, clock
        if key not in self.known:
            reached = np.nonzero(self.counted & ~np.isnan(self.times[arrival, service]))[0]
            start = self.calls.time_min if clock == "call" else self.asked_at[service]
            minutes = self.times[arrival, service, reached] - start[reached]
            rising = np.argsort(minutes)
            self.known[key] = reached[rising], minutes[rising]
        return self.known[key]


def usual_types(area: Area) -> Flags:
    """Which incident types each service is sent to (services, types)."""
    type_row = {name: i for i, name in enumerate(area.incident_types["incident_type"])}
    usual = np.zeros((len(SERVICES), len(type_row)), dtype=np.bool_)
    sent = area.attendance[area.attendance["probability"] > 0]
    for service, incident_type in zip(sent["service"], sent["incident_type"], strict=True):
        usual[SERVICES.index(service), type_row[incident_type]] = True
    return usual


def summarise(
    area: Area, calls: Calls, asked: Asked, outcome: Outcome, on_duty: Flags, usual: Flags | None = None
) -> Summary:
    """Summarise one replication. BluelightError where somebody waited for ever.

    `usual` (services, types) says which types count in rows of all, zones and hours; by default those of the area.
    """
    answers = outcome.answers
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
    measures = _table([*parts, _any_rows(arrivals)])
    measures.insert(0, "replication", calls.replication)
    reached = np.zeros((len(SERVICES), len(CURVE_MINUTES)), dtype=np.int64)
    called = np.zeros(len(SERVICES), dtype=np.int64)
    for s, service in enumerate(SERVICES):
        here, minutes = arrivals.of(s, 0, limits[service].main_clock)
        minutes = minutes[arrivals.usual[s, calls.incident_type[here]]]
        reached[s] = np.searchsorted(minutes, CURVE_MINUTES, side="right")
        called[s] = len(minutes)
    return Summary(
        measures=measures,
        units=_unit_rows(area, calls, outcome, on_duty),
        first=_first_rows(arrivals),
        published=_published_rows(arrivals),
        standards=_standard_rows(arrivals),
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


HOURS = [str(hour) for hour in range(24)]
FIGURES = ["n", "mean_min", "median_min", "p90_min", "within_share", "waited_share"]


@dataclass(frozen=True)
class _Rows:
    """The rows of one service, grouping, arrival and clock: a name and the figures of each group."""

    service: str
    grouping: str
    arrival: str
    clock: str
    names: Sequence[str]
    figures: Floats  # (groups, 6)


def _table(parts: list[_Rows]) -> pd.DataFrame:
    """One frame of the groups that have any calls."""
    figures = np.concatenate([part.figures for part in parts])
    lengths = [len(part.names) for part in parts]
    columns: dict[str, object] = {}
    for key in KEYS:
        if key == "group":
            columns[key] = [name for part in parts for name in part.names]
        else:
            columns[key] = np.repeat(np.array([getattr(part, key) for part in parts], dtype=object), lengths)
    columns |= {name: figures[:, i] for i, name in enumerate(FIGURES)}
    table = pd.DataFrame(columns).astype({"n": np.int64})
    return table[figures[:, 0] > 0]


def _service_rows(arrivals: _Arrivals, service: str, limits: Limits) -> Iterator[_Rows]:
    area, calls = arrivals.area, arrivals.calls
    s = SERVICES.index(service)
    types = area.incident_types["incident_type"].tolist()
    for a, arrival in enumerate(ARRIVALS):
        for clock in CLOCKS:
            reached, minutes = arrivals.of(s, a, clock)
            incident = calls.incident_type[reached]
            within = np.full(len(reached), -1, dtype=np.int8)
            if a < 3:
                limit = limits.minutes[a, incident, arrivals.rural[reached]]
                held = ~np.isnan(limit) & (limits.clock[a, incident] == CLOCKS.index(clock))
                within[held] = minutes[held] <= limit[held]
            waited = arrivals.waited[a, s, reached]
            figures = group_summary(minutes, incident, within, waited, len(types))
            yield _Rows(service, "incident_type", arrival, clock, types, figures)
            usual = arrivals.usual[s, incident]
            reached, minutes, within, waited = reached[usual], minutes[usual], within[usual], waited[usual]
            groupings = [("all", np.zeros(len(reached), np.int32), ["all"])]
            if arrival == "first" and clock == limits.main_clock:
                hour = (calls.time_min[reached] % MINUTES_PER_DAY // 60.0).astype(np.int32)
                groupings += [("zone", calls.zone[reached], area.zones["zone"].tolist()), ("hour", hour, HOURS)]
            for grouping, group, names in groupings:
                figures = group_summary(minutes, group, within, waited, len(names))
                yield _Rows(service, grouping, arrival, clock, names, figures)


def _any_rows(arrivals: _Arrivals) -> _Rows:
    """The first unit of whatever service, from the call."""
    calls, types = arrivals.calls, arrivals.area.incident_types["incident_type"].tolist()
    reached, first = _first_services(arrivals)
    minutes = arrivals.times[0, first, reached] - calls.time_min[reached]
    rising = np.argsort(minutes)
    reached, first = reached[rising], first[rising]
    figures = group_summary(
        minutes[rising],
        calls.incident_type[reached],
        np.full(len(reached), -1, dtype=np.int8),
        arrivals.waited[0, first, reached],
        len(types),
    )
    return _Rows(ANY, "incident_type", "first", "call", types, figures)


def _first_services(arrivals: _Arrivals) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The calls that anybody reached, and the service that was there first."""
    times = np.where(np.isnan(arrivals.times[0]), np.inf, arrivals.times[0])
    reached = np.nonzero(arrivals.counted & np.isfinite(times).any(axis=0))[0]
    return reached, times[:, reached].argmin(axis=0)


def _first_rows(arrivals: _Arrivals) -> pd.DataFrame:
    calls, types = arrivals.calls, arrivals.area.incident_types["incident_type"].to_numpy(dtype=object)
    reached, first = _first_services(arrivals)
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


def _unit_rows(area: Area, calls: Calls, outcome: Outcome, on_duty: Flags) -> pd.DataFrame:
    n, answers, abandoned = len(area.units), outcome.answers, outcome.abandoned
    begin, end = calls.warm_up_days * MINUTES_PER_DAY, (calls.warm_up_days + calls.days) * MINUTES_PER_DAY
    busy = np.clip(np.minimum(answers["freed"], end) - np.maximum(answers["mobilised"], begin), 0.0, None)
    lost = np.clip(np.minimum(abandoned["left"], end) - np.maximum(abandoned["mobilised"], begin), 0.0, None)
    started = (answers["mobilised"] >= begin) & (answers["mobilised"] < end)
    duty = on_duty[calls.warm_up_days * 24 :].sum(axis=0) * 60.0
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (np.bincount(answers["unit"], busy, n) + np.bincount(abandoned["unit"], lost, n)) / duty
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
    values = []
    for row in area.published.to_dict("records"):
        value = np.nan
        arrival = 1 if pd.isna(row["arrival"]) else int(row["arrival"])
        if row["measure"] != "context" and arrival <= 3:
            _, minutes = _of_types(arrivals, row["service"], arrival, row["clock"] or "call", row["incident_types"])
            if row["measure"] == "count_per_year":
                value = len(minutes) * DAYS_PER_YEAR / calls.days
            elif len(minutes):
                value = minutes.mean() if row["measure"] == "mean_min" else (minutes <= row["within_min"]).mean()
        values.append(value)
    return _by_name(calls, "figure", area.published["figure"], values)


def _standard_rows(arrivals: _Arrivals) -> pd.DataFrame:
    """Each standard's own statistic over the calls it covers; NaN where there were none."""
    area = arrivals.area
    values = []
    for row in area.standards.to_dict("records"):
        value = np.nan
        if row["arrival"] <= 3:
            reached, minutes = _of_types(
                arrivals, row["service"], int(row["arrival"]), row["clock"], row["incident_types"]
            )
            if len(minutes) and row["statistic"] == "share_within":
                rural = row["minutes"] if pd.isna(row["rural_minutes"]) else row["rural_minutes"]
                value = (minutes <= np.where(arrivals.rural[reached] == 1, rural, row["minutes"])).mean()
            elif len(minutes):
                value = minutes.mean() if row["statistic"] == "mean" else np.quantile(minutes, 0.9)
        values.append(value)
    return _by_name(arrivals.calls, "standard", area.standards["standard"], values)


def _of_types(
    arrivals: _Arrivals, service: str, arrival: int, clock: str, incident_types: Sequence[str]
) -> tuple[NDArray[np.int64], Floats]:
    """The calls of some incident types (of all where none is named) that such a unit reached, and the minutes."""
    reached, minutes = arrivals.of(SERVICES.index(service), arrival - 1, clock)
    if not incident_types:
        return reached, minutes
    type_row = {name: i for i, name in enumerate(arrivals.area.incident_types["incident_type"])}
    named = np.isin(arrivals.calls.incident_type[reached], [type_row[name] for name in incident_types])
    return reached[named], minutes[named]


def _by_name(calls: Calls, key: str, names: pd.Series, values: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"replication": calls.replication, key: names.to_numpy(dtype=object), "value": np.array(values, dtype=float)}
    )
