"""How to appraise: prices, years, discounting, draws, and what is assumed of the lines together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from bluelight.appraisal.checked import CheckedModel
from bluelight.appraisal.references import DatedValue

Measure = Literal["cash", "public", "social"]
MEASURES: tuple[Measure, ...] = ("cash", "public", "social")


class OverlapGroup(DatedValue):
    """Savings that claim from one pot: together they are worth at most `cap` pounds a year."""

    group: str = Field(min_length=1)
    cap: float = Field(gt=0, le=1e13)
    price_year: str
    source: str = Field(min_length=1)


class ManagedCause(DatedValue):
    """A cause of optimism bias, its share of the bias, and how much of it is managed (0 to 1)."""

    applies_to: Literal["cost", "duration"]
    cause: str = Field(min_length=1)
    contribution_percent: float = Field(ge=0, le=100)
    managed: float = Field(ge=0, le=1)
    evidence: str = Field(min_length=1)


class IncomeGroups(DatedValue):
    """Equivalised household incomes: the median, and that of each group who gains or pays."""

    median: float = Field(gt=0)
    incomes: dict[str, float] = Field(min_length=1)
    source: str = Field(min_length=1)


class ResponseChange(DatedValue):
    """A change in minutes under an option, to be turned into outcomes by a published relation."""

    option: str = Field(min_length=1)
    relation: str = Field(min_length=1)
    incidents_per_year: float = Field(ge=0, le=1e9)
    change_min: float = Field(ge=-1440, le=1440)
    change_low: float = Field(ge=-1440, le=1440)
    change_high: float = Field(ge=-1440, le=1440)
    base_share: float | None = Field(default=None, gt=0, lt=1)
    response_min: float | None = Field(default=None, gt=0)
    start_year: int | None = None
    source: str = Field(min_length=1)


class Settings(CheckedModel):
    """How to appraise: prices, years, discounting and draws.

    `first_year` is year 0, the financial year that starts in it and whose money is not discounted.
    """

    price_year: str
    first_year: int = Field(ge=1900, le=2200)
    appraisal_years: int = Field(ge=1, le=500)
    draws: int = Field(default=10_000, ge=100, le=1_000_000)
    seed: int = Field(default=1, ge=0)
    schedule: str = "standard"
    optimism_bias_mitigation: float = Field(default=0.0, ge=0.0, le=1.0)
    duration_mitigation: float | None = Field(default=None, ge=0.0, le=1.0)
    mitigation_evidence: str = ""
    managed_causes: tuple[ManagedCause, ...] = ()
    measure: Measure = "cash"
    base: str | None = None
    counterparts: dict[str, str] = Field(default_factory=dict)
    inflation_percent: float | None = Field(default=None, ge=-10, le=50)
    inflation_source: str = ""
    tax_burden_percent: float = Field(default=0.0, ge=0, le=100)
    risks: Literal["expected", "drawn"] = "expected"
    overlap_groups: tuple[OverlapGroup, ...] = ()
    correlations: dict[str, float] = Field(default_factory=dict)
    income_groups: IncomeGroups | None = None
    accept_unverified: tuple[str, ...] = ()
    response_changes: tuple[ResponseChange, ...] = ()

    @property
    def last_year(self) -> int:
        """The last year that counts."""
        return self.first_year + self.appraisal_years - 1

    def mitigation(self, of: Literal["cost", "duration"]) -> float:
        """Share of optimism bias taken off: what the causes named add up to, or the share given."""
        causes = [cause for cause in self.managed_causes if cause.applies_to == of]
        if causes:
            return managed_share(causes)
        if of == "duration" and self.duration_mitigation is not None:
            return self.duration_mitigation
        return self.optimism_bias_mitigation

    def faults(self) -> list[tuple[str, str, str]]:
        """What is wrong although every field is right in itself."""
        return [*self._mitigation_faults(), *self._group_faults()]

    def _mitigation_faults(self) -> Iterator[tuple[str, str, str]]:
        for name in ("optimism_bias_mitigation", "duration_mitigation"):
            if (getattr(self, name) or 0) > 0 and not self.mitigation_evidence.strip():
                yield (
                    "mitigation_evidence",
                    f"{name} is above 0 without mitigation_evidence.",
                    "Say what has been done about the causes of the bias, or leave the mitigation at 0.",
                )
        for of in ("cost", "duration"):
            causes = [cause for cause in self.managed_causes if cause.applies_to == of]
            if sum(cause.contribution_percent for cause in causes) > 100:
                yield (
                    "managed_causes",
                    f"the causes of {of} bias contribute more than 100%.",
                    "Shares of all causes together are 100% at most.",
                )

    def _group_faults(self) -> Iterator[tuple[str, str, str]]:
        if self.inflation_percent is not None and not self.inflation_source.strip():
            yield (
                "inflation_source",
                "inflation_percent is given without inflation_source.",
                "Say whose forecast it is.",
            )
        names = [group.group for group in self.overlap_groups]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield "overlap_groups", f"the overlap group '{name}' has two caps.", "Keep one."
        for name, rho in self.correlations.items():
            if not 0 <= rho <= 1:
                yield (
                    "correlations",
                    f"the correlation of group '{name}' is {rho:g}, not between 0 and 1.",
                    "0 is independent, 1 is the same percentile in every draw.",
                )
        groups = self.income_groups
        if groups is not None and not all(income > 0 for income in groups.incomes.values()):
            yield "income_groups", "an income is not above 0.", "Give equivalised household incomes."


def managed_share(causes: list[ManagedCause]) -> float:
    """Share of the bias that is managed: contributions times how far each cause is managed, added up."""
    return sum(cause.contribution_percent * cause.managed for cause in causes) / 100
