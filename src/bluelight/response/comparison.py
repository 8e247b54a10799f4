"""Estimates over replications, and options compared with common random numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from bluelight.errors import BluelightError
from bluelight.response.calls_answered import FIGURES as ANSWER_FIGURES
from bluelight.response.performance import KEYS, Performance

FIGURES = {
    "mean": "mean_min",
    "median": "median_min",
    "p90": "p90_min",
    "within": "within_share",
    "waited": "waited_share",
}


def estimates(performance: Performance) -> pd.DataFrame:
    """Each row of the measures as a mean over replications with its 95% interval.

    Columns: service, grouping, group, arrival, clock, n (calls a replication), then for each figure its mean and
    interval: mean_min, mean_low, mean_high, median_min, ..., p90_min, ..., within_share, ..., waited_share, ....
    Intervals are Student's t over replications; NaN where fewer than two replications have the figure.
    """
    measures = performance.measures
    table = _intervals(measures, list(FIGURES.values()))
    n = measures.groupby(KEYS, sort=False)["n"].sum() / performance.replications
    table.insert(len(KEYS), "n", n.to_numpy())
    return table


def compare(base: Performance, option: Performance) -> pd.DataFrame:
    """Option less base, as paired differences over replications that share their calls: columns as `estimates`.

    BluelightError where the two were not simulated on the same calls.
    """
    for name in ("seed", "days", "warm_up_days", "replications"):
        if getattr(base, name) != getattr(option, name):
            raise BluelightError(
                f"compare: the two were simulated with different {name.replace('_', ' ')} "
                f"({getattr(base, name)} and {getattr(option, name)}). Simulate both on the same calls."
            )
    on = ["replication", *KEYS]
    both = base.measures.merge(option.measures, on=on, suffixes=("_base", "_option"))
    for figure in FIGURES.values():
        both[figure] = both[f"{figure}_option"] - both[f"{figure}_base"]
    both["n"] = both["n_option"]
    table = _intervals(both, list(FIGURES.values()))
    n = both.groupby(KEYS, sort=False)["n"].sum() / base.replications
    table.insert(len(KEYS), "n", n.to_numpy())
    return table


def answer_estimates(performance: Performance) -> pd.DataFrame:
    """How soon control rooms answer, as means over replications with 95% intervals (Student's t); empty without queues.

    Columns: room, calls, n (a replication), then each figure of `calls_answered`, with `_low` and `_high`.
    """
    figures = list(ANSWER_FIGURES)
    groups = performance.calls_answered.groupby(["room", "calls"], sort=False)
    mean, deviation, count = groups[figures].mean(), groups[figures].std(ddof=1), groups[figures].count()
    half = t_half_width(deviation.to_numpy(dtype=float), count.to_numpy())
    table = mean.index.to_frame(index=False)
    table["n"] = (groups["n"].sum() / performance.replications).to_numpy()
    for i, figure in enumerate(figures):
        table[figure] = mean[figure].to_numpy()
        table[f"{figure}_low"] = mean[figure].to_numpy() - half[:, i]
        table[f"{figure}_high"] = mean[figure].to_numpy() + half[:, i]
    return table


def _intervals(rows: pd.DataFrame, figures: list[str]) -> pd.DataFrame:
    """Mean and 95% t interval of each figure over replications, a row for each group in order of appearance."""
    groups = rows.groupby(KEYS, sort=False)[figures]
    mean, deviation, count = groups.mean(), groups.std(ddof=1), groups.count()
    half = pd.DataFrame(
        t_half_width(deviation.to_numpy(dtype=float), count.to_numpy()), index=mean.index, columns=figures
    )
    table = mean.index.to_frame(index=False)
    for name, figure in FIGURES.items():
        table[figure] = mean[figure].to_numpy()
        table[f"{name}_low"] = (mean[figure] - half[figure]).to_numpy()
        table[f"{name}_high"] = (mean[figure] + half[figure]).to_numpy()
    return table


def t_half_width(deviation: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Half the width of a 95% t interval of a mean of `count` values; NaN for fewer than two."""
    enough = count >= 2
    n = np.where(enough, count, 2)
    half = stats.t.ppf(0.975, n - 1) * deviation / np.sqrt(n)
    return np.where(enough, half, np.nan)
