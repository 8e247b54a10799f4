"""What the appraisal takes in: line items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, model_validator

from bluelight.appraisal.checked import CheckedModel

Category = Literal["capital", "receipt", "transition", "risk", "running_cost", "saving"]
BenefitClass = Literal["cash_releasing", "non_cash_releasing", "societal", "unmonetised"]
Basis = Literal["published", "derived", "assumed", "unknown"]
EvidenceGrade = Literal["not_evaluated", "sms_1", "sms_2", "sms_3", "sms_4", "sms_5"]

ONE_OFF: frozenset[Category] = frozenset({"capital", "receipt", "transition", "risk"})
"""Categories that are counted once, not every year."""

COSTS: frozenset[Category] = frozenset({"transition", "risk", "running_cost"})
"""Categories that are never a gain."""

LARGEST = 1e13
"""Pounds, or units: ten times what a country makes in a year is a slip of the keyboard."""

RangeBasis = Literal["given", "asked", "reference_class"]
"""A range that was given; one left out, for the reference class of the line's theme to give; one that it gave."""

CONTRACTED = "contracted"
"""The asset type of a price that is already agreed: no optimism bias."""


class LineItem(CheckedModel):
    """One thing an option changes for one organisation, against business as usual.

    Amounts are pounds of `price_year`, positive when the public purse gains and negative when it pays; for a line
    that runs several years they are pounds a year at full effect. With a `unit_value` they are numbers of its unit.
    Years are financial years, named by the year in which they start. With a `theme` of the register, `low` and `high`
    may be left out: the appraisal then takes them, and the middle, from what became of promises of that theme.
    """

    id: str = Field(min_length=1)
    option: str = Field(min_length=1)
    label: str = Field(min_length=1)
    organisation: str = Field(min_length=1)
    category: Category
    benefit_class: BenefitClass
    low: float = Field(ge=-LARGEST, le=LARGEST)
    mode: float = Field(ge=-LARGEST, le=LARGEST)
    high: float = Field(ge=-LARGEST, le=LARGEST)
    price_year: str
    start_year: int
    ramp_years: int = Field(default=0, ge=0, le=100)
    end_year: int
    asset_type: str | None = None
    works_months: float | None = Field(default=None, ge=0, le=1200)
    depends_on: str | None = None
    basis: Basis
    source: str
    note: str = ""
    correlation_group: str | None = None
    currency: str = "GBP"
    evidence_grade: EvidenceGrade = "not_evaluated"
    owner: str = ""
    governance_dependent: bool = False
    overlap_group: str | None = None
    budget: str | None = None
    disposal: str | None = None
    ramp_shares: tuple[float, ...] = ()
    likelihood: float = Field(default=1.0, gt=0, le=1)
    life_years: float | None = Field(default=None, gt=0, le=1000)
    optimism_bias_percent: float | None = Field(default=None, ge=0, le=1000)
    discounting: Literal["standard", "health"] = "standard"
    vat_percent: float = Field(default=0.0, ge=0, le=100)
    transfer: bool = False
    income_group: str | None = None
    unit_value: str | None = None
    theme: str | None = None
    range_basis: RangeBasis = "given"

    @model_validator(mode="before")
    @classmethod
    def _range_left_out(cls, data: Any) -> Any:
        if not isinstance(data, dict) or data.get("mode") is None:
            return data
        ends = [data.get(end) for end in ("low", "high")]
        if ends == [None, None] and data.get("theme"):
            return {**data, "low": data["mode"], "high": data["mode"], "range_basis": "asked"}
        if None in ends:
            raise ValueError(
                "its range is not whole: give low and high, or leave out both and name a theme, whose reference class "
                "gives them"
            )
        return data

    @property
    def is_cost(self) -> bool:
        """Whether it pays rather than gains: a category that is a cost, or capital that is paid."""
        return self.category in COSTS or (self.category == "capital" and self.high <= 0)

    @classmethod
    def place(cls, data: object) -> str:
        """Names the line and, where known, its option."""
        if not isinstance(data, dict):
            return "line item"
        option = f" of option '{data['option']}'" if data.get("option") else ""
        return f"line '{data.get('id', '(no id)')}'{option}"

    def faults(self) -> list[tuple[str, str, str]]:
        """What is wrong although every field is right in itself."""
        return [*self._amount_faults(), *self._timing_faults(), *self._capital_faults(), *self._kind_faults()]

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
        if self.category in COSTS and self.high > 0:
            yield "high", f"a {self.category} is positive.", "Costs are negative; record a cost avoided as a saving."
        if self.category == "capital" and self.low < 0 < self.high:
            yield "high", "a capital amount runs from a cost to a gain.", "Split it into two lines."
        if self.range_basis == "asked" and not self.low == self.mode == self.high:
            yield "range_basis", "it asks for a range and gives one.", "Leave low and high empty, or range_basis."
        if self.range_basis != "given" and self.theme is None:
            yield "theme", "it takes its range from a reference class and names no theme.", "Name a theme."
        if self.benefit_class == "unmonetised" and (self.low or self.mode or self.high):
            yield "mode", "an unmonetised line carries an amount.", "Set it to 0 or choose another class."

    def _timing_faults(self) -> Iterator[tuple[str, str, str]]:
        if self.end_year < self.start_year:
            yield "end_year", f"it ends in {self.end_year}, before it starts in {self.start_year}.", "Check both years."
        if self.ramp_shares and self.ramp_years:
            yield "ramp_shares", "it has both ramp_years and ramp_shares.", "Keep one of the two."
        if not all(0 <= share <= 1 for share in self.ramp_shares):
            yield "ramp_shares", "a share of the ramp is not between 0 and 1.", "Write 30% as 0.3."

    def _capital_faults(self) -> Iterator[tuple[str, str, str]]:
        capital = self.category == "capital"
        if capital and self.low < 0 and self.asset_type is None and self.optimism_bias_percent is None:
            yield (
                "asset_type",
                "a capital cost has no asset_type, which decides its optimism bias.",
                f"Name a project type, or '{CONTRACTED}' where the price is already agreed.",
            )
        if self.asset_type is not None and self.optimism_bias_percent is not None:
            yield (
                "optimism_bias_percent",
                "it has both an asset_type and optimism bias of its own.",
                "Keep the bias where the evidence is your own, and the type otherwise.",
            )
        if self.works_months is not None and not capital:
            yield "works_months", "works_months belongs to a capital line.", "Leave it empty here."
        if self.life_years is not None and not capital:
            yield "life_years", "life_years belongs to a capital line.", "Leave it empty here."

    def _kind_faults(self) -> Iterator[tuple[str, str, str]]:
        if self.category == "receipt" and not self.disposal:
            yield "disposal", "a receipt with no disposal.", "Name what is sold or given up in disposal."
        if self.disposal and self.category != "receipt":
            yield "disposal", f"a {self.category} names a disposal.", "Only a receipt has one: leave it empty here."
        if self.budget and self.category != "saving":
            yield "budget", f"a {self.category} names a budget that it saves on.", "Leave it empty here."
        if self.overlap_group and self.category != "saving":
            yield "overlap_group", f"a {self.category} is in an overlap group.", "Only savings overlap: leave it empty."
        if self.likelihood < 1 and self.category != "risk":
            yield "likelihood", f"a {self.category} has a likelihood.", "Record what may not happen as a risk."
        if self.discounting == "health" and self.benefit_class != "societal":
            yield (
                "discounting",
                f"a {self.benefit_class} line is discounted as health.",
                "The health rate is for values of health and life: make the line societal, or use standard.",
            )
        if self.vat_percent and self.benefit_class != "cash_releasing":
            yield "vat_percent", "VAT on a line that is not cash.", "Leave it at 0."
        if self.transfer and self.benefit_class != "cash_releasing":
            yield "transfer", "a transfer that is not cash.", "Only cash-releasing lines can be transfers."
        if not self.source.strip():
            yield "source", "it does not say where its figures come from.", "Name the source."
