"""A small valid `Results` and the area it is about, for tests of documents. The place does not exist."""

from __future__ import annotations

import dataclasses
import math
from functools import cache
from typing import Any

import pandas as pd
from tests.documents.make_appraisal import make_appraisal

from bluelight.area import Area
from bluelight.studies.appraised import Appraised, Ranking
from bluelight.studies.cases import rules
from bluelight.studies.cases.framework import factor_views
from bluelight.studies.cases.objectives import objectives_of
from bluelight.studies.cases.registers import benefits_of, purchases_of
from bluelight.studies.cases.shape import (
    BusinessCase,
    Check,
    FrameworkChoice,
    LogEntry,
    Milestone,
    RiskEntry,
    StatutoryView,
)
from bluelight.studies.objectives import Objective
from bluelight.studies.results import (
    Assumption,
    BreaksHad,
    CalibrationRow,
    Change,
    CrewWork,
    CurvePoint,
    Estimate,
    FifthResponse,
    FirstResponder,
    HourLoad,
    HourResponse,
    IncidentTypeResponse,
    Measures,
    Money,
    MoneyLine,
    MoneyRange,
    MoveResult,
    Neighbours,
    OptionResult,
    OrganisationMoney,
    RelationOffered,
    Results,
    Risk,
    Service,
    ServiceResponse,
    SiteChange,
    SiteOnMap,
    SocietalValue,
    Source,
    StudySettings,
    YearCash,
    ZoneResponse,
)
from bluelight.studies.values import MoneyEnds
from bluelight.studies.worth import appraised_of, ranking_of, spread_of

SERVICES: tuple[Service, ...] = ("police", "fire", "ambulance")
SIDE = 6  # zones in a row
LON, LAT, STEP = -0.4, 51.7, 0.03


def estimate(value: float, half: float) -> Estimate:
    return Estimate(value=value, low=value - half, high=value + half)


def money(p50: float, half: float) -> MoneyRange:
    return MoneyRange(p10=p50 - half, p50=p50, p90=p50 + half)


def make_area(name: str = "Littleham") -> Area:
    empty = {f.name: pd.DataFrame() for f in dataclasses.fields(Area) if f.type in ("pd.DataFrame", pd.DataFrame)}
    cells = [(i % SIDE, i // SIDE) for i in range(SIDE * SIDE)]
    empty["zones"] = pd.DataFrame(
        {
            "zone": [f"Z{i:02d}" for i in range(len(cells))],
            "name": [f"{name} {i:02d}" for i in range(len(cells))],
            "district": ["W" if x < SIDE / 2 else "E" for x, _ in cells],
            "district_name": ["Westham" if x < SIDE / 2 else "Eastham" for x, _ in cells],
            "lon": [LON + STEP * (x + 0.5) for x, _ in cells],
            "lat": [LAT + STEP * (y + 0.5) for _, y in cells],
            "population": [1500 + 10 * i for i in range(len(cells))],
        }
    )
    empty["standards"] = pd.DataFrame(
        {
            "standard": ["F1", "A1"],
            "service": ["fire", "ambulance"],
            "arrival": [1, 1],
            "statistic": ["share_within", "mean"],
            "minutes": [10.0, 18.0],
            "rural_minutes": [math.nan, math.nan],
            "share": [0.9, math.nan],
            "clock": ["call", "call"],
        }
    )
    shapes = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"zone": f"Z{i:02d}"},
                "geometry": {"type": "Polygon", "coordinates": [_square(x, y)]},
            }
            for i, (x, y) in enumerate(cells)
        ],
    }
    return Area(
        id="littleham",
        name=name,
        summary="A place made up for tests.",
        year="2024/25",
        notices=("Contains nothing real.",),
        zone_shapes=shapes,
        boundary=None,
        **empty,
    )


def _square(x: int, y: int) -> list[list[float]]:
    left, bottom = LON + STEP * x, LAT + STEP * y
    return [
        [left, bottom],
        [left + STEP, bottom],
        [left + STEP, bottom + STEP],
        [left, bottom + STEP],
        [left, bottom],
    ]


def make_results(name: str = "Littleham") -> Results:
    options = [_option(i, name) for i in range(3)]
    return Results(
        bluelight_version="0.1.0",
        study=StudySettings(
            id="littleham",
            name=f"What could {name} share?",
            question="Should the three services share the buildings that stand next door to each other?",
            area="littleham",
            area_name=name,
            area_digest="a" * 64,
            seed=7,
            replications=10,
            days=365,
            warm_up_days=7,
            draws=1000,
            price_year="2024/25",
            first_year=2026,
            appraisal_years=10,
            discounting="3.5% a year falling to 3.0% after 30 years",
        ),
        headline=[
            "Sharing what is next door saves £0.3 million a year once settled.",
            "Fire engines would be 12 seconds slower on average.",
        ],
        options=options,
        sites=[
            _site("F1", "Littleham Fire Station", "fire_station", ["fire"], 1.2, 1.1),
            _site("P1", "Littleham Police Station", "police_station", ["police"], 1.6, 1.3),
            _site("A1", "Littleham Ambulance Station", "ambulance_station", ["ambulance"], 4.2, 4.1, "assumed"),
            _site("S1", "Joint Station", "fire_station", ["fire", "police"], 4.5, 1.5, shared=True),
            _site("H1", "Littleham Hospital", "hospital_ed", ["nhs"], 3.0, 3.0),
        ],
        calibration=[
            _calibration("fire_mean", "Mean response to primary fires", "fire", "minutes", 8.0, 8.2, False),
            _calibration("fire_within", "Reached within 10 minutes", "fire", "share", 0.8, 0.78, False),
            _calibration("c2_mean", "Category 2 mean", "ambulance", "minutes", 36.0, 22.0, True),
            CalibrationRow(
                figure="police_count",
                name="Incidents graded as emergencies",
                service="police",
                period="2023/24",
                unit="a year",
                published=40000,
                model=None,
                difference_percent=None,
                judges=False,
                off=False,
                verdict="Used as an input, so it cannot judge.",
                basis="published",
                source="Force website",
                note="",
            ),
        ],
        assumptions=[
            Assumption(
                id="A01",
                statement="On-call fire engines can be crewed",
                value="70",
                unit="% of hours",
                why="The service blames availability for misses",
                replace_with="Availability by station",
                matters="Moves the fire response by up to 30 seconds",
            ),
            Assumption(
                id="A30",
                statement="Floor area of police stations",
                value="300 to 3,500",
                unit="m2",
                why="Asset lists elsewhere",
                replace_with="The asset register",
                matters="",
            ),
        ],
        exclusions=["Redundancy of staff.", "Traffic by hour of day."],
        sources=[
            Source(source="Service plan 2024 https://example.org/plan?a=1&b=2", used_for="stations", figures=12),
            Source(source="Assumed", used_for="running costs", figures=30),
        ],
        notices=["Contains nothing real."],
        ranking=_ranking(),
        relations=[_relation("read", acts=True), _relation("copied", acts=True), _relation("offered", acts=False)],
        business_case=_business_case(options),
    )


def _business_case(options: list[OptionResult]) -> BusinessCase:
    as_of, law = rules.statutory_rules()
    return BusinessCase(
        recommended="next-door",
        objectives=objectives_of([Objective(text="Save.", measure="x", figure="peak_funding", at_most=1e9)], options),
        framework=[
            FrameworkChoice(
                dimension="solution", choice="Share a site", options=["next-door"], filter="carried forward", why=""
            )
        ],
        factors=factor_views(options, 10),
        statutory=[
            StatutoryView(
                model="collaboration",
                name="the duty to collaborate",
                legal="Policing and Crime Act 2017",
                begins="2017-04",
                ends="",
                option="next-door",
                economy="£700,000 to find once",
                efficiency="present value £1.2 million",
                effectiveness="no response that can be vouched for",
                public_safety="3 zones wait over a minute longer",
            )
        ],
        rules=law,
        rules_as_of=as_of,
        benefits=benefits_of(options, {}),
        risks=_risks(),
        purchases=purchases_of(options),
        milestones=[Milestone(option="next-door", year=2027, what="The police move in")],
        decisions=[LogEntry(decision="Prices", value="2024/25", why="real")],
        checks=[Check(check="Every option can be done", outcome="two were checked", done=True)],
        to_write=rules.to_write(),
        sources=rules.sources(),
    )


def _relation(id: str, acts: bool) -> RelationOffered:
    return RelationOffered(
        id=id,
        name=f"Survival, {id}",
        incident="cardiac arrest",
        outcome="survivors",
        population="one country",
        verified=id == "read",
        acts=acts,
        source="A study of one country",
        note="One study.",
    )


def _risks() -> list[RiskEntry]:
    """One with all its figures, one with a severity alone, one as a move states it."""
    strike = next(money for money in make_appraisal().options["next-door"].lines if money.line.id == "strike")
    ends = MoneyEnds(low=300_000, mode=500_000, high=700_000, price_year="2024/25")
    unjudged = RiskEntry(
        statement="The host may have no room.",
        options=["next-door"],
        applies_to=["Littleham Fire Station"],
        owner="the programme: risk lead",
        likelihood=None,
        impact=None,
        expected=None,
        line=None,
    )
    priced = {
        "statement": "The crews strike.",
        "owner": "fire service: deputy chief officer",
        "owner_named": True,
        "likelihood": 0.4,
        "impact": ends,
        "expected": spread_of(strike.npsv),
        "line": "capital",  # the only cost that this option has a line for
        "stated_by": "study",
        "cause": "Nobody asked them.",
        "product": 200_000,
        "mitigation": "They are asked.",
        "residual_likelihood": 0.2,
        "residual_impact": ends,
        "residual_product": 100_000,
        "basis": "assumed",
        "source": "a workshop",
    }
    scored = {
        "statement": "On-call crews live too far away.",
        "likelihood": 0.1,
        "stated_by": "study",
        "response": "two minutes later at night",
        "severity": 4,
        "score": 0.4,
        "basis": "assumed",
        "source": "a workshop",
    }
    return [unjudged.model_copy(update=priced), unjudged.model_copy(update=scored), unjudged]


@cache
def _appraised(option: str) -> Appraised:
    return appraised_of(make_appraisal(), option)


def with_governance() -> OptionResult:
    """The option next-door as if its rent and its strike came only with a change of who governs."""
    needing = {"governance_dependent": True}
    option = _option(1, "Littleham")
    appraised = appraised_of(make_appraisal(rent=needing, strike=needing), "next-door")
    return option.model_copy(update={"money": option.money.model_copy(update={"appraised": appraised})})


@cache
def _ranking() -> Ranking:
    return ranking_of(make_appraisal())


def _site(
    id: str,
    name: str,
    kind: str,
    services: list[str],
    x: float,
    y: float,
    basis: Any = "published",
    shared: bool = False,
) -> SiteOnMap:
    return SiteOnMap(
        site=id,
        name=name,
        kind=kind,
        services=services,
        lon=LON + STEP * x,
        lat=LAT + STEP * y,
        shared=shared,
        location_basis=basis,
    )


def _calibration(
    id: str, name: str, service: Service, unit: str, published: float, model: float, off: bool
) -> CalibrationRow:
    return CalibrationRow(
        figure=id,
        name=name,
        service=service,
        period="2023/24",
        unit=unit,
        published=published,
        model=estimate(model, model * 0.02),
        difference_percent=100 * (model / published - 1),
        judges=True,
        off=off,
        verdict="Off by more than a tenth." if off else "Within a tenth.",
        basis="published",
        source="Annual return",
        note="",
    )


def _measures(mean: float) -> Measures:
    return Measures(
        calls_per_year=12000,
        mean_min=estimate(mean, 0.05),
        median_min=estimate(mean * 0.9, 0.05),
        p90_min=estimate(mean * 1.8, 0.1),
        within_standard=estimate(0.78, 0.01),
        full_attendance_mean_min=estimate(mean * 1.5, 0.1),
        second_mean_min=None,
    )


def _service(service: Service, index: int) -> ServiceResponse:
    base_mean = {"police": 12.0, "fire": 8.0, "ambulance": 22.0}[service]
    shift = {("fire", 1): 0.2, ("ambulance", 2): -0.9}.get((service, index), 0.0)
    change = (
        None
        if index == 0
        else Change(
            mean_min=estimate(shift, 0.06),
            p90_min=estimate(shift * 1.5, 0.3),
            within_standard=estimate(-shift / 20, 0.004),
        )
    )
    caveats = {
        "police": "No published attendance figure to compare with.",
        "fire": None,
        "ambulance": "The model's Category 2 mean is 39% below the published one.",
    }
    mean = base_mean + shift
    return ServiceResponse(
        in_headline=service == "fire",
        caveat=caveats[service],
        standard={"fire": "90% of calls within 10 minutes of the call", "ambulance": "mean of 18 minutes"}.get(service),
        measures=_measures(mean),
        change=change,
        incident_types=[
            IncidentTypeResponse(
                id=f"{service}_{k}",
                name=f"{service.title()} call of type {k}",
                standard=None,
                measures=_measures(mean + k),
                change=change,
            )
            for k in range(2)
        ],
        hours=[
            HourResponse(hour=h, calls_per_year=500 - 10 * h, mean_min=None if h == 4 else mean + math.sin(h / 4))
            for h in range(24)
        ],
        curve=[CurvePoint(minutes=m / 2, share=1 - math.exp(-m / 2 / mean)) for m in range(121)],
        utilisation=estimate(0.35, 0.01),
        waited_share=0.02,
        load=[HourLoad(hour=h, on_duty=20.0, busy=estimate(5 + 4 * math.sin((h - 9) / 4), 2.0)) for h in range(24)],
        crews=[_crews(service, index)],
    )


def _crews(service: Service, index: int) -> CrewWork:
    kind = {"police": "response_car", "fire": "pump", "ambulance": "dsa"}[service]
    rested = BreaksHad(
        given=estimate(3000, 40), interrupted=estimate(120, 12), missed=estimate(150 - index, 9),
        missed_share=estimate(0.048, 0.003),
    )  # fmt: skip
    return CrewWork(
        unit_kind=kind,
        units=9,
        jobs_per_unit=estimate(1400, 12),
        busy=estimate(0.35, 0.01),
        busiest=estimate(0.61, 0.02),
        busiest_unit=f"{kind}-1",
        overrun_hours=None if service == "fire" else estimate(640 + index, 21),
        breaks=rested if service == "ambulance" else None,
    )


def _zone(i: int, index: int) -> ZoneResponse:
    fire = 0.0 if index != 1 else {3: 1.4, 4: 1.2, 5: 1.1, 9: 0.6, 20: -0.7}.get(i, 0.02)
    few = i == 30
    changes: dict[Service, float | None] = {"police": 0.01, "fire": None if few else fire, "ambulance": -0.1}
    base = index == 0
    return ZoneResponse(
        zone=f"Z{i:02d}",
        mean_min={"police": 12.0, "fire": None if few else 8.0 + fire, "ambulance": 22.0},
        change_min=dict.fromkeys(SERVICES) if base else changes,
        change_low_min={} if base else {s: None if v is None else v - 0.2 for s, v in changes.items()},
        change_high_min={} if base else {s: None if v is None else v + 0.2 for s, v in changes.items()},
        waited_share={"police": 0.002 * i, "fire": None if few else 0.001, "ambulance": 0.015},
    )


def _option(index: int, place: str) -> OptionResult:
    names = ["Business as usual", "Share what is next door", "Fire crews sent to cardiac arrests"]
    shared = SiteChange(
        site="P1",
        name=f"{place} Police Station",
        lon=LON + STEP * 1.6,
        lat=LAT + STEP * 1.3,
        before="Houses 2 police response cars and a public counter.",
        after="Empty; sold.",
        fate="disposed",
    )
    host = SiteChange(
        site="F1",
        name=f"{place} Fire Station",
        lon=LON + STEP * 1.2,
        lat=LAT + STEP * 1.1,
        before="Houses 1 fire engine.",
        after="Houses 1 fire engine and 2 police response cars.",
        fate="host",
    )
    moves = (
        []
        if index == 0
        else [
            MoveResult(
                kind="share_site",
                sentence=f"Move the police of {place} into the fire station." if index == 1 else "Send fire crews too.",
                sites=[shared, host] if index == 1 else [],
                unseen=["The public counter at the police station."] if index == 1 else [],
                neighbours=[
                    Neighbours(
                        site="P1",
                        site_name=f"{place} Police Station",
                        site_functions=["response", "public_counter"],
                        host="F1",
                        host_name=f"{place} Fire Station",
                        host_functions=["response"],
                        km=0.42,
                        taken=True,
                        why="",
                    )
                ]
                if index == 1
                else [],
                risks=[Risk(statement="The host may have no room.", applies_to=f"{place} Fire Station")],
            )
        ]
    )
    return OptionResult(
        id=["base", "next-door", "co-respond"][index],
        name=names[index],
        summary=["What happens if nothing changes.", "Three buildings become two.", "Fire crews help."][index],
        is_base=index == 0,
        moves=moves,
        response={service: _service(service, index) for service in SERVICES},
        zones=[_zone(i, index) for i in range(SIDE * SIDE)],
        first_responder=[_first(index)],
        fifths=[
            FifthResponse(service="fire", fifth=n, zones=7, calls_per_year=900, change_min=estimate(0.3 - n / 10, 0.12))
            for n in range(1, 6)
        ]
        if index == 1
        else [],
        money=_no_money() if index == 0 else _money(index),
    )


def _first(index: int) -> FirstResponder:
    shift = -1.5 if index == 2 else 0.0
    return FirstResponder(
        id="cardiac_arrest",
        name="Cardiac arrest",
        in_headline=False,
        caveat="The ambulance response is off.",
        calls_per_year=900,
        mean_min=estimate(9.0 + shift, 0.1),
        p90_min=estimate(15.0 + shift, 0.2),
        change=None
        if index == 0
        else Change(mean_min=estimate(shift, 0.1), p90_min=estimate(shift, 0.2), within_standard=None),
        first_share={"fire": 0.4 if index == 2 else 0.0, "ambulance": 0.6 if index == 2 else 1.0},
    )


def _no_money() -> Money:
    nothing = money(0, 0)
    return Money(
        npsv=nothing,
        yearly_cash=nothing,
        one_off=nothing,
        peak_funding=nothing,
        chance_positive=0.0,
        by_organisation=[],
        cash_by_year=[],
        lines=[],
        not_counted=[],
        societal=[],
    )


def _money(index: int) -> Money:
    sign = 1 if index == 1 else -1
    lines = [
        _line(
            "capital", "Fit out the fire station", "fire", "capital", -900_000, -600_000, -400_000, 2027, 2027, -800_000
        ),
        _line(
            "saving",
            "Running cost of the police station",
            "police",
            "saving",
            150_000,
            320_000,
            400_000,
            2028,
            2035,
            2_100_000,
        ),
    ]
    cash = [YearCash(year=2026, organisation=who, amount=0.0) for who in ("police", "fire")]
    for year in range(2027, 2036):
        cash.append(YearCash(year=year, organisation="police", amount=sign * (0.0 if year == 2027 else 300_000)))
        cash.append(YearCash(year=year, organisation="fire", amount=-700_000 if year == 2027 else -20_000))
    return Money(
        npsv=money(sign * 1_250_000, 900_000),
        yearly_cash=money(sign * 280_000, 100_000),
        one_off=money(-700_000, 150_000),
        peak_funding=money(-700_000, 150_000),
        chance_positive=0.93 if index == 1 else 0.02,
        by_organisation=[
            OrganisationMoney(
                organisation=who,
                npsv=money(value, 300_000),
                yearly_cash=money(value / 8, 40_000),
                one_off=money(-350_000 if who == "fire" else 0, 50_000 if who == "fire" else 0),
            )
            for who, value in (("police", sign * 2_050_000), ("fire", -800_000))
        ],
        cash_by_year=cash,
        lines=lines,
        not_counted=["VAT on the building work."],
        societal=[
            SocietalValue(
                label="Cardiac arrest survivors",
                quantity=estimate(1.2, 0.9),
                unit="a year",
                value=money(900_000, 700_000),
                basis="derived",
                source="Survival by minute of delay, published 2019",
                note="Only arrests outside hospital.",
                relation="copied",
                unverified=True,
                present_value=money(7_000_000, 5_000_000),
                from_year=2027,
            )
        ]
        if index == 2
        else [],
        appraised=_appraised("next-door" if index == 1 else "co-respond"),
    )


def _line(
    id: str,
    label: str,
    who: str,
    category: str,
    low: float,
    mode: float,
    high: float,
    start: int,
    end: int,
    npsv: float,
) -> MoneyLine:
    return MoneyLine(
        id=id,
        label=label,
        organisation=who,
        category=category,
        benefit_class="cash_releasing",
        low=low,
        mode=mode,
        high=high,
        price_year="2024/25",
        start_year=start,
        end_year=end,
        basis="assumed" if category == "saving" else "published",
        source="Unit cost list 2024",
        note="Scaled by floor area.",
        npsv_p50=npsv,
    )
