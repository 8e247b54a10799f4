"""A trace as files: a table each, as CSV or Parquet, and `trace.json` that says what they are."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from bluelight.errors import BluelightError
from bluelight.response.trace.schema import TABLES
from bluelight.response.trace.tables import Trace

FORMATS = ("csv", "parquet")


def check_folder(folder: Path) -> None:
    """Make the folder, so that a run is not in vain. BluelightError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from None


def write_trace(trace: Trace, folder: Path, format: str = "csv") -> list[Path]:
    """Write every table, each whole or not at all, then `trace.json`. BluelightError where the folder is not ours."""
    check_folder(folder)
    written = []
    try:
        for name, table in trace.tables.items():
            written.append(_whole(folder / f"{name}.{format}", _writer(table, format)))
        said = json.dumps(describe(trace, format), indent=2, ensure_ascii=False) + "\n"
        written.append(_whole(folder / "trace.json", lambda path: path.write_text(said, encoding="utf-8")))
    except OSError as error:
        raise _unwritable(folder, error) from None
    return written


def describe(trace: Trace, format: str) -> dict[str, Any]:
    """What `trace.json` says: what was simulated, by which version, and the tables column by column."""
    return {
        **trace.about,
        "bluelight_version": version("bluelight"),
        "tables": {
            table.name: {
                "file": f"{table.name}.{format}",
                "rows": len(trace.tables[table.name]),
                "meaning": table.meaning,
                "columns": [
                    {"name": c.name, "type": c.type, "unit": c.unit, "meaning": c.meaning} for c in table.columns
                ],
            }
            for table in TABLES
        },
    }


def _writer(table: pd.DataFrame, format: str) -> Callable[[Path], object]:
    if format == "parquet":
        return lambda path: table.to_parquet(path, index=False)
    return lambda path: table.to_csv(path, index=False, lineterminator="\n")


def _whole(path: Path, write: Callable[[Path], object]) -> Path:
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _unwritable(folder: Path, error: OSError) -> BluelightError:
    return BluelightError(f"{folder}: cannot be written: {error.strerror}. Choose another folder.")
