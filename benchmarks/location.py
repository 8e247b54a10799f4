"""The p-median against spopt: the same question, both to the proven optimum, in one run.

spopt brings 27 packages (700 MB), so it is not among what `make bench` installs: `.venv/bin/pip install spopt`.
It is given CBC, which comes with it and was faster than HiGHS on this case (298 s against 409 s, after building).
"""

from __future__ import annotations

import importlib.util
from time import perf_counter

import numpy as np
from benchmarks.registry import Row
from numpy.typing import NDArray

from bluelight.options.location import p_median

SITES, ZONES, SEED = 150, 3_000, 1
OPEN = 30
RATIO = 5.0
TURNS = 3

Floats = NDArray[np.float64]


def run() -> list[Row]:
    """150 sites, 3,000 zones on a plane, 30 sites to open."""
    times, weights = plane()
    plan = p_median(times, weights, OPEN)  # compiles, too
    ours = []
    for _ in range(TURNS):
        begin = perf_counter()
        plan = p_median(times, weights, OPEN)
        ours.append(perf_counter() - begin)
    rows = [
        Row(f"p-median, {OPEN} of {SITES} sites: seconds to the proven optimum", min(ours), "s", "", None),
        Row("p-median: gap to the proven bound", plan.gap, "", "at most 1e-6", plan.proven),
    ]
    if importlib.util.find_spec("spopt") is None:
        print("p-median against spopt: not measured (.venv/bin/pip install spopt, then python -m benchmarks location)")
        return rows
    theirs, value = spopt(times, weights)
    same = bool(abs(value - plan.value) <= 1e-6 * plan.value)
    ratio = theirs / min(ours)
    return [
        *rows,
        Row("p-median: seconds of spopt with CBC", theirs, "s", "", None),
        Row("p-median: objective of spopt by ours", value / plan.value, "", "1 within 1e-6", same),
        Row("p-median: times faster than spopt", ratio, "times", f"at least {RATIO:g}", ratio >= RATIO),
    ]


def plane() -> tuple[Floats, Floats]:
    """Zones at random on a square, sites among them, times by distance, calls by a gamma distribution."""
    rng = np.random.default_rng(SEED)
    zones = rng.random((ZONES, 2))
    sites = zones[rng.choice(ZONES, SITES, replace=False)]
    return 60 * np.sqrt(((sites[:, None] - zones) ** 2).sum(axis=2)), rng.gamma(2.0, 1.0, ZONES)


def spopt(times: Floats, weights: Floats) -> tuple[float, float]:
    """Seconds to build and solve, and the objective."""
    import pulp
    from spopt.locate import PMedian

    begin = perf_counter()
    model = PMedian.from_cost_matrix(times.T, weights, p_facilities=OPEN)
    model = model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0.0))
    return perf_counter() - begin, float(pulp.value(model.problem.objective))
