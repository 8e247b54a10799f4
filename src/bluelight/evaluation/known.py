"""A planned case where there is no panel yet: what is known of an indicator, drawn as a past it might have had."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bluelight.evaluation.case import Case, Hashes, make_case
from bluelight.evaluation.panel import Floats, Panel
from bluelight.evaluation.periods import PER_YEAR, Frequency, Period
from bluelight.evaluation.protocol import Protocol
from bluelight.evaluation.treatment import Treated

FIRST_YEAR = 2000


def known_case(
    protocol: Protocol,
    frequency: Frequency,
    *,
    mean: float,
    spread: float,
    memory: float,
    periods: int,
    treated: int,
    comparators: int,
) -> Case:
    """A case whose past has so many periods of each unit, with this mean in all, spread in each and autocorrelation.

    `spread` is the standard deviation of a unit's values about what is common to all. The same figures and seed give
    the same past.
    """
    units = tuple(f"treated {n + 1}" for n in range(treated)) + tuple(f"comparator {n + 1}" for n in range(comparators))
    values = mean + spread * _noise(protocol.seed, len(units), periods, memory)
    first = FIRST_YEAR * PER_YEAR[frequency]
    panel = Panel(
        units,
        first,
        frequency,
        {protocol.outcome: values},
        {protocol.outcome: np.zeros(values.shape, dtype=bool)},
        {protocol.outcome: ()},
    )
    start = Period(first + periods, frequency)
    planned = tuple(Treated(unit, start, None, None, "", n + 2) for n, unit in enumerate(units[:treated]))
    return make_case(protocol, panel, planned, Hashes("", "", ""), Path("protocol.toml"), planned=True)


def _noise(seed: int, units: int, periods: int, memory: float) -> Floats:
    """Stationary AR(1) noise (units, periods) of variance 1."""
    drawn = np.random.default_rng(seed).normal(size=(units, periods))
    for step in range(1, periods):
        drawn[:, step] = memory * drawn[:, step - 1] + np.sqrt(1 - memory**2) * drawn[:, step]
    return np.asarray(drawn)
