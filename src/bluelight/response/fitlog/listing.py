"""A fitted log as text for a terminal and as CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bluelight.response.fitlog.curve import Curve
from bluelight.response.fitlog.fit import LogFit
from bluelight.response.fitlog.reading import OUTCOMES
from bluelight.response.fitlog.timings import FEWEST
from bluelight.response.listing import columns, write_csvs


def describe_log(found: LogFit) -> str:
    """Intervals by group, the travel curve, and what was left out."""
    parts = [
        f"{found.name}: {found.rows:,} rows, {found.calls:,} calls. Intervals are 95%. Held-out errors are of a fit "
        f"that has not seen {found.hold_out}.",
        _timings(found.timings),
        _curve(found.curve, found.turnout_min) if found.curve is not None else f"No travel curve: {found.no_curve}.",
        "What became of each row",
        columns(
            ("Interval", *(outcome.replace("_", " ") for outcome in OUTCOMES)),
            [(row["part"], *(f"{row[o]:,}" for o in OUTCOMES)) for row in found.counts.to_dict("records")],
        ),
    ]
    if found.journeys:
        told = ", ".join(f"{n:,} {word.replace('_', ' ')}" for word, n in found.journeys.items())
        parts.append(f"Journeys for the travel curve: {told}.")
    return "\n\n".join(parts)


def _timings(table: pd.DataFrame) -> str:
    rows = [
        (
            row["part"],
            row["group"],
            f"{row['n']:,}",
            _with_interval(row, "median"),
            _with_interval(row, "p90"),
            f"{row['held_out_n']:,}",
            *(_signed(row[f"held_out_{name}_percent"]) for name in ("median", "mean")),
            "" if np.isnan(row["held_out_below_p90"]) else f"{100 * row['held_out_below_p90']:.0f}%",
        )
        for row in table.to_dict("records")
    ]
    heads = ("Interval", "Group", "n", "Median, min", "90th", "Held out", "Median off", "Mean off", "Below 90th")
    return columns(heads, rows)


def _with_interval(row: dict[Any, Any], name: str) -> str:
    if np.isnan(row[name]):
        return f"fewer than {FEWEST}" if name == "median" else ""
    low, high = ("?" if np.isnan(v) else f"{v:.2f}" for v in (row[f"{name}_low"], row[f"{name}_high"]))
    return f"{row[name]:.2f} ({low} to {high})"


def _signed(percent: float) -> str:
    return "" if np.isnan(percent) else f"{percent:+.1f}%"


def _curve(curve: Curve, turnout_min: float) -> str:
    rows = [
        (name, f"{value:.4f}", f"{error:.4f}", f"{low:.3f} to {high:.3f}")
        for name, value, error, (low, high) in zip(
            ("constant, min", "b, min/km^p", "p"),
            (curve.constant, curve.b, curve.p),
            curve.standard_errors,
            curve.intervals(),
            strict=True,
        )
    ]
    text = (
        f"Travel curve of {curve.n:,} journeys: t = constant + b d^p, d in straight-line km. "
        f"RMSE {curve.seen.rmse:.2f} min, MAE {curve.seen.mae:.2f}, R2 {curve.r2:.2f}; "
        f"sd of the logarithm of observed by fitted {curve.sigma:.3f}."
    )
    if curve.held_out is not None:
        out = curve.held_out
        text += f"\nHeld out, {out.n:,} journeys: RMSE {out.rmse:.2f} min, MAE {out.mae:.2f}, bias {out.bias:+.2f}."
    if turnout_min:
        text += (
            f"\nWithout the {turnout_min:g} min of turnout that the mapping takes off, which is not fitted: "
            f"travel_c0_min {curve.constant - turnout_min:.4f}."
        )
    return text + "\n" + columns(("", "Fitted", "Standard error", "95%"), rows)


def write_log_fit(found: LogFit, folder: Path) -> list[Path]:
    """Write timings.csv, counts.csv and, where there is a curve, curve.csv. BluelightError where it cannot be done."""
    tables = {"timings": found.timings, "counts": found.counts}
    if found.curve is not None:
        curve = found.curve
        low, high = zip(*curve.intervals(), strict=True)
        tables["curve"] = pd.DataFrame(
            {
                "coefficient": ["constant_min", "b", "p", "sigma"],
                "value": [curve.constant, curve.b, curve.p, curve.sigma],
                "standard_error": [*curve.standard_errors, np.nan],
                "low": [*low, np.nan],
                "high": [*high, np.nan],
                "n": curve.n,
            }
        )
    return write_csvs(tables, folder)
