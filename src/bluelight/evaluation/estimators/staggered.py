"""Callaway and Sant'Anna's average effect for several start dates, as sums of weights times values.

Journal of Econometrics 225 (2021) 200. Without covariates and with comparators that are never treated, the effect of a
cohort g in period t is the mean change since g's last period before, less that of the comparators; everything reported
is then linear in the values, and a permutation of who was treated when costs a sum. With covariates, and for analytic
errors, diff-diff does it (`analytic.py`); the tests hold the two to each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEVER = -1


@dataclass(frozen=True, eq=False)
class Study:
    """The effect, and at `relative` (E,) periods since the start its path (E,), averaged over the treated."""

    effect: float
    relative: Ints
    path: Floats


def effect(values: Floats, starts: Ints, anticipation: int = 0) -> float:
    """The average effect over every treated unit and period. `starts` (U,) is -1 for comparators."""
    return float(effects(values, starts[None], anticipation)[0])


def effects(values: Floats, starts: Ints, anticipation: int = 0) -> Floats:
    """The average effect (P,) for each way (P, U) in which treatment could have fallen on the rows of values (U, T).

    Every way has the same start dates, in the same numbers.
    """
    periods = values.shape[1]
    never = (starts == NEVER).astype(float)
    base = never @ values / never.sum(axis=1, keepdims=True)
    total, count = np.zeros(len(starts)), 0.0
    for start in _dates(starts[0]):
        mine = (starts == start).astype(float)
        size = mine[0].sum()
        gap = mine @ values / size - base
        last = start - 1 - anticipation
        total += size * (gap[:, start:] - gap[:, [last]]).sum(axis=1)
        count += size * (periods - start)
    return np.asarray(total / count)


def studies(values: Floats, starts: Ints, anticipation: int = 0) -> tuple[Ints, Floats]:
    """Periods since the start (E,), and the effect (P, E) at each for every way in which treatment could have fallen.

    Before the start each point is measured against the last period before, as the periods after it are.
    """
    periods = values.shape[1]
    never = (starts == NEVER).astype(float)
    base = never @ values / never.sum(axis=1, keepdims=True)
    dates = _dates(starts[0])
    relative = np.arange(-max(dates), periods - min(dates))
    total, count = np.zeros((len(starts), len(relative))), np.zeros(len(relative))
    for start in dates:
        mine = (starts == start).astype(float)
        size = mine[0].sum()
        gap = mine @ values / size - base
        here = np.arange(periods) - start - relative[0]
        total[:, here] += size * (gap - gap[:, [start - 1 - anticipation]])
        count[here] += size
    return relative, total / count


def study(values: Floats, starts: Ints, anticipation: int = 0) -> Study:
    """The effect and its path by time since the start."""
    relative, path = studies(values, starts[None], anticipation)
    return Study(effect(values, starts, anticipation), relative, path[0])


def _dates(starts: Ints) -> list[int]:
    return sorted({int(start) for start in starts if start != NEVER})


def imputed(values: Floats, starts: Ints, anticipation: int = 0) -> float:
    """The effect by imputation (Borusyak, Jaravel and Spiess, Review of Economic Studies 91 (2024) 3253).

    Unit and period levels are fitted to what was not yet treated; the effect is the mean of what is left of the rest.
    """
    units, periods = values.shape
    when = np.where(starts == NEVER, periods, starts)[:, None]
    steps = np.arange(periods)[None]
    fitted_on = steps < when - anticipation * (when < periods)
    treated = steps >= when
    rows, columns = np.nonzero(fitted_on)
    design = np.zeros((len(rows), units + periods - 1))
    design[np.arange(len(rows)), rows] = 1.0
    later = columns > 0
    design[np.flatnonzero(later), units + columns[later] - 1] = 1.0
    levels = np.linalg.lstsq(design, values[rows, columns], rcond=None)[0]
    expected = levels[:units, None] + np.concatenate([[0.0], levels[units:]])[None]
    return float((values - expected)[treated].mean())
