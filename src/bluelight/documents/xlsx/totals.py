"""The sheets of totals: what each option and organisation gains or pays, by formula, beside what Bluelight found."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from openpyxl.utils import get_column_letter

from bluelight.appraisal import LineMoney
from bluelight.documents.xlsx.cells import PLAIN, POUNDS, Content, Live, Sheet
from bluelight.documents.xlsx.ledger import ONCE, YEARLY, Ledger, class_of, counted, financial_year, present_value

TOTALS, BY_YEAR = "Totals", "By year"
_CASH = "cash_releasing"
_FIRST_OF_YEARS = 5  # the row of the first option on the sheet of years, two rows to an option
_A_PENNY = 0.005

_OPTIONS = (
    "Option",
    "Name",
    "Present value of cash",
    "One-off cash",
    "Cash each year, once settled",
    "Most to be found at any time",
    "Present value of time freed, not cash",
    "Present value to society, not cash",
    "What assets are still worth at the end",
    "Bluelight, most likely amounts",
    "Check",
    "Bluelight, P10",
    "Bluelight, P50",
    "Bluelight, P90",
)
_ORGANISATIONS = ("Option", "Organisation", "Present value of cash", "One-off cash", "Cash each year, once settled")


def fill_totals(sheet: Sheet, ledger: Ledger, names: dict[str, str]) -> None:
    """Totals by option, and by option and organisation; `names` are the options' names by their id."""
    sheet.words("Sums of the sheets Lines and Cash at the amounts that Settings chooses; cash-releasing lines alone,")
    sheet.words("unless a title says otherwise. P10, P50 and P90 are the report's, from draws over the range of every")
    sheet.words("line: they do not follow the inputs. The most likely amounts need not add up to the P50, because")
    sheet.words("ranges that lean one way pull the middle of the draws with them.")
    for option in ledger.appraisal.options:
        cut = sum(money.cut for money in ledger.lines_of(option))
        if cut:
            sheet.words(
                f"{option}: caps on savings of one pot take £{cut:,.0f} off its present value, "
                "which no formula here does."
            )
    sheet.skip()
    sheet.head(_OPTIONS, freeze_columns=2)
    for number, option in enumerate(ledger.appraisal.options):
        formats = [PLAIN] * 2 + [POUNDS] * 8 + [PLAIN] + [POUNDS] * 3
        sheet.line([option, names[option], *_option(ledger, option, sheet.row, number)], formats)
    sheet.skip()
    sheet.head(_ORGANISATIONS)
    for option in ledger.appraisal.options:
        for organisation in dict.fromkeys(money.line.organisation for money in _cash_lines(ledger, option)):
            figures = _organisation(ledger, option, organisation, sheet.row)
            sheet.line([option, organisation, *figures], [PLAIN] * 2 + [POUNDS] * 3)
    sheet.widths(26, 38, *[17] * 12)


def _option(ledger: Ledger, option: str, row: int, number: int) -> list[Content]:
    lines, cash = ledger.lines_of(option), _cash_lines(ledger, option)
    running = _FIRST_OF_YEARS + 2 * number + 1
    in_years = f"'{BY_YEAR}'!$C${running}:${get_column_letter(2 + ledger.years)}${running}"
    spread = ledger.appraisal.options[option].npsv
    found = _value(cash)
    return [
        Live(_sum(ledger, "Present value", row, Class=f'"{_CASH}"'), found),
        Live(_sum_cash(ledger, "All years", row, ONCE), _all_years(ledger, _counted(cash, ONCE))),
        Live(_sum_cash(ledger, ledger.years - 1, row, YEARLY), _by_year(ledger, _counted(cash, YEARLY))[-1]),
        Live(f"MAX(0,-MIN({in_years}))", max(0.0, -min(np.cumsum(_by_year(ledger, cash))))),
        Live(
            _sum(ledger, "Present value", row, Class='"non_cash_releasing"'), _value(_of(lines, "non_cash_releasing"))
        ),
        Live(_sum(ledger, "Present value", row, Class='"societal"'), _value(_of(lines, "societal"))),
        Live(_sum(ledger, "Left at the end", row), float(sum(money.residual for money in lines))),
        found,
        Live(f'IF(ABS($C{row}-$J{row})<{_A_PENNY},"as Bluelight","inputs changed")', "as Bluelight"),
        spread.p10,
        spread.p50,
        spread.p90,
    ]


def _organisation(ledger: Ledger, option: str, organisation: str, row: int) -> list[Content]:
    own = [money for money in _cash_lines(ledger, option) if money.line.organisation == organisation]
    whose = {"Organisation": f"$B{row}"}
    last = ledger.years - 1
    return [
        Live(_sum(ledger, "Present value", row, Class=f'"{_CASH}"', **whose), _value(own)),
        Live(_sum_cash(ledger, "All years", row, ONCE, **whose), _all_years(ledger, _counted(own, ONCE))),
        Live(_sum_cash(ledger, last, row, YEARLY, **whose), _by_year(ledger, _counted(own, YEARLY))[-1]),
    ]


def fill_years(sheet: Sheet, ledger: Ledger) -> None:
    """Cash of each option in each year and its running total."""
    sheet.words("Cash-releasing lines, not discounted, in the appraisal's prices.")
    sheet.row = _FIRST_OF_YEARS - 1
    years = range(ledger.years)
    sheet.head(["Option", "What", *(financial_year(ledger, year) for year in years)], freeze_columns=2)
    formats = [PLAIN] * 2 + [POUNDS] * ledger.years
    for option in ledger.appraisal.options:
        cash, row = _by_year(ledger, _cash_lines(ledger, option)), sheet.row
        totals = np.cumsum(cash)
        columns = [get_column_letter(3 + year) for year in years]
        sheet.line(
            [option, "in the year", *(Live(_sum_cash(ledger, year, row), cash[year]) for year in years)],
            formats,
        )
        running = (Live(f"SUM($C{row}:{columns[year]}{row})", float(totals[year])) for year in years)
        sheet.line([option, "running total", *running], formats)
    sheet.widths(26, 16, *[14] * ledger.years)


def _sum(ledger: Ledger, title: str, row: int, **where: str) -> str:
    """The sum of a column of Lines over this row's option, and wherever columns hold what they should."""
    return _sumifs(ledger.column, ledger.column(title), row, where)


def _sum_cash(ledger: Ledger, what: str | int, row: int, count: str = "", **where: str) -> str:
    """The sum of a year, or of a column, of Cash over the cash of this row's option."""
    summed = ledger.cash_year(what) if isinstance(what, int) else ledger.cash_column(what)
    where = {"Class": f'"{_CASH}"', **({"Counted": f'"{count}"'} if count else {}), **where}
    return _sumifs(ledger.cash_column, summed, row, where)


def _sumifs(column: Callable[[str], str], summed: str, row: int, where: dict[str, str]) -> str:
    conditions = {"Option": f"$A{row}", **where}
    return f"SUMIFS({summed},{','.join(f'{column(title)},{value}' for title, value in conditions.items())})"


def _of(lines: Iterable[LineMoney], kind: str) -> list[LineMoney]:
    return [money for money in lines if class_of(money) == kind]


def _cash_lines(ledger: Ledger, option: str) -> list[LineMoney]:
    return _of(ledger.lines_of(option), _CASH)


def _counted(lines: Iterable[LineMoney], how: str) -> list[LineMoney]:
    return [money for money in lines if counted(money) == how]


def _value(lines: Iterable[LineMoney]) -> float:
    return float(sum(present_value(money) for money in lines))


def _all_years(ledger: Ledger, lines: Iterable[LineMoney]) -> float:
    return float(sum(float(ledger.cash_of(money).sum()) for money in lines))


def _by_year(ledger: Ledger, lines: Iterable[LineMoney]) -> list[float]:
    total = np.zeros(ledger.years)
    for money in lines:
        total = total + ledger.cash_of(money)
    return [float(value) for value in total]
