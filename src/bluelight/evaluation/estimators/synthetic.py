"""Synthetic difference in differences, synthetic control and difference in differences for one start date.

Arkhangelsky, Athey, Hirshberg, Imbens and Wager, American Economic Review 111 (2021) 4088: weights of comparators and
of earlier periods by the Frank-Wolfe steps, penalties and stopping rules of the authors' program, so that the digits
agree.
The steps are compiled, because permutation asks for thousands of fits; the tests hold them to diff-diff.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bluelight.compiling import kept

Floats = NDArray[np.float64]
Kind = Literal["sdid", "sc", "did"]
KINDS: tuple[Kind, ...] = ("sdid", "sc", "did")

_FIRST_STEPS, _MOST_STEPS = 100, 10_000
_SMALL = 1e-6


@dataclass(frozen=True, eq=False)
class Fit:
    """One fit: the effect, the weights of comparators (C,) and of periods before (B,), and the gap by period (T,).

    The gap is the treated mean less the weighted comparators, less its weighted mean before (for synthetic control
    nothing is taken off): after the start its mean is the effect.
    """

    effect: float
    unit_weights: Floats
    time_weights: Floats
    gap: Floats
    synthetic: Floats


def fit(kind: Kind, treated: Floats, comparators: Floats, before: int) -> Fit:
    """Fit to the treated (N, T) and the comparators (C, T), of whose T periods so many are before the start."""
    target = treated.mean(axis=0)
    omega, lam = _weights(kind, target, comparators, before, len(treated))
    gap, synthetic = _gap(kind, target, omega @ comparators, lam)
    return Fit(float(gap[before:].mean()), omega, lam, gap, synthetic)


def placebo_gaps(kind: Kind, comparators: Floats, sets: NDArray[np.int64], before: int) -> Floats:
    """The gap (P, T) of each set (P, N) of comparators (C, T), as if treated, to the others."""
    found = np.empty((len(sets), comparators.shape[1]))
    for number, chosen in enumerate(sets):
        target, pool = comparators[chosen].mean(axis=0), np.delete(comparators, chosen, axis=0)
        omega, lam = _weights(kind, target, pool, before, len(chosen))
        found[number] = _gap(kind, target, omega @ pool, lam)[0]
    return found


def _gap(kind: Kind, target: Floats, synthetic: Floats, lam: Floats) -> tuple[Floats, Floats]:
    level = 0.0 if kind == "sc" else lam @ (target - synthetic)[: len(lam)]
    return target - synthetic - level, synthetic + level


def _weights(kind: Kind, target: Floats, pool: Floats, before: int, size: int) -> tuple[Floats, Floats]:
    """Weights of the comparators of a pool (C, T), and of the periods before, for the mean of `size` treated units."""
    count, periods = pool.shape
    lam = np.full(before, 1.0 / before)
    if kind == "did":
        return np.full(count, 1.0 / count), lam
    early, late = pool[:, :before], pool[:, before:].mean(axis=1)
    noise = float(np.diff(early).std(ddof=1))
    least = (1e-5 * noise) ** 2
    if kind == "sc":
        return _simplex(early.T, target[:before], _SMALL * noise, least), lam
    lam = _simplex(early - early.mean(axis=0), late - late.mean(), _SMALL * noise, least)
    zeta = (size * (periods - before)) ** 0.25 * noise
    return _simplex(
        (early - early.mean(axis=1, keepdims=True)).T, target[:before] - target[:before].mean(), zeta, least
    ), lam


def _simplex(a: Floats, b: Floats, zeta: float, least: float) -> Floats:
    """Weights x on the simplex that make zeta^2 |x|^2 + |a x - b|^2 / n small: steps, sparsify, and steps again."""
    n, count = a.shape
    x = np.full(count, 1.0 / count)
    if not a.any() and not b.any():
        return x
    products = a.T @ a, a.T @ b, float(b @ b)
    _steps(*products, n, zeta, least, x, _FIRST_STEPS)
    x[x <= x.max() / 4] = 0.0
    x /= x.sum()
    _steps(*products, n, zeta, least, x, _MOST_STEPS)
    return x


@kept(nogil=True, error_model="numpy")
def _steps(gram: Floats, side: Floats, square: float, n: int, zeta: float, least: float, x: Floats, most: int) -> None:
    """Frank-Wolfe steps on x, held by the products of the columns so that a step costs no more than their number."""
    count = len(x)
    eta = n * zeta**2
    gx = np.zeros(count)
    for i in range(count):
        for j in range(count):
            gx[i] += gram[i, j] * x[j]
    before = np.inf
    for _ in range(most):
        xx = xgx = xside = along = 0.0
        i, lowest = 0, np.inf
        for j in range(count):
            half = gx[j] - side[j] + eta * x[j]
            if half < lowest:
                i, lowest = j, half
            xx += x[j] * x[j]
            xgx += x[j] * gx[j]
            xside += x[j] * side[j]
            along += x[j] * half
        now = zeta**2 * xx + (xgx - 2 * xside + square) / n
        if before - now <= least:
            break
        before = now
        length = gram[i, i] - 2 * gx[i] + xgx + eta * (xx - 2 * x[i] + 1)
        if length <= 1e-300:
            break
        step = min(max(-(lowest - along) / length, 0.0), 1.0)
        for j in range(count):
            x[j] *= 1 - step
            gx[j] = gx[j] * (1 - step) + step * gram[i, j]
        x[i] += step
