"""Synthetic control with predictors (Abadie, Diamond and Hainmueller, AJPS 59 (2015) 495), by diff-diff.

What each predictor counts for is learnt by how well the past of one window foretells the outcome in the next, and is
then used a window later.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

STARTS = 4


@dataclass(frozen=True)
class Predictor:
    """The mean of a column over some periods, whatever of it there is."""

    column: str
    periods: tuple[int, ...]


def synthetic_control(
    table: pd.DataFrame,
    used: Sequence[Predictor],
    start: int,
    *,
    learnt: Sequence[Predictor],
    learnt_start: int,
    unit: str,
    time: str,
    outcome: str,
    treated: str,
) -> dict[str, float]:
    """The weight of each comparator. `learnt`, one for each used, foretell from `learnt_start` to the start."""
    names = {"unit": unit, "time": time, "outcome": outcome, "treated": treated}
    first = _fit(table, learnt, learnt_start, start, names, v_method="nested", n_starts=STARTS, seed=1)
    counts = np.array(list(first.v_weights.values()) if isinstance(first.v_weights, dict) else first.v_weights)
    second = _fit(table, used, learnt_start, start, names, v_method="custom", custom_v=counts)
    return {str(name): float(weight) for name, weight in second.donor_weights.items()}


def _fit(
    table: pd.DataFrame, predictors: Sequence[Predictor], since: int, start: int, names: dict[str, str], **settings: Any
) -> Any:
    units = table[names["unit"]]
    found = table[[names["unit"], names["time"], names["outcome"]]].copy()
    for number, predictor in enumerate(predictors):
        within = table[table[names["time"]].isin(predictor.periods)]
        found[f"p{number}"] = units.map(within.groupby(names["unit"])[predictor.column].mean())
    found = found[found[names["time"]] >= since]
    found["treated"] = ((found[names["unit"]] == names["treated"]) & (found[names["time"]] >= start)).astype(int)
    later = sorted(period for period in found[names["time"]].unique() if period >= start)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from diff_diff import SyntheticControl

        return SyntheticControl(**settings).fit(
            found,
            outcome=names["outcome"],
            treatment="treated",
            unit=names["unit"],
            time=names["time"],
            post_periods=later,
            special_predictors=[(f"p{number}", [since], "mean") for number in range(len(predictors))],
        )
