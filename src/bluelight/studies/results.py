"""What a run says: the shape of `results.json`.

The one value that reports, pages and other programs read. Minutes are minutes, shares are 0 to 1, money is pounds at
the study's price year, positive when the public purse gains. Lists keep the order in which they should be shown.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from bluelight.studies.appraised import Appraised, Ranking
from bluelight.studies.cases.shape import AgainstOutline, BusinessCase
from bluelight.studies.overlapping import OverlappingRisk
from bluelight.studies.values import Estimate as Estimate
from bluelight.studies.values import MoneyRange as MoneyRange
from bluelight.studies.values import Value as _Value

SCHEMA_VERSION = "1"

Service = Literal["police", "fire", "ambulance"]
Basis = Literal["published", "derived", "assumed", "unknown"]

SERVICES: tuple[Service, ...] = ("police", "fire", "ambulance")


class Measures(_Value):
    """Response times of the calls of one group, clock as the standard's, first arriving unit unless said otherwise."""

    calls_per_year: float
    mean_min: Estimate | None
    median_min: Estimate | None
    p90_min: Estimate | None
    within_standard: Estimate | None
    full_attendance_mean_min: Estimate | None
    second_mean_min: Estimate | None


class Change(_Value):
    """Option less business as usual on the same calls; paired over replications."""

    mean_min: Estimate | None
    p90_min: Estimate | None
    within_standard: Estimate | None


class IncidentTypeResponse(_Value):
    """Response of one service to one incident type."""

    id: str
    name: str
    standard: str | None
    measures: Measures
    change: Change | None


class HourResponse(_Value):
    """Response of one service in one hour of the day."""

    hour: int
    calls_per_year: float
    mean_min: float | None


class HourLoad(_Value):
    """Units of one service on duty and busy in one hour of the day, on average; the interval holds 95% of days."""

    hour: int
    on_duty: float
    busy: Estimate


class CurvePoint(_Value):
    """Share of calls reached within so many minutes."""

    minutes: float
    share: float


class FirstResponder(_Value):
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


class BreaksHad(_Value):
    """Meal breaks a year of the units of one kind: given and missed ones are all that should have been had.

    One that was interrupted was had later, and is then given, or is missed.
    """

    given: Estimate
    interrupted: Estimate
    missed: Estimate
    missed_share: Estimate


class CrewWork(_Value):
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


class ServiceResponse(_Value):
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


class CallsAnswered(_Value):
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


class ZoneResponse(_Value):
    """Mean response in one zone, by service, its change, and who waits; None where too few calls were simulated."""

    zone: str
    mean_min: dict[Service, float | None]
    change_min: dict[Service, float | None]
    change_low_min: dict[Service, float | None] = {}  # ends of the change's 95% interval over replications
    change_high_min: dict[Service, float | None] = {}
    waited_share: dict[Service, float | None] = {}  # of calls whose first unit to arrive was not free when asked for


class FifthResponse(_Value):
    """Change of a service's mean response over the calls of one fifth of deprivation; 1 is the most deprived."""

    service: Service
    fifth: int
    zones: int
    calls_per_year: float
    change_min: Estimate


class SiteChange(_Value):
    """What happens to one building, in a sentence before and one after."""

    site: str
    name: str
    lon: float
    lat: float
    before: str
    after: str
    fate: Literal["host", "disposed", "closed", "gains", "loses", "unchanged"]


class Risk(_Value):
    """Something that could go wrong with a move; how likely and how bad is assumed until the study judges it."""

    statement: str
    applies_to: str
    likelihood: float | None = None  # None in results of before there was a scale
    severity: int | None = None


class Neighbours(_Value):
    """Two sites of different services near each other, found by the program; `why` says what keeps them apart."""

    site: str
    site_name: str
    site_functions: list[str]
    host: str
    host_name: str
    host_functions: list[str]
    km: float
    taken: bool
    why: str


class MoveResult(_Value):
    """One move of an option. A rule that finds neighbours lists every pair; the shared sites follow as moves."""

    kind: str
    sentence: str
    sites: list[SiteChange]
    unseen: list[str]
    risks: list[Risk]
    neighbours: list[Neighbours] = []
    people: list[str] = []  # what it asks of the people who work there, or takes from them
    governance: str = ""  # what of it depends on who governs, and what plain collaboration would bring as well


class MoneyLine(_Value):
    """One line item of the case, as given to the appraisal."""

    id: str
    label: str
    organisation: str
    category: str
    benefit_class: str
    low: float
    mode: float
    high: float
    price_year: str
    start_year: int
    end_year: int
    basis: Basis
    source: str
    note: str
    npsv_p50: float
    governance_dependent: bool = False  # only with a change of governance
    npsv_at_mode: float | None = None  # present value of the most likely amount
    owner: str = ""  # who answers for it: organisation and role; empty in results of before there were defaults
    owner_named: bool = False  # whether somebody named that owner; else it is the usual role, by default
    evidence_grade: str = "not_evaluated"
    likelihood: float = 1.0  # of a risk; 1 for all else
    theme: str | None = None  # of the register
    overlap_group: str | None = None  # of savings that are capped together
    taken_off: float = 0.0  # present value that the cap takes off the most likely amount
    range_basis: Literal["given", "reference_class"] = "given"


class PairSeen(_Value):
    """One pair of a promise and what came: realised over forecast, or months late; None where not comparable."""

    collaboration: str
    theme: str
    measure: str
    grade: str
    low: float | None
    high: float | None
    left_out: str  # why it has no weight; empty where it has
    sources: list[str]
    note: str


class ReferenceRange(_Value):
    """What became of promises of a theme and measure: multiples of a forecast, or months late for dates.

    `own` pairs are of the theme itself; where they are fewer than `needed`, those of all themes are pooled and the
    worse end and the middle moved by the haircut, an assumption. `lines` names the lines whose range it gave, as
    option/line.
    """

    theme: str
    measure: Literal["saving", "cost", "date", "receipt"]
    low: float
    mode: float
    high: float
    own: int
    needed: int
    number: int
    pooled: bool
    haircut: float
    words: str
    pairs: list[PairSeen]
    lines: list[str]


class PublishedFigure(_Value):
    """One figure that a real case published; `high` is None where it was stated as "more than"."""

    case: str
    area: str
    title: str
    theme: str
    measure: str
    low: float
    high: float | None
    period: str
    years: int | None
    price_year: str
    price_year_basis: Basis = "assumed"  # assumed where the case did not say its prices: those of its publication
    state: str
    missing: str
    outcome: str
    sources: list[str]


class BesideLine(_Value):
    """One line of the option at its low, most likely and high, in the study's prices, optimism bias included."""

    id: str
    label: str
    organisation: str
    period: Literal["year", "once"]
    low: float
    mode: float
    high: float
    governance_dependent: bool
    basis: Basis
    source: str


class BesideGroup(_Value):
    """What the option counts of one group of benefits, and what of it nobody can put a figure on."""

    theme: str
    moves: list[str]
    lines: list[BesideLine]
    not_counted: list[str]
    words: str


class Beside(_Value):
    """An option set beside what a real case published for it: `figures` as printed, `words` why they differ."""

    option: str
    case: str
    figures: list[PublishedFigure]
    groups: list[BesideGroup]
    words: list[str]


class YearCash(_Value):
    """Undiscounted real cash of one organisation in one financial year, P50."""

    year: int
    organisation: str
    amount: float


class OrganisationMoney(_Value):
    """What one organisation pays or gains."""

    organisation: str
    npsv: MoneyRange
    yearly_cash: MoneyRange
    one_off: MoneyRange


class RelationOffered(_Value):
    """A published relation between minutes and outcomes; one that is not `verified` acts only where it is accepted."""

    id: str
    name: str
    incident: str
    outcome: str
    population: str
    verified: bool
    acts: bool
    source: str
    note: str


class SocietalValue(_Value):
    """Value to society of one effect, shown beside cash and never added to it.

    `value` is pounds a year, `present_value` their worth over the appraisal at the rate of health, from `from_year`.
    """

    label: str
    quantity: Estimate | None
    unit: str
    value: MoneyRange | None
    basis: Basis
    source: str
    note: str
    relation: str = ""
    unverified: bool = False  # accepted by name, not read where it was published
    present_value: MoneyRange | None = None
    from_year: int | None = None


class CapSeen(_Value):
    """A cap on savings that claim from one pot: at most `cap` pounds a year together, in prices of its year."""

    group: str
    cap: float
    price_year: str
    source: str


class Money(_Value):
    """Discounted cash of one option against business as usual."""

    npsv: MoneyRange
    yearly_cash: MoneyRange
    one_off: MoneyRange
    peak_funding: MoneyRange
    chance_positive: float
    by_organisation: list[OrganisationMoney]
    cash_by_year: list[YearCash]
    lines: list[MoneyLine]
    not_counted: list[str]
    caps: list[CapSeen] = []
    societal: list[SocietalValue]
    appraised: Appraised | None = None  # None for business as usual


class OptionResult(_Value):
    """One option, compared with the first, which is business as usual."""

    id: str
    name: str
    summary: str
    is_base: bool
    moves: list[MoveResult]
    response: dict[Service, ServiceResponse]
    zones: list[ZoneResponse]
    first_responder: list[FirstResponder] = []
    calls_answered: list[CallsAnswered] = []
    fifths: list[FifthResponse] = []  # empty for business as usual, and where the area knows no deprivation
    money: Money

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without the rule that it tells of, a table is not there at all."""
        content: dict[str, Any] = write(self)
        return content if self.calls_answered else {k: v for k, v in content.items() if k != "calls_answered"}


class CalibrationRow(_Value):
    """One published figure beside what the model gives for business as usual."""

    figure: str
    name: str
    service: Service
    period: str
    unit: str
    published: float
    model: Estimate | None
    difference_percent: float | None
    judges: bool
    off: bool
    verdict: str
    basis: Basis
    source: str
    note: str


class Assumption(_Value):
    """Something assumed, why, and what would replace it; the ones that matter most first."""

    id: str
    statement: str
    value: str
    unit: str
    why: str
    replace_with: str
    matters: str


class Source(_Value):
    """Where figures were read, and how many rest on it."""

    source: str
    used_for: str
    figures: int


class StudySettings(_Value):
    """What was run, so that it can be run again."""

    id: str
    name: str
    question: str
    area: str
    area_name: str
    area_digest: str
    seed: int
    replications: int
    days: int
    warm_up_days: int
    draws: int
    price_year: str
    first_year: int
    appraisal_years: int
    discounting: str
    inflation: str = ""  # what nominal cash assumes; empty where there is none


class SiteOnMap(_Value):
    """A site of the area as it is today."""

    site: str
    name: str
    kind: str
    services: list[str]
    lon: float
    lat: float
    shared: bool
    location_basis: Basis


class Results(_Value):
    """Everything a run says."""

    schema_version: str = SCHEMA_VERSION
    bluelight_version: str
    study: StudySettings
    headline: list[str]
    options: list[OptionResult]
    sites: list[SiteOnMap]
    calibration: list[CalibrationRow]
    assumptions: list[Assumption]
    exclusions: list[str]
    sources: list[Source]
    notices: list[str]
    overlapping_risk: OverlappingRisk | None = None  # None where fewer than two services have calls
    reference_classes: list[ReferenceRange] = []
    business_case: BusinessCase | None = None  # None in results of before there were any
    outline: AgainstOutline | None = None  # None unless this is a full business case
    ranking: Ranking | None = None  # None in results of before options were ranked
    relations: list[RelationOffered] = []  # between minutes and outcomes, those that act and those that are offered
    beside_published: list[Beside] = []
    published_elsewhere: list[PublishedFigure] = []  # by real cases, of themes of this study's moves
