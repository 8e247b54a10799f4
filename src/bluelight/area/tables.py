"""Tables as read: rows that know their file and number, from text to typed values to data frames."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bluelight.area.cells import CellError, did_you_mean, read_cell, read_column
from bluelight.area.rule_tables import ALL_TABLES, RULE_TABLES
from bluelight.area.schema import Column, Table
from bluelight.errors import Problem
from bluelight.files import read_rows

MOST_ROWS = {"units": 100_000, "sites": 20_000, "zones": 50_000}
"""Rows that a simulation can hold: ten times the units of the largest service, and the zones of a country."""
MOST_OTHERS = 5_000_000


def too_many(file: str, table: Table, rows: int) -> Problem | None:
    """The problem of a table with more rows than can be worked with, if it has."""
    most = MOST_ROWS.get(table.name, MOST_OTHERS)
    if rows <= most:
        return None
    what = f"has {rows:,} rows: {table.name} may have {most:,} at most."
    return Problem(file, what, "Check that this is the right file, or take a smaller area.")


@dataclass(slots=True)
class Row:
    """One row: the values that could be read, and where they stand. A cell that could not be read is absent."""

    file: str
    number: int
    values: dict[str, Any]

    def get(self, column: str) -> Any:
        """The value, or None where it could not be read."""
        return self.values.get(column)

    def has(self, *columns: str) -> bool:
        """Whether every one of these could be read."""
        return all(column in self.values for column in columns) if len(columns) > 1 else columns[0] in self.values

    def problem(self, column: str | None, what: str, remedy: str) -> Problem:
        """A problem at this row."""
        return Problem(self.file, what, remedy, self.number, column)


@dataclass(frozen=True)
class Sheet:
    """One table as read. `whole` is False where a file or column was missing: what refers to it is then not judged."""

    table: Table
    files: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: bool
    known: dict[str, frozenset[Any]] = field(default_factory=dict, compare=False)

    @property
    def where(self) -> str:
        """The file to name when the problem is the whole table's."""
        return self.files[0] if self.files else "area.toml"

    def knows(self, *columns: str) -> bool:
        """Whether every row's cell of these columns could be read, so that what is not there is really missing."""
        return self.whole and all(row.has(*columns) for row in self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def values(self, column: str) -> frozenset[Any]:
        """Every value read in a column; kept, because many rows ask."""
        if column not in self.known:
            self.known[column] = frozenset(row.values[column] for row in self.rows if column in row.values)
        return self.known[column]


def read_sheet(folder: Path, table: Table, files: tuple[str, ...]) -> tuple[Sheet, list[Problem]]:
    """Reads a table from its files. Problems: files, headers, cells, duplicate keys."""
    problems: list[Problem] = []
    rows: list[Row] = []
    whole = bool(files)
    columns = {column.name: column for column in table.columns}
    left_out = {c.name: read_cell("", c) for c in table.columns if c.may_be_left_out}
    for name in files:
        header, cells, wrong = read_rows(folder, name)
        wrong = wrong or _check_header(name, header, table)
        problems += wrong
        crowded = too_many(name, table, len(rows) + len(cells))
        if crowded is not None:
            problems.append(crowded)
        whole = whole and not wrong and crowded is None
        if not header or crowded is not None:
            continue
        read = [columns.get(title) for title in header]
        at_once = _read_at_once(read, cells)
        if at_once is not None:
            rows += [
                Row(name, number, {**left_out, **values}) for (number, _), values in zip(cells, at_once, strict=True)
            ]
            continue
        for number, row in cells:
            if len(row) != len(header):
                what = f"has {len(row)} cells where the header has {len(header)}."
                remedy = "Check for a comma that should be in quotation marks, or a missing one."
                problems.append(Problem(name, what, remedy, number))
                whole = False
                continue
            values: dict[str, Any] = {**left_out}
            for column, text in zip(read, row, strict=True):
                if column is None:
                    continue
                try:
                    values[column.name] = read_cell(text, column)
                except CellError as error:
                    problems.append(Problem(name, error.what, error.remedy, number, column.name))
            rows.append(Row(name, number, values))
    problems += _check_keys(table, rows)
    return Sheet(table, files, tuple(rows), whole), problems


def _read_at_once(read: list[Column | None], cells: list[tuple[int, list[str]]]) -> list[dict[str, Any]] | None:
    """The values of every row, read column by column, which is sooner; None where a cell or a row is wrong."""
    if not cells or any(len(row) != len(read) for _, row in cells):
        return None
    names, values = [], []
    for column, texts in zip(read, zip(*(row for _, row in cells), strict=True), strict=True):
        if column is None:
            continue
        found = read_column(texts, column)
        if found is None:
            try:
                found = [read_cell(text, column) for text in texts]
            except CellError:
                return None
        names.append(column.name)
        values.append(found)
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


def _check_header(name: str, header: list[str], table: Table) -> list[Problem]:
    if not header:
        return []
    problems = []
    wanted = [column.name for column in table.columns]
    for title in dict.fromkeys(header):
        if header.count(title) > 1:
            problems.append(Problem(name, f'has the column "{title}" twice.', "Keep one.", 1, title))
        if title not in wanted:
            what = f'has a column "{title}" that {table.name} does not have.'
            remedy = f"{did_you_mean(title, wanted)}Take it out, or name it as one of: {', '.join(wanted)}."
            problems.append(Problem(name, what, remedy, 1, title))
    for column in table.columns:
        if column.name not in header and not column.may_be_left_out:
            what = f'has no column "{column.name}".'
            problems.append(Problem(name, what, f"Add it: {column.meaning}.", 1, column.name))
    return problems


def _check_keys(table: Table, rows: list[Row]) -> list[Problem]:
    problems: list[Problem] = []
    if len({tuple(map(row.values.get, table.key)) for row in rows}) == len(rows):
        return problems
    seen: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        if not row.has(*table.key):
            continue
        key = tuple(row.values[column] for column in table.key)
        first = seen.setdefault(key, row)
        if first is not row:
            said = (";".join(value) if isinstance(value, tuple) else value for value in key)
            named = ", ".join(f"{column} {value}" for column, value in zip(table.key, said, strict=True))
            what = f"{named} is there already, in {first.file} row {first.number}."
            problems.append(row.problem(table.key[-1], what, "Keep one of the two rows, or give this one its own key."))
    return problems


def to_frame(sheet: Sheet) -> pd.DataFrame:
    """A sheet without problems as a data frame, columns in the order of the schema."""
    return pd.DataFrame(
        {c.name: _to_series([row.values[c.name] for row in sheet.rows], c) for c in sheet.table.columns}
    )


def unused_columns(name: str, frame: pd.DataFrame) -> list[str]:
    """Columns that a pack may leave out and that say nothing in any row, as if it had."""
    columns = (c.name for table in ALL_TABLES if table.name == name for c in table.columns if c.may_be_left_out)
    return [column for column in columns if column in frame and not frame[column].any()]


def empty_frame(name: str) -> pd.DataFrame:
    """A table that a pack left out, without rows."""
    table = next(table for table in RULE_TABLES if table.name == name)
    return to_frame(Sheet(table, (), (), whole=True))


def _to_series(values: list[Any], column: Column) -> pd.Series[Any]:
    match column.type:
        case "number" | "time":
            return pd.Series(np.array(values, dtype=np.float64))
        case "integer":
            whole = not column.optional or (column.whole and not any(math.isnan(value) for value in values))
            return pd.Series(np.array(values, dtype=np.int64 if whole else np.float64))
        case "flag":
            return pd.Series(np.array(values, dtype=bool))
        case "list":
            return pd.Series(values, dtype=object)
    return pd.Series(values, dtype="str")
