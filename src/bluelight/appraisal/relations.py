"""Published relations between minutes and outcomes."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field

from bluelight.appraisal.references import DATE, Confidence, DatedValue, Reference


class _Relation(DatedValue):
    id: str
    name: str
    incident: str
    outcome: str
    population: str
    as_of: str = Field(pattern=DATE)
    confidence: Confidence
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


class LogisticRelation(_Relation):
    """Share with the outcome at t minutes: 1 / (1 + exp(intercept + slope x t)); it needs the time today."""

    form: Literal["logistic_minutes"]
    intercept: float
    slope: float = Field(gt=0)

    def share(self, minutes: float) -> float:
        """Share with the outcome when somebody arrives after so many minutes."""
        return 1.0 / (1.0 + math.exp(self.intercept + self.slope * minutes))


Relation = OddsRelation | LivesRelation | LogisticRelation


class ResponseOutcomes(DatedValue):
    """`response_outcomes.toml`."""

    id: Literal["response_outcomes"]
    title: str
    unit: str
    warning: str
    relations: tuple[Relation, ...]
