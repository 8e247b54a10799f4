"""Inference by permutation: what the estimator says where nothing happened, and what that leaves of an effect.

Placebos (Abadie, Diamond and Hainmueller, Journal of the American Statistical Association 105 (2010) 493) take treated
units out and let comparators play their part. Reassignment (Fisher; Conley and Taber, Review of Economics and
Statistics 93 (2011) 113) deals the same start dates to other units. Both are exact where units could change places.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEVEL = 0.05


@dataclass(frozen=True, eq=False)
class Inference:
    """An effect with its interval and p-value, and what stands behind them.

    `error` is the spread of the effect where there is none; `smallest_p` the least p-value that so many units allow.
    """

    effect: float
    low: float
    high: float
    p_value: float
    error: float
    kind: str
    smallest_p: float = 0.0

    @property
    def detectable(self) -> float:
        """The smallest effect that would be seen four times in five: half the interval, and 0.84 of the spread."""
        return (self.high - self.low) / 2 + 0.8416 * self.error


def subsets(count: int, size: int, most: int, seed: int) -> Ints:
    """Ways (P, size) to choose so many of count: all of them, or as many as asked for at random, each once."""
    if math.comb(count, size) <= most:
        return np.array(list(combinations(range(count), size)), dtype=np.int64)
    rng = np.random.default_rng(seed)
    found: dict[tuple[int, ...], None] = {}
    while len(found) < most:
        found[tuple(sorted(rng.choice(count, size, replace=False).tolist()))] = None
    return np.array(list(found), dtype=np.int64)


def from_placebos(effect: float, placebos: Floats, kind: str) -> Inference:
    """The effect among placebo effects (P,): how many are as large, and which effects would not stand out."""
    sizes = np.sort(np.abs(placebos))[::-1]
    p_value = (1 + int((sizes >= abs(effect) - 1e-12 * (1 + abs(effect))).sum())) / (1 + len(sizes))
    rank = math.floor(LEVEL * (1 + len(sizes)) + 1e-9)
    half = float(sizes[rank - 1]) if rank >= 1 else math.inf
    error = float(np.sqrt(np.mean(placebos**2)))
    return Inference(effect, effect - half, effect + half, p_value, error, kind, 1 / (1 + len(sizes)))


def deals(starts: Ints, most: int, seed: int) -> Ints:
    """The starts (U,) as they fell, first, and dealt anew to the units: (P, U), each deal once."""
    ways = _ways(starts)
    rng = np.random.default_rng(seed)
    found: dict[bytes, Ints] = {starts.tobytes(): starts}
    while len(found) < min(most + 1, ways):
        dealt = rng.permutation(starts)
        found.setdefault(dealt.tobytes(), dealt)
    return np.array(list(found.values()), dtype=np.int64)


def from_deals(effects: Floats, shares: Floats, kind: str) -> Inference:
    """The effect among those of other deals, the first being what happened.

    `effects` (P,) are what each deal says of the values and `shares` (P,) of the treatment itself (1 for what
    happened): had the true effect been b, deal p would have said effects[p] - b * shares[p]. The interval holds every
    b that would not stand out (Rosenbaum, Statistical Science 17 (2002) 286).
    """
    effect, others, theirs = float(effects[0]), effects[1:], shares[1:]
    total = len(effects)
    large = int((np.abs(others) >= abs(effect) - 1e-12 * (1 + abs(effect))).sum())
    error = float(np.sqrt(np.mean(others**2)))
    enough = math.floor(LEVEL * total + 1e-9)
    low, high = _ends(effect, others, theirs, enough) if enough >= 1 else (-math.inf, math.inf)
    return Inference(effect, low, high, (1 + large) / total, error, kind, 1 / total)


def _ends(effect: float, others: Floats, shares: Floats, enough: int) -> tuple[float, float]:
    """Where the effects begin that fewer than `enough` deals, what happened among them, are as large as.

    Deal p is as large where |others - b shares| >= |effect - b|: for shares within -1 and 1, b between two points.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        one = (effect - others) / (1 - shares)
        two = (effect + others) / (1 + shares)
    one, two = np.nan_to_num(one, nan=effect), np.nan_to_num(two, nan=effect)
    lows, highs = np.sort(np.minimum(one, two)), np.sort(np.maximum(one, two))[::-1]
    return float(min(lows[enough - 1], effect)), float(max(highs[enough - 1], effect))


def _ways(starts: Ints) -> int:
    ways, left = 1, len(starts)
    for size in np.unique(starts, return_counts=True)[1].tolist():
        ways *= math.comb(left, size)
        left -= size
    return ways
