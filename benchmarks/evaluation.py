"""How often each method of evaluation finds what is not there, how often its interval holds the truth, and its speed.

2,000 simulations of every design; `BLUELIGHT_SIMULATIONS` says another number. Nothing is asked of a rate from fewer.
`BLUELIGHT_DESIGNS` names words, with commas between: only designs whose names hold one of them are simulated.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context

import numpy as np
from benchmarks.registry import Row
from numpy.typing import NDArray

from bluelight.evaluation.estimators import permute, series, staggered, synthetic
from bluelight.evaluation.estimators.analytic import callaway_santanna
from bluelight.evaluation.estimators.permute import Inference

Floats = NDArray[np.float64]
SIMULATIONS, TRUE_EFFECT = 2000, 1.0
AT_A_TIME = 50
REJECTS, COVERS = (0.03, 0.08), (0.92, 0.97)
SECONDS = 10.0


@dataclass(frozen=True)
class Design:
    """Panels of one kind, and the method that the program chooses for them; it returns an inference of the effect.

    Where there is a `step`, the level of each unit wanders besides: each period takes it so much further, up or down.
    """

    name: str
    units: int
    periods: int
    rho: float
    starts: tuple[int, ...]
    infer: Callable[[Floats, tuple[int, ...], int], Inference]
    step: float = 0.0


def by_placebos(values: Floats, starts: tuple[int, ...], seed: int) -> Inference:
    """Synthetic difference in differences, with up to 199 placebos."""
    treated, before = len(starts), starts[0]
    others = values[treated:]
    effects = _placebo_effects(others.tobytes(), len(others), treated, before, seed)
    effect = synthetic.fit("sdid", values[:treated], others, before).effect
    return permute.from_placebos(effect, effects, "")


@lru_cache(maxsize=1)
def _placebo_effects(others: bytes, count: int, treated: int, before: int, seed: int) -> Floats:
    """Of the same comparators whether there is an effect or not: worked out once for both."""
    values = np.frombuffer(others).reshape(count, -1)
    gaps = synthetic.placebo_gaps("sdid", values, permute.subsets(count, treated, 199, seed), before)
    return np.asarray(gaps[:, before:].mean(axis=1))


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
    Design("1 of 44 units, 8 + 4 years: synthetic", 44, 12, 0.6, (8,), by_placebos),
    Design("3 of 44 units, 8 + 4 years: synthetic", 44, 12, 0.6, (8,) * 3, by_placebos),
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
    *(
        Design(
            f"{before} + {after} months, wandering {step:g}: {word}",
            units,
            before + after,
            0,
            (before,),
            by_months,
            step,
        )
        for word, units in (("series", 1), ("controlled", 6))
        for before, after, step in ((48, 12, 0.3), (48, 24, 0.3), (72, 72, 0.3), (48, 24, 1.0))
    ),
)


def simulate(design: Design, numbers: Sequence[int], seed: int = 1) -> tuple[int, int]:
    """In how many of these panels without an effect one is found, and of those with one whose interval holds it.

    Each panel has a seed of its own, so that it does not matter who simulates which.
    """
    found = held = 0
    for number in numbers:
        rng = np.random.default_rng((seed, number))
        values = noise(rng, design)
        found += design.infer(values, design.starts, number).p_value <= 0.05
        for unit, start in enumerate(design.starts):
            values[unit, start:] += TRUE_EFFECT
        inference = design.infer(values, design.starts, number)
        held += inference.low <= TRUE_EFFECT <= inference.high
    return found, held


def noise(rng: np.random.Generator, design: Design) -> Floats:
    """Stationary AR(1) noise of variance 1 in each unit, with a level of its own and shocks that all share."""
    units, periods, rho = design.units, design.periods, design.rho
    found = rng.normal(size=(units, periods))
    for step in range(1, periods):
        found[:, step] = rho * found[:, step - 1] + np.sqrt(1 - rho**2) * found[:, step]
    if design.step:
        found += design.step * rng.normal(size=(units, periods)).cumsum(axis=1)
    shocks = rng.normal(size=periods) if units > 1 else 0.0
    return np.asarray(found + rng.normal(size=(units, 1)) + shocks)


def run() -> list[Row]:
    """The time of a thousand permutations, the rates of every design, and how long they took."""
    simulations = int(os.environ.get("BLUELIGHT_SIMULATIONS", SIMULATIONS))
    words = os.environ.get("BLUELIGHT_DESIGNS", "").split(",")
    designs = [design for design in DESIGNS if any(word in design.name for word in words)]
    begin = time.perf_counter()
    rows = [_permutations(), *_rates(designs, simulations)]
    took = (time.perf_counter() - begin) / 60
    return [*rows, Row(f"{len(designs)} designs, {simulations:,} simulations of each", took, "min", "", None)]


def _rates(designs: Sequence[Design], simulations: int) -> Iterator[Row]:
    """The rates of each design, worked out on every core."""
    parts = [range(first, min(first + AT_A_TIME, simulations)) for first in range(0, simulations, AT_A_TIME)]
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # of the processes that begin here: each core has one
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        told = {design: pool.map(simulate, [design] * len(parts), parts) for design in designs}
        for design, counts in told.items():
            found, held = (sum(column) / simulations for column in zip(*counts, strict=True))
            yield _rate(f"{design.name}, finds nothing's effect", found, REJECTS, simulations)
            yield _rate(f"{design.name}, holds the truth", held, COVERS, simulations)


def _rate(name: str, share: float, within: tuple[float, float], simulations: int) -> Row:
    ok = within[0] <= share <= within[1] if simulations >= SIMULATIONS else None
    return Row(name, 100 * share, "%", f"{within[0]:.0%} to {within[1]:.0%}", ok)


def _permutations() -> Row:
    """A thousand placebos of three units in 44 x 20, on the cores of this machine."""
    from bluelight.evaluation.methods.synthetic import placebos

    values = np.random.default_rng(1).normal(size=(44, 20))
    sets = permute.subsets(41, 3, 1000, 1)
    placebos("sdid", values[3:], sets[:2], 14)  # compiled and cached on a machine's first run
    begin = time.perf_counter()
    placebos("sdid", values[3:], sets, 14)
    took = time.perf_counter() - begin
    return Row("1,000 permutations of 44 units x 20 periods", took, "s", f"at most {SECONDS:g} s", took <= SECONDS)
