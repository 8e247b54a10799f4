"""Every line item as a row of formulas: its price factor, optimism bias, delay, share of each year, cash and value.

The formulas are the equations of `docs/methods/appraisal.md`, one column for each, in the engine's order. What each
comes to is the engine's own record of the line, `LineMoney`, so that the two can be held side by side.
"""

from __future__ import annotations

from bluelight.appraisal import LineMoney
from bluelight.appraisal.items import CONTRACTED, COSTS
from bluelight.documents.xlsx.caps import cells_kept, real_amount
from bluelight.documents.xlsx.cells import FACTOR, PLAIN, POUNDS, YEARS, Content, Input, Live, Sheet, address, span
from bluelight.documents.xlsx.ledger import (
    COLUMN,
    HEAD,
    SHARES,
    TITLES,
    TO_SHARES,
    TRANSFER,
    YEAR_ROW,
    Ledger,
    class_of,
    counted,
    present_value,
)
from bluelight.documents.xlsx.settings import Places, index_of


def fill_lines(sheet: Sheet, ledger: Ledger) -> None:
    """The sheet of lines."""
    sheet.words("Positive when the public purse gains, negative when it pays. A yearly line: pounds a year in full.")
    sheet.words(
        "Amount = low, most likely or high x worth of a unit x price factor x optimism bias factor x likelihood."
    )
    sheet.words("Discounted years = the sum over years of the sheet Shares: share x discount factor.")
    sheet.words("Present value = amount x discounted years x burden factor, less what a cap on its group takes off.")
    sheet.row = HEAD
    sheet.head(TITLES, freeze_columns=3)
    formats = [PLAIN] * 7 + [POUNDS] * 3 + [PLAIN] * 13
    formats += [FACTOR, FACTOR, YEARS, POUNDS, FACTOR, FACTOR, POUNDS, POUNDS, POUNDS, POUNDS]
    for money in ledger.lines:
        sheet.line(_line(money, ledger, sheet.row), formats)
    sheet.widths(20, 24, 44, 14, 14, 10, 18, 13, 13, 13, 10, 8, 10, 8, 24, 10, 8, 24, *[10] * 8, 13, 11, 8, 12)


def _line(money: LineMoney, ledger: Ledger, row: int) -> list[Content]:
    line, places = money.line, ledger.places
    at = {title: address(number, row) for title, number in COLUMN.items()}
    shares = f"{SHARES}!{span((len(TO_SHARES) + 1, row), (len(TO_SHARES) + ledger.years, row))}"
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
    first = len(TO_SHARES) + 1
    years = f"{SHARES}!{span((first, YEAR_ROW), (first + ledger.years - 1, YEAR_ROW))}"
    left = f"(1-({ledger.years}-{years})/{at['Life, years']})"
    last = ledger.factor(discounting, ledger.years - 1)
    return f'IF({at["Life, years"]}="",0,-{paid}*SUMPRODUCT({shares}*({left}>0)*{left})*{last})'


def _delay(money: LineMoney, ledger: Ledger) -> str:
    """How late the works end that a line waits for: their own delay, and the overrun of their type."""
    line, places = money.line, ledger.places
    if line.depends_on is None:
        return "0"
    row = ledger.row(line.option, line.depends_on)
    kind, months, late = (address(COLUMN[title], row) for title in ("Type of project", "Works, months", "Delay, years"))
    bound = f"IFERROR(INDEX({places.type_duration},MATCH({kind},{places.type_ids},0)),0)"
    return f"{late}+{months}*{bound}/100*(1-{places.duration_mitigation})/12"
