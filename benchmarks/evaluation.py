"""How often each method of evaluation finds what is not there, how often its interval holds the truth, and its speed.

2,000 simulations of every design; `BLUELIGHT_SIMULATIONS` says another number. Nothing is asked of a rate from fewer.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from benchmarks.registry import Row
from numpy.typing import NDArray

from bluelight.evaluation.estimators import permute, series, staggered, synthetic
from bluelight.evaluation.estimators.analytic import callaway_santanna
from bluelight.evaluation.estimators.permute import Inference

Floats = NDArray[np.float64]
SIMULATIONS, TRUE_EFFECT = 2000, 1.0
REJECTS, COVERS = (0.03, 0.08), (0.92, 0.97)
SECONDS = 10.0


@dataclass(frozen=True)
class Design:
    """Panels of one kind, and the method that the program chooses for them; it returns an inference of the effect."""

    name: str
    units: int
    periods: int
    rho: float
    starts: tuple[int, ...]
    infer: Callable[[Floats, tuple[int, ...], int], Inference]
    slow: bool = False


def by_placebos(values: Floats, starts: tuple[int, ...], seed: int) -> Inference:
    """Synthetic difference in differences, with up to 199 placebos."""
    treated, before = len(starts), starts[0]
    others = values[treated:]
    sets = permute.subsets(len(others), treated, 199, seed)
    gaps = synthetic.placebo_gaps("sdid", others, sets, before)
    effect = synthetic.fit("sdid", values[:treated], others, before).effect
    return permute.from_placebos(effect, gaps[:, before:].mean(axis=1), "")


def by_deals(values: Floats, starts: tuple[int, ...], seed: int) -> Inference:
    """Staggered starts, with 999 deals."""
    when = _when(values, starts)
    steps = np.arange(values.shape[1])[None]
    on = ((steps >= when[:, None]) & (when[:, None] >= 0)).astype(float)
    dealt = permute.deals(when, 999, seed)
    return permute.from_deals(staggered.effects(values, dealt), staggered.effects(on, dealt), "")


def by_units(values: Floats, starts: tuple[int, ...], seed: int) -> Inference:
    """Staggered starts, with errors worked out from the units."""
    return callaway_santanna(values, _when(values, starts)).inference


def by_months(values: Floats, starts: tuple[int, ...], seed: int) -> Inference:
    """An interrupted series, of the difference to the comparators' mean where there are any."""
    own = values[0] - (values[1:].mean(axis=0) if len(values) > 1 else 0.0)
    fit = series.fit(own, series.design(values.shape[1], starts[0], 12, 0))
    return Inference(fit.effect, fit.low, fit.high, fit.p_value, fit.error, "")


def _when(values: Floats, starts: tuple[int, ...]) -> NDArray[np.int64]:
    return np.array([*starts, *[staggered.NEVER] * (len(values) - len(starts))], dtype=np.int64)


TEN, MANY = (6,) * 5 + (8,) * 5, (6,) * 15 + (8,) * 15
DESIGNS = (
    Design("1 of 44 units, 8 + 4 years: synthetic", 44, 12, 0.6, (8,), by_placebos, slow=True),
    Design("3 of 44 units, 8 + 4 years: synthetic", 44, 12, 0.6, (8,) * 3, by_placebos, slow=True),
    Design("3 of 44 units, three starts: staggered", 44, 12, 0.6, (5, 7, 8), by_deals),
    Design("10 of 44 units, one start: staggered", 44, 12, 0.6, (8,) * 10, by_deals),
    Design("10 of 44 units, two starts: staggered", 44, 12, 0.6, TEN, by_deals),
    Design("4 of 12 units, two starts: staggered", 12, 12, 0.6, (6, 6, 8, 8), by_deals),
    Design("30 of 60 units, two starts: staggered", 60, 12, 0.6, MANY, by_units),
    Design("30 of 120 units, two starts: staggered", 120, 12, 0.6, MANY, by_units),
    *(
        Design(f"48 + {after} months, memory {rho:g}: {word}", units, 48 + after, rho, (48,), by_months)
        for word, units in (("series", 1), ("controlled", 6))
        for after, rho in ((24, 0.4), (24, 0.7), (12, 0.4))
    ),
)


def simulate(design: Design, simulations: int, seed: int = 1) -> tuple[float, float]:
    """The share of panels without an effect in which one is found, and of those with one whose interval holds it."""
    found = held = 0
    for number in range(simulations):
        rng = np.random.default_rng((seed, number))
        values = noise(rng, design.units, design.periods, design.rho)
        found += design.infer(values, design.starts, number).p_value <= 0.05
        for unit, start in enumerate(design.starts):
            values[unit, start:] += TRUE_EFFECT
        inference = design.infer(values, design.starts, number)
        held += inference.low <= TRUE_EFFECT <= inference.high
    return found / simulations, held / simulations


def noise(rng: np.random.Generator, units: int, periods: int, rho: float) -> Floats:
    """Stationary AR(1) noise of variance 1 in each unit, with a level of its own and shocks that all share."""
    found = rng.normal(size=(units, periods))
    for step in range(1, periods):
        found[:, step] = rho * found[:, step - 1] + np.sqrt(1 - rho**2) * found[:, step]
    shocks = rng.normal(size=periods) if units > 1 else 0.0
    return np.asarray(found + rng.normal(size=(units, 1)) + shocks)


def run() -> list[Row]:
    """Every design's rates, and the time of a thousand permutations."""
    simulations = int(os.environ.get("BLUELIGHT_SIMULATIONS", SIMULATIONS))
    rows = [_permutations()]
    for design in DESIGNS:
        found, held = simulate(design, simulations)
        rows += [
            _rate(f"{design.name}, finds nothing's effect", found, REJECTS, simulations),
            _rate(f"{design.name}, holds the truth", held, COVERS, simulations),
        ]
    return rows


def _rate(name: str, share: float, within: tuple[float, float], simulations: int) -> Row:
    ok = within[0] <= share <= within[1] if simulations >= SIMULATIONS else None
    return Row(name, 100 * share, "%", f"{within[0]:.0%} to {within[1]:.0%}", ok)


def _permutations() -> Row:
    """A thousand placebos of three units in 44 x 20, on the cores of this machine."""
    from bluelight.evaluation.methods.synthetic import placebos

    values = noise(np.random.default_rng(1), 44, 20, 0.6)
    sets = permute.subsets(41, 3, 1000, 1)
    placebos("sdid", values[3:], sets[:2], 14)  # compiled and cached on a machine's first run
    begin = time.perf_counter()
    placebos("sdid", values[3:], sets, 14)
    took = time.perf_counter() - begin
    return Row("1,000 permutations of 44 units x 20 periods", took, "s", f"at most {SECONDS:g} s", took <= SECONDS)
