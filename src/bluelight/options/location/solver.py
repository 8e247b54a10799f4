"""HiGHS, through scipy: one program in, one solution with its bound out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, vstack

from bluelight.errors import BluelightError

Floats = NDArray[np.float64]
INFEASIBLE = 2
SIZE = 1e4


@dataclass(frozen=True, eq=False)
class Program:
    """Minimise price . x + offset with low <= rows x <= high, 0 <= x <= 1, and the first `integers` of x whole."""

    price: Floats
    rows: csr_array
    low: Floats
    high: Floats
    integers: int
    offset: float = 0.0
    size: float = 1.0  # what the objective is about; HiGHS stops at a gap of 1e-6 of its own units
    always: NDArray[np.bool_] | None = None  # which of the whole ones must be 1


@dataclass(frozen=True, eq=False)
class Solution:
    """The best found (None where there was no time), a bound on every solution, and whether the search ended."""

    values: Floats | None
    bound: float
    optimal: bool


def solve(program: Program, seconds: float) -> Solution:
    """Solve to the end, or for so long. Raises BluelightError where no solution can exist."""
    scale = SIZE / program.size
    whole = np.zeros(len(program.price), dtype=np.int64)
    whole[: program.integers] = 1
    least = np.zeros(len(program.price))
    if program.always is not None:
        least[: program.integers] = program.always
    found = milp(
        program.price * scale,
        integrality=whole,
        bounds=Bounds(least, 1.0),
        constraints=LinearConstraint(program.rows, program.low, program.high),
        options={"mip_rel_gap": 0.0, "time_limit": max(seconds, 0.01)},
    )
    if found.status == INFEASIBLE:
        raise BluelightError("No plan can meet these conditions together. Loosen one of them.")
    bound = -np.inf if found.mip_dual_bound is None else float(found.mip_dual_bound) / scale + program.offset
    return Solution(found.x, bound, found.status == 0)


def within_budget(program: Program, costs: Floats, budget: float) -> Program:
    """The same with a limit on what the first variables cost together, in units of its own: rounding stays small."""
    size = max(float(np.abs(costs).max(initial=0.0)), 1e-9)
    at = np.arange(len(costs))
    row = coo_array((costs / size, (np.zeros(len(costs), dtype=int), at)), shape=(1, len(program.price)))
    return replace(
        program,
        rows=csr_array(vstack([program.rows, row])),
        low=np.append(program.low, -np.inf),
        high=np.append(program.high, budget / size),
    )
