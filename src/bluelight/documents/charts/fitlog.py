"""The chart that judges a fitted log: how far the fitted medians are from calls that the fit has not seen."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

import pandas as pd

from bluelight.documents import words
from bluelight.documents.charts.draw import SIGNED, Row, intervals, to_svg
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import INK
from bluelight.errors import BluelightError
from bluelight.response.judging import MEAN_PERCENT

PARTS = {
    "turnout": "Turnout",
    "travel": "Travel",
    "attendance": "From call to arrival",
    "on_scene": "Time on scene",
    "to_hospital": "Way to hospital",
    "at_hospital": "Time at hospital",
}
MOST = 12  # groups drawn, the largest first; all are in the table


def log_errors(part: str, timings: pd.DataFrame) -> Chart | None:
    """One interval's held-out errors by group, `timings` as `LogFit.timings`; None where nothing could be held out."""
    rows = timings[(timings["part"] == part) & timings["held_out_median_percent"].notna()].to_dict("records")
    if not rows:
        return None
    drawn = [
        Row(
            _group(row),
            _said(row),
            row["held_out_median_percent"],
            _or(row["held_out_median_percent_low"], row["held_out_median_percent"]),
            _or(row["held_out_median_percent_high"], row["held_out_median_percent"]),
            INK,
            "diamond",
        )
        for row in rows[:MOST]
    ]
    near = sum(abs(row["held_out_median_percent"]) <= MEAN_PERCENT for row in rows)
    title = (
        f"{PARTS.get(part, part)}: the fitted median is within {MEAN_PERCENT:g}% of the median held out in {near} of "
        f"{words.count(len(rows), 'group')}"
    )
    summary = (
        f"Zero is the median of the calls held out; the shaded band is {MEAN_PERCENT:g}% of it. Mark: the median "
        "fitted to the other calls. Line: where the mark could lie by the luck of the calls held out, 95%."
    )
    if len(rows) > MOST:
        summary += f" The {MOST} largest groups are drawn."
    id = f"chart-log-{part}"
    chart = intervals(
        drawn,
        "Error of the median, percent",
        band=(-MEAN_PERCENT, MEAN_PERCENT),
        label_expression=SIGNED,
    )
    table = Table(
        id,
        f"{PARTS.get(part, part)}: errors on calls held out",
        (
            Column("Group"),
            Column("Held out", numeric=True),
            Column("Median off", numeric=True),
            Column("Mean off", numeric=True),
            Column("Below the fitted 90th percentile", numeric=True),
        ),
        tuple(
            (
                _group(row),
                words.count(row["held_out_n"]),
                _percent(row["held_out_median_percent"]),
                _percent(row["held_out_mean_percent"]),
                words.share(row["held_out_below_p90"]),
            )
            for row in rows
        ),
    )
    return Chart(to_svg(chart, id, f"{title}. {summary}"), title, summary, table)


def _group(row: dict[Any, Any]) -> str:
    return "All" if row["group"] == "all" else str(row["group"])


def _said(row: dict[Any, Any]) -> str:
    return f"{words.count(row['held_out_n'])} held out; median off {_percent(row['held_out_median_percent'])}"


def _or(value: float, other: float) -> float:
    return other if math.isnan(value) else value


def _percent(value: float) -> str:
    return words.NOT_KNOWN if math.isnan(value) else f"{value:+.1f}%"


def write_log_errors(timings: pd.DataFrame, folder: Path) -> list[Path]:
    """Write `errors_<interval>.svg` for each interval that has errors, each whole or not at all."""
    written = []
    for part in timings["part"].drop_duplicates():
        chart = log_errors(part, timings)
        if chart is None:
            continue
        path, partial = folder / f"errors_{part}.svg", folder / f".errors_{part}.svg.{os.getpid()}.part"
        try:
            partial.write_text(chart.svg, encoding="utf-8")
            os.replace(partial, path)
        except OSError as error:
            raise BluelightError(f"{folder}: cannot be written: {error.strerror}. Choose another folder.") from None
        finally:
            partial.unlink(missing_ok=True)
        written.append(path)
    return written
