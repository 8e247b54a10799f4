"""Values that every part of results is made of."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Service = Literal["police", "fire", "ambulance"]
Basis = Literal["published", "derived", "assumed", "unknown"]

SERVICES: tuple[Service, ...] = ("police", "fire", "ambulance")

_GIVEN: dict[frozenset[str], set[str]] = {}


class Value(BaseModel):
    """A frozen part of `results.json`.

    Values that were given the same fields share the set that says which: in results of hundreds of options it would
    take as much room as all else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_post_init(self, context: Any, /) -> None:
        """Share the names of the fields given."""
        given = self.__pydantic_fields_set__
        object.__setattr__(self, "__pydantic_fields_set__", _GIVEN.setdefault(frozenset(given), given))


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
