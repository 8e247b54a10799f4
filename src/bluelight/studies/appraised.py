"""What results say of the appraisal of an option: the engine's outputs, every one in a place of its own.

Present values are pounds at the study's price year, positive when the public purse gains, over the Monte Carlo draws
unless a field says otherwise. What is shown beside cash is never in the sum of cash.
"""

from __future__ import annotations

from typing import Literal

from bluelight.studies.values import MoneyRange, Value


class Percentiles(Value):
    """A figure that is no sum of money, over the draws."""

    p10: float
    p50: float
    p90: float


class Worth(Value):
    """Present value by one measure.

    `cash`; `public` adds time freed and what assets are still worth; `social` adds value to society.
    """

    measure: Literal["cash", "public", "social"]
    npsv: MoneyRange
    at_mode: float
    mean: float
    chance_positive: float
    equivalent_annual: MoneyRange
    benefits: MoneyRange
    costs: MoneyRange
    benefit_cost: Percentiles | None  # None where some draw has no cost to divide by


class Payback(Value):
    """Years until the running total of cash is back at zero; None is not within the appraisal.

    `chance`: share of draws in which it is within it.
    """

    p10: float | None
    p50: float | None
    p90: float | None
    chance: float


class Increment(Value):
    """What the option adds to another, draw by draw, by the measure of the settings.

    `over` is an option's id, or says "business as usual" or "collaboration only" in words where no option of the study
    is that. The four means are present values: what is gained and paid under the option, and under the other.
    """

    over: str
    derived: bool  # no option of its own: the same lines less those that need a change of governance
    npsv: MoneyRange
    other_npsv: MoneyRange
    chance_positive: float
    benefits_that_need_it: float | None
    mean_gains: float
    mean_costs: float
    other_mean_gains: float
    other_mean_costs: float


class BudgetYear(Value):
    """Nominal cash of one financial year."""

    year: int
    cash: MoneyRange


class Budget(Value):
    """Cash as one organisation's budget meets it: prices of each year, VAT that is not recovered, transfers.

    `organisation` is "all" for all of them together. `peak_funding` is the deepest of the running total, positive.
    """

    organisation: str
    years: list[BudgetYear]
    peak_funding: MoneyRange
    peak_year: int | None


class Swing(Value):
    """One assumption at its ends, all others at their modes: present values by the measure of the settings."""

    kind: str
    name: str
    label: str
    low: str
    high: str
    at_low: float
    at_mode: float
    at_high: float


class Switch(Value):
    """Where one assumption makes the option worth as much as `against`: "zero", or another option's id.

    `at` is None where no value that the assumption can take does it; `change` is the change that it takes as a share of
    what is assumed now; `within` says whether the line's own range holds it.
    """

    against: str
    kind: str
    name: str
    label: str
    unit: str
    now: float | None
    at: float | None
    change: float | None
    within: bool | None


class IncomeGroup(Value):
    """One income group: its weight, its present value without weights, and the weight at which the sum is zero."""

    group: str
    weight: float
    npsv: MoneyRange
    switching_weight: float | None


class Weighted(Value):
    """Present value with distributional weights, beside the same without."""

    npsv: MoneyRange
    unweighted: MoneyRange
    groups: list[IncomeGroup]


class Appraised(Value):
    """Everything the appraisal says of one option."""

    worth: list[Worth]
    payback: Payback
    discounted_payback: Payback
    non_cash_releasing: MoneyRange
    societal: MoneyRange
    residual: MoneyRange
    increments: list[Increment]
    budgets: list[Budget]  # empty where the study assumes no inflation
    swings: list[Swing]  # widest first
    switches: list[Switch]
    weighted: Weighted | None  # None where the study gives no incomes


class Ranked(Value):
    """One option in the order of the options, and the share of draws in which it is the best."""

    option: str
    chance_first: float


class Flip(Value):
    """Share of draws in which the lower of two options is worth more than the higher."""

    higher: str
    lower: str
    chance: float


class Ranking(Value):
    """The order of all options by median, best first, and how sure it is.

    `order_changes`: share of draws in which any two neighbours are the other way round. `preferred_loses`: share in
    which the first is not the best.
    """

    measure: Literal["cash", "public", "social"]
    order: list[Ranked]
    flips: list[Flip]
    order_changes: float
    preferred_loses: float
