"""Judge a fitted area on what it was fitted to and, apart from that, on what it was not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.response.demand import DAYS_PER_YEAR
from bluelight.response.listing import with_unit
from bluelight.response.performance import Performance

MEAN_PERCENT = 5.0
SHARE_POINTS = 5.0
"""How far a figure may be off: percent of a published mean, points of a published share."""

FITTED, HELD_OUT, NOT_FITTED = "fitted", "held out", "nothing fitted"
ROLES = (FITTED, HELD_OUT, NOT_FITTED)
Judged = pd.DataFrame

UNEXPLAINED = "not explained"

_SAME = ["service", "incident_types", "arrival", "measure", "within_min", "clock"]
"""What makes two published figures the same figure of different years."""


def judge(area: Area, fitted_to: list[str], start: Performance, fitted: Performance) -> Judged:
    """Every published mean and share beside the model before and after a fit, the fitted ones first.

    Columns: figure, name, service, period, unit, role ("fitted", "held out", or "nothing fitted" for services without
    a fitted parameter), published, start, model, low, high (where 95% of single years would lie), start_error, error
    (percent of a mean, points of a share; model less published), error_in, within (5 at most), said (the error in
    words, with what explains a miss). Counts are left out: the calls of a pack are drawn from them.
    """
    before, after = (p.published.groupby("figure", sort=False)["value"] for p in (start, fitted))
    n = fitted.replications
    wide = float(stats.t.ppf(0.975, n - 1)) * np.sqrt(1 / n + fitted.days / DAYS_PER_YEAR) if n > 1 else np.nan
    rows = area.published[area.published["measure"].isin(["mean_min", "share_within"])].copy()
    rows["published"] = rows["value"].astype(float)
    rows["start"] = rows["figure"].map(before.mean())
    rows["model"] = rows["figure"].map(after.mean())
    rows = rows[rows["model"].notna() & (rows["published"] != 0)]
    half = wide * rows["figure"].map(after.std(ddof=1))
    rows["low"], rows["high"] = rows["model"] - half, rows["model"] + half
    touched = set(rows.loc[rows["figure"].isin(fitted_to), "service"])
    rows["role"] = [
        FITTED if figure in fitted_to else HELD_OUT if service in touched else NOT_FITTED
        for figure, service in zip(rows["figure"], rows["service"], strict=True)
    ]
    share = rows["measure"] == "share_within"
    rows["error_in"] = np.where(share, "points", "percent")
    for error, model in (("start_error", "start"), ("error", "model")):
        rows[error] = 100.0 * (rows[model] - rows["published"]) / np.where(share, 1.0, rows["published"])
    rows["within"] = rows["error"].abs() <= np.where(share, SHARE_POINTS, MEAN_PERCENT)
    records = rows.to_dict("records")
    rows["said"] = [_said(row, records) for row in records]
    order = sorted(range(len(rows)), key=lambda i: ROLES.index(records[i]["role"]))
    columns = ["figure", "name", "service", "period", "unit", "role", "published", "start", "model", "low", "high"]
    return rows.iloc[order][[*columns, "start_error", "error", "error_in", "within", "said"]].reset_index(drop=True)


def _said(row: dict[Any, Any], rows: list[dict[Any, Any]]) -> str:
    error = f"{row['error']:+.1f}{'%' if row['error_in'] == 'percent' else ' points'}"
    if row["within"]:
        return f"{error}: within 5"
    if row["role"] == NOT_FITTED:
        return f"{error}: missed, and nothing was fitted"
    return f"{error}: missed; {_why(row, rows)}"


def _why(row: dict[Any, Any], rows: list[dict[Any, Any]]) -> str:
    """What the figures themselves say of a miss; no more is made of it."""
    published, model = row["published"], row["model"]
    if row["low"] <= published <= row["high"]:
        return "single years differ by as much"
    years = [other for other in rows if other is not row and all(_equal(other[key], row[key]) for key in _SAME)]
    across = [other for other in years if (other["published"] - model) * (published - model) < 0]
    if across:
        return f"the years differ by more than a fit can follow: {_years(across)}"
    met = [other for other in years if other["within"]]
    if met:
        return f"the years differ, and others are within 5: {_years(met)}"
    return UNEXPLAINED


def _years(rows: list[dict[Any, Any]]) -> str:
    return ", ".join(f"{with_unit(row['published'], row['unit'])} in {row['period']}" for row in rows)


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other or (one != one and other != other))


def cannot_be_fitted(area: Area, fitted: list[str]) -> dict[str, str]:
    """For each service of the area without a fitted parameter, why it has none."""
    told = {}
    published = area.published[area.published["measure"].isin(["mean_min", "share_within"])]
    free = set(area.parameters.loc[area.parameters["free"].astype(bool), "service"])
    for service in SERVICES:
        if service not in set(area.services["service"]) or {service, "all"} & set(fitted):
            continue
        if not (published["service"] == service).any():
            why = "nothing is published of how fast it responds, so it cannot be calibrated"
        elif not {service, "all"} & free:
            why = "none of its parameters is marked as free, so nothing is fitted to what is published"
        else:
            why = "none of its published figures is marked as fitting"
        told[service] = f"{why}. {_assumed(area, service)}"
    return told


def _assumed(area: Area, service: str) -> str:
    """How much of what decides a service's response is assumed."""
    units = area.units[area.units["service"] == service]
    crewing = area.crewing[area.crewing["service"] == service]
    parts = [
        f"{(rows[column] == 'assumed').sum()} of {len(rows)} {what}"
        for rows, column, what in (
            (units, "unit_basis", "units"),
            (units, "crewing_basis", "crewings"),
            (crewing, "turnout_basis", "turnout times"),
            (crewing, "availability_basis", "availabilities"),
        )
    ]
    return f"Assumed: {', '.join(parts)}."


def taken_for_granted(area: Area, service: str) -> str:
    """What a fit of a service takes as it is, and so makes up for where it is wrong."""
    return f"a fitted value makes up for whatever else is wrong. {_assumed(area, service)}"
