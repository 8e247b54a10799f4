"""Every line item as a row of formulas: its price factor, optimism bias, delay, share of each year, cash and value.

The formulas are the equations of `docs/methods/appraisal.md`, one column for each, in the engine's order. What each
comes to is the engine's own record of the line, `LineMoney`, so that the two can be held side by side.
"""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from bluelight.appraisal import Appraisal, LineMoney
from bluelight.documents.xlsx.cells import FACTOR, PLAIN, POUNDS, YEARS, Content, Input, Live, Sheet, address, span
from bluelight.documents.xlsx.settings import Places

LINES, SHARES, CASH = "Lines", "Shares", "Cash"
ONCE, YEARLY = "once", "each year"
_ONE_OFF = frozenset({"capital", "receipt", "transition", "risk"})
_HEAD = 8  # the row of titles on each of the three sheets, so that a line has one row on all of them
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
    "Works, months",
    "Waits for",
    "Price factor",
    "Optimism bias factor",
    "Delay, years",
    "Amount",
    "Discounted years",
    "Present value",
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

    def factors(self) -> str:
        """The discount factors of the years."""
        first = len(_TO_SHARES) + 1
        return f"{SHARES}!{span((first, _HEAD - 1), (first + self.years - 1, _HEAD - 1))}"

    @property
    def _last(self) -> int:
        return max(_FIRST + len(self.lines) - 1, _FIRST)


def real_amount(money: LineMoney) -> float:
    """The most likely amount of a line at full effect, in the appraisal's prices with optimism bias."""
    return money.line.mode * money.deflator * money.uplift


def counted(money: LineMoney) -> str:
    """Whether a line is paid or got once, or each year."""
    return ONCE if money.line.category in _ONE_OFF else YEARLY


def fill_lines(sheet: Sheet, ledger: Ledger) -> None:
    """The sheet of lines."""
    sheet.words("Positive when the public purse gains, negative when it pays. A yearly line: pounds a year in full.")
    sheet.words("Amount = the low, most likely or high x price factor x optimism bias factor.")
    sheet.words("Discounted years = the sum over years of the sheet Shares: share x discount factor.")
    sheet.words("Present value = amount x discounted years.")
    sheet.row = _HEAD
    sheet.head(_TITLES, freeze_columns=3)
    formats = [PLAIN] * 7 + [POUNDS] * 3 + [PLAIN] * 7 + [FACTOR, FACTOR, YEARS, POUNDS, FACTOR, POUNDS, POUNDS]
    for money in ledger.lines:
        sheet.line(_line(money, ledger, sheet.row), formats)
    sheet.widths(20, 24, 44, 14, 14, 10, 18, 13, 13, 13, 10, 8, 8, 8, 24, 8, 24, 10, 10, 8, 13, 11, 13, 13, 12, 50, 50)


def _line(money: LineMoney, ledger: Ledger, row: int) -> list[Content]:
    line, places = money.line, ledger.places
    at = {title: address(number, row) for title, number in _COLUMN.items()}
    shares = f"{SHARES}!{span((len(_TO_SHARES) + 1, row), (len(_TO_SHARES) + ledger.years, row))}"
    return [
        line.option,
        line.id,
        line.label,
        line.organisation,
        line.category,
        counted(money),
        line.benefit_class,
        Input(line.low),
        Input(line.mode),
        Input(line.high),
        Input(line.price_year),
        Input(line.start_year),
        Input(line.ramp_years),
        Input(line.end_year),
        Input(line.asset_type or ""),
        Input(line.works_months),
        line.depends_on or "",
        Live(f"{_index(places.price_year, places)}/{_index(at['Price year'], places)}", money.deflator),
        Live(_uplift(at, places), money.uplift),
        Live(_delay(money, ledger), money.delay_years),
        Live(
            f"CHOOSE({places.case},{at['Low']},{at['Most likely']},{at['High']})"
            f"*{at['Price factor']}*{at['Optimism bias factor']}",
            real_amount(money),
        ),
        Live(f"SUMPRODUCT({shares},{ledger.factors()})", money.discounted_years),
        Live(f"{at['Amount']}*{at['Discounted years']}", money.npsv_at_mode),
        money.npsv_at_mode,
        line.basis,
        line.source,
        line.note,
    ]


def _index(price_year: str, places: Places) -> str:
    """The price index of a price year, which is named by the year in which it starts."""
    return f"INDEX({places.index_values},MATCH(VALUE(LEFT({price_year},4)),{places.index_years},0))"


def _uplift(at: dict[str, str], places: Places) -> str:
    """1 + upper bound x (1 - mitigation) on a cost of a type; 1 for gains, for no type and for an agreed price."""
    kind = at["Type of project"]
    bound = f"INDEX({places.type_cost},MATCH({kind},{places.type_ids},0))"
    return f'IF(OR({kind}="",{kind}="contracted",{at["High"]}>0),1,1+{bound}/100*(1-{places.mitigation}))'


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
    return f"{late}+{months}*{bound}/100*(1-{places.mitigation})/12"


def fill_shares(sheet: Sheet, ledger: Ledger) -> None:
    """The sheet of shares: discount factors at its head, then the share of each line's full effect in each year."""
    settings, places = ledger.appraisal.settings, ledger.places
    sheet.row = _HEAD - 4
    first = len(_TO_SHARES) + 1
    beside: list[Content] = [""] * (first - 2)
    years = range(ledger.years)
    columns = [get_column_letter(first + year) for year in years]
    schedule = ledger.appraisal.parameters.schedules[settings.schedule]
    factors = schedule.factors(ledger.years)
    rates = [0.0, *(100 * (factors[year - 1] / factors[year] - 1) for year in years[1:])]
    sheet.line(["Year of the appraisal", *beside, *years])
    sheet.line(
        [
            "Starts in",
            *beside,
            *(
                Live(f"{places.first_year}+{c}{_HEAD - 4}", settings.first_year + y)
                for y, c in zip(years, columns, strict=True)
            ),
        ]
    )
    sheet.line(
        [
            "Rate, percent",
            *beside,
            *(
                0 if y == 0 else Live(f"LOOKUP({c}{_HEAD - 4},{places.rate_from},{places.rate_percent})", rates[y])
                for y, c in zip(years, columns, strict=True)
            ),
        ]
    )
    sheet.line(
        [
            "Discount factor",
            *beside,
            *(
                1 if y == 0 else Live(f"{columns[y - 1]}{_HEAD - 1}/(1+{c}{_HEAD - 2}/100)", float(factors[y]))
                for y, c in zip(years, columns, strict=True)
            ),
        ],
        [PLAIN] * (first - 1) + [FACTOR] * ledger.years,
    )
    sheet.head([*_TO_SHARES, *(financial_year(ledger, year) for year in years)], freeze_columns=2)
    for money in ledger.lines:
        sheet.line(_shares(money, ledger, sheet.row), [PLAIN] * (first - 1) + [FACTOR] * ledger.years)
    sheet.widths(22, 24, *[10] * (6 + ledger.years))


def financial_year(ledger: Ledger, year: int) -> Live:
    """The name of a year of the appraisal, from 0: 2026/27."""
    at = f"{SHARES}!{get_column_letter(len(_TO_SHARES) + 1 + year)}${_HEAD - 3}"
    start = ledger.appraisal.settings.first_year + year
    return Live(f'{at}&"/"&TEXT(MOD({at}+1,100),"00")', f"{start}/{(start + 1) % 100:02d}")


def _shares(money: LineMoney, ledger: Ledger, row: int) -> list[Content]:
    line = money.line
    at = {title: f"{LINES}!{address(number, row)}" for title, number in _COLUMN.items()}
    starts, moves, stays, whole, part, steps = (address(number, row) for number in range(3, 9))
    once, ends = f'{at["Counted"]}="{ONCE}"', at["Last year"]
    last = (line.end_year, _NEVER) if counted(money) == ONCE else (_NEVER, line.end_year)

    def undelayed(year: str) -> str:
        return f"IF(AND({year}>={starts},{year}<={moves}),MIN(1,({year}-{starts}+1)/{steps}),0)"

    cells: list[Content] = [
        line.option,
        line.id,
        Live(at["First year"], line.start_year),
        Live(f"IF({once},{ends},{_NEVER})", last[0]),
        Live(f"IF({once},{_NEVER},{ends})", last[1]),
        Live(f"INT({at['Delay, years']})", int(money.delay_years // 1)),
        Live(f"{at['Delay, years']}-{whole}", money.delay_years % 1),
        Live(f"{at['Ramp, years']}+1", line.ramp_years + 1),
    ]
    for number, share in enumerate(money.year_shares):
        year = f"{get_column_letter(len(_TO_SHARES) + 1 + number)}${_HEAD - 3}"
        now, before = undelayed(f"({year}-{whole})"), undelayed(f"({year}-{whole}-1)")
        cells.append(Live(f"IF({year}<={stays},(1-{part})*{now}+{part}*{before},0)", float(share)))
    return cells


def fill_cash(sheet: Sheet, ledger: Ledger) -> None:
    """The sheet of cash: what each line pays or gains in each year, not discounted."""
    sheet.words("Amount x share of the year, in the appraisal's prices, not discounted.")
    sheet.row = _HEAD
    first = len(_TO_CASH) + 1
    sheet.head([*_TO_CASH, *(financial_year(ledger, year) for year in range(ledger.years))], freeze_columns=2)
    for money in ledger.lines:
        row = sheet.row
        amount = f"{LINES}!{address(_COLUMN['Amount'], row)}"
        in_years = span((first, row), (first + ledger.years - 1, row))
        real = real_amount(money)
        sheet.line(
            [
                money.line.option,
                money.line.id,
                money.line.organisation,
                counted(money),
                money.line.benefit_class,
                Live(f"SUM({in_years})", real * float(money.year_shares.sum())),
                *(
                    Live(f"{amount}*{SHARES}!{address(len(_TO_SHARES) + 1 + year, row)}", real * float(share))
                    for year, share in enumerate(money.year_shares)
                ),
            ],
            [PLAIN] * 5 + [POUNDS] * (1 + ledger.years),
        )
    sheet.widths(22, 24, 14, 10, 18, 14, *[13] * ledger.years)
