"""Racing: plans answer the same calls, replication after replication, and one that cannot win is dropped.

The fully sequential procedure of Kim and Nelson, ACM Transactions on Modeling and Computer Simulation 11 (2001)
251-273, whose differences are paired, so that it may be used with common random numbers. Here a plan can be beaten
only by plans that it is compared with: those that are as cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Draw = Callable[
    [int, int, Sequence[int]], Floats
]  # from, to, plans: their values (replications, plans), less is better


@dataclass(frozen=True, eq=False)
class Race:
    """How a race ended. `values` (replications, plans) is NaN where a plan was no longer in it."""

    values: Floats
    beaten_by: tuple[int | None, ...]
    failed: tuple[int, ...]  # plans out for another reason than their value
    replications: tuple[int, ...]  # of each plan

    @property
    def left(self) -> tuple[int, ...]:
        """The plans that neither failed nor were beaten."""
        return tuple(i for i, by in enumerate(self.beaten_by) if by is None and i not in self.failed)


def race(
    draw: Draw,
    plans: int,
    *,
    smallest: float,
    confidence: float,
    first: int,
    step: int,
    most: int,
    against: NDArray[np.bool_] | None = None,
    kept: Sequence[int] = (),
    fails: Callable[[], Iterable[int]] = tuple,
) -> Race:
    """Race plans until those left cannot be told apart by `smallest`, one is left, or each has `most` replications.

    `against[i, j]` says whether plan j may beat plan i; all may where it is left out. `kept` are never dropped. `fails`
    is asked after every draw which plans are out whatever their value: those beat nobody from then on. Where
    values are normal and a plan is less than all it is compared with by at least `smallest`, it is dropped with a
    chance of at most 1 - `confidence`.
    """
    against = np.ones((plans, plans), dtype=np.bool_) if against is None else against
    beaten: list[int | None] = [None] * plans
    failed: set[int] = set()
    values = np.asarray(draw(0, first, range(plans)), dtype=np.float64)
    paired = values[:, :, None] - values[:, None, :]
    variance = paired.var(axis=0, ddof=1)
    spread = _h2(plans, first, confidence) * variance
    n = first
    while True:
        mean = values.mean(axis=0)
        room = np.maximum(0.0, smallest / (2.0 * n) * (spread / smallest**2 - n))
        failed |= {i for i in fails() if i not in kept and beaten[i] is None}
        racing = [i for i in range(plans) if beaten[i] is None and i not in failed]
        for i in racing:
            winners = [j for j in racing if j != i and against[i, j] and mean[i] > mean[j] + room[i, j]]
            if winners and i not in kept:
                beaten[i] = min(winners, key=lambda j: mean[j])
        left = [i for i in racing if beaten[i] is None]
        open_pairs = [
            (i, j)
            for i in left
            for j in left
            if i != j and against[i, j] and i not in kept and n < spread[i, j] / smallest**2
        ]
        if n >= most or not open_pairs:
            break
        upto = min(n + step, most)
        more = np.full((upto - n, plans), np.nan)
        more[:, left] = draw(n, upto, left)
        values, n = np.concatenate([values, more]), upto
    count = tuple(int(c) for c in (~np.isnan(values)).sum(axis=0))
    return Race(values, tuple(beaten), tuple(sorted(failed)), count)


def _h2(plans: int, first: int, confidence: float) -> float:
    """Kim and Nelson's h squared, with c = 1 and an error of (1 - confidence) / (k - 1) for each pair."""
    if plans < 2:
        return 0.0
    eta = 0.5 * ((2.0 * (1.0 - confidence) / (plans - 1)) ** (-2.0 / (first - 1)) - 1.0)
    return float(2.0 * eta * (first - 1))
