"""Line items of published cases, and what the engine makes of them."""

from __future__ import annotations

from typing import Any

from bluelight.appraisal import Appraisal, LineItem, OptionMoney, Settings, appraise
from bluelight.validation.shipped import rows

FIRST = 2026


def line(id: str, amount: float, year: int = FIRST, *, last: int | None = None, **fields: Any) -> LineItem:
    """One certain amount, in one year unless `last` is later; a saving or a transition cost by its sign."""
    category = fields.get("category", "saving" if amount >= 0 else "transition")
    values = {
        "id": id,
        "option": "case",
        "label": id,
        "organisation": "published",
        "category": category,
        "benefit_class": "cash_releasing",
        "low": amount,
        "mode": amount,
        "high": amount,
        "price_year": "2024",
        "start_year": year,
        "end_year": year if last is None else last,
        "basis": "published",
        "source": "published case",
        "disposal": id if category == "receipt" else None,
    }
    return LineItem.model_validate(values | fields)


def case_of(lines: list[LineItem], years: int, **settings: Any) -> Appraisal:
    """These lines over so many years, 3.5% and no inflation."""
    given = Settings(price_year="2024", first_year=FIRST, appraisal_years=years, draws=100, seed=1, **settings)
    return appraise(lines, given)


def money(lines: list[LineItem], years: int, **settings: Any) -> OptionMoney:
    """What these lines are worth together."""
    return case_of(lines, years, **settings).options["case"]


def accommodation_move() -> OptionMoney:
    """A real move of offices, thousands of pounds."""
    lines = []
    for row in rows("accommodation_move.csv"):
        year = FIRST + int(row["year"])
        lines += [
            line(f"capital {year}", -float(row["capital"]), year, category="capital", asset_type="contracted"),
            line(f"set-up {year}", -float(row["set_up"]), year, category="transition"),
            line(f"running {year}", -float(row["running"]), year, category="running_cost"),
            line(f"saved {year}", float(row["saved"]), year, category="saving"),
        ]
    return money(lines, 14)
