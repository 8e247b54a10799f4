"""What the appraisal gives out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.items import LineItem, Settings
from bluelight.appraisal.parameters import Parameters
from bluelight.appraisal.references import Reference

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


@dataclass(frozen=True, eq=False)
class LineMoney:
    """One line after appraisal, with every factor, so that a reader can recompute it.

    Present value of an amount = amount x `deflator` x `uplift` x `discounted_years`, where `discounted_years` is the
    sum of `year_shares` times the discount factors.
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
class OptionMoney:
    """What one option is worth against business as usual, which is the zero line.

    `npsv`: present value of cash over the appraisal. `yearly_cash`: cash of running costs and savings in the last
    year. `one_off`: capital, receipts and transition over the appraisal, undiscounted. `peak_funding`: the deepest the
    running total of cash goes, as a positive amount to be found. `non_cash_releasing` and `societal`: present values
    shown beside cash and never in it.
    """

    option: str
    total: CashMoney
    by_organisation: dict[str, CashMoney]
    lines: tuple[LineMoney, ...]
    non_cash_releasing: Spread
    societal: Spread

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

    @property
    def references(self) -> tuple[tuple[str, Reference], ...]:
        """What was used for what: (use, source) of the dated parameters behind every figure."""
        schedule = self.parameters.schedules[self.settings.schedule]
        return (
            (f"{schedule.name} discount rates, {schedule.current.as_of}", schedule.current.source),
            (f"Price index, {self.parameters.gdp_deflator.as_of}", self.parameters.gdp_deflator.source),
            (f"Optimism bias, {self.parameters.optimism_bias.as_of}", self.parameters.optimism_bias.source),
        )
