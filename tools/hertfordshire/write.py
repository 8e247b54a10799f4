"""Writes a table as CSV with the columns of the schema: the same rows give the same bytes."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from bluelight.area.schema import TABLES

# Columns that a pack may leave out are of rules that this one does without.
_COLUMNS = {t.name: [column.name for column in t.columns if not column.may_be_left_out] for t in TABLES}


def write_table(path: Path, table: str, rows: list[dict[str, Any]]) -> None:
    """Missing optional cells are left empty; an unknown column is an error here, not in the pack."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS[table], restval="", lineterminator="\n", extrasaction="raise")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(int(value)) if value == int(value) else repr(value)
    if isinstance(value, list | tuple):
        return ";".join(value)
    return str(value)
