"""When each line's money moves: the discount factors, and each line's share of its full effect in each year."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from bluelight.appraisal import LineMoney
from bluelight.documents.xlsx.cells import FACTOR, PLAIN, Content, Live, Sheet, address
from bluelight.documents.xlsx.ledger import (
    COLUMN,
    LINES,
    ONCE,
    STARTS_ROW,
    TO_SHARES,
    YEAR_ROW,
    Ledger,
    counted,
    factor_row,
    financial_year,
)
from bluelight.documents.xlsx.settings import DISCOUNTING, schedule_of

_NEVER = 9999  # a year that no appraisal reaches


def fill_shares(sheet: Sheet, ledger: Ledger) -> None:
    """The sheet of shares: discount factors at its head, then the share of each line's full effect in each year."""
    sheet.row = YEAR_ROW
    before: list[Content] = [""] * (len(TO_SHARES) - 1)
    first_year, years = ledger.appraisal.settings.first_year, range(ledger.years)
    columns = [get_column_letter(len(TO_SHARES) + 1 + year) for year in years]
    starts = (
        Live(f"{ledger.places.first_year}+{c}{YEAR_ROW}", first_year + y) for y, c in zip(years, columns, strict=True)
    )
    sheet.line(["Year of the appraisal", *before, *years])
    sheet.line(["Starts in", *before, *starts])
    formats = [PLAIN] * len(TO_SHARES) + [FACTOR] * ledger.years
    for discounting in DISCOUNTING:
        rates, factors = _discounting(ledger, discounting, columns)
        sheet.line([f"Rate, percent, {discounting}", *before, *rates])
        sheet.line([f"Discount factor, {discounting}", *before, *factors], formats)
    sheet.head([*TO_SHARES, *(financial_year(ledger, year) for year in years)], freeze_columns=2)
    for money in ledger.lines:
        sheet.line(_shares(money, ledger, sheet.row), formats)
    sheet.widths(26, 24, *[10] * (6 + ledger.years))


def _discounting(ledger: Ledger, discounting: str, columns: list[str]) -> tuple[list[Content], list[Content]]:
    """The rate and the factor of each year: nothing in year 0, then d(t) = d(t-1) / (1 + rate(t))."""
    rates: list[Content] = [0]
    factors: list[Content] = [1]
    schedule = schedule_of(ledger.appraisal, discounting)
    known = schedule.factors(ledger.years)
    row, bands = factor_row(discounting), ledger.places.rates[discounting]
    for year, column in list(enumerate(columns))[1:]:
        before = columns[year - 1]
        rate = next(b.percent for b in reversed(schedule.current.bands) if b.from_year <= year)
        rates.append(Live(f"LOOKUP({column}{YEAR_ROW},{bands.from_year},{bands.percent})", rate))
        factors.append(Live(f"{before}{row}/(1+{column}{row - 1}/100)", float(known[year])))
    return rates, factors


def _shares(money: LineMoney, ledger: Ledger, row: int) -> list[Content]:
    line = money.line
    at = {title: f"{LINES}!{address(number, row)}" for title, number in COLUMN.items()}
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
        year = f"{get_column_letter(len(TO_SHARES) + 1 + number)}${STARTS_ROW}"
        now, before = undelayed(f"({year}-{whole})"), undelayed(f"({year}-{whole}-1)")
        cells.append(Live(f"IF({year}<={stays},(1-{part})*{now}+{part}*{before},0)", float(share)))
    return cells


def _ramp(shares: tuple[float, ...], since: str, steps: str) -> str:
    """The share of the full effect in the first, second, ... year of a line: even steps, or the line's own."""
    if not shares:
        return f"MIN(1,{since}/{steps})"
    return f"INDEX({{{','.join(f'{share!r}' for share in shares)},1}},MIN({since},{steps}))"
