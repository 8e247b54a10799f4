"""What a unit of something is worth: published values, and which of them may act."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from bluelight.appraisal.references import DATE, Confidence, DatedValue, Reference


class UnitValue(DatedValue):
    """A published value, in pounds of its price year for one of its unit.

    One that was not read where it was published is offered and marked; it acts only where it is accepted by name.
    `health` values are of health or life, and are discounted at their own rate.
    """

    id: str
    name: str
    unit: str
    amount: float = Field(gt=0)
    price_year: str
    health: bool = False
    as_of: str = Field(pattern=DATE)
    confidence: Confidence
    source: Reference
    note: str

    @property
    def verified(self) -> bool:
        """Whether it was read where it was published."""
        return self.confidence == "primary"


class UnitValues(DatedValue):
    """`unit_values.toml`."""

    id: Literal["unit_values"]
    title: str
    unit: str
    values: tuple[UnitValue, ...]

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [value.id for value in self.values]
        if len(set(ids)) < len(ids):
            raise ValueError("two values have the same id")
        return self
