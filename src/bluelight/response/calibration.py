"""Calibration: what the model gives beside what is published, and where it is off."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.response.comparison import t_half_width
from bluelight.response.performance import Performance

TOLERANCE = 0.10  # of the published figure

COLUMNS = [
    "figure", "name", "service", "period", "unit", "published", "model", "low", "high", "difference_percent", "judges",
    "off", "verdict", "basis", "source", "note",
]  # fmt: skip


def calibration_table(area: Area, performance: Performance) -> pd.DataFrame:
    """Each published figure of the area beside the model's, with a 95% interval over replications and a verdict.

    `off` says that the figure is one that judges its service, and that the model misses it by more than a tenth of it.
    """
    by_figure = performance.published.groupby("figure", sort=False)["value"]
    mean, deviation, count = by_figure.mean(), by_figure.std(ddof=1), by_figure.count()
    half = pd.Series(t_half_width(deviation.to_numpy(dtype=float), count.to_numpy()), index=mean.index)
    rows = area.published.copy()
    rows["published"] = rows["value"].astype(float)
    rows["model"] = rows["figure"].map(mean).astype(float)
    rows["low"] = rows["model"] - rows["figure"].map(half)
    rows["high"] = rows["model"] + rows["figure"].map(half)
    with np.errstate(divide="ignore", invalid="ignore"):
        rows["difference_percent"] = np.where(
            rows["published"] != 0, 100.0 * (rows["model"] - rows["published"]) / rows["published"], np.nan
        )
    missed = rows["difference_percent"].abs() > 100.0 * TOLERANCE
    rows["off"] = rows["judges"].astype(bool) & missed
    rows["verdict"] = [
        _verdict(model, difference, bool(judges))
        for model, difference, judges in zip(rows["model"], rows["difference_percent"], rows["judges"], strict=True)
    ]
    return rows[COLUMNS].reset_index(drop=True)


def _verdict(model: float, difference: float, judges: bool) -> str:
    if np.isnan(model):
        return "for context: the model gives no such figure"
    if np.isnan(difference):
        return "published as zero: no percentage to give"
    side = "above" if difference > 0 else "below"
    if abs(difference) <= 100.0 * TOLERANCE:
        return f"agrees within a tenth: {abs(difference):.1f}% {side}"
    off = f"{abs(difference):.0f}% {side}"
    return f"off: {off}" if judges else f"{off}; not used to judge"


def off_services(table: pd.DataFrame) -> dict[str, str | None]:
    """For each service a caveat that keeps its effects out of a headline, or None where the model is close enough."""
    caveats: dict[str, str | None] = {}
    for service in SERVICES:
        judging = table[(table["service"] == service) & table["judges"].astype(bool) & table["model"].notna()]
        off = judging[judging["off"]]
        if judging.empty:
            caveats[service] = "Nothing published to compare with: how far the model is from reality is not known."
        elif len(off):
            worst = off.sort_values("difference_percent", key=abs, kind="stable").to_dict("records")[-1]
            caveats[service] = (
                f"The model of today misses what is published by more than a tenth: {worst['name']} "
                f"({worst['period']}) is {_figure(worst['model'], worst['unit'])}, "
                f"published {_figure(worst['published'], worst['unit'])}."
            )
        else:
            caveats[service] = None
    return caveats


def _figure(value: float, unit: str) -> str:
    return f"{100 * value:.0f}%" if unit == "share" else f"{value:.1f} {unit}"
