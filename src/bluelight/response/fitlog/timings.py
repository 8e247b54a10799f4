"""Medians and 90th percentiles of intervals by group: what a lognormal time of an area pack is made of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from bluelight.response.fitlog.reading import Floats, Interval, Words

Z90 = float(stats.norm.ppf(0.9))
FEWEST = 30
"""Groups with fewer intervals are listed with their number and no figures."""

COLUMNS = [
    "part", "group", "n", "median", "median_low", "median_high", "p90", "p90_low", "p90_high", "sigma", "mean",
    "held_out_n", "held_out_median_percent", "held_out_median_percent_low", "held_out_median_percent_high",
    "held_out_mean_percent", "held_out_below_p90",
]  # fmt: skip


def timings(part: str, interval: Interval, group: Words, out: NDArray[np.bool_]) -> pd.DataFrame:
    """One row for all and one for each group, in order of size; columns COLUMNS, times in minutes.

    Estimates use every interval kept. Held-out figures are of a fit that has not seen the rows `out`: by how many
    percent its median, and the mean of its lognormal, differ from theirs, and the share of theirs below its 90th
    percentile. The median's error has a 95% interval, from that of their median.
    """
    kept = ~np.isnan(interval.minutes)
    minutes, names, away = interval.minutes[kept], group[kept], out[kept]
    groups, counts = np.unique(names.astype(str), return_counts=True)
    order = np.lexsort((groups, -counts))
    rows = [_row(part, "all", minutes, away)]
    if len(groups) > 1:
        rows += [_row(part, str(groups[i]), minutes[names == groups[i]], away[names == groups[i]]) for i in order]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(part: str, group: str, minutes: Floats, away: NDArray[np.bool_]) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(COLUMNS, np.nan)
    row |= {"part": part, "group": group, "n": len(minutes), "held_out_n": int(away.sum())}
    if len(minutes) < FEWEST:
        return row
    median, p90 = (float(q) for q in np.quantile(minutes, [0.5, 0.9]))
    row |= {"median": median, "p90": p90, "sigma": sigma_of(median, p90), "mean": lognormal_mean(median, p90)}
    row["median_low"], row["median_high"] = quantile_interval(minutes, 0.5)
    row["p90_low"], row["p90_high"] = quantile_interval(minutes, 0.9)
    seen, unseen = minutes[~away], minutes[away]
    if len(seen) < FEWEST or len(unseen) < FEWEST:
        return row
    median, p90 = (float(q) for q in np.quantile(seen, [0.5, 0.9]))
    row["held_out_median_percent"] = _percent(median, float(np.median(unseen)))
    low, high = quantile_interval(unseen, 0.5)
    row["held_out_median_percent_low"], row["held_out_median_percent_high"] = (
        _percent(median, high),
        _percent(median, low),
    )
    row["held_out_mean_percent"] = _percent(lognormal_mean(median, p90), float(unseen.mean()))
    row["held_out_below_p90"] = float((unseen <= p90).mean())
    return row


def _percent(fitted: float, real: float) -> float:
    return 100.0 * (fitted - real) / real if real > 0 else np.nan


def sigma_of(median: float, p90: float) -> float:
    """Standard deviation of the logarithm of a lognormal with this median and 90th percentile; NaN at a median of 0."""
    return float(np.log(p90 / median) / Z90) if median > 0 else np.nan


def lognormal_mean(median: float, p90: float) -> float:
    """Mean of a lognormal with this median and 90th percentile; NaN at a median of 0."""
    return float(median * np.exp(sigma_of(median, p90) ** 2 / 2.0)) if median > 0 else np.nan


def quantile_interval(values: Floats, q: float) -> tuple[float, float]:
    """A 95% interval of a quantile by order statistics, free of any distribution (Conover 1999, section 3.2).

    NaN on a side that so few values cannot bound.
    """
    n, ordered = len(values), np.sort(values)
    low, high = int(stats.binom.ppf(0.025, n, q)), int(stats.binom.ppf(0.975, n, q)) + 1
    return (
        float(ordered[low - 1]) if low >= 1 else np.nan,
        float(ordered[high - 1]) if high <= n else np.nan,
    )
