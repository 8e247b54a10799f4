"""An interrupted series with errors that remember, and how they do is itself in doubt.

Maximum likelihood, and least squares with Newey-West errors more so, find effects that are not there: they take the
memory as known. Here errors are an AR(1) of some autocorrelation, or a level that wanders without bound (the local
level of Harvey and Durbin, JRSS A 149 (1986) 187), under noise of some share. Each such memory speaks for the effect by
Student's t, weighed by its restricted likelihood, and the interval holds the middle 95% of them together (after Zellner
and Tiao, Journal of the American Statistical Association 59 (1964) 763). A short series cannot tell a level that
wanders from one that returns, so that most of the prior is on wandering: with less, a step that is not there is found
too often where it does. The rate of false findings is measured in `benchmarks/evaluation.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize, special

Floats = NDArray[np.float64]
RHOS = (*np.linspace(-0.6, 0.9, 16).tolist(), 0.95, 0.98, 0.995)
SHARES = (0.25, 0.5, 0.75, 0.9)  # of the variance that is noise, where the rest remembers
WANDERING = (0.0, 0.25, 0.5, 0.75, 0.9, 0.97, 0.99)  # of the variance after one step, where the level wanders
MEMORIES = np.array(
    [(rho, 0.0) for rho in RHOS]
    + [(rho, share) for rho in RHOS if rho > 0.05 for share in SHARES]
    + [(1.0, share) for share in WANDERING]
)  # (G, 2)
_WALKS, _PURE = MEMORIES[:, 0] == 1, MEMORIES[:, 1] == 0
PRIOR = np.sum(
    [part * kind / kind.sum() for kind, part in ((_WALKS, 2 / 3), (_PURE & ~_WALKS, 1 / 6), (~_PURE & ~_WALKS, 1 / 6))],
    axis=0,
)


@dataclass(frozen=True, eq=False)
class SeriesFit:
    """What a series says of the step at its start: the middle, the interval, the p-value and the spread.

    `rho` is the likeliest correlation of neighbours, `fitted` (T,) the series without its errors, `without` the
    same had the step not come.
    """

    effect: float
    low: float
    high: float
    p_value: float
    error: float
    rho: float
    fitted: Floats
    without: Floats


def design(periods: int, start: int, seasons: int, first_season: int, others: Floats | None = None) -> Floats:
    """Columns (T, K): the step, a level, a trend, seasons but one, and other series (J, T)."""
    steps = np.arange(periods)
    columns = [(steps >= start).astype(float), np.ones(periods), (steps - periods / 2) / periods]
    if seasons > 1:
        columns += [((steps + first_season) % seasons == season).astype(float) for season in range(1, seasons)]
    if others is not None:
        columns += [row - row.mean() for row in others]
    return np.column_stack(columns)


def fit(values: Floats, columns: Floats) -> SeriesFit:
    """Fit a series (T,) to columns (T, K), of which the first is the step that is asked about."""
    weights, means, errors, likeliest = _by_memory(values, columns)
    freedom = len(values) - columns.shape[1]

    def below(effect: float) -> float:
        return float(weights @ special.stdtr(freedom, (effect - means) / errors))

    reach = 60 * errors.max()
    low, effect, high = (
        float(optimize.brentq(lambda b, share=share: below(b) - share, means.min() - reach, means.max() + reach))
        for share in (0.025, 0.5, 0.975)
    )
    nothing = below(0.0)
    spread = errors**2 * freedom / max(freedom - 2, 1) + (means - weights @ means) ** 2
    step = columns[:, 0] * effect
    without = columns[:, 1:] @ np.linalg.lstsq(columns[:, 1:], values - step, rcond=None)[0]
    rho = _neighbours(float(MEMORIES[likeliest, 0]), float(MEMORIES[likeliest, 1]), len(values))
    p_value = 2 * min(nothing, 1 - nothing)
    return SeriesFit(effect, low, high, p_value, float(np.sqrt(weights @ spread)), rho, without + step, without)


def _neighbours(rho: float, share: float, periods: int) -> float:
    """The correlation of neighbours in a series so long, in which a walk has a variance of T / 6 about its mean."""
    remembers = (1 - share) * (periods / 6 if rho == 1 else 1.0)
    return float(rho * remembers / (remembers + share))


def _by_memory(values: Floats, columns: Floats) -> tuple[Floats, Floats, Floats, int]:
    """For each memory (G,): its weight, the step and the error of the step. And which of them is likeliest."""
    white, spread = _whitening(len(values))
    y, x = white @ values, white @ columns
    count, used = columns.shape
    gram = np.einsum("gtk,gtl->gkl", x, x)
    inverse = np.linalg.inv(gram)
    betas = np.einsum("gkl,gl->gk", inverse, np.einsum("gtk,gt->gk", x, y))
    left = y - np.einsum("gtk,gk->gt", x, betas)
    variance = np.maximum((left**2).sum(axis=1) / (count - used), np.finfo(float).tiny)
    likelihood = -0.5 * (count - used) * np.log(variance) - spread - 0.5 * np.linalg.slogdet(gram)[1]
    weights = PRIOR * np.exp(likelihood - likelihood.max())
    errors = np.sqrt(variance * inverse[:, 0, 0])
    return weights / weights.sum(), betas[:, 0], errors, int(likelihood.argmax())


@lru_cache(maxsize=4)
def _whitening(periods: int) -> tuple[Floats, Floats]:
    """What takes the memory out of a series so long (G, T, T), and half the log determinant of each covariance (G,)."""
    steps = np.arange(periods)
    apart, walk = np.abs(np.subtract.outer(steps, steps)), 1.0 + np.minimum.outer(steps, steps)
    white, spread = np.empty((len(MEMORIES), periods, periods)), np.empty(len(MEMORIES))
    for number, (rho, share) in enumerate(MEMORIES):
        root = np.linalg.cholesky((1 - share) * (walk if rho == 1 else rho**apart) + share * np.eye(periods))
        white[number] = linalg.solve_triangular(root, np.eye(periods), lower=True)
        spread[number] = np.log(np.diag(root)).sum()
    return white, spread
