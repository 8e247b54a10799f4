"""Checks of a path round its start against the paths where nothing happened: trends before, drift, their power."""

from __future__ import annotations

import numpy as np

from bluelight.evaluation.figures import change
from bluelight.evaluation.findings import Check, Findings, Floats, Ints, rank

SEEN = 0.05


def path_checks(found: Findings, unit: str, anticipation: int) -> list[Check]:
    """Whether trends ran together before, how well one could have seen that, and what drift the answer bears."""
    before = found.relative < -anticipation
    if before.sum() < 3:
        few = "Fewer than three periods before: it cannot be asked."
        return [Check("pre_trend", "Did the trends run together before?", None, few)]
    steps, path, null = found.relative[before], found.path[before], found.null[:, before]
    slope, slopes = _slope(steps, path), _slopes(steps, null)
    checks = [_trend(slope, slopes, unit), _fit(path, null, unit)]
    return [*checks, _drift(found, abs(slope), unit)]


def _trend(slope: float, slopes: Floats, unit: str) -> Check:
    p_value = rank(slope, slopes)
    seen = float(np.quantile(np.abs(slopes), 0.95) + 0.8416 * np.sqrt(np.mean(slopes**2)))
    finding = (
        f"The gap drifted by {change(slope)} {unit} a period before the start (p = {p_value:.2f}). A drift of "
        f"{seen:.2g} would have been seen four times in five; a smaller one may be there."
    )
    return Check("pre_trend", "Did the trends run together before?", p_value > SEEN, finding)


def _fit(path: Floats, null: Floats, unit: str) -> Check:
    miss, misses = float(np.sqrt(np.mean(path**2))), np.sqrt(np.mean(null**2, axis=1))
    share = float((misses >= miss).mean())
    finding = (
        f"Before the start the comparison misses the treated by {miss:.3g} {unit}; the middle of the permutations by "
        f"{np.median(misses):.3g}. {share:.0%} of them fit as badly or worse."
    )
    return Check("pre_fit", "Does the comparison fit the years before?", share >= SEEN, finding)


def _drift(found: Findings, slope: float, unit: str) -> Check:
    """The drift that would carry the nearer end of the interval to nothing, beside the one seen before."""
    question = "How much drift would explain the effect away?"
    inference = found.inference
    horizon = float((found.relative[found.relative >= 0] + 1).mean())
    near = min(abs(inference.low), abs(inference.high))
    if inference.low <= 0 <= inference.high or not np.isfinite(near):
        return Check("drift", question, None, "The interval holds nothing already.", "note")
    needed = near / horizon
    finding = (
        f"A drift of {needed:.3g} {unit} a period from the start on would take the interval to nothing; before the "
        f"start it was {slope:.3g}."
    )
    return Check("drift", question, needed > slope, finding)


def _slope(steps: Ints, path: Floats) -> float:
    return float(_slopes(steps, path[None])[0])


def _slopes(steps: Ints, paths: Floats) -> Floats:
    centred = steps - steps.mean()
    return np.asarray(paths @ centred / (centred @ centred))
