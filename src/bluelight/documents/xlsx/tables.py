"""Every table of figures of a document, each on a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterable

from bluelight.documents.model import Document, Figure, Table, blocks_of, plain
from bluelight.documents.xlsx.cells import Sheet

_LONGEST = 31  # characters of a sheet's name


def figures_of(document: Document) -> list[Table]:
    """The tables that hold figures, those behind charts included, in reading order; tables of words are left out."""
    found = []
    for block in blocks_of(document.sections):
        if isinstance(block, Figure):
            found.append(block.chart.table)
        elif isinstance(block, Table) and (block.data is not None or any(c.numeric for c in block.columns)):
            found.append(block)
    return found


def names_of(tables: Iterable[Table], taken: Iterable[str]) -> list[str]:
    """A name for the sheet of each table: its id, cut to what a workbook allows, no two alike."""
    used = {name.lower() for name in taken}
    names = []
    for table in tables:
        name, number = table.id[:_LONGEST], 2
        while name.lower() in used:
            end = f"~{number}"
            name, number = table.id[: _LONGEST - len(end)] + end, number + 1
        used.add(name.lower())
        names.append(name)
    return names


def fill(sheet: Sheet, table: Table) -> None:
    """The figures of a table as a download holds them: full precision and every row."""
    for note in table.notes:
        sheet.words(plain(note))
    first = sheet.row
    titles, *rows = table.values()
    sheet.head([str(title) for title in titles], freeze_columns=1)
    for row in rows:
        sheet.line(row)
    sheet.fit(first)
