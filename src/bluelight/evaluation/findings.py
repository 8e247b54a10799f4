"""What a method hands on, whatever it is: the effect, its path round the start, and the same where nothing happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bluelight.evaluation.estimators.honest import Sensitivity
from bluelight.evaluation.estimators.permute import Inference
from bluelight.evaluation.figures import change

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Weight = Literal["rating", "verdict", "note"]


@dataclass(frozen=True)
class Check:
    """One question asked of an estimate. `passed` is None where it could not be asked, or is told and not judged.

    A failed check costs a level of the rating; one of weight `verdict` also means that nobody can tell; a note neither.
    """

    id: str
    question: str
    passed: bool | None
    finding: str
    weight: Weight = "rating"


@dataclass(frozen=True)
class Second:
    """Another estimator's answer to the same question; no interval where it has none of its own."""

    name: str
    effect: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, eq=False)
class Findings:
    """All on the protocol's scale.

    `path` (E,) is the gap at `relative` (E,) periods from the start, with `low` and `high` about it, and `null` (P, E)
    what it is under permutation. `treated` and `comparison` (T,) are the series to show, the comparison being what was
    to be expected. `placebos` (P,) are effects where nothing happened.
    """

    inference: Inference
    relative: Ints
    path: Floats
    low: Floats
    high: Floats
    treated: Floats
    comparison: Floats
    placebos: Floats
    placebo_names: tuple[str, ...]
    null: Floats
    seconds: tuple[Second, ...] = ()
    weights: dict[str, float] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    sensitivity: Sensitivity | None = None


def left_out(question: str, effects: Sequence[float], effect: float, count: int, unit: str) -> Check:
    """Whether an effect turns where one unit of `count` is left out; `effects` are without each of those tried."""
    turned = any(other * effect < 0 for other in effects)
    which = "them" if len(effects) == count else f"the first {len(effects)} of {count}"
    finding = (
        f"Without any one of {which} the effect is between {change(min(effects))} and {change(max(effects))} {unit}."
    )
    return Check("leave_one_out", question, not turned, finding)


def band(path: Floats, null: Floats) -> tuple[Floats, Floats]:
    """95% about each point of a path (E,): as far as 95% of the paths (P, E) where nothing happened stray there."""
    half = np.quantile(np.abs(null), 0.95, axis=0)
    return path - half, path + half


def rank(value: float, null: Floats) -> float:
    """The p-value of a size among those (P,) where nothing happened."""
    return float((1 + (np.abs(null) >= abs(value) - 1e-12).sum()) / (1 + len(null)))
