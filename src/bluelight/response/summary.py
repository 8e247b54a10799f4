"""One replication summarised: arrivals by call, then figures by service, incident type, zone and hour."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.errors import BluelightError
from bluelight.response.arrays import Flags, Floats, Outcome, Records
from bluelight.response.demand import DAYS_PER_YEAR, MINUTES_PER_DAY, Calls
from bluelight.response.once import once
from bluelight.response.performance import CURVE_MINUTES, Figures, Summary, Told
from bluelight.response.requests import Asked
from bluelight.response.standards import CLOCKS, Limits, limits_of
from bluelight.response.tally import among, arrivals_by_call, by_type, first_of_any, group_summary, reached_by


@dataclass(frozen=True, eq=False)
class Counted:
    """What of the calls of a replication is read for every service and option."""

    calls: Calls
    after: Flags  # those after the warm-up
    hour: NDArray[np.int32]  # of the day
    rural: NDArray[np.int64]  # 1 in a rural zone


def count(area: Area, calls: Calls) -> Counted:
    """Which calls count, and where and when they are."""
    return Counted(
        calls,
        calls.time_min >= calls.warm_up_days * MINUTES_PER_DAY,
        (calls.time_min % MINUTES_PER_DAY // 60.0).astype(np.int32),
        area.zones["rural"].to_numpy(dtype=np.int64)[calls.zone],
    )


class Work(NamedTuple):
    """What units did, by unit."""

    jobs: NDArray[np.int64]
    busy_min: Floats
    overrun_min: Floats

    @classmethod
    def of_nobody(cls, units: int) -> Work:
        """Of so many units that did nothing."""
        return cls(np.zeros(units, dtype=np.int64), np.zeros(units), np.zeros(units))


@dataclass(frozen=True, eq=False)
class _Arrivals:
    """The arrivals of one service, by call."""

    counted: Counted
    times: Floats  # (4, calls)
    waited: Flags
    asked_at: Floats  # (calls,)
    known: dict[tuple[int, str], tuple[NDArray[np.int64], NDArray[np.int32], Floats]] = field(default_factory=dict)

    def of(self, arrival: int, clock: str) -> tuple[NDArray[np.int64], NDArray[np.int32], Floats]:
        """The calls that such a unit reached, their types and the minutes it took, the shortest first."""
        key = arrival, clock
        if key not in self.known:
            start = self.counted.calls.time_min if clock == "call" else self.asked_at
            reached, minutes = reached_by(self.times[arrival], start, self.counted.after)
            self.known[key] = reached, self.counted.calls.incident_type[reached], minutes
        return self.known[key]


def usual_types(area: Area) -> Flags:
    """Which incident types each service is sent to (services, types)."""
    type_row = {name: i for i, name in enumerate(area.incident_types["incident_type"])}
    usual = np.zeros((len(SERVICES), len(type_row)), dtype=np.bool_)
    sent = area.attendance[area.attendance["probability"] > 0]
    for service, incident_type in zip(sent["service"], sent["incident_type"], strict=True):
        usual[SERVICES.index(service), type_row[incident_type]] = True
    return usual


def refuse_unanswered(area: Area, calls: Calls, asked: Asked, never: NDArray[np.int64]) -> None:
    """BluelightError where there are requests that were never answered."""
    if len(never):
        types = area.incident_types["incident_type"].to_numpy()[calls.incident_type[asked.call[never]]]
        service = SERVICES[asked.service[never[0]]]
        raise BluelightError(
            f"area {area.id}: {len(never)} requests were never answered (the first: {service} for {types[0]}), because "
            "no unit of the kind they need came on duty again. Check the shifts and availability of units of that kind."
        )


def tell(
    area: Area,
    counted: Counted,
    service: int,
    call: NDArray[np.int32],
    requests: Records,
    answers: Records,
    usual: Flags,
    brief: bool,
) -> Told:
    """What the answers to a service's requests, which belong to `call`, say of its response."""
    calls, limits = counted.calls, limits_of(area, SERVICES[service])
    arrivals = _Arrivals(
        counted,
        *arrivals_by_call(call, requests["time"], answers["mobilised"], answers["arrival"], len(calls)),
    )
    _, incident, minutes = arrivals.of(0, limits.main_clock)
    minutes = minutes[usual[incident]]
    return Told(
        figures=_with_calls(_figures(area, arrivals, limits, usual, brief)),
        reached=np.searchsorted(minutes, CURVE_MINUTES, side="right"),
        called=len(minutes),
        published=_published(area, arrivals, SERVICES[service]),
        standards=_standards(area, arrivals, SERVICES[service]),
        first=arrivals.times[0].copy(),
        waited=arrivals.waited[0].copy(),
    )


def _with_calls(parts: Sequence[Floats]) -> Figures:
    """The rows of groups that have any calls, and their figures."""
    values = np.concatenate(parts)
    rows = np.nonzero(values[:, 0] > 0)[0]
    return Figures(rows.astype(np.int32), values[rows])


def _figures(area: Area, arrivals: _Arrivals, limits: Limits, usual: Flags, brief: bool) -> list[Floats]:
    """Figures (groups, 6) in the order of `performance.layout`."""
    counted, parts = arrivals.counted, []
    for a in range(4):
        for clock in CLOCKS:
            reached, incident, minutes = arrivals.of(a, clock)
            limit = np.full((len(usual), 2), np.nan)
            if a < 3:
                held = limits.clock[a] == CLOCKS.index(clock)
                limit[held] = limits.minutes[a, held]
            waited = arrivals.waited[a, reached]
            figures, within, kept = by_type(minutes, incident, counted.rural[reached], limit, waited, usual)
            parts.append(figures)
            if a == 0 and clock == limits.main_clock and not brief:
                reached, minutes, within, waited = reached[kept], minutes[kept], within[kept], waited[kept]
                for group, n in ((counted.calls.zone, len(area.zones)), (counted.hour, 24)):
                    parts.append(group_summary(minutes, group[reached], within, waited, n))
            elif a == 0 and clock == limits.main_clock:
                parts.append(np.zeros((len(area.zones) + 24, 6)))
    return parts


def work_of(calls: Calls, outcome: Outcome, units: int) -> tuple[NDArray[np.int64], Floats]:
    """Jobs begun and minutes busy after the warm-up, by unit."""
    answers, abandoned = outcome.answers, outcome.abandoned
    begin, end = calls.warm_up_days * MINUTES_PER_DAY, (calls.warm_up_days + calls.days) * MINUTES_PER_DAY
    busy = np.clip(np.minimum(answers["freed"], end) - np.maximum(answers["mobilised"], begin), 0.0, None)
    lost = np.clip(np.minimum(abandoned["left"], end) - np.maximum(abandoned["mobilised"], begin), 0.0, None)
    started = (answers["mobilised"] >= begin) & (answers["mobilised"] < end)
    jobs: NDArray[np.int64] = np.bincount(answers["unit"][started], minlength=units)
    busy_min = np.bincount(answers["unit"], weights=busy, minlength=units).astype(np.float64)
    return jobs, busy_min + np.bincount(abandoned["unit"], weights=lost, minlength=units)


def put_together(area: Area, counted: Counted, told: Sequence[Told], work: Work, on_duty: Flags) -> Summary:
    """The summary of a replication from what is told of each service and of the work of each unit."""
    calls, types = counted.calls, len(area.incident_types)
    first, soonest, late = first_of_any(np.stack([t.first for t in told]), np.stack([t.waited for t in told]))
    reached, minutes = reached_by(soonest, calls.time_min, counted.after)
    first, incident = first[reached], calls.incident_type[reached]
    within = np.full(len(reached), -1, dtype=np.int8)
    figures = _with_calls([group_summary(minutes, incident, within, late[reached], types)])
    shares = np.bincount(incident * len(SERVICES) + first, minlength=types * len(SERVICES))
    duty = on_duty[calls.warm_up_days * 24 :].sum(axis=0) * 60.0
    with np.errstate(invalid="ignore", divide="ignore"):
        busy_share = np.where(duty > 0, work.busy_min / duty, np.nan)
    return Summary(
        replication=calls.replication,
        told=tuple(t.without_calls() for t in told),
        any_figures=figures,
        first=shares.reshape(types, len(SERVICES)),
        jobs=work.jobs,
        overrun_min=work.overrun_min,
        busy_share=busy_share,
    )


def _published(area: Area, arrivals: _Arrivals, service: str) -> Floats:
    """What the model gives for each published figure that it can give; NaN for context and for what never happened."""
    values = np.full(len(area.published), np.nan)
    for i, row in enumerate(_rows(area, "published")):
        arrival = 1 if pd.isna(row["arrival"]) else int(row["arrival"])
        if row["service"] == service and row["measure"] != "context" and arrival <= 3:
            _, minutes = _of_types(area, arrivals, arrival, row["clock"] or "call", row["incident_types"])
            if row["measure"] == "count_per_year":
                values[i] = len(minutes) * DAYS_PER_YEAR / arrivals.counted.calls.days
            elif len(minutes):
                values[i] = minutes.mean() if row["measure"] == "mean_min" else (minutes <= row["within_min"]).mean()
    return values


def _standards(area: Area, arrivals: _Arrivals, service: str) -> Floats:
    """Each standard's own statistic over the calls it covers; NaN where there were none."""
    values = np.full(len(area.standards), np.nan)
    for i, row in enumerate(_rows(area, "standards")):
        if row["service"] == service and row["arrival"] <= 3:
            reached, minutes = _of_types(area, arrivals, int(row["arrival"]), row["clock"], row["incident_types"])
            if len(minutes) and row["statistic"] == "share_within":
                rural = row["minutes"] if pd.isna(row["rural_minutes"]) else row["rural_minutes"]
                limit = np.where(arrivals.counted.rural[reached] == 1, rural, row["minutes"])
                values[i] = (minutes <= limit).mean()
            elif len(minutes):
                values[i] = minutes.mean() if row["statistic"] == "mean" else np.quantile(minutes, 0.9)
    return values


def _of_types(
    area: Area, arrivals: _Arrivals, arrival: int, clock: str, incident_types: Sequence[str]
) -> tuple[NDArray[np.int64], Floats]:
    """The calls of some incident types (of all where none is named) that such a unit reached, and the minutes."""
    reached, incident, minutes = arrivals.of(arrival - 1, clock)
    if not incident_types:
        return reached, minutes
    return among(reached, minutes, incident, _named(area, tuple(incident_types)))


@once
def _rows(area: Area, table: str) -> list[dict[Hashable, Any]]:
    rows: list[dict[Hashable, Any]] = getattr(area, table).to_dict("records")
    return rows


@once
def _named(area: Area, incident_types: tuple[str, ...]) -> Flags:
    """Which rows of the incident types are named."""
    return area.incident_types["incident_type"].isin(incident_types).to_numpy(dtype=np.bool_)
