"""A fit as text for a terminal and as CSV files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from bluelight.response.fitting import Fit
from bluelight.response.judging import (
    FITTED,
    HELD_OUT,
    MEAN_PERCENT,
    NOT_FITTED,
    SHARE_POINTS,
    UNEXPLAINED,
    taken_for_granted,
)
from bluelight.response.listing import columns, with_unit, write_csvs

_HEADS = {
    FITTED: "Fitted to",
    HELD_OUT: "Held out: the fit has not seen these",
    NOT_FITTED: "Of services where nothing was fitted",
}


def describe_fit(found: Fit) -> str:
    """What was fitted, to what, how it does on what was left out, and what cannot be calibrated."""
    p = found.performance
    parts = [
        f"{found.area.name}: {found.trials} trials of {p.replications} x {p.days} days, seed {p.seed}. Intervals are "
        "95%; of a fitted value: what the luck of the published year and of the simulation leave open.",
        _parameters(found.parameters),
        *(_figures(found.figures, role) for role in _HEADS if (found.figures["role"] == role).any()),
        _count(found.figures),
    ]
    fitted = [service for service in found.area.services["service"] if service not in found.not_fitted]
    told = [f"{service}: {taken_for_granted(found.area, service)}" for service in fitted]
    return "\n\n".join([*parts, "\n".join([*told, *(f"{s}: {why}" for s, why in found.not_fitted.items())])])


def _parameters(table: pd.DataFrame) -> str:
    rows = [
        (
            row["parameter"],
            row["service"],
            f"{row['start']:g}",
            f"{row['fitted']:.3f}",
            "" if np.isnan(row["low"]) else f"{row['low']:.3f} to {row['high']:.3f}",
            f"{row['lowest']:g} to {row['highest']:g}" + (" (at its limit)" if row["at_limit"] else ""),
        )
        for row in table.to_dict("records")
    ]
    return columns(("Parameter", "Service", "Start", "Fitted", "95%", "Limits"), rows)


def _figures(table: pd.DataFrame, role: str) -> str:
    rows = [
        (
            f"{row['name']} ({row['period']})",
            with_unit(row["published"], row["unit"]),
            with_unit(row["start"], row["unit"]),
            with_unit(row["model"], row["unit"]),
            row["said"],
        )
        for row in table[table["role"] == role].to_dict("records")
    ]
    return f"{_HEADS[role]}\n" + columns(("Published figure", "Published", "At start", "Fitted", "Error"), rows)


def _count(table: pd.DataFrame) -> str:
    out = table[table["role"] == HELD_OUT]
    if out.empty:
        return "Nothing was held out: how good the fit is cannot be said."
    explained = ~out["within"] & ~out["said"].str.endswith(UNEXPLAINED)
    text = (
        f"Held out: {out['within'].sum()} of {len(out)} within {MEAN_PERCENT:g}% of a published mean or "
        f"{SHARE_POINTS:g} points of a published share"
    )
    before = int((out["start_error"].abs() <= np.where(out["error_in"] == "points", SHARE_POINTS, MEAN_PERCENT)).sum())
    text += f" ({before} at the start)"
    if explained.any():
        text += f"; {explained.sum()} missed for a reason that the figures themselves show"
    unexplained = int((~out["within"] & ~explained).sum())
    return text + (f"; {unexplained} missed and not explained." if unexplained else ".")


def write_fit(found: Fit, folder: Path) -> list[Path]:
    """Write fit.csv, figures.csv and parameters.csv, the last as a pack holds it, with the fitted values.

    Each is written whole or not at all. BluelightError where the folder cannot be written.
    """
    parameters = found.area.parameters.copy()
    parameters["free"] = np.where(parameters["free"].astype(bool), "yes", "no")
    return write_csvs({"fit": found.parameters, "figures": found.figures, "parameters": parameters}, folder)
