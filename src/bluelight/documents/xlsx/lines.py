"""Every line item as a row of formulas: its price factor, optimism bias, delay, share of each year, cash and value.

The formulas are the equations of `docs/methods/appraisal.md`, one column for each, in the engine's order. What each
comes to is the engine's own record of the line, `LineMoney`, so that the two can be held side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from openpyxl.utils import get_column_letter

from bluelight.appraisal import Appraisal, LineMoney
from bluelight.appraisal.items import CONTRACTED, COSTS, ONE_OFF
from bluelight.documents.xlsx.caps import cell_kept, cells_kept, kept, real_amount
from bluelight.documents.xlsx.cells import FACTOR, PLAIN, POUNDS, YEARS, Content, Input, Live, Sheet, address, span
from bluelight.documents.xlsx.settings import DISCOUNTING, Places, index_of, schedule_of

LINES, SHARES, CASH = "Lines", "Shares", "Cash"
ONCE, YEARLY = "once", "each year"
TRANSFER = "transfer"
_HEAD = 10  # the row of titles on each of the three sheets, so that a line has one row on all of them
_YEAR, _STARTS, _RATE = 4, 5, 6  # rows of the years' numbers, of when they start, and of the first rates
_FIRST = _HEAD + 1
_NEVER = 9999  # a year that no appraisal reaches

_TITLES = (
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
_COLUMN = {title: number for number, title in enumerate(_TITLES, start=1)}
_TO_SHARES = (
    "Option",
    "Line",
    "First year",
    "Ends, and a delay moves that",
    "Ends, delayed or not",
    "Whole years late",
    "Part of a year late",
    "Ramp steps",
)
_TO_CASH = ("Option", "Line", "Organisation", "Counted", "Class", "All years")


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
            for number, money in enumerate(self.lines, start=_FIRST)
            if (money.line.option, money.line.id) == (option, line)
        )

    def column(self, title: str) -> str:
        """All cells of a column of the sheet of lines."""
        number = _COLUMN[title]
        return f"{LINES}!{span((number, _FIRST), (number, self._last))}"

    def cash_column(self, title: str) -> str:
        """All cells of a column of the sheet of cash, by its title or, for a year, by its number from 0."""
        number = _TO_CASH.index(title) + 1
        return f"{CASH}!{span((number, _FIRST), (number, self._last))}"

    def cash_year(self, year: int) -> str:
        """All cells of a year of the sheet of cash."""
        number = len(_TO_CASH) + 1 + year
        return f"{CASH}!{span((number, _FIRST), (number, self._last))}"

    def shares_year(self, year: int) -> str:
        """All cells of a year of the sheet of shares."""
        number = len(_TO_SHARES) + 1 + year
        return f"{SHARES}!{span((number, _FIRST), (number, self._last))}"

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
        first, row = len(_TO_SHARES) + 1, _factor_row(discounting)
        return f"{SHARES}!{span((first, row), (first + self.years - 1, row))}"

    def factor(self, discounting: str, year: int) -> str:
        """The discount factor of a year."""
        return f"{SHARES}!{address(len(_TO_SHARES) + 1 + year, _factor_row(discounting))}"

    @property
    def _last(self) -> int:
        return max(_FIRST + len(self.lines) - 1, _FIRST)


def _factor_row(discounting: str) -> int:
    return _RATE + 1 + 2 * DISCOUNTING.index(discounting)


def counted(money: LineMoney) -> str:
    """Whether a line is paid or got once, or each year."""
    return ONCE if money.line.category in ONE_OFF else YEARLY


def class_of(money: LineMoney) -> str:
    """What a line is to the totals: its class, but a transfer is in none of them."""
    return TRANSFER if money.line.transfer else money.line.benefit_class


def fill_lines(sheet: Sheet, ledger: Ledger) -> None:
    """The sheet of lines."""
    sheet.words("Positive when the public purse gains, negative when it pays. A yearly line: pounds a year in full.")
    sheet.words(
        "Amount = low, most likely or high x worth of a unit x price factor x optimism bias factor x likelihood."
    )
    sheet.words("Discounted years = the sum over years of the sheet Shares: share x discount factor.")
    sheet.words("Present value = amount x discounted years x burden factor, less what a cap on its group takes off.")
    sheet.row = _HEAD
    sheet.head(_TITLES, freeze_columns=3)
    formats = [PLAIN] * 7 + [POUNDS] * 3 + [PLAIN] * 13
    formats += [FACTOR, FACTOR, YEARS, POUNDS, FACTOR, FACTOR, POUNDS, POUNDS, POUNDS, POUNDS]
    for money in ledger.lines:
        sheet.line(_line(money, ledger, sheet.row), formats)
    sheet.widths(20, 24, 44, 14, 14, 10, 18, 13, 13, 13, 10, 8, 10, 8, 24, 10, 8, 24, *[10] * 8, 13, 11, 8, 12)


def _line(money: LineMoney, ledger: Ledger, row: int) -> list[Content]:
    line, places = money.line, ledger.places
    at = {title: address(number, row) for title, number in _COLUMN.items()}
    shares = f"{SHARES}!{span((len(_TO_SHARES) + 1, row), (len(_TO_SHARES) + ledger.years, row))}"
    chosen = f"CHOOSE({places.case},{at['Low']},{at['Most likely']},{at['High']})*{at['Worth of a unit']}"
    return [
        line.option,
        line.id,
        line.label,
        line.organisation,
        line.category,
        counted(money),
        class_of(money),
        Input(line.low),
        Input(line.mode),
        Input(line.high),
        Input(line.price_year),
        Input(line.start_year),
        " ".join(f"{share:g}" for share in line.ramp_shares) if line.ramp_shares else Input(line.ramp_years),
        Input(line.end_year),
        Input(line.asset_type or ""),
        Input(line.optimism_bias_percent),
        Input(line.works_months),
        line.depends_on or "",
        Input(money.unit),
        Input(money.chance),
        Input(line.life_years),
        line.discounting,
        line.overlap_group or "",
        Live(f"{_index(places.price_year, places)}/{_index(at['Price year'], places)}", money.deflator),
        Live(_uplift(at, places), money.uplift),
        Live(_delay(money, ledger), money.delay_years),
        Live(
            f"{chosen}*{at['Price factor']}*{at['Optimism bias factor']}*{at['Likelihood']}",
            real_amount(money),
        ),
        Live(f"SUMPRODUCT({shares},{ledger.factors(line.discounting)})", money.discounted_years),
        Live(_burden(at, places), money.burden),
        Live(_cut(at, money, ledger, shares), money.cut),
        Live(
            f"{at['Amount']}*{at['Discounted years']}*{at['Burden factor']}-{at['Taken off by a cap']}",
            present_value(money),
        ),
        Live(_left(at, f"{chosen}*{at['Price factor']}", shares, ledger, line.discounting), money.residual),
        present_value(money),
        line.basis,
        line.source,
        line.note,
    ]


def _index(price_year: str, places: Places) -> str:
    """The price index of a price year, which is named by the year in which it starts."""
    return index_of(price_year, places.index_years, places.index_values)


def present_value(money: LineMoney) -> float:
    """The present value of a line at its most likely amount, after its cap."""
    return money.npsv_at_mode - money.cut


def _cut(at: dict[str, str], money: LineMoney, ledger: Ledger, shares: str) -> str:
    """What a cap takes off a line that gains: its value in each year times the share that is not kept."""
    group = money.line.overlap_group
    if group is None:
        return "0"
    gone = f"(1-{cells_kept(ledger.appraisal, money.line.option, group)})"
    lost = f"SUMPRODUCT({shares}*{ledger.factors(money.line.discounting)}*{gone})"
    return f"IF({at['Amount']}>0,{at['Amount']}*{at['Burden factor']}*{lost},0)"


def _uplift(at: dict[str, str], places: Places) -> str:
    """1 + bias x (1 - mitigation) on what is paid: the line's own bias first, its type's upper bound otherwise."""
    kind, own = at["Type of project"], at["Own optimism bias, %"]
    bound = f"INDEX({places.type_cost},MATCH({kind},{places.type_ids},0))"
    bias = f'IF({own}<>"",{own},IF(OR({kind}="",{kind}="{CONTRACTED}"),0,{bound}))'
    return f"IF({at['High']}>0,1,1+{bias}/100*(1-{places.mitigation}))"


def _burden(at: dict[str, str], places: Places) -> str:
    """1 + the cost of raising public money, on cash that is paid."""
    category = at["Category"]
    paid = ",".join(f'{category}="{name}"' for name in sorted(COSTS))
    paid = f'OR({paid},AND({category}="capital",{at["High"]}<=0))'
    cash = f'OR({at["Class"]}="cash_releasing",{at["Class"]}="{TRANSFER}")'
    return f"IF(AND({cash},{paid}),1+{places.burden}/100,1)"


def _left(at: dict[str, str], paid: str, shares: str, ledger: Ledger, discounting: str) -> str:
    """What an asset is still worth at the end, discounted: the part of its life that is left, without the bias."""
    first = len(_TO_SHARES) + 1
    years = f"{SHARES}!{span((first, _YEAR), (first + ledger.years - 1, _YEAR))}"
    left = f"(1-({ledger.years}-{years})/{at['Life, years']})"
    last = ledger.factor(discounting, ledger.years - 1)
    return f'IF({at["Life, years"]}="",0,-{paid}*SUMPRODUCT({shares}*({left}>0)*{left})*{last})'


def _delay(money: LineMoney, ledger: Ledger) -> str:
    """How late the works end that a line waits for: their own delay, and the overrun of their type."""
    line, places = money.line, ledger.places
    if line.depends_on is None:
        return "0"
    row = ledger.row(line.option, line.depends_on)
    kind, months, late = (
        address(_COLUMN[title], row) for title in ("Type of project", "Works, months", "Delay, years")
    )
    bound = f"IFERROR(INDEX({places.type_duration},MATCH({kind},{places.type_ids},0)),0)"
    return f"{late}+{months}*{bound}/100*(1-{places.duration_mitigation})/12"


def fill_shares(sheet: Sheet, ledger: Ledger) -> None:
    """The sheet of shares: discount factors at its head, then the share of each line's full effect in each year."""
    sheet.row = _YEAR
    before: list[Content] = [""] * (len(_TO_SHARES) - 1)
    first_year, years = ledger.appraisal.settings.first_year, range(ledger.years)
    columns = [get_column_letter(len(_TO_SHARES) + 1 + year) for year in years]
    starts = (
        Live(f"{ledger.places.first_year}+{c}{_YEAR}", first_year + y) for y, c in zip(years, columns, strict=True)
    )
    sheet.line(["Year of the appraisal", *before, *years])
    sheet.line(["Starts in", *before, *starts])
    formats = [PLAIN] * len(_TO_SHARES) + [FACTOR] * ledger.years
    for discounting in DISCOUNTING:
        rates, factors = _discounting(ledger, discounting, columns)
        sheet.line([f"Rate, percent, {discounting}", *before, *rates])
        sheet.line([f"Discount factor, {discounting}", *before, *factors], formats)
    sheet.head([*_TO_SHARES, *(financial_year(ledger, year) for year in years)], freeze_columns=2)
    for money in ledger.lines:
        sheet.line(_shares(money, ledger, sheet.row), formats)
    sheet.widths(26, 24, *[10] * (6 + ledger.years))


def _discounting(ledger: Ledger, discounting: str, columns: list[str]) -> tuple[list[Content], list[Content]]:
    """The rate and the factor of each year: nothing in year 0, then d(t) = d(t-1) / (1 + rate(t))."""
    rates: list[Content] = [0]
    factors: list[Content] = [1]
    schedule = schedule_of(ledger.appraisal, discounting)
    known = schedule.factors(ledger.years)
    row, bands = _factor_row(discounting), ledger.places.rates[discounting]
    for year, column in list(enumerate(columns))[1:]:
        before = columns[year - 1]
        rate = next(b.percent for b in reversed(schedule.current.bands) if b.from_year <= year)
        rates.append(Live(f"LOOKUP({column}{_YEAR},{bands.from_year},{bands.percent})", rate))
        factors.append(Live(f"{before}{row}/(1+{column}{row - 1}/100)", float(known[year])))
    return rates, factors


def financial_year(ledger: Ledger, year: int) -> Live:
    """The name of a year of the appraisal, from 0: 2026/27."""
    at = f"{SHARES}!{get_column_letter(len(_TO_SHARES) + 1 + year)}${_STARTS}"
    start = ledger.appraisal.settings.first_year + year
    return Live(f'{at}&"/"&TEXT(MOD({at}+1,100),"00")', f"{start}/{(start + 1) % 100:02d}")


def _shares(money: LineMoney, ledger: Ledger, row: int) -> list[Content]:
    line = money.line
    at = {title: f"{LINES}!{address(number, row)}" for title, number in _COLUMN.items()}
    starts, moves, stays, whole, part, steps = (address(number, row) for number in range(3, 9))
    once, ends = f'{at["Counted"]}="{ONCE}"', at["Last year"]
    last = (line.end_year, _NEVER) if counted(money) == ONCE else (_NEVER, line.end_year)

    def undelayed(year: str) -> str:
        return f"IF(AND({year}>={starts},{year}<={moves}),{_ramp(line.ramp_shares, f'({year}-{starts}+1)', steps)},0)"

    cells: list[Content] = [
        line.option,
        line.id,
        Live(at["First year"], line.start_year),
        Live(f"IF({once},{ends},{_NEVER})", last[0]),
        Live(f"IF({once},{_NEVER},{ends})", last[1]),
        Live(f"INT({at['Delay, years']})", int(money.delay_years // 1)),
        Live(f"{at['Delay, years']}-{whole}", money.delay_years % 1),
        len(line.ramp_shares) + 1 if line.ramp_shares else Live(f"{at['Ramp, years']}+1", line.ramp_years + 1),
    ]
    for number, share in enumerate(money.year_shares):
        year = f"{get_column_letter(len(_TO_SHARES) + 1 + number)}${_STARTS}"
        now, before = undelayed(f"({year}-{whole})"), undelayed(f"({year}-{whole}-1)")
        cells.append(Live(f"IF({year}<={stays},(1-{part})*{now}+{part}*{before},0)", float(share)))
    return cells


def _ramp(shares: tuple[float, ...], since: str, steps: str) -> str:
    """The share of the full effect in the first, second, ... year of a line: even steps, or the line's own."""
    if not shares:
        return f"MIN(1,{since}/{steps})"
    return f"INDEX({{{','.join(f'{share!r}' for share in shares)},1}},MIN({since},{steps}))"


def fill_cash(sheet: Sheet, ledger: Ledger) -> None:
    """The sheet of cash: what each line pays or gains in each year, not discounted."""
    sheet.words("Amount x share of the year, in the appraisal's prices, not discounted; less what a cap takes off.")
    sheet.row = _HEAD
    first = len(_TO_CASH) + 1
    sheet.head([*_TO_CASH, *(financial_year(ledger, year) for year in range(ledger.years))], freeze_columns=2)
    for money in ledger.lines:
        row = sheet.row
        amount = f"{LINES}!{address(_COLUMN['Amount'], row)}"
        in_years = span((first, row), (first + ledger.years - 1, row))
        cash = ledger.cash_of(money)
        sheet.line(
            [
                money.line.option,
                money.line.id,
                money.line.organisation,
                counted(money),
                class_of(money),
                Live(f"SUM({in_years})", float(cash.sum())),
                *(
                    Live(
                        f"{amount}*{SHARES}!{address(len(_TO_SHARES) + 1 + year, row)}"
                        f"{_kept(amount, money, ledger, year)}",
                        float(cash[year]),
                    )
                    for year in range(ledger.years)
                ),
            ],
            [PLAIN] * 5 + [POUNDS] * (1 + ledger.years),
        )
    sheet.widths(22, 24, 14, 10, 18, 14, *[13] * ledger.years)


def _kept(amount: str, money: LineMoney, ledger: Ledger, year: int) -> str:
    """Times the share that its cap leaves, for a line that gains; nothing for a line without one."""
    group = money.line.overlap_group
    if group is None:
        return ""
    return f"*IF({amount}>0,{cell_kept(ledger.appraisal, money.line.option, group, year)},1)"
