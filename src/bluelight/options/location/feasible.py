"""Whether any plan of sites meets some conditions at all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from bluelight.errors import BluelightError
from bluelight.options.location.model import Choice, Floats, Purse
from bluelight.options.location.solver import Program, solve, within_budget

SECONDS = 120.0


def find_plan(
    minutes: Floats, least: int, most: int, choice: Choice, furthest: float | None, purse: Purse
) -> NDArray[np.bool_] | None:
    """A plan (sites,) of `least` to `most` sites with no zone further than `furthest` and within the budget.

    None where there is none. BluelightError where HiGHS cannot say within two minutes.
    """
    sites = np.nonzero(choice.allowed)[0]
    if not len(sites) or least > most:
        return None
    rows, low, high = [csr_array(np.ones((1, len(sites))))], [float(least)], [float(most)]
    if furthest is not None:
        near = np.unique(minutes[sites] <= furthest, axis=1).T  # zones with the same sites within reach are one
        if not near.any(axis=1).all():
            return None
        rows.append(csr_array(near.astype(float)))
        low += [1.0] * len(near)
        high += [np.inf] * len(near)
    program = Program(
        price=np.zeros(len(sites)),
        rows=csr_array(vstack(rows)),
        low=np.array(low),
        high=np.array(high),
        integers=len(sites),
        always=choice.fixed[sites],
    )
    if purse.limited:
        program = within_budget(program, purse.costs[sites], purse.budget)
    try:
        solution = solve(program, SECONDS)
    except BluelightError:
        return None
    if solution.values is None:
        raise BluelightError("Whether any plan meets all conditions could not be told in time. Loosen one of them.")
    found = np.zeros(len(minutes), dtype=np.bool_)
    found[sites[solution.values > 0.5]] = True
    return found
