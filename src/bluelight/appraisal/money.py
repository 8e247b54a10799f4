"""What the appraisal gives out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.items import LineItem
from bluelight.appraisal.lives import ValuedOutcome
from bluelight.appraisal.parameters import Parameters
from bluelight.appraisal.references import Reference
from bluelight.appraisal.settings import Measure, Settings
from bluelight.register import ReferenceClass

Floats = NDArray[np.float64]


class Spread(NamedTuple):
    """10th, 50th and 90th percentile over the draws, in pounds of the settings' price year."""

    p10: float
    p50: float
    p90: float

    @classmethod
    def of(cls, draws: Floats) -> Spread:
        """Percentiles of draws, shape (draws,)."""
        p10, p50, p90 = (float(value) for value in np.quantile(draws, (0.1, 0.5, 0.9)))
        return cls(p10, p50, p90)

    @classmethod
    def each(cls, draws: Floats) -> list[Spread]:
        """Percentiles of each row, shape (rows, draws)."""
        if not len(draws):
            return []
        return [cls(*(float(value) for value in row)) for row in np.quantile(draws, (0.1, 0.5, 0.9), axis=1).T]


class Payback(NamedTuple):
    """Years until the running total is back at zero, from the first of the appraisal; None: not within it.

    `chance`: share of draws in which it is within the appraisal.
    """

    p10: float | None
    p50: float | None
    p90: float | None
    chance: float


class BenefitCost(NamedTuple):
    """Present values of gains and of costs, both positive, and their ratio; no ratio where nothing is paid."""

    benefits: Spread
    costs: Spread
    ratio: Spread | None


@dataclass(frozen=True, eq=False)
class LineMoney:
    """One line after appraisal, with every factor, so that a reader can recompute it.

    Present value of an amount = amount x `unit` x `deflator` x `uplift` x `chance` x `burden` x `discounted_years`,
    where `discounted_years` is the sum of `year_shares` times the discount `factors`. `cut` is the present value that
    an overlap cap takes off at the modes, and `residual` what the asset is still worth at the end, at the mode.
    """

    line: LineItem
    deflator: float
    uplift: float
    delay_years: float
    year_shares: Floats
    discounted_years: float
    npsv: Spread
    npsv_at_low: float
    npsv_at_mode: float
    npsv_at_high: float
    unit: float = 1.0
    bias_percent: float = 0.0
    chance: float = 1.0
    burden: float = 1.0
    factors: Floats = field(default_factory=lambda: np.zeros(0))
    cut: float = 0.0
    residual: float = 0.0

    @property
    def swing(self) -> float:
        """By how much this line alone moves the present value, from its low to its high."""
        return self.npsv_at_high - self.npsv_at_low


@dataclass(frozen=True, eq=False)
class CashMoney:
    """Cash to one organisation, or to all of them: cash-releasing lines only.

    `draws` holds `npsv`, `yearly_cash`, `one_off` and `peak_funding` draw by draw, each of shape (draws,).
    """

    npsv: Spread
    yearly_cash: Spread
    one_off: Spread
    peak_funding: Spread
    chance_positive: float
    cash_by_year: dict[int, Spread]
    draws: dict[str, Floats]


@dataclass(frozen=True, eq=False)
class NominalCash:
    """Cash as a budget meets it: in the prices of each year, with VAT that cannot be recovered and with transfers."""

    by_year: dict[int, Spread]
    peak_funding: Spread
    peak_year: int | None  # the year in which the running total of the medians is deepest


@dataclass(frozen=True, eq=False)
class Worth:
    """An option's present value by one measure."""

    measure: Measure
    npsv: Spread
    at_mode: float
    mean: float
    chance_positive: float
    equivalent_annual: Spread
    benefit_cost: BenefitCost
    draws: Floats


class Means(NamedTuple):
    """Mean present values, all positive: what an option gains and pays, and what the other gains and pays.

    Means add up where percentiles do not: gains - costs - (other_gains - other_costs) is the mean of what it adds.
    """

    gains: float
    costs: float
    other_gains: float
    other_costs: float


@dataclass(frozen=True, eq=False)
class Increment:
    """What an option adds to another, draw by draw."""

    option: str
    over: str
    derived: bool  # the other is not an option of its own: the same lines without those that need the change
    npsv: Spread
    other_npsv: Spread
    chance_positive: float
    benefits_that_need_it: float | None  # share of the mean present value of gains, where lines say so
    means: Means


@dataclass(frozen=True, eq=False)
class Weighted:
    """Present value with distributional weights, beside the same without them.

    `switching` gives, for each income group, the weight at which the value is zero, all else as it is; None where
    no weight does.
    """

    weights: dict[str, float]
    npsv: Spread
    unweighted: Spread
    by_group: dict[str, Spread]
    switching: dict[str, float | None]


@dataclass(frozen=True, eq=False)
class OptionMoney:
    """What one option is worth against business as usual, which is the zero line.

    `npsv`: present value of cash over the appraisal. `yearly_cash`: cash of running costs and savings in the last
    year. `one_off`: capital, receipts, transition and risks over the appraisal, undiscounted. `peak_funding`: the
    deepest the running total of cash goes, as a positive amount to be found. `non_cash_releasing`, `societal` and
    `residual`, what assets are still worth at the end: present values shown beside cash and never in it. `worth` adds
    them up by the three measures, each by its name.
    """

    option: str
    total: CashMoney
    by_organisation: dict[str, CashMoney]
    lines: tuple[LineMoney, ...]
    non_cash_releasing: Spread
    societal: Spread
    residual: Spread
    worth: Mapping[Measure, Worth]
    payback: Payback
    discounted_payback: Payback
    nominal: dict[str, NominalCash] | None
    nominal_total: NominalCash | None
    increments: tuple[Increment, ...]
    weighted: Weighted | None

    @property
    def npsv(self) -> Spread:
        """Present value of cash, all organisations."""
        return self.total.npsv

    @property
    def yearly_cash(self) -> Spread:
        """Steady yearly cash, all organisations."""
        return self.total.yearly_cash

    @property
    def one_off(self) -> Spread:
        """One-off cash, all organisations."""
        return self.total.one_off

    @property
    def peak_funding(self) -> Spread:
        """Most cash to be found at any time, all organisations together."""
        return self.total.peak_funding

    @property
    def chance_positive(self) -> float:
        """Share of draws in which the option gains."""
        return self.total.chance_positive

    @property
    def tornado(self) -> tuple[LineMoney, ...]:
        """Cash lines by how far each alone moves the present value, widest first."""
        cash = [line for line in self.lines if line.line.benefit_class == "cash_releasing"]
        return tuple(sorted(cash, key=lambda line: (-line.swing, line.line.id)))


@dataclass(frozen=True, eq=False)
class Appraisal:
    """Every option's money, with the settings and parameters that gave it."""

    settings: Settings
    parameters: Parameters
    options: dict[str, OptionMoney]
    outcomes: tuple[ValuedOutcome, ...] = ()
    notices: tuple[str, ...] = ()
    reference_classes: tuple[ReferenceClass, ...] = ()  # those that gave a line its range

    def lines_of(self, option: str) -> tuple[LineItem, ...]:
        """The line items of an option."""
        return tuple(money.line for money in self.options[option].lines)

    @property
    def references(self) -> tuple[tuple[str, Reference], ...]:
        """What was used for what: (use, source) of the dated parameters behind every figure."""
        schedule = self.parameters.schedules[self.settings.schedule]
        return (
            (f"{schedule.name} discount rates, {schedule.current.as_of}", schedule.current.source),
            (f"Price index, {self.parameters.gdp_deflator.as_of}", self.parameters.gdp_deflator.source),
            (f"Optimism bias, {self.parameters.optimism_bias.as_of}", self.parameters.optimism_bias.source),
        )
