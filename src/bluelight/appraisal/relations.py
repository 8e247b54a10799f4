"""Published relations between minutes and outcomes, and the value of an outcome."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from bluelight.appraisal.references import DATE, DatedValue, Reference


class _Relation(DatedValue):
    id: str
    name: str
    incident: str
    outcome: str
    population: str
    as_of: str = Field(pattern=DATE)
    confidence: Literal["primary"]
    source: Reference
    note: str
    value_id: str | None = None


class OddsRelation(_Relation):
    """Odds of the outcome multiply by a ratio for each minute sooner."""

    form: Literal["odds_per_minute"]
    odds_ratio_per_minute_sooner: float = Field(gt=0)
    odds_ratio_low: float = Field(gt=0)
    odds_ratio_high: float = Field(gt=0)
    base_cases: int = Field(gt=0)
    base_events: int = Field(gt=0)

    @property
    def base_share(self) -> float:
        """Share of cases with the outcome in the study itself."""
        return self.base_events / self.base_cases


class LivesRelation(_Relation):
    """So many lives for each incident and each minute sooner."""

    form: Literal["lives_per_minute"]
    lives_per_incident_per_minute_sooner: float = Field(gt=0)


class LifeValue(DatedValue):
    """A published value of an outcome, in pounds of its price year."""

    id: str
    name: str
    amount: float = Field(gt=0)
    price_year: str
    as_of: str = Field(pattern=DATE)
    confidence: Literal["primary"]
    source: Reference
    note: str


class ResponseOutcomes(DatedValue):
    """`response_outcomes.toml`."""

    id: Literal["response_outcomes"]
    title: str
    unit: str
    warning: str
    relations: tuple[OddsRelation | LivesRelation, ...]
    values: tuple[LifeValue, ...]

    @model_validator(mode="after")
    def _values_exist(self) -> Self:
        known = {value.id for value in self.values}
        for relation in self.relations:
            if relation.value_id is not None and relation.value_id not in known:
                raise ValueError(f"relation {relation.id} names the unknown value {relation.value_id}")
        return self
