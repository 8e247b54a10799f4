"""Callaway and Sant'Anna's averages with errors by influence functions: over all, by cohort, by time since, by period.

Section 4 of Journal of Econometrics 225 (2021) 200, without covariates. The shares of the cohorts are estimated too,
and their doubt is in the errors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bluelight.evaluation.estimators.staggered import NEVER, Floats, Ints


@dataclass(frozen=True)
class Average:
    """An average of effects and its standard error."""

    effect: float
    error: float


@dataclass(frozen=True, eq=False)
class _Cells:
    """Each cohort in each period: effect (N,), influence of every unit (U, N), and share of the cohort (N,)."""

    cohort: Ints
    period: Ints
    effect: Floats
    influence: Floats
    share: Floats
    belongs: Floats


def by_cell(values: Floats, starts: Ints) -> dict[tuple[int, int], Average]:
    """The effect of each cohort in each of its periods under treatment."""
    cells = _cells(values, starts)
    return {
        (int(cohort), int(period)): _average(cells.effect[n], cells.influence[:, n])
        for n, (cohort, period) in enumerate(zip(cells.cohort, cells.period, strict=True))
    }


def averages(values: Floats, starts: Ints) -> dict[str, Average]:
    """Over every treated unit and period (simple), over cohorts, times since the start, and periods."""
    cells = _cells(values, starts)
    since = cells.period - cells.cohort
    everywhere = np.ones(len(cells.effect), dtype=bool)
    return {
        "simple": _average(*_weighed(cells, everywhere)),
        "group": _by_cohort(cells),
        "dynamic": _mean([_weighed(cells, since == step) for step in np.unique(since)]),
        "calendar": _mean([_weighed(cells, cells.period == period) for period in np.unique(cells.period)]),
    }


def _cells(values: Floats, starts: Ints) -> _Cells:
    units, periods = values.shape
    never = starts == NEVER
    cohort, period, effect, influence, share, belongs = [], [], [], [], [], []
    for start in sorted({int(s) for s in starts if s != NEVER}):
        mine = starts == start
        for step in range(start, periods):
            change = values[:, step] - values[:, start - 1]
            up, base = change[mine].mean(), change[never].mean()
            cohort.append(start)
            period.append(step)
            effect.append(up - base)
            influence.append(mine * units / mine.sum() * (change - up) - never * units / never.sum() * (change - base))
            share.append(mine.mean())
            belongs.append(mine.astype(float))
    return _Cells(
        np.array(cohort),
        np.array(period),
        np.array(effect),
        np.array(influence).T,
        np.array(share),
        np.array(belongs).T,
    )


def _weighed(cells: _Cells, keep: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[float, Floats]:
    """The average of some cells by the sizes of their cohorts, and the influence of every unit on it."""
    share, effect = cells.share[keep], cells.effect[keep]
    total = share.sum()
    off = cells.belongs[:, keep] - share
    by_weights = off / total - off.sum(axis=1, keepdims=True) * share / total**2
    return float(share @ effect / total), cells.influence[:, keep] @ (share / total) + by_weights @ effect


def _by_cohort(cells: _Cells) -> Average:
    dates = np.unique(cells.cohort)
    first = np.array([np.flatnonzero(cells.cohort == date)[0] for date in dates])
    folded = _Cells(
        dates,
        dates,
        np.array([cells.effect[cells.cohort == date].mean() for date in dates]),
        np.column_stack([cells.influence[:, cells.cohort == date].mean(axis=1) for date in dates]),
        cells.share[first],
        cells.belongs[:, first],
    )
    return _average(*_weighed(folded, np.ones(len(dates), dtype=bool)))


def _mean(parts: list[tuple[float, Floats]]) -> Average:
    return _average(float(np.mean([effect for effect, _ in parts])), np.mean([inf for _, inf in parts], axis=0))


def _average(effect: float, influence: Floats) -> Average:
    return Average(float(effect), float(np.sqrt(np.mean(influence**2) / len(influence))))
