"""Where the sheets of lines stand and how formulas find them, and what a line is to the totals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from openpyxl.utils import get_column_letter

from bluelight.appraisal import Appraisal, LineMoney
from bluelight.appraisal.items import ONE_OFF
from bluelight.documents.xlsx.caps import kept, real_amount
from bluelight.documents.xlsx.cells import Live, address, span
from bluelight.documents.xlsx.settings import DISCOUNTING, Places

LINES, SHARES, CASH = "Lines", "Shares", "Cash"
ONCE, YEARLY = "once", "each year"
TRANSFER = "transfer"
HEAD = 10  # the row of titles on each of the three sheets, so that a line has one row on all of them
YEAR_ROW, STARTS_ROW, RATE_ROW = 4, 5, 6  # rows of the years' numbers, of when they start, and of the first rates
FIRST = HEAD + 1

TITLES = (
    "Option",
    "Line",
    "What it is",
    "Organisation",
    "Category",
    "Counted",
    "Class",
    "Low",
    "Most likely",
    "High",
    "Price year",
    "First year",
    "Ramp, years",
    "Last year",
    "Type of project",
    "Own optimism bias, %",
    "Works, months",
    "Waits for",
    "Worth of a unit",
    "Likelihood",
    "Life, years",
    "Discounting",
    "Overlap group",
    "Price factor",
    "Optimism bias factor",
    "Delay, years",
    "Amount",
    "Discounted years",
    "Burden factor",
    "Taken off by a cap",
    "Present value",
    "Left at the end",
    "Bluelight's present value",
    "Basis",
    "Source",
    "Note",
)
COLUMN = {title: number for number, title in enumerate(TITLES, start=1)}
TO_SHARES = (
    "Option",
    "Line",
    "First year",
    "Ends, and a delay moves that",
    "Ends, delayed or not",
    "Whole years late",
    "Part of a year late",
    "Ramp steps",
)
TO_CASH = ("Option", "Line", "Organisation", "Counted", "Class", "All years")


@dataclass(frozen=True)
class Ledger:
    """The lines of every option and where their sheets hold them."""

    appraisal: Appraisal
    lines: tuple[LineMoney, ...]
    places: Places

    @property
    def years(self) -> int:
        """Years appraised."""
        return self.appraisal.settings.appraisal_years

    def lines_of(self, option: str) -> list[LineMoney]:
        """The lines of an option."""
        return [money for money in self.lines if money.line.option == option]

    def row(self, option: str, line: str) -> int:
        """The row of a line, on every sheet of lines."""
        return next(
            number
            for number, money in enumerate(self.lines, start=FIRST)
            if (money.line.option, money.line.id) == (option, line)
        )

    def column(self, title: str) -> str:
        """All cells of a column of the sheet of lines."""
        number = COLUMN[title]
        return f"{LINES}!{span((number, FIRST), (number, self._last))}"

    def cash_column(self, title: str) -> str:
        """All cells of a column of the sheet of cash, by its title or, for a year, by its number from 0."""
        number = TO_CASH.index(title) + 1
        return f"{CASH}!{span((number, FIRST), (number, self._last))}"

    def cash_year(self, year: int) -> str:
        """All cells of a year of the sheet of cash."""
        number = len(TO_CASH) + 1 + year
        return f"{CASH}!{span((number, FIRST), (number, self._last))}"

    def shares_year(self, year: int) -> str:
        """All cells of a year of the sheet of shares."""
        number = len(TO_SHARES) + 1 + year
        return f"{SHARES}!{span((number, FIRST), (number, self._last))}"

    @cached_property
    def kept(self) -> dict[tuple[str, str], NDArray[np.float64]]:
        """The share of each option's overlap groups that their caps leave, by year."""
        return {key: share for key, (_, _, share) in kept(self.appraisal).items()}

    def kept_of(self, money: LineMoney) -> NDArray[np.float64]:
        """The share of a line that its cap leaves, by year: all of it where it has none, or gains nothing."""
        key = (money.line.option, str(money.line.overlap_group))
        if key not in self.kept or real_amount(money) <= 0:
            return np.ones(self.years)
        return self.kept[key]

    def cash_of(self, money: LineMoney) -> NDArray[np.float64]:
        """Cash of a line in each year, after its cap."""
        return np.asarray(real_amount(money) * money.year_shares * self.kept_of(money))

    def factors(self, discounting: str) -> str:
        """The discount factors of the years, standard or for health."""
        first, row = len(TO_SHARES) + 1, factor_row(discounting)
        return f"{SHARES}!{span((first, row), (first + self.years - 1, row))}"

    def factor(self, discounting: str, year: int) -> str:
        """The discount factor of a year."""
        return f"{SHARES}!{address(len(TO_SHARES) + 1 + year, factor_row(discounting))}"

    @property
    def _last(self) -> int:
        return max(FIRST + len(self.lines) - 1, FIRST)


def factor_row(discounting: str) -> int:
    """The row of the discount factors on the sheet of shares, standard or for health."""
    return RATE_ROW + 1 + 2 * DISCOUNTING.index(discounting)


def counted(money: LineMoney) -> str:
    """Whether a line is paid or got once, or each year."""
    return ONCE if money.line.category in ONE_OFF else YEARLY


def class_of(money: LineMoney) -> str:
    """What a line is to the totals: its class, but a transfer is in none of them."""
    return TRANSFER if money.line.transfer else money.line.benefit_class


def financial_year(ledger: Ledger, year: int) -> Live:
    """The name of a year of the appraisal, from 0: 2026/27."""
    at = f"{SHARES}!{get_column_letter(len(TO_SHARES) + 1 + year)}${STARTS_ROW}"
    start = ledger.appraisal.settings.first_year + year
    return Live(f'{at}&"/"&TEXT(MOD({at}+1,100),"00")', f"{start}/{(start + 1) % 100:02d}")


def present_value(money: LineMoney) -> float:
    """The present value of a line at its most likely amount, after its cap."""
    return money.npsv_at_mode - money.cut
