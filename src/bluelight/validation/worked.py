"""Published worked cases, worked again by the engine. Each figure goes by the identifier of its row."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

from bluelight.appraisal import life_year_value, switching_values, value_of_life
from bluelight.validation.check import Check, Checks, near, not_run
from bluelight.validation.lines import FIRST, accommodation_move, case_of, line, money
from bluelight.validation.reference import MISSING, reference_folder
from bluelight.validation.shipped import rows

Figures = dict[str, float]
UNIT_COSTS = "GMCA unit cost database v1.4, whose licence is not clear, so that it does not ship"


def worked_cases() -> Checks:
    """Every row of the shipped table."""
    got: Figures = {}
    for figures in CASES:
        got |= figures()
    return [
        near(
            f"{row['what']} ({row['id']})",
            float(row["expected"]),
            got[row["id"]],
            float(row["tolerance"]),
            row["source"],
        )
        for row in rows("worked_cases.csv")
    ]


def _accommodation_move() -> Figures:
    case = accommodation_move()
    by_kind = dict.fromkeys(("capital", "set-up", "running", "saved"), 0.0)
    for item in case.lines:
        by_kind[item.line.id.split()[0]] += item.line.mode * item.deflator * item.uplift * float(item.year_shares.sum())
    return {
        "DCF-1a": -by_kind["capital"],
        "DCF-1b": -(by_kind["capital"] + by_kind["set-up"] + by_kind["running"]),
        "DCF-1c": by_kind["saved"],
        "DCF-1d": -sum(year.p50 for year in case.total.cash_by_year.values()),
    }


BUILDING: dict[str, Any] = {"category": "capital", "asset_type": "non_standard_buildings"}
CAUSES = (
    ("Poor contractor capabilities", 5, 1.0),
    ("Design complexity", 2, 1.0),
    ("Inadequacy of business case", 22, 0.4),
    ("Poor project intelligence", 5, 1.0),
    ("Site characteristics", 3, 1.0),
)


def _optimism_bias() -> Figures:
    mix: dict[str, Any] = {"category": "capital", "asset_type": "0.3 non_standard_buildings + 0.7 standard_buildings"}
    causes = [
        {
            "applies_to": "duration",
            "cause": cause,
            "contribution_percent": share,
            "managed": managed,
            "evidence": "case",
        }
        for cause, share, managed in CAUSES
    ]
    award = {"optimism_bias_mitigation": 0.92, "mitigation_evidence": "contract award"}
    risk = line("risk", -7, category="risk")
    return {
        "OB-1": -money([line("building", -100, **mix)], 1).npsv.p50 - 100,
        "OB-2": _overrun(100, mix),
        "OB-3": 28 + _overrun(28, BUILDING),
        "OB-4": 100 * (1 - _overrun(28, BUILDING, managed_causes=causes) / _overrun(28, BUILDING)),
        "OB-5": _overrun(100, BUILDING, managed_causes=causes),
        "OB-6": 28 + _overrun(28, BUILDING, managed_causes=causes),
        "OB-7": -money([line("building", -100, **BUILDING)], 1, **award).npsv.p50 - 100,
        "OB-8": -money([line("building", -100, category="capital", optimism_bias_percent=4), risk], 1).npsv.p50,
    }


def _overrun(months: float, works: dict[str, Any], **settings: Any) -> float:
    """Months by which works end late, from the delay of a saving that waits for them."""
    lines = [line("works", -1, works_months=months, **works), line("saving", 1, last=FIRST + 9, depends_on="works")]
    return 12 * money(lines, 10, **settings).lines[1].delay_years


ACRES, NOW, THEN, WIDER, PAID = 39, 30_659, 200_000, 1.4e6, 10e6


def _land() -> Figures:
    """The Green Book's example of a switching value: land made ready for building."""
    acre = money([line("then", THEN, category="receipt"), line("now", -NOW)], 1)
    uplift = line("uplift", ACRES * (THEN - NOW), category="receipt")
    case = money([uplift, line("wider", WIDER, benefit_class="societal"), line("paid", -PAID)], 1).worth["social"]
    ratio = case.benefit_cost.ratio
    return {
        "SW-1": acre.npsv.p50,
        "SW-2": money([uplift], 1).npsv.p50 / 1e6,
        "SW-3": float("nan") if ratio is None else ratio.p50,
        "SW-4": case.npsv.p50 / 1e6,
        "SW-5": _break_even(),
    }


def _break_even() -> float:
    """Pounds an acre at which the case is worth nothing, by solving."""
    lines = [
        line("then", ACRES * THEN, category="receipt"),
        line("now", -ACRES * NOW),
        line("wider", WIDER, benefit_class="societal"),
        line("paid", -PAID),
    ]
    switches = switching_values(case_of(lines, 1, measure="social"), "case")
    return next(switch.at or 0.0 for switch in switches if switch.name == "then") / ACRES


def _streams() -> Figures:
    first = line("cost", -100)
    burdened = line("cost", -100, category="capital", optimism_bias_percent=20)
    half = {"optimism_bias_mitigation": 0.5, "mitigation_evidence": "case", "tax_burden_percent": 20}
    gain = line("gain", 10, FIRST + 1, last=FIRST + 29)
    return {
        "GB-1": money([first, line("gain", 30, FIRST + 1, last=FIRST + 5)], 6).npsv.p50,
        "GB-2": -money([burdened], 30, **half).npsv.p50,
        "GB-3": money([burdened, gain], 30, **half).npsv.p50,
        "ANN-1": money([line("a", 10_000, FIRST + 1, last=FIRST + 20)], 21).npsv.p50,
        "ANN-2": money([line("a", 75, FIRST + 7, last=FIRST + 21)], 22).npsv.p50,
        "ANN-3": money([line("a", 1, FIRST + 1, last=FIRST + 20)], 21).npsv.p50,
    }


SCOTLAND = {"8forces": (118, 132), "regional": (132, 145), "single": (151, 161)}
CALIBRATED_RAMP = (0.3, 0.5, 0.7, 0.9)


def _scotland() -> Figures:
    """Police reform, millions of pounds: the ramp is not published; it was chosen to fit, and all three fit it."""
    found = {}
    for option, (saving, transition) in SCOTLAND.items():
        lines = [
            line("saving", saving, FIRST + 1, last=FIRST + 15, ramp_shares=CALIBRATED_RAMP),
            line("transition", -transition / 5, FIRST + 1, last=FIRST + 5),
        ]
        found[f"SCOT-{option}"] = money(lines, 16).npsv.p50
    return found


SHARES = {
    "NH-1": (62_807, 62_807, 62_806),
    "HB-1": (37.75, 104.25, 136.50, 50.50, 24.25),
    "APA-1": (64, 12, 1, 24),
}


def _sums() -> Figures:
    """Costs that a source prints with their total."""
    return {
        id: -money([line(f"part {n}", -part) for n, part in enumerate(parts)], 1).one_off.p50
        for id, parts in SHARES.items()
    }


def _lives() -> Figures:
    return {
        "LIFE-1": value_of_life(60_000, years=41.1, percent=1.5),
        "LIFE-2": life_year_value(70_000, utility=0.92),
        "LIFE-3": life_year_value(60_000, utility=0.92),
    }


CASES: tuple[Callable[[], Figures], ...] = (
    _accommodation_move,
    _optimism_bias,
    _land,
    _streams,
    _scotland,
    _sums,
    _lives,
)
TOTALS = {"UCD-FI1": ("FI1.0", 0.5), "UCD-CR2": ("CR2.0", 0.5), "UCD-CR81": ("CR8.1", 1.5), "UCD-HE3": ("HE3.0", 0.0)}
AMBULANCE = 216.0  # http://www.globalvaluexchange.org/valuations/584580611c584a1f40e43677


def unit_costs() -> Checks:
    """Totals of a unit cost database from their parts, each falling on its own agency."""
    reference = reference_folder()
    if reference is None:
        return [not_run(f"unit cost {code} ({id})", code, UNIT_COSTS, MISSING) for id, (code, _) in TOTALS.items()]
    with (reference / "facts" / "appraisal" / "gmca_ucd_v1_4_bluelight.csv").open(encoding="utf-8", newline="") as file:
        found = {row["code"]: row for row in csv.DictReader(file)}
    return [_unit_cost(id, code, tolerance, found) for id, (code, tolerance) in TOTALS.items()]


def _unit_cost(id: str, code: str, tolerance: float, found: dict[str, dict[str, str]]) -> Check:
    total = float(found[code]["cost_gbp"])
    if id == "UCD-HE3":
        return near(f"unit cost {code}, two copies of it ({id})", AMBULANCE, total, tolerance, UNIT_COSTS)
    parts = [
        line(part, float(row["cost_gbp"]), organisation=row["agency"])
        for part, row in found.items()
        if part.startswith(f"{code}.") and part.count(".") == 2
    ]
    by_agency = money(parts, 1).by_organisation
    return near(
        f"unit cost {code} from its parts ({id})",
        total,
        sum(agency.npsv.p50 for agency in by_agency.values()),
        tolerance,
        UNIT_COSTS,
    )
