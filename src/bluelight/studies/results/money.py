"""What an option is worth: its lines, its cash, and the value to society beside it."""

from __future__ import annotations

from typing import Literal

from bluelight.studies.appraised import Appraised
from bluelight.studies.values import Basis, Estimate, MoneyRange, Value


class MoneyLine(Value):
    """One line item of the case, as given to the appraisal."""

    id: str
    label: str
    organisation: str
    category: str
    benefit_class: str
    low: float
    mode: float
    high: float
    price_year: str
    start_year: int
    end_year: int
    basis: Basis
    source: str
    note: str
    npsv_p50: float
    governance_dependent: bool = False  # only with a change of governance
    npsv_at_mode: float | None = None  # present value of the most likely amount
    owner: str = ""  # who answers for it: organisation and role; empty in results of before there were defaults
    owner_named: bool = False  # whether somebody named that owner; else it is the usual role, by default
    evidence_grade: str = "not_evaluated"
    likelihood: float = 1.0  # of a risk; 1 for all else
    theme: str | None = None  # of the register
    overlap_group: str | None = None  # of savings that are capped together
    taken_off: float = 0.0  # present value that the cap takes off the most likely amount
    range_basis: Literal["given", "reference_class"] = "given"


class YearCash(Value):
    """Undiscounted real cash of one organisation in one financial year, P50."""

    year: int
    organisation: str
    amount: float


class OrganisationMoney(Value):
    """What one organisation pays or gains."""

    organisation: str
    npsv: MoneyRange
    yearly_cash: MoneyRange
    one_off: MoneyRange


class SocietalValue(Value):
    """Value to society of one effect, shown beside cash and never added to it.

    `value` is pounds a year, `present_value` their worth over the appraisal at the rate of health, from `from_year`.
    """

    label: str
    quantity: Estimate | None
    unit: str
    value: MoneyRange | None
    basis: Basis
    source: str
    note: str
    relation: str = ""
    unverified: bool = False  # accepted by name, not read where it was published
    present_value: MoneyRange | None = None
    from_year: int | None = None


class CapSeen(Value):
    """A cap on savings that claim from one pot: at most `cap` pounds a year together, in prices of its year."""

    group: str
    cap: float
    price_year: str
    source: str


class Money(Value):
    """Discounted cash of one option against business as usual."""

    npsv: MoneyRange
    yearly_cash: MoneyRange
    one_off: MoneyRange
    peak_funding: MoneyRange
    chance_positive: float
    by_organisation: list[OrganisationMoney]
    cash_by_year: list[YearCash]
    lines: list[MoneyLine]
    not_counted: list[str]
    caps: list[CapSeen] = []
    societal: list[SocietalValue]
    appraised: Appraised | None = None  # None for business as usual
