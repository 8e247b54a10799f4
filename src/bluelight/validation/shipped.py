"""The frozen cases that ship with Bluelight, so that a reader with only the package sees the proof."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd

FOLDER = Path(__file__).resolve().parents[1] / "data" / "validation"


def table(name: str) -> pd.DataFrame:
    """A shipped CSV; numbers exactly as they were written."""
    return pd.read_csv(FOLDER / name, keep_default_na=False)


def content(name: str) -> Any:
    """A shipped JSON file."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a shipped CSV as text by column."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
