"""Reading and rewriting rows of an area's tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, each by column name."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def record(table: pd.DataFrame, column: str, value: str) -> dict[str, Any]:
    """The first row with a value in a column. KeyError when there is none."""
    found = np.flatnonzero(table[column].to_numpy() == value)
    if not len(found):
        raise KeyError(value)
    return records(table.iloc[found[:1]])[0]


def with_value(table: pd.DataFrame, key: tuple[str, str], column: str, value: object) -> pd.DataFrame:
    """The table with one cell, which may hold a tuple, set in the row whose key column has the key's value."""
    values = [value if wanted == key[1] else old for wanted, old in zip(table[key[0]], table[column], strict=True)]
    return table.assign(**{column: pd.Series(values, index=table.index, dtype=object)})


def with_row(table: pd.DataFrame, row: dict[str, Any]) -> pd.DataFrame:
    """The table with a row more at its end, of the same columns and types."""
    more = pd.DataFrame([row]).reindex(columns=table.columns).astype(table.dtypes.to_dict())
    return pd.concat([table, more], ignore_index=True)
