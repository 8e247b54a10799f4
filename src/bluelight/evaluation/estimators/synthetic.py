"""Synthetic difference in differences, synthetic control and difference in differences for one start date.

Arkhangelsky, Athey, Hirshberg, Imbens and Wager, American Economic Review 111 (2021) 4088: weights of comparators and
of earlier periods by the Frank-Wolfe steps, penalties and stopping rules of the authors' program, so that the digits
agree.
Compiled, because permutation asks for thousands of fits; the tests hold it to diff-diff.
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
_compiled = kept(nogil=True, error_model="numpy")


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
    target = np.ascontiguousarray(treated.mean(axis=0))
    omega, lam = _weights(KINDS.index(kind), target, np.ascontiguousarray(comparators), before, float(len(treated)))
    synthetic = omega @ comparators
    gap = target - synthetic
    if kind != "sc":
        level = lam @ gap[:before]
        gap, synthetic = gap - level, synthetic + level
    return Fit(float(gap[before:].mean()), omega, lam, gap, synthetic)


def gaps(kind: Kind, targets: Floats, pools: Floats, before: int, size: int) -> Floats:
    """The gap (P, T) of each target (P, T), a mean of `size` units, to its own pool of comparators (P, C, T)."""
    targets, pools = np.ascontiguousarray(targets), np.ascontiguousarray(pools)
    return np.asarray(_gaps(KINDS.index(kind), targets, pools, before, float(size)))


def placebo_gaps(kind: Kind, comparators: Floats, sets: NDArray[np.int64], before: int) -> Floats:
    """The gap (P, T) of each set (P, N) of comparators (C, T), as if treated, to the others."""
    targets = comparators[sets].mean(axis=1)
    pools = np.stack([np.delete(comparators, chosen, axis=0) for chosen in sets])
    return gaps(kind, targets, pools, before, sets.shape[1])


@_compiled
def _gaps(kind: int, targets: Floats, pools: Floats, before: int, size: float) -> Floats:
    found = np.empty(targets.shape)
    for number in range(len(targets)):
        omega, lam = _weights(kind, targets[number], pools[number], before, size)
        gap = targets[number] - omega @ pools[number]
        level = 0.0 if kind == 1 else (lam * gap[:before]).sum()
        found[number] = gap - level
    return found


@_compiled
def _weights(kind: int, target: Floats, pool: Floats, before: int, size: float) -> tuple[Floats, Floats]:
    count, periods = pool.shape
    omega, lam = np.full(count, 1.0 / count), np.full(before, 1.0 / before)
    if kind == 2:
        return omega, lam
    steps = pool[:, 1:before] - pool[:, : before - 1]
    noise = np.sqrt(((steps - steps.mean()) ** 2).sum() / max(steps.size - 1, 1))
    least = (1e-5 * noise) ** 2
    if kind == 0:
        late = np.empty(count)
        for unit in range(count):
            late[unit] = pool[unit, before:].mean()
        lam = _simplex(_centred(pool[:, :before]), late - late.mean(), _SMALL * noise, least)
        zeta = (size * (periods - before)) ** 0.25 * noise
        centred = target[:before] - target[:before].mean()
        omega = _simplex(_centred(pool[:, :before].T), centred, zeta, least)
    else:
        omega = _simplex(np.ascontiguousarray(pool[:, :before].T), target[:before].copy(), _SMALL * noise, least)
    return omega, lam


@_compiled
def _centred(table: Floats) -> Floats:
    found = np.empty(table.shape)
    for column in range(table.shape[1]):
        found[:, column] = table[:, column] - table[:, column].mean()
    return found


@_compiled
def _simplex(a: Floats, b: Floats, zeta: float, least: float) -> Floats:
    """Weights x on the simplex that make zeta^2 |x|^2 + |a x - b|^2 / n small: steps, sparsify, and steps again."""
    x = np.full(a.shape[1], 1.0 / a.shape[1])
    if np.abs(a).max() == 0.0 and np.abs(b).max() == 0.0:
        return x
    x = _steps(a, b, zeta, least, x, _FIRST_STEPS)
    largest = x.max()
    for i in range(len(x)):
        if x[i] <= largest / 4:
            x[i] = 0.0
    return _steps(a, b, zeta, least, x / x.sum(), _MOST_STEPS)


@_compiled
def _steps(a: Floats, b: Floats, zeta: float, least: float, x: Floats, most: int) -> Floats:
    """Frank-Wolfe steps, held by the products with every column so that a step costs no more than its columns."""
    n, count = a.shape
    eta = n * zeta**2
    columns = np.ascontiguousarray(a.T)
    gram, side, square = columns @ a, columns @ b, b @ b
    gx = gram @ x
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
    return x
