"""How each option responds, from the simulation's tables to what results say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from bluelight.area import Area
from bluelight.options.tables import records
from bluelight.response import Performance, calibration_table, compare, estimates
from bluelight.response.comparison import answer_estimates
from bluelight.response.once import once
from bluelight.response.performance import ANY, KEYS
from bluelight.response.standards import limits_of
from bluelight.studies.crews import crews_of, over_replications
from bluelight.studies.results import (
    SERVICES,
    CalibrationRow,
    CallsAnswered,
    Change,
    CurvePoint,
    Estimate,
    FirstResponder,
    HourLoad,
    HourResponse,
    IncidentTypeResponse,
    Measures,
    Service,
    ServiceResponse,
    ZoneResponse,
)

FEWEST_CALLS = 30  # over all replications; a mean of fewer says more of luck than of place
DAYS_PER_YEAR = 365.0

Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, eq=False)
class Rows:
    """A table of estimates or of changes, by service, grouping, group, arrival and clock."""

    rows: dict[Key, dict[str, Any]]

    @classmethod
    def of(cls, table: pd.DataFrame) -> Rows:
        """The rows of such a table."""
        keys = zip(*(table[name] for name in KEYS), strict=True)
        return cls(dict(zip(keys, records(table), strict=True)))

    def get(self, service: str, grouping: str, group: str, arrival: str, clock: str) -> dict[str, Any]:
        """One row, empty where there is none."""
        return self.rows.get((service, grouping, group, arrival, clock), {})


@dataclass(frozen=True, eq=False)
class OptionRows:
    """One option's performance, ready to be told: `change` is None for business as usual."""

    area: Area
    performance: Performance
    estimate: Rows
    change: Rows | None
    caveats: dict[str, str | None]

    @classmethod
    def of(cls, area: Area, base: Performance, option: Performance, caveats: dict[str, str | None]) -> OptionRows:
        """The rows of an option beside business as usual."""
        change = None if option is base else Rows.of(compare(base, option))
        return cls(area, option, Rows.of(estimates(option)), change, caveats)

    @cached_property
    def clocks(self) -> dict[str, str]:
        """The clock each service's figures run by."""
        return {service: limits_of(self.area, service).main_clock for service in SERVICES}

    def per_year(self, calls: float) -> float:
        """Calls a replication as calls a year."""
        return calls * DAYS_PER_YEAR / self.performance.days

    def measures(self, service: str, grouping: str, group: str, clock: str) -> Measures:
        """The response times of one group of a service's calls."""
        first, second, full = (
            self.estimate.get(service, grouping, group, arrival, clock) for arrival in ("first", "second", "full")
        )
        return Measures(
            calls_per_year=self.per_year(first.get("n", 0.0)),
            mean_min=estimate(first, "mean"),
            median_min=estimate(first, "median"),
            p90_min=estimate(first, "p90"),
            within_standard=estimate(first, "within"),
            full_attendance_mean_min=estimate(full, "mean"),
            second_mean_min=estimate(second, "mean"),
        )

    def changed(self, service: str, grouping: str, group: str, clock: str) -> Change | None:
        """What the option changes for one group of a service's calls; None for business as usual."""
        if self.change is None:
            return None
        row = self.change.get(service, grouping, group, "first", clock)
        return Change(
            mean_min=estimate(row, "mean"), p90_min=estimate(row, "p90"), within_standard=estimate(row, "within")
        )

    def service(self, service: str) -> ServiceResponse:
        """How one service responds."""
        clock, performance = self.clocks[service], self.performance
        curve = performance.curves[performance.curves["service"] == service]
        waited = self.estimate.get(service, "all", "all", "first", clock).get("waited_share", 0.0)
        return ServiceResponse(
            in_headline=self.caveats[service] is None,
            caveat=self.caveats[service],
            standard=_service_standard(self.area, service),
            measures=self.measures(service, "all", "all", clock),
            change=self.changed(service, "all", "all", clock),
            incident_types=self._incident_types(service),
            hours=self._hours(service, clock),
            curve=[CurvePoint(minutes=m, share=s) for m, s in zip(curve["minutes"], curve["share"], strict=True)],
            utilisation=_utilisation(performance, service),
            waited_share=waited,
            load=_load(performance, service),
            crews=crews_of(self.area, performance, service),
        )

    def _incident_types(self, service: str) -> list[IncidentTypeResponse]:
        found = []
        for row in self.area.incident_types.to_dict("records"):
            name = str(row["incident_type"])
            held = standards_for(self.area, service, name)
            clock = str(held[0]["clock"]) if held else self.clocks[service]
            if not self.estimate.get(service, "incident_type", name, "first", clock):
                continue
            found.append(
                IncidentTypeResponse(
                    id=name,
                    name=str(row["name"]),
                    standard="; ".join(said(s) for s in held) or None,
                    measures=self.measures(service, "incident_type", name, clock),
                    change=self.changed(service, "incident_type", name, clock),
                )
            )
        return found

    def _hours(self, service: str, clock: str) -> list[HourResponse]:
        rows = [self.estimate.get(service, "hour", str(hour), "first", clock) for hour in range(24)]
        return [
            HourResponse(hour=hour, calls_per_year=self.per_year(row.get("n", 0.0)), mean_min=_number(row, "mean_min"))
            for hour, row in enumerate(rows)
        ]

    def zones(self) -> list[ZoneResponse]:
        """Mean response by zone and service, and its change."""
        return [self._zone(str(zone)) for zone in self.area.zones["zone"]]

    def _zone(self, zone: str) -> ZoneResponse:
        mean: dict[Service, float | None] = {}
        change: dict[Service, Estimate | None] = {}
        waited: dict[Service, float | None] = {}
        for service in SERVICES:
            key = (service, "zone", zone, "first", self.clocks[service])
            row = self.estimate.get(*key)
            enough = row.get("n", 0.0) * self.performance.replications >= FEWEST_CALLS
            mean[service] = _number(row, "mean_min") if enough else None
            waited[service] = _number(row, "waited_share") if enough else None
            changed = self.change.get(*key) if self.change is not None and enough else {}
            change[service] = estimate(changed, "mean")
        return ZoneResponse(
            zone=zone,
            mean_min=mean,
            change_min={s: None if e is None else e.value for s, e in change.items()},
            change_low_min={s: None if e is None else e.low for s, e in change.items()},
            change_high_min={s: None if e is None else e.high for s, e in change.items()},
            waited_share=waited,
        )

    def first_responders(self, incident_types: Sequence[str], sent: set[str]) -> list[FirstResponder]:
        """The first unit of any service at incidents of some types; `sent` are the services that an option sends."""
        names = dict(zip(self.area.incident_types["incident_type"], self.area.incident_types["name"], strict=True))
        found = []
        for incident_type in incident_types:
            row = self.estimate.get(ANY, "incident_type", incident_type, "first", "call")
            caveat = " ".join(
                dict.fromkeys(f"{s.capitalize()}: {c}" for s in SERVICES if s in sent and (c := self.caveats[s]))
            )
            found.append(
                FirstResponder(
                    id=incident_type,
                    name=str(names[incident_type]),
                    in_headline=not caveat,
                    caveat=caveat or None,
                    calls_per_year=self.per_year(row.get("n", 0.0)),
                    mean_min=estimate(row, "mean"),
                    p90_min=estimate(row, "p90"),
                    change=self.changed(ANY, "incident_type", incident_type, "call"),
                    first_share=self._first_share(incident_type),
                )
            )
        return found

    def calls_answered(self) -> list[CallsAnswered]:
        """How soon control rooms answer; empty where no call waits for a call-taker."""
        found = []
        for row in records(answer_estimates(self.performance)):
            within, wait, late, busy = (
                _about(row, name) for name in ("within_10s_share", "mean_wait_s", "p95_wait_s", "busy_share")
            )
            found.append(
                CallsAnswered(
                    room=row["room"],
                    services=[service for service in SERVICES if service in row["room"].split("+")],
                    calls=row["calls"],
                    calls_per_year=self.per_year(row["n"]),
                    within_10s=within,
                    mean_wait_s=wait,
                    p95_wait_s=late,
                    busy=busy,
                )
            )
        return found

    def _first_share(self, incident_type: str) -> dict[Service, float]:
        rows = self.performance.first
        shares = rows[rows["incident_type"] == incident_type].groupby("service", sort=False)["share"].mean()
        return {service: float(shares[service]) for service in SERVICES if service in shares.index}


def estimate(row: dict[str, Any], figure: str) -> Estimate | None:
    """A figure of a row with its interval; None where it was not simulated often enough to have one."""
    column = {"within": "within_share", "waited": "waited_share"}.get(figure, f"{figure}_min")
    value, low, high = (row.get(name, math.nan) for name in (column, f"{figure}_low", f"{figure}_high"))
    return None if any(map(math.isnan, (value, low, high))) else Estimate(value=value, low=low, high=high)


def _about(row: dict[str, Any], figure: str) -> Estimate:
    """A figure with its interval; without one, the figure alone."""
    value, low, high = row[figure], row[f"{figure}_low"], row[f"{figure}_high"]
    return Estimate(value=value, low=value if math.isnan(low) else low, high=value if math.isnan(high) else high)


def _number(row: dict[str, Any], column: str) -> float | None:
    value = float(row.get(column, math.nan))
    return None if math.isnan(value) else value


def _load(performance: Performance, service: str) -> list[HourLoad]:
    """A service's units on duty and busy in each hour of the day."""
    rows = performance.load[performance.load["service"] == service]
    return [
        HourLoad(
            hour=int(row["hour"]),
            on_duty=row["on_duty"],
            busy=Estimate(value=row["busy"], low=row["busy_low"], high=row["busy_high"]),
        )
        for row in rows.to_dict("records")
    ]


def _utilisation(performance: Performance, service: str) -> Estimate:
    """Mean share of duty hours spent busy, over the service's units."""
    units = performance.units[performance.units["service"] == service]
    return over_replications(units.groupby("replication", sort=False)["busy_share"].mean().dropna().to_numpy(float))


@once
def standards_for(area: Area, service: str, incident_type: str) -> list[dict[str, Any]]:
    """The standards that hold a service's first arrival at an incident type."""
    return [row for row in _first_standards(area, service) if incident_type in row["incident_types"]]


@once
def _first_standards(area: Area, service: str) -> list[dict[str, Any]]:
    return records(area.standards[(area.standards["service"] == service) & (area.standards["arrival"] == 1)])


def said(standard: dict[str, Any]) -> str:
    """A standard in words."""
    minutes = f"{standard['minutes']:g} minutes"
    if not math.isnan(standard["rural_minutes"]):
        minutes += f" ({standard['rural_minutes']:g} in rural zones)"
    since = {"call": "the call", "mobilisation": "being sent"}[standard["clock"]]
    if standard["statistic"] == "share_within":
        share = "" if math.isnan(standard["share"]) else f"{standard['share']:.0%} "
        return f"{share}within {minutes} of {since}"
    figure = {"mean": "a mean", "p90": "a 90th percentile"}[standard["statistic"]]
    return f"{figure} of {minutes} from {since}"


def _service_standard(area: Area, service: str) -> str | None:
    names = dict(zip(area.incident_types["incident_type"], area.incident_types["name"], strict=True))
    parts = []
    for row in _first_standards(area, service):
        types = [str(names[t]) for t in row["incident_types"]]
        which = types[0] if len(types) == 1 else f"{types[0]} and {len(types) - 1} more"
        parts.append(f"{which}: {said(row)}")
    return "; ".join(parts) or None


def calibration_rows(area: Area, base: Performance) -> tuple[list[CalibrationRow], pd.DataFrame]:
    """Each published figure beside the model's, and the same as a table."""
    table = calibration_table(area, base)
    rows = []
    for row in table.to_dict("records"):
        model = {"mean_min": row["model"], "mean_low": row["low"], "mean_high": row["high"]}
        known = not math.isnan(row["model"])
        rows.append(
            CalibrationRow(
                **{
                    name: row[name]
                    for name in ("figure", "name", "service", "period", "unit", "judges", "off", "verdict", "basis")
                },
                source=row["source"],
                note=row["note"],
                published=row["published"],
                model=estimate(model, "mean"),
                difference_percent=row["difference_percent"] if known else None,
            )
        )
    return rows, table
