"""The appraisal against published figures: discount factors, optimism bias and worked cases."""

from __future__ import annotations

import numpy as np

from bluelight.appraisal import Appraisal, LineItem, Settings, appraise, load_parameters
from bluelight.validation.check import Checks, near, none_wrong
from bluelight.validation.shipped import rows, table

FIRST = 2026
MOVE = "https://ppponline.affinitext.com/public/book?id=3052&toc_id=469509"


def discount_factors() -> Checks:
    """Every published factor, and the other schedules beside the standard one."""
    published = table("discount_factors.csv")
    schedules = load_parameters().schedules
    got = schedules["standard"].factors(int(published["year"].max()) + 1)[published["year"].to_numpy()]
    wrong = int((np.round(got, 4) != published["factor"].to_numpy()).sum())
    standard = [band.percent for band in schedules["standard"].current.bands]
    pairs = [
        (band.percent, first * rate / standard[0])
        for name, first in (("health", 1.5), ("lower_rate", 3.0))
        for band, rate in zip(schedules[name].current.bands, standard, strict=True)
    ]
    apart = sum(abs(rate - scaled) > 0.0051 for rate, scaled in pairs)
    rates = "health and lower rates in step with the standard rate"
    source = schedules["health"].current.source.href
    return [
        none_wrong(
            "discount factors, years 0 to 500",
            wrong,
            len(published),
            "factors differ",
            published["source"][0],
            "4 decimals",
        ),
        none_wrong(rates, apart, len(pairs), "rates differ", source, "0.0051"),
    ]


def worked_cases() -> Checks:
    """Published examples, worked again by the engine."""
    got = {**_accommodation_move(), **_optimism_bias(), **_streams()}
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


def move_by_year() -> Checks:
    """The yearly present values of a real appraisal, which used factors of four decimals."""
    move = table("accommodation_move.csv")
    cash = _move().options["case"].total.cash_by_year
    years = move["year"].to_numpy()
    factors = np.round(load_parameters().schedules["standard"].factors(int(years.max()) + 1)[years], 4)
    present = -np.array([cash[FIRST + year].p50 for year in years]) * factors
    wrong = int((np.abs(present - move["present_cost"].to_numpy()) > 0.5).sum())
    return [none_wrong("accommodation move: present value of each year", wrong, len(move), "years differ", MOVE, "0.5")]


def _move() -> Appraisal:
    lines = []
    for row in rows("accommodation_move.csv"):
        year = FIRST + int(row["year"])
        lines += [
            _line(f"capital {year}", -float(row["capital"]), year, category="capital", asset_type="contracted"),
            _line(f"set-up {year}", -float(row["set_up"]), year, category="transition"),
            _line(f"running {year}", -float(row["running"]), year, category="running_cost"),
            _line(f"saved {year}", float(row["saved"]), year, category="saving"),
        ]
    return _appraise(lines, 14)


def _accommodation_move() -> dict[str, float]:
    case = _move().options["case"]
    by_kind = dict.fromkeys(("capital", "set-up", "running", "saved"), 0.0)
    for line in case.lines:
        by_kind[line.line.id.split()[0]] += line.line.mode * line.deflator * line.uplift * float(line.year_shares.sum())
    paid = -(by_kind["capital"] + by_kind["set-up"] + by_kind["running"])
    return {
        "DCF-1a": -by_kind["capital"],
        "DCF-1b": paid,
        "DCF-1c": by_kind["saved"],
        "DCF-1d": -sum(year.p50 for year in case.total.cash_by_year.values()),
    }


def _optimism_bias() -> dict[str, float]:
    building = load_parameters().project_types["non_standard_buildings"]
    parts = [
        _line("odd part", -30, FIRST, category="capital", asset_type="non_standard_buildings"),
        _line("plain part", -70, FIRST, category="capital", asset_type="standard_buildings"),
    ]
    managed = 0.238
    return {
        "OB-1": -_npsv(parts, 1) - 100,
        "OB-3": 28 + building.overrun_months(28, 0.0),
        "OB-5": 100 * building.overrun_months(1, managed),
        "OB-6": 28 + building.overrun_months(28, managed),
        "OB-7": 100 * (building.cost_uplift(0.92) - 1),
    }


def _streams() -> dict[str, float]:
    now_and_later = [
        _line("cost", -100, FIRST, category="transition"),
        _line("gain", 30, FIRST + 1, last=FIRST + 5, category="saving"),
    ]
    return {
        "GB-1": _npsv(now_and_later, 6),
        "ANN-1": _npsv([_line("a", 10_000, FIRST + 1, last=FIRST + 20, category="saving")], 21),
        "ANN-2": _npsv([_line("a", 75, FIRST + 7, last=FIRST + 21, category="saving")], 22),
    }


def _line(id: str, amount: float, year: int, *, last: int | None = None, **fields: str) -> LineItem:
    values = {
        "id": id,
        "option": "case",
        "label": id,
        "organisation": "published",
        "benefit_class": "cash_releasing",
        "low": amount,
        "mode": amount,
        "high": amount,
        "price_year": "2024",
        "start_year": year,
        "end_year": year if last is None else last,
        "basis": "published",
        "source": "published case",
    }
    return LineItem.model_validate(values | fields)


def _appraise(lines: list[LineItem], years: int) -> Appraisal:
    return appraise(lines, Settings(price_year="2024", first_year=FIRST, appraisal_years=years, draws=100, seed=1))


def _npsv(lines: list[LineItem], years: int) -> float:
    return _appraise(lines, years).options["case"].npsv.p50
