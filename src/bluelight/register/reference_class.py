"""Reference classes: what became of promises like this one, as low, middle and high of what was forecast.

Method: reference class forecasting (Kahneman and Tversky 1979; Flyvbjerg 2006), with the equations and what is assumed
in `docs/methods/reference-class.md`. Knows neither money nor place: what it gives are multiples of a forecast.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import fsum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bluelight.register import codelists
from bluelight.register.observed import MONTHS_LATE, OBSERVED_GRADES, Observation

MeasureClass = Literal["saving", "cost", "date", "receipt"]
MEASURES: tuple[MeasureClass, ...] = ("saving", "cost", "date", "receipt")
GAINS: frozenset[str] = frozenset({"saving", "receipt"})
_RULES = Path(__file__).parent.parent / "data" / "parameters" / "reference_class.toml"
_FEW = 1e-12  # share of the weight within which two sums of weights are the same


class Rules(BaseModel):
    """`reference_class.toml`: how many pairs are needed, what each grade weighs, and the haircut."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    id: Literal["reference_class"]
    title: str
    as_of: str
    basis: Literal["assumed"]
    source: str
    needed: int = Field(ge=1)
    low_percent: float = Field(gt=0, lt=50)
    high_percent: float = Field(gt=50, lt=100)
    haircut: float = Field(ge=0, lt=1)
    haircut_note: str
    weights: dict[str, Annotated[float, Field(ge=0)]]
    left_out: dict[str, str]


@cache
def rules() -> Rules:
    """The rules that ship."""
    return Rules.model_validate(tomllib.loads(_RULES.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class ReferenceClass:
    """What became of promises of a theme and measure.

    `low`, `mode` and `high` multiply what is forecast; for dates they are months late. `mode` is the weighted `median`
    of the pairs, less the haircut. `own` counts the pairs of the theme itself; where there are too few, `pooled` says
    that `used` are those of every theme, and `haircut` by how much the worse end and the middle were moved.
    """

    theme: str
    measure_class: MeasureClass
    low: float
    mode: float
    high: float
    median: float
    own: int
    needed: int
    pooled: bool
    haircut: float
    used: tuple[Observation, ...]
    left_out: tuple[tuple[Observation, str], ...]

    @property
    def number(self) -> int:
        """How many pairs the range rests on."""
        return len(self.used)

    @property
    def weight(self) -> float:
        """What they weigh together: an outturn weighs 1."""
        return fsum(rules().weights[found.grade] for found in self.used)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where its pairs were read, once each."""
        return tuple(dict.fromkeys(source for found in self.used for source in found.sources))

    @property
    def words(self) -> str:
        """What it rests on and what it says, for people."""
        kinds = {"saving": "savings", "cost": "costs", "receipt": "receipts", "date": "dates"}[self.measure_class]
        theme = codelists.THEMES[self.theme].lower()
        grades = ", ".join(
            f"{n} {grade.lower()}{'' if n == 1 else 's'}"
            for grade in OBSERVED_GRADES
            if (n := sum(found.grade == grade for found in self.used))
        )
        if not self.pooled:
            from_what = f"{self.number} pairs of {kinds} of {theme} ({grades})"
        else:
            from_what = (
                f"{_count(self.own, 'pair')} of {kinds} of {theme} with an outturn or a partner's claim, fewer than "
                f"{self.needed}, so all themes are pooled: {_count(self.number, 'pair')} ({grades})"
            )
            if self.number < self.needed:
                from_what += ", still few"
            worse = "low end and the middle down" if self.measure_class in GAINS else "middle and the high end up"
            from_what += f"; a haircut of {self.haircut:.0%}, assumed, moves the {worse}"
        unit = MONTHS_LATE if self.measure_class == "date" else "times what was forecast"
        digits = 0 if self.measure_class == "date" else 2
        return f"{from_what}: {self.low:.{digits}f}, {self.mode:.{digits}f} and {self.high:.{digits}f} {unit}"


def reference_class(
    observed: Iterable[Observation], theme: str, measure_class: MeasureClass, given: Rules | None = None
) -> ReferenceClass | None:
    """The class of a theme and a measure; None where no pair of the measure has weight.

    The order of `observed` does not matter. Measures are never pooled with one another. A pair whose grade weighs
    nothing (a re-forecast, an interim figure, two figures not comparable) is left out, and the class says why.
    """
    given = given or rules()
    ordered = sorted(
        (found for found in observed if found.measure_class == measure_class),
        key=lambda found: (found.collaboration, found.measure, found.grade, found.low or 0.0, found.high or 0.0),
    )
    weighing = [found for found in ordered if given.weights[found.grade] > 0 and found.low is not None]
    if not weighing:
        return None
    own = [found for found in weighing if found.theme == theme]
    pooled = len(own) < given.needed
    used = weighing if pooled else own
    low, median, high = spread_of(_points(used, given), given.low_percent / 100, given.high_percent / 100)
    cut = given.haircut if pooled else 0.0
    if measure_class in GAINS:
        low, mode = low - cut * abs(low), median - cut * abs(median)
    else:
        mode, high = median + cut * abs(median), high + cut * abs(high)
    return ReferenceClass(
        theme=theme,
        measure_class=measure_class,
        low=low,
        mode=mode,
        high=high,
        median=median,
        own=len(own),
        needed=given.needed,
        pooled=pooled,
        haircut=cut,
        used=tuple(used),
        left_out=tuple(
            (found, given.left_out.get(found.grade, "no figure was found"))
            for found in ordered
            if found not in weighing and (pooled or found.theme == theme)
        ),
    )


def _points(used: Iterable[Observation], given: Rules) -> list[tuple[float, float]]:
    """(value, weight): both ends of a range with half the weight of its pair."""
    return [
        (end, given.weights[found.grade] / 2) for found in used for end in (found.low, found.high) if end is not None
    ]


def spread_of(points: list[tuple[float, float]], low: float, high: float) -> tuple[float, float, float]:
    """Weighted quantiles (value, weight) -> low, median, high, each a value that was seen or the middle of two.

    The low end is the smallest value with at least a share `low` of the weight at or below it, the high end the largest
    with at least `1 - high` at or above it: of two candidates the outer. The median is the middle of the two values
    nearest the half on either side.
    """
    rising = sorted(points)
    return (
        _reach(rising, low),
        (_reach(rising, 0.5) + _reach(rising[::-1], 0.5)) / 2,
        _reach(rising[::-1], 1 - high),
    )


def _reach(points: list[tuple[float, float]], share: float) -> float:
    """The first value at which the weight so far is at least a share of the whole."""
    whole = fsum(weight for _, weight in points)
    return next(
        value
        for number, (value, _) in enumerate(points)
        if fsum(weight for _, weight in points[: number + 1]) >= (share - _FEW) * whole
    )


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
