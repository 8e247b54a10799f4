"""What the appraisal takes in: line items and settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from bluelight.appraisal.checked import CheckedModel

Category = Literal["capital", "receipt", "transition", "running_cost", "saving"]
BenefitClass = Literal["cash_releasing", "non_cash_releasing", "societal", "unmonetised"]
Basis = Literal["published", "derived", "assumed", "unknown"]

ONE_OFF: frozenset[Category] = frozenset({"capital", "receipt", "transition"})
"""Categories that are counted once, not every year."""

CONTRACTED = "contracted"
"""The asset type of a price that is already agreed: no optimism bias."""


class LineItem(CheckedModel):
    """One thing an option changes for one organisation, against business as usual.

    Amounts are pounds of `price_year`, positive when the public purse gains and negative when it pays; for a line
    that runs several years they are pounds a year at full effect. Years are financial years, named by the year in
    which they start.
    """

    id: str = Field(min_length=1)
    option: str = Field(min_length=1)
    label: str = Field(min_length=1)
    organisation: str = Field(min_length=1)
    category: Category
    benefit_class: BenefitClass
    low: float
    mode: float
    high: float
    price_year: str
    start_year: int
    ramp_years: int = Field(default=0, ge=0)
    end_year: int
    asset_type: str | None = None
    works_months: float | None = Field(default=None, ge=0)
    depends_on: str | None = None
    basis: Basis
    source: str
    note: str = ""
    correlation_group: str | None = None

    @classmethod
    def place(cls, data: object) -> str:
        """Names the line and, where known, its option."""
        if not isinstance(data, dict):
            return "line item"
        option = f" of option '{data['option']}'" if data.get("option") else ""
        return f"line '{data.get('id', '(no id)')}'{option}"

    def faults(self) -> list[tuple[str, str, str]]:
        """Amounts out of order or of the wrong sign, years out of order, a capital cost of no type."""
        return [*self._amount_faults(), *self._other_faults()]

    def _amount_faults(self) -> Iterator[tuple[str, str, str]]:
        if not self.low <= self.mode <= self.high:
            yield (
                "low",
                f"low {self.low:,.0f}, mode {self.mode:,.0f} and high {self.high:,.0f} are not in rising order.",
                "Order them as numbers: a cost is negative, so its dearest case is the low one.",
            )
        if self.category == "receipt" and self.low < 0:
            yield "low", "a receipt is negative.", "Record what a disposal costs as transition."
        if self.category == "saving" and self.mode < 0:
            yield "mode", "a saving has a negative mode.", "Record an added cost as running_cost."
        if self.category in ("running_cost", "transition") and self.high > 0:
            yield "high", f"a {self.category} is positive.", "Costs are negative; record a cost avoided as a saving."
        if self.category == "capital" and self.low < 0 < self.high:
            yield "high", "a capital amount runs from a cost to a gain.", "Split it into two lines."
        if self.benefit_class == "unmonetised" and (self.low or self.mode or self.high):
            yield "mode", "an unmonetised line carries an amount.", "Set it to 0 or choose another class."

    def _other_faults(self) -> Iterator[tuple[str, str, str]]:
        if self.end_year < self.start_year:
            yield "end_year", f"it ends in {self.end_year}, before it starts in {self.start_year}.", "Check both years."
        if self.category == "capital" and self.low < 0 and self.asset_type is None:
            yield (
                "asset_type",
                "a capital cost has no asset_type, which decides its optimism bias.",
                f"Name a project type, or '{CONTRACTED}' where the price is already agreed.",
            )
        if self.works_months is not None and self.category != "capital":
            yield "works_months", "works_months belongs to a capital line.", "Leave it empty here."


class Settings(CheckedModel):
    """How to appraise: prices, years, discounting and draws.

    `first_year` is year 0, the financial year that starts in it and whose money is not discounted.
    """

    price_year: str
    first_year: int
    appraisal_years: int = Field(ge=1, le=500)
    draws: int = Field(default=10_000, ge=100, le=1_000_000)
    seed: int = Field(default=1, ge=0)
    schedule: str = "standard"
    optimism_bias_mitigation: float = Field(default=0.0, ge=0.0, le=1.0)
    mitigation_evidence: str = ""

    @property
    def last_year(self) -> int:
        """The last year that counts."""
        return self.first_year + self.appraisal_years - 1

    def faults(self) -> list[tuple[str, str, str]]:
        """Mitigation without evidence."""
        if self.optimism_bias_mitigation > 0 and not self.mitigation_evidence.strip():
            return [
                (
                    "mitigation_evidence",
                    "optimism_bias_mitigation is above 0 without mitigation_evidence.",
                    "Say what has been done about the causes of the bias, or leave the mitigation at 0.",
                )
            ]
        return []
