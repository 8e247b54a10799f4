"""The rows that an importer makes, and the panel they are written to."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from bluelight.files import write_all

COLUMNS = ("unit", "period", "outcome", "value", "denominator", "source")


@dataclass(frozen=True)
class PanelRow:
    """One row of a panel; where there is a denominator, the outcome is the value over it."""

    unit: str
    period: str
    outcome: str
    value: float
    denominator: float | None
    source: str

    def times(self, factor: float) -> PanelRow:
        """The same in another unit."""
        return replace(self, value=self.value * factor)


def write_panel(rows: Iterable[PanelRow], path: Path) -> Path:
    """Write a panel as CSV. BluelightError where it cannot be written."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=lambda row: (row.outcome, row.unit, row.period)):
        value = round(row.value, 6)
        denominator = "" if row.denominator is None else f"{row.denominator:g}"
        writer.writerow((row.unit, row.period, row.outcome, f"{value:.10g}", denominator, row.source))
    return write_all(path.parent, {path.name: out.getvalue()})[0]
