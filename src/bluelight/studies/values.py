"""Values that every part of results is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen part of `results.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Estimate(Value):
    """A figure with its interval: 95% over replications unless the field that holds it says otherwise."""

    value: float
    low: float
    high: float


class MoneyEnds(Value):
    """A sum of money as it was stated: least, likeliest and most, in pounds of its price year."""

    low: float
    mode: float
    high: float
    price_year: str


class MoneyRange(Value):
    """A sum of money over the Monte Carlo draws, in pounds."""

    p10: float
    p50: float
    p90: float
