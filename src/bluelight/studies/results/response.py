"""How services respond under an option: what the simulation says, summed up."""

from __future__ import annotations

from bluelight.studies.values import Estimate, Service, Value


class Measures(Value):
    """Response times of the calls of one group, clock as the standard's, first arriving unit unless said otherwise."""

    calls_per_year: float
    mean_min: Estimate | None
    median_min: Estimate | None
    p90_min: Estimate | None
    within_standard: Estimate | None
    full_attendance_mean_min: Estimate | None
    second_mean_min: Estimate | None


class Change(Value):
    """Option less business as usual on the same calls; paired over replications."""

    mean_min: Estimate | None
    p90_min: Estimate | None
    within_standard: Estimate | None


class IncidentTypeResponse(Value):
    """Response of one service to one incident type."""

    id: str
    name: str
    standard: str | None
    measures: Measures
    change: Change | None


class HourResponse(Value):
    """Response of one service in one hour of the day."""

    hour: int
    calls_per_year: float
    mean_min: float | None


class HourLoad(Value):
    """Units of one service on duty and busy in one hour of the day, on average; the interval holds 95% of days."""

    hour: int
    on_duty: float
    busy: Estimate


class CurvePoint(Value):
    """Share of calls reached within so many minutes."""

    minutes: float
    share: float


class FirstResponder(Value):
    """The first unit of any service at incidents that units of another service are sent to as well.

    Times run from the call. `first_share` is the share of these incidents at which each service arrives first.
    """

    id: str
    name: str
    in_headline: bool
    caveat: str | None
    calls_per_year: float
    mean_min: Estimate | None
    p90_min: Estimate | None
    change: Change | None
    first_share: dict[Service, float] = {}


class BreaksHad(Value):
    """Meal breaks a year of the units of one kind: given and missed ones are all that should have been had.

    One that was interrupted was had later, and is then given, or is missed.
    """

    given: Estimate
    interrupted: Estimate
    missed: Estimate
    missed_share: Estimate


class CrewWork(Value):
    """What the crews of one kind of unit do. Counts and hours are a year; busy shares are of the time on duty.

    `overrun_hours` is work, and the drive home after it, past the end of shifts, of all the kind's units together; None
    where they are on duty round the clock. `breaks` is None where the area has no rule of meal breaks for the kind.
    """

    unit_kind: str
    units: int
    jobs_per_unit: Estimate
    busy: Estimate
    busiest: Estimate
    busiest_unit: str
    overrun_hours: Estimate | None
    breaks: BreaksHad | None


class ServiceResponse(Value):
    """How one service responds under one option."""

    in_headline: bool
    caveat: str | None
    standard: str | None
    measures: Measures
    change: Change | None
    incident_types: list[IncidentTypeResponse]
    hours: list[HourResponse]
    curve: list[CurvePoint]
    utilisation: Estimate
    waited_share: float
    load: list[HourLoad] = []
    crews: list[CrewWork] = []


class CallsAnswered(Value):
    """How soon one control room answers calls, where calls wait for a call-taker.

    `calls` is "all", "incident" (calls that ask for units), "transferred" (asked by another room) or other calls as the
    area names them. `busy` is the room's: time that calls keep call-takers, of the time that they are there.
    """

    room: str
    services: list[Service]
    calls: str
    calls_per_year: float
    within_10s: Estimate
    mean_wait_s: Estimate
    p95_wait_s: Estimate
    busy: Estimate


class ZoneResponse(Value):
    """Mean response in one zone, by service, its change, and who waits; None where too few calls were simulated."""

    zone: str
    mean_min: dict[Service, float | None]
    change_min: dict[Service, float | None]
    change_low_min: dict[Service, float | None] = {}  # ends of the change's 95% interval over replications
    change_high_min: dict[Service, float | None] = {}
    waited_share: dict[Service, float | None] = {}  # of calls whose first unit to arrive was not free when asked for


class FifthResponse(Value):
    """Change of a service's mean response over the calls of one fifth of deprivation; 1 is the most deprived."""

    service: Service
    fifth: int
    zones: int
    calls_per_year: float
    change_min: Estimate
