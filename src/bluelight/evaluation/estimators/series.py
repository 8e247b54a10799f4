"""An interrupted series with errors that remember the last one: AR(1), with the autocorrelation itself in doubt.

Maximum likelihood, and least squares with Newey-West errors more so, find effects that are not there in short series:
they take the autocorrelation as known. Here every autocorrelation speaks for the effect by Student's t, weighed by its
restricted likelihood, and the interval holds the middle 95% of them together. Zellner and Tiao, Journal of the American
Statistical Association 59 (1964) 763; the rate of false findings is measured in `benchmarks/evaluation.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Floats = NDArray[np.float64]
GRID = np.linspace(-0.9, 0.99, 96)


@dataclass(frozen=True, eq=False)
class SeriesFit:
    """What a series says of the step at its start: the middle, the interval, the p-value and the spread.

    `rho` is the likeliest autocorrelation, `fitted` (T,) the series without its errors, `without` the same had the step
    not come.
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
    weights, betas, errors = _by_rho(values, columns)
    freedom = len(values) - columns.shape[1]
    means = betas[:, 0]

    def below(effect: float) -> float:
        return float(weights @ special.stdtr(freedom, (effect - means) / errors))

    reach = 60 * errors.max()
    ends = [
        float(optimize.brentq(lambda b, share=share: below(b) - share, means.min() - reach, means.max() + reach))
        for share in (0.025, 0.5, 0.975)
    ]
    nothing = below(0.0)
    middle = float(weights @ means)
    error = float(np.sqrt(weights @ (errors**2 * freedom / max(freedom - 2, 1) + (means - middle) ** 2)))
    beta = betas[int(weights.argmax())].copy()
    beta[0] = ends[1]
    fitted = columns @ beta
    return SeriesFit(
        ends[1],
        ends[0],
        ends[2],
        2 * min(nothing, 1 - nothing),
        error,
        float(GRID[int(weights.argmax())]),
        fitted,
        fitted - columns[:, 0] * beta[0],
    )


def _by_rho(values: Floats, columns: Floats) -> tuple[Floats, Floats, Floats]:
    """For each autocorrelation (G,): its weight, the coefficients (G, K), and the error of the step."""
    y, x = _white(values[:, None])[:, :, 0], _white(columns)
    count, used = columns.shape
    gram = np.einsum("gtk,gtl->gkl", x, x)
    inverse = np.linalg.inv(gram)
    side = np.einsum("gtk,gt->gk", x, y)
    betas = np.einsum("gkl,gl->gk", inverse, side)
    left = y - np.einsum("gtk,gk->gt", x, betas)
    variance = np.maximum((left**2).sum(axis=1) / (count - used), np.finfo(float).tiny)
    likelihood = -0.5 * (count - used) * np.log(variance) + 0.5 * np.log(1 - GRID**2) - 0.5 * np.linalg.slogdet(gram)[1]
    weights = np.exp(likelihood - likelihood.max())
    return weights / weights.sum(), betas, np.sqrt(variance * inverse[:, 0, 0])


def _white(table: Floats) -> Floats:
    """Rows (T, K) less what each remembers of the one before, for every autocorrelation: (G, T, K)."""
    found = np.repeat(table[None], len(GRID), axis=0)
    found[:, 1:] -= GRID[:, None, None] * table[None, :-1]
    found[:, 0] *= np.sqrt(1 - GRID**2)[:, None]
    return found
