"""Before anything starts: what effect could be seen after how long and with how many comparators.

By simulation from the panel's own past: units that were not treated play the planned ones, in every stretch of the past
that is long enough, and the method that the rules would choose is asked what it finds. What it finds where nothing
happened says what would stand out; four times in five an effect of that size and 0.84 of the spread would.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bluelight.errors import BluelightError
from bluelight.evaluation.case import Case
from bluelight.evaluation.choose import (
    COMPARATORS_COHORTS,
    COMPARATORS_FEW,
    COMPARATORS_ONE,
    FEW_TREATED,
    MONTHS_BEFORE,
    PERIODS_BEFORE,
)
from bluelight.evaluation.estimators import series, synthetic
from bluelight.evaluation.estimators.synthetic import Kind
from bluelight.evaluation.periods import Frequency, in_words

Floats = NDArray[np.float64]
DRAWS = 120
LEVEL, POWER = 0.05, 0.8416
AFTER_MONTHS, AFTER_OTHERS = (12, 24, 36), (2, 4, 6, 8)


@dataclass(frozen=True)
class Seen:
    """What could be seen: so many periods after the start, against so many comparators."""

    after: int
    comparators: int
    method: str
    effect: float
    percent: float | None
    simulations: int


@dataclass(frozen=True)
class Plan:
    """Everything that was tried; `enough` is the first that would show the smallest effect that matters, if any."""

    rows: tuple[Seen, ...]
    smallest_effect: float
    unit: str
    frequency: Frequency
    treated: int

    @property
    def enough(self) -> Seen | None:
        """The soonest, and of those with the fewest comparators, that shows an effect that matters."""
        fit = [row for row in self.rows if row.effect <= self.smallest_effect]
        return min(fit, key=lambda row: (row.after, row.comparators), default=None)

    @property
    def sentence(self) -> str:
        """The answer in a sentence."""
        found = self.enough
        if found is None:
            best = min(self.rows, key=lambda row: row.effect)
            return (
                f"No plan that these data allow would show an effect of {self.smallest_effect:g} {self.unit}. The best "
                f"shows {best.effect:.3g}, after {self._span(best)}."
            )
        return (
            f"An effect of {self.smallest_effect:g} {self.unit} could be seen after {self._span(found)}: "
            f"{found.method} would show {found.effect:.3g} four times in five."
        )

    def _span(self, row: Seen) -> str:
        return f"{in_words(row.after, self.frequency)} with {row.comparators or 'no'} comparators"


def plan(case: Case) -> Plan:
    """What could be seen of the planned treatment. Raises `BluelightError` where the past is too short to say.

    Values from the first planned start on are left out: only the past is used, on its natural scale.
    """
    names = (*case.treated_units, *case.comparators)
    past = case.panel.complete(case.protocol.outcome, names, min([*case.starts, case.panel.length]))
    rows = list(_tried(case, past))
    if not rows:
        raise BluelightError(
            f"{case.panel.file} has {in_words(past.shape[1], case.panel.frequency)} of {len(names)} units before the "
            f"start: too little to say what could be seen. Enough would be {PERIODS_BEFORE + AFTER_OTHERS[0]} "
            f"periods of {COMPARATORS_ONE} comparators, or {MONTHS_BEFORE + AFTER_MONTHS[0]} months."
        )
    protocol = case.protocol
    return Plan(tuple(rows), protocol.smallest_effect, protocol.unit, case.panel.frequency, len(case.treated))


def _tried(case: Case, past: Floats) -> Iterator[Seen]:
    size, others = len(case.treated), len(case.comparators)
    monthly = case.panel.frequency == "month"
    level = float(past[:size].mean())
    few = size <= FEW_TREATED
    least = COMPARATORS_ONE if size == 1 else COMPARATORS_FEW if few else COMPARATORS_COHORTS
    method = "synthetic difference in differences" if few else "difference in differences"
    for after in AFTER_MONTHS if monthly else AFTER_OTHERS:
        for count in sorted({n for n in (least, 2 * least, others) if least <= n <= others - (0 if few else size)}):
            before = min(past.shape[1] - after, 3 * PERIODS_BEFORE)
            if before >= (PERIODS_BEFORE if few else 2):
                effects = _placebo_effects(case, past[size:], count, before, after)
                yield _seen(case, after, count, method, effects, level)
        if monthly and others < least and past.shape[1] >= MONTHS_BEFORE + after:
            yield _seen(case, after, others, "interrupted series", _series_effects(case, past, after), level)


def _seen(case: Case, after: int, count: int, method: str, effects: tuple[Floats, float], level: float) -> Seen:
    found, half = effects
    effect = half + POWER * float(np.sqrt(np.mean(found**2)))
    return Seen(after, count, method, effect, 100 * effect / level if level else None, len(found))


def _placebo_effects(case: Case, others: Floats, count: int, before: int, after: int) -> tuple[Floats, float]:
    """What is found for comparators drawn at random, in a stretch of the past drawn at random; and what stands out."""
    rng = np.random.default_rng((case.protocol.seed, after, count))
    size = len(case.treated)
    found = np.empty(DRAWS)
    for draw in range(DRAWS):
        chosen = rng.permutation(len(others))[: min(size + count, len(others))]
        first = int(rng.integers(0, others.shape[1] - before - after + 1))
        table = others[chosen, first : first + before + after]
        kind: Kind = "sdid" if size <= FEW_TREATED else "did"
        found[draw] = synthetic.fit(kind, table[:size], table[size:], before).effect
    sizes = np.sort(np.abs(found))[::-1]
    return found, float(sizes[max(math.floor(LEVEL * DRAWS) - 1, 0)])


def _series_effects(case: Case, past: Floats, after: int) -> tuple[Floats, float]:
    """What a series finds at every month of the past at which it could have been asked, and its half interval."""
    size = len(case.treated)
    values = past[:size].mean(axis=0) - (past[size:].mean(axis=0) if len(past) > size else 0.0)
    fits = []
    for start in range(MONTHS_BEFORE, len(values) - after + 1, 3):
        columns = series.design(start + after, start, 12, case.panel.first % 12)
        fits.append(series.fit(values[: start + after], columns))
    return np.array([fit.error for fit in fits]), float(np.median([(fit.high - fit.low) / 2 for fit in fits]))
