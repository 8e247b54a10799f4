"""Switching values: the value of one assumption, found by solving, at which the answer changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from bluelight.appraisal.compare import ranking
from bluelight.appraisal.flows import Flows
from bluelight.appraisal.items import LineItem
from bluelight.appraisal.money import Appraisal
from bluelight.appraisal.prepared import AS_SET, Assumptions, Prepared, prepare

Floats = NDArray[np.float64]
Difference = Callable[[Floats], Floats]
Kind = Literal["line", "gains", "capital", "delay", "rate"]
ZERO = "zero"
MULTIPLES = (0.0, 0.25, 0.5, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0, 1000.0)
RATES = (0.0, 1.0, 2.0, 3.0, 3.5, 5.0, 8.0, 12.0, 20.0, 35.0, 60.0, 100.0)


@dataclass(frozen=True)
class Switch:
    """Where one assumption makes an option's value that of `against`: zero, or another option. All else at its mode.

    `at` is None where no value that the assumption can take does it. `within` says whether a line's own range holds
    it. For a line `now` and `at` are its amount in its own price year; for gains and capital a multiple of all modes;
    for delay years; for rate percent a year in every year, with no `now`, because the rates in force fall over time.
    """

    option: str
    against: str
    kind: Kind
    name: str
    label: str
    unit: str
    now: float | None
    at: float | None
    within: bool | None

    @property
    def change(self) -> float | None:
        """The change that it takes, as a share of what is assumed now."""
        return None if self.at is None or not self.now else self.at / self.now - 1


def switching_values(appraisal: Appraisal, option: str) -> tuple[Switch, ...]:
    """Every switching value of an option by the measure of the settings, against zero and against its rival.

    The rival of the best option is the next; that of any other is the best. A line that stands in both options under
    one id changes in both.
    """
    if not appraisal.options[option].lines:
        return ()
    order = ranking(appraisal).order
    rivals = [order[1] if option == order[0] else order[0]] if len(order) > 1 else []
    found: list[Switch] = []
    for against in (None, *rivals):
        found += _Pair(appraisal, option, against).switches()
    return tuple(found)


class _Pair:
    """An option beside another, or beside nothing, and the difference of their values under changed assumptions."""

    def __init__(self, appraisal: Appraisal, option: str, against: str | None) -> None:
        self.appraisal, self.option, self.against = appraisal, option, against
        self.sides = [self._prepared(option, AS_SET)]
        if against is not None:
            self.sides.append(self._prepared(against, AS_SET))

    def switches(self) -> Iterator[Switch]:
        for line in self.appraisal.lines_of(self.option):
            if _scale(line):
                yield self._line(line)
        gains = "All savings and receipts, as a multiple of what is assumed"
        yield self._multiple("gains", gains, lambda line: not line.is_cost)
        paid = "All capital paid, as a multiple of what is assumed"
        yield self._multiple("capital", paid, lambda line: line.category == "capital" and line.is_cost)
        years = [float(year) for year in range(self.appraisal.settings.appraisal_years + 1)]
        late = solve(self._under(lambda x: Assumptions(late_years=x)), years, near=0.0)
        yield self._switch("delay", "delay", "Years by which every saving and receipt is late", "years", 0.0, late)
        rate = solve(self._under(lambda x: Assumptions(rate=x)), RATES, near=3.5)
        yield self._switch("rate", "rate", "Discount rate, the same in every year", "percent", None, rate)

    def _line(self, line: LineItem) -> Switch:
        multiple = solve(self._scaled(lambda other: other.id == line.id), MULTIPLES, near=1.0)
        at = None if multiple is None else multiple * _scale(line)
        within = None if at is None else line.low <= at <= line.high
        unit = f"pounds of {line.price_year}"
        return self._switch("line", line.id, line.label, unit, line.mode, at, within)

    def _multiple(self, kind: Kind, label: str, moves: Callable[[LineItem], bool]) -> Switch:
        at = solve(self._scaled(moves), MULTIPLES, near=1.0)
        return self._switch(kind, kind, label, "times", 1.0, at)

    def _switch(
        self,
        kind: Kind,
        name: str,
        label: str,
        unit: str,
        now: float | None,
        at: float | None,
        within: bool | None = None,
    ) -> Switch:
        return Switch(self.option, self.against or ZERO, kind, name, label, unit, now, at, within)

    def _prepared(self, option: str, assumed: Assumptions) -> Prepared:
        return prepare(self.appraisal.lines_of(option), self.appraisal.settings, self.appraisal.parameters, assumed)

    def _scaled(self, moves: Callable[[LineItem], bool]) -> Difference:
        """The difference with the lines that move at a multiple of their scale."""
        modes = [np.array([line.mode for line in side.lines], dtype=np.float64) for side in self.sides]
        rows = [np.flatnonzero([moves(line) for line in side.lines]) for side in self.sides]
        scales = [
            np.array([_scale(side.lines[row]) for row in own], dtype=np.float64)
            for side, own in zip(self.sides, rows, strict=True)
        ]

        def difference(multiples: Floats) -> Floats:
            values = []
            for side, mode, own, scale in zip(self.sides, modes, rows, scales, strict=True):
                amounts = np.repeat(mode[:, None], len(multiples), axis=1)
                amounts[own] = scale[:, None] * multiples
                values.append(Flows(side, amounts).value(side.settings.measure))
            return values[0] - values[1] if len(values) > 1 else values[0]

        return difference

    def _under(self, assumed: Callable[[float], Assumptions]) -> Difference:
        """The difference with every line at its mode and other assumptions."""

        def value(option: str, x: float) -> float:
            side = self._prepared(option, assumed(x))
            modes = np.array([line.mode for line in side.lines], dtype=np.float64).reshape(-1, 1)
            return float(Flows(side, modes).value(side.settings.measure)[0])

        def difference(places: Floats) -> Floats:
            other = self.against
            return np.array(
                [value(self.option, x) - (0.0 if other is None else value(other, x)) for x in places.tolist()]
            )

        return difference


def _scale(line: LineItem) -> float:
    """What a multiple of a line is a multiple of: its mode, or where that is nothing, the larger end of its range."""
    return line.mode or max(line.low, line.high, key=abs)


def solve(difference: Difference, places: Sequence[float], near: float) -> float | None:
    """The root nearest to `near` among those between places, in rising order; None where no sign changes there."""

    def at(place: float) -> float:
        return float(difference(np.array([place]))[0])

    values = difference(np.array(places)).tolist()
    roots = [place for place, value in zip(places, values, strict=True) if value == 0]
    for left, right, at_left, at_right in zip(places, places[1:], values, values[1:], strict=False):
        if at_left * at_right < 0:
            roots.append(float(brentq(at, left, right, xtol=1e-12, rtol=1e-12)))
    if not roots or all(value == 0 for value in values):
        return None
    return min(roots, key=lambda root: abs(root - near))
