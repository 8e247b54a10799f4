"""Line items for the appraisal's tests: a line is what its test says of it, and plain otherwise."""

from typing import Any

from bluelight.appraisal import LineItem, Settings

FIRST_YEAR = 2026


def line(id: str = "saving", *, amount: float | None = None, **fields: Any) -> LineItem:
    """A yearly saving of a thousand pounds to the fire service, unless said otherwise."""
    values: dict[str, Any] = {
        "id": id,
        "option": "share",
        "label": f"A line called {id}",
        "organisation": "fire",
        "category": "saving",
        "benefit_class": "cash_releasing",
        "low": 1000.0,
        "mode": 1000.0,
        "high": 1000.0,
        "price_year": "2024",
        "start_year": FIRST_YEAR,
        "end_year": FIRST_YEAR + 9,
        "basis": "assumed",
        "source": "test",
    }
    if amount is not None:
        values |= {"low": amount, "mode": amount, "high": amount}
    values |= fields
    return LineItem(**values)


def settings(**fields: Any) -> Settings:
    """Ten years in 2024 prices with few draws, unless said otherwise."""
    return Settings(
        **({"price_year": "2024", "first_year": FIRST_YEAR, "appraisal_years": 10, "draws": 200, "seed": 7} | fields)
    )
