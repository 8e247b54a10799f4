"""Reading a workbook that somebody uploaded, whoever they are: small, plain, no formulas. Writing the template.

A file is refused as a whole where it is not what it should be (`container.py`). Cells are texts, numbers and dates;
anything else is an error of its row.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.datavalidation import DataValidation

from bluelight.errors import InputError, Problem
from bluelight.register import codelists
from bluelight.service.contributions.container import check, refused

MOST_ROWS = 2_000
_MOST_TEXT = 20_000

# The sheets and their columns; every sheet but the first begins with the collaboration that its row belongs to.
SHEETS: dict[str, tuple[str, ...]] = {
    "Collaborations": (
        *("name", "theme", "region", "start_year", "status", "status_as_of", "summary", *codelists.EMMIE),
        *("entry", "version"),
    ),
    "Partners": ("collaboration", "organisation", "service", "area"),
    "Claims": (
        "collaboration",
        "side",
        "statement",
        "kind",
        "state",
        "measure",
        "amount",
        "amount_max",
        "unit",
        "period",
        "partner",
        "source_url",
        "as_of",
        "claim",
        "pair",
    ),
    "Lessons": ("collaboration", "kind", "text"),
    "Sources": ("collaboration", "url", "title", "publisher", "published", "supports"),
}
# Columns at the end of a sheet that came later; a workbook without them is read as well.
ADDED = {"Collaborations": ("entry", "version"), "Claims": ("claim", "pair")}
POINTS = {"barrier": "Barrier", "enabler": "Enabler", "lesson": "Lesson"}
CODES: dict[tuple[str, str], dict[str, str]] = {
    ("Collaborations", "theme"): codelists.THEMES,
    ("Collaborations", "region"): codelists.REGIONS,
    ("Collaborations", "status"): codelists.STATUSES,
    ("Partners", "service"): codelists.SERVICES,
    ("Claims", "side"): codelists.CLAIM_SIDES,
    ("Claims", "kind"): codelists.CLAIM_KINDS,
    ("Claims", "state"): codelists.CLAIM_STATES,
    ("Lessons", "kind"): POINTS,
}


@dataclass
class Row:
    """One row: its sheet, its number as the spreadsheet counts, its cells as text, and what is wrong with them.

    A column that its sheet does not have has no cell.
    """

    sheet: str
    number: int
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, column: str | None, what: str, remedy: str) -> None:
        """Something is wrong in a column."""
        self.problems.append(Problem(self.sheet, what, remedy, row=self.number, column=column))


def template(rows: Mapping[str, Sequence[Sequence[Any]]] | None = None) -> bytes:
    """A workbook with the sheets, the columns, lists to choose from, and these rows of each sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, columns in SHEETS.items():
        sheet = book.create_sheet(name)
        sheet.append(list(columns))
        sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, start=1):
            letter = sheet.cell(1, number).column_letter
            sheet.column_dimensions[letter].width = (
                40 if column in {"summary", "statement", "text", *codelists.EMMIE} else 20
            )
            codes = CODES.get((name, column))
            if codes:
                listed = ",".join(codes)
                rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
                if len(listed) < 250:  # a longer list does not fit into a rule
                    sheet.add_data_validation(rule)
                    rule.add(f"{letter}2:{letter}{MOST_ROWS}")
        for line, values in enumerate((rows or {}).get(name, ()), start=2):
            for number, value in enumerate(values, start=1):
                _put(sheet.cell(line, number), value)
    guide = book.create_sheet("Codes")
    guide.append(["sheet", "column", "code", "meaning"])
    for (name, column), codes in CODES.items():
        for code, words in codes.items():
            guide.append([name, column, code, words])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _put(cell: Any, value: Any) -> None:
    """A value as it is; text that looks like a formula stays text."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value


def read(file: IO[bytes], name: str) -> list[Row]:
    """Every row of the sheets. Raises InputError where the file as a whole is no good."""
    check(file, name)
    try:
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        rows = [row for sheet in SHEETS for row in _rows(book, sheet, name)]
        book.close()
    except InputError:
        raise
    except Exception:  # whatever a torn or forged file makes the library stumble over
        raise refused(name, "cannot be read as a workbook.", "Open it in a spreadsheet and save it as .xlsx.") from None
    return rows


def _rows(book: Any, sheet: str, name: str) -> Iterator[Row]:
    if sheet not in book.sheetnames:
        raise refused(name, f"has no sheet {sheet}.", "Use the template: it has every sheet.")
    page = book[sheet]
    page.reset_dimensions()
    columns = SHEETS[sheet]
    rows = page.iter_rows(max_col=len(columns))
    heads = [str(cell.value or "").strip().lower() for cell in next(rows, ())]
    while heads and not heads[-1]:
        heads.pop()
    if len(heads) < len(columns) - len(ADDED.get(sheet, ())) or tuple(heads) != columns[: len(heads)]:
        raise refused(name, f"has other columns on the sheet {sheet}.", f"They are: {', '.join(columns)}.")
    before = None
    for number, cells in enumerate(rows, start=2):
        if cells is before:
            continue  # one of the rows that the file leaves out
        before = cells
        row = Row(sheet, number, dict.fromkeys(heads, ""))
        for column, cell in zip(heads, cells, strict=False):
            row.cells[column] = _text(row, column, cell)
        if any(row.cells.values()) or row.problems:
            if number > MOST_ROWS:
                raise refused(
                    name,
                    f"has more than {MOST_ROWS:,} rows on the sheet {sheet}.",
                    "Send them as several workbooks, each with whole collaborations.",
                )
            yield row


def _text(row: Row, column: str, cell: Any) -> str:
    """A cell as text; codes may be given by their words."""
    value = cell.value
    if getattr(cell, "data_type", "") == "f" or (isinstance(value, str) and value.startswith("=")):
        row.wrong(column, "holds a formula.", "Put the value in its place.")
        return ""
    if isinstance(value, bool) or getattr(cell, "data_type", "") == "e":
        row.wrong(column, "holds neither text, nor a number, nor a date.", "Type the value again.")
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        return f"{value:.15g}"
    text = "" if value is None else str(value).strip()
    if len(text) > _MOST_TEXT:
        row.wrong(column, f"holds more than {_MOST_TEXT} letters.", "Say it in fewer.")
        return ""
    codes = CODES.get((row.sheet, column), {})
    return {words.lower(): code for code, words in codes.items()}.get(text.lower(), text)
