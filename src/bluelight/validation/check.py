"""One check: what is expected, what was got, how close they must be, and who says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

CONFIDENCE = 0.99


@dataclass(frozen=True)
class Check:
    """A row of the table. `passed` is None where the check was not run; `reason` then says why."""

    name: str
    expected: str
    got: str
    tolerance: str
    source: str
    passed: bool | None
    reason: str = ""

    @property
    def result(self) -> str:
        """In one word, or with the reason."""
        if self.passed is None:
            return f"not run: {self.reason}"
        return "pass" if self.passed else "FAIL"


Checks = list[Check]
Part = Callable[[], Checks]


def near(name: str, expected: float, got: float, tolerance: float, source: str) -> Check:
    """Got is within the tolerance of what is expected; a tolerance of 0 asks for the same number."""
    close = bool(abs(got - expected) <= tolerance)  # NaN is never close
    return Check(name, _figure(expected), _figure(got), f"{tolerance:g}", source, close)


def none_wrong(name: str, wrong: int, of: int, what: str, source: str, tolerance: str = "0") -> Check:
    """None of so many things is wrong, and there are some."""
    return Check(name, f"0 of {of:,} {what}", f"{wrong:,} of {of:,} {what}", tolerance, source, wrong == 0 and of > 0)


def inside(name: str, expected: float, by_replication: ArrayLike, source: str) -> Check:
    """What is expected lies in the 99% interval of the mean over replications (Student's t)."""
    values = np.asarray(by_replication, dtype=np.float64)
    half = stats.t.ppf(0.5 + CONFIDENCE / 2, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    low, high = values.mean() - half, values.mean() + half
    got = f"{values.mean():.5f} ({low:.5f} to {high:.5f})"
    return Check(name, _figure(expected), got, f"{CONFIDENCE:.0%} interval", source, bool(low <= expected <= high))


def not_run(name: str, expected: str, source: str, reason: str) -> Check:
    """A check that cannot be run here."""
    return Check(name, expected, "", "", source, None, reason)


def _figure(value: float) -> str:
    return f"{value:.7g}"
