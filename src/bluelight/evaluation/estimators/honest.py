"""How far trends may have parted before an answer fails.

After Rambachan and Roth, Review of Economic Studies 90 (2023) 2555, by diff-diff. Its interval under smoothness (the
slope of the gap may change by at most M from one period to the next) is the authors'. Under relative magnitudes (no
step after the start is more than M times the largest before it) its interval is narrower than theirs, so only the range
without doubt from chance is taken.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize

from bluelight.evaluation.estimators.permute import Floats, Ints

BEFORE, AFTER = 8, 8
SMOOTH, STEPS = (0.0, 0.5, 1.0, 2.0), (0.5, 1.0, 2.0)
NEAR = 0.02


@dataclass(frozen=True)
class Bound:
    """What is left of the effect if trends parted by at most `size`; `seen` is that over the largest seen before."""

    restriction: str
    size: float
    seen: float
    low: float
    high: float


@dataclass(frozen=True)
class Sensitivity:
    """The effect averaged over `after` periods since the start, under each bound.

    `breakdown` is the least bend of the trend, a period, under which the interval holds nothing; None where it does so
    without any. `bend` is the largest bend seen before the start.
    """

    after: int
    bend: float
    bounds: tuple[Bound, ...]
    breakdown: float | None


def sensitivity(relative: Ints, path: Floats, null: Floats) -> Sensitivity | None:
    """Of a path (E,) at these times since the start (E,), whose covariance is that of paths (P, E) without an effect.

    None with fewer than two periods before the last one before, or none after.
    """
    before = np.flatnonzero(relative < -1)[-BEFORE:]
    after = np.flatnonzero(relative >= 0)[:AFTER]
    if len(before) < 2 or not len(after):
        return None
    keep = np.r_[before, after]
    study = _study(relative[keep], path[keep], np.cov(null[:, keep], rowvar=False))
    bend = float(np.abs(np.diff(np.r_[path[before], 0.0], n=2)).max())
    smooth = [_bound(study, "smoothness", times * bend, times) for times in SMOOTH]
    steps = [_bound(study, "relative_magnitude", times, times) for times in STEPS]
    return Sensitivity(len(after), bend, (*smooth, *steps), _breakdown(study, bend))


def _breakdown(study: Any, bend: float) -> float | None:
    def inside(size: float) -> float:
        """How far nothing lies within the interval; below 0 where it lies outside."""
        found = _bound(study, "smoothness", size, 0.0)
        return min(found.high, -found.low)

    if inside(0.0) >= 0:
        return None
    high = bend or 1.0
    while inside(high) < 0:
        high *= 2
    return float(optimize.brentq(inside, 0.0, high, xtol=NEAR * high))


def _bound(study: Any, method: Any, size: float, seen: float) -> Bound:
    from diff_diff import HonestDiD

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = HonestDiD(method=method, M=size).fit(study)
    ends = (found.ci_lb, found.ci_ub) if method == "smoothness" else (found.lb, found.ub)
    return Bound(method, size, seen, float(ends[0]), float(ends[1]))


def _study(relative: Ints, path: Floats, covariance: Floats) -> Any:
    """The path as diff-diff takes one."""
    from diff_diff.results import MultiPeriodDiDResults, PeriodEffect

    errors: Sequence[float] = np.sqrt(np.diag(covariance)).tolist()
    steps = [int(step) for step in relative]
    effects = {
        step: PeriodEffect(step, float(value), error, float("nan"), float("nan"), (float("nan"), float("nan")))
        for step, value, error in zip(steps, path, errors, strict=True)
    }
    mean = float(path[relative >= 0].mean())
    return MultiPeriodDiDResults(
        period_effects=effects,
        avg_att=mean,
        avg_se=float("nan"),
        avg_t_stat=float("nan"),
        avg_p_value=float("nan"),
        avg_conf_int=(float("nan"), float("nan")),
        n_obs=0,
        n_treated=0,
        n_control=0,
        pre_periods=[step for step in steps if step < 0],
        post_periods=[step for step in steps if step >= 0],
        vcov=covariance,
        interaction_indices={step: number for number, step in enumerate(steps)},
    )
