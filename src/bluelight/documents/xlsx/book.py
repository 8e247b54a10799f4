"""The workbook as a whole: what it is, the money as formulas, and the figures of the report."""

from __future__ import annotations

import io
import re
import zipfile
from functools import partial
from html import escape

from openpyxl import Workbook

from bluelight.appraisal import Appraisal
from bluelight.documents.model import Document, Table
from bluelight.documents.office import printable, undated
from bluelight.documents.xlsx import caps, cash, lines, settings, shares, tables, totals
from bluelight.documents.xlsx.cells import NORMAL, Sheet
from bluelight.documents.xlsx.ledger import CASH, LINES, SHARES, Ledger, financial_year

README = "Read me"
_ABOUT = {
    totals.TOTALS: "what each option and each organisation gains or pays",
    totals.BY_YEAR: "cash of each option in each year, and its running total",
    settings.SETTINGS: "prices, discount rates, optimism bias and the price index",
    LINES: "every line of money with its factors and its present value",
    SHARES: "the discount factors, and when each line's money moves",
    CASH: "what each line pays or gains in each year",
}
_OF_CAPS = {caps.CAPS: "savings that claim from one pot, and what of them is kept"}


def to_xlsx(document: Document, appraisal: Appraisal, names: dict[str, str]) -> bytes:
    """The money of an appraisal as live formulas, then every table of figures of the document.

    `names` are the options' names by their id. The same input gives the same bytes: they hold no date.
    """
    book = Workbook()
    book.remove(book["Sheet"])
    book._named_styles["Normal"].font = NORMAL
    book.properties.title = printable(document.title)
    book.properties.subject = printable(document.kicker)
    book.properties.creator = book.properties.lastModifiedBy = "Bluelight"
    book.properties.language = "en-GB"
    figures = tables.figures_of(document)
    about = {**_ABOUT, **(_OF_CAPS if caps.groups_of(appraisal) else {})}
    called = tables.names_of(figures, [README, *about])
    _readme(_add(book, README, document.title), document, about, dict(zip(called, figures, strict=True)))
    made = _money(book, appraisal, about, names)
    for name, table in zip(called, figures, strict=True):
        tables.fill(_add(book, name, table.caption), table)
    out = io.BytesIO()
    book.save(out)
    return undated(_with_values(out.getvalue(), book, made))


def _add(book: Workbook, name: str, title: str) -> Sheet:
    return Sheet(book.create_sheet(name), title)


def _readme(sheet: Sheet, document: Document, about: dict[str, str], figures: dict[str, Table]) -> None:
    sheet.words(document.kicker)
    sheet.skip()
    sheet.words("The money of each option as formulas. Change an input (blue on cream) and every total follows.")
    sheet.words("Totals says beside each option whether it still stands as Bluelight computed it.")
    sheet.words(
        "The years appraised and the lines there are cannot be changed here: change the study and run it again."
    )
    sheet.words("Equations and their sources: docs/methods/appraisal.md.")
    sheet.skip()
    sheet.head(["Money", "What it holds"])
    for name, said in about.items():
        sheet.link(name, name, said)
    sheet.skip()
    sheet.head(["Figures of the report", "What they are"])
    for name, table in figures.items():
        sheet.link(name, name, table.caption)
    sheet.widths(36, 110)


def _money(book: Workbook, appraisal: Appraisal, about: dict[str, str], names: dict[str, str]) -> dict[str, Sheet]:
    """The sheets of money, by name, in the order in which they are read."""
    made = {name: _add(book, name, f"{name}: {said}") for name, said in about.items()}
    places = settings.fill(made[settings.SETTINGS], appraisal)
    every = tuple(money for option in appraisal.options.values() for money in option.lines)
    ledger = Ledger(appraisal, every, places)
    lines.fill_lines(made[LINES], ledger)
    shares.fill_shares(made[SHARES], ledger)
    cash.fill_cash(made[CASH], ledger)
    if caps.CAPS in made:
        columns = {title: ledger.column(title) for title in ("Option", "Overlap group", "Amount")}
        in_years = [ledger.shares_year(year) for year in range(ledger.years)]
        years = [financial_year(ledger, year) for year in range(ledger.years)]
        caps.fill_caps(made[caps.CAPS], appraisal, places.caps, columns, in_years, years)
    totals.fill_totals(made[totals.TOTALS], ledger, names)
    totals.fill_years(made[totals.BY_YEAR], ledger)
    return made


_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>', re.DOTALL)


def _with_values(content: bytes, book: Workbook, made: dict[str, Sheet]) -> bytes:
    """The file with what each formula comes to beside it, so that a reader who may not run formulas sees figures."""
    paths = {f"xl/worksheets/sheet{number}.xml": name for number, name in enumerate(book.sheetnames, start=1)}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            part = old.read(entry)
            sheet = made.get(paths.get(entry, ""))
            if sheet is not None:
                part = _FORMULA.sub(partial(_valued, sheet.values), part.decode()).encode()
            new.writestr(entry, part)
    return out.getvalue()


def _valued(values: dict[str, float | str], cell: re.Match[str]) -> str:
    value = values[cell[1]]
    kind = ' t="str"' if isinstance(value, str) else ""
    return f'<c r="{cell[1]}"{cell[2]}{kind}><f>{cell[3]}</f><v>{escape(str(value))}</v></c>'
