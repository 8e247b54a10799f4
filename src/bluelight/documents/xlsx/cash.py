"""What each line pays or gains in each year, after its cap."""

from __future__ import annotations

from bluelight.appraisal import LineMoney
from bluelight.documents.xlsx.caps import cell_kept
from bluelight.documents.xlsx.cells import PLAIN, POUNDS, Live, Sheet, address, span
from bluelight.documents.xlsx.ledger import (
    COLUMN,
    HEAD,
    LINES,
    SHARES,
    TO_CASH,
    TO_SHARES,
    Ledger,
    class_of,
    counted,
    financial_year,
)


def fill_cash(sheet: Sheet, ledger: Ledger) -> None:
    """The sheet of cash: what each line pays or gains in each year, not discounted."""
    sheet.words("Amount x share of the year, in the appraisal's prices, not discounted; less what a cap takes off.")
    sheet.row = HEAD
    first = len(TO_CASH) + 1
    sheet.head([*TO_CASH, *(financial_year(ledger, year) for year in range(ledger.years))], freeze_columns=2)
    for money in ledger.lines:
        row = sheet.row
        amount = f"{LINES}!{address(COLUMN['Amount'], row)}"
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
                        f"{amount}*{SHARES}!{address(len(TO_SHARES) + 1 + year, row)}"
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
