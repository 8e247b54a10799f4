"""Covering: the sites that bring most of the weight within a time, and the fewest that bring everybody.

Church and ReVelle, Papers of the Regional Science Association 32 (1974) 101-118; Toregas, Swain, ReVelle and Bergman,
Operations Research 19 (1971) 1363-1373.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array, eye_array, hstack, vstack

from bluelight.errors import BluelightError
from bluelight.options.location.model import Plan, Purse, read_choice, read_times, read_weights
from bluelight.options.location.solver import Program, solve, within_budget

Flags = NDArray[np.bool_]
SHOWN = 10
ROUNDING = 1e-12


def max_cover(
    times: ArrayLike,
    weights: ArrayLike,
    p: int,
    within: float,
    *,
    open: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    furthest: ArrayLike | None = None,
    costs: ArrayLike | None = None,
    budget: float | None = None,
    seconds: float = 600.0,
) -> Plan:
    """The p sites that have the most weight within a time (`value`), and the most that any could have (`bound`).

    `times` (sites, zones), infinity where there is no way; `weights` (zones,); a zone is covered at exactly `within`
    too. `open` sites are always in the plan, `forbidden` ones never; `furthest` (one for all, or one for each zone,
    infinity for none), `costs` and `budget` are as for `p_median`. Raises BluelightError.
    """
    minutes = read_times(times, unreachable=True)
    purse = Purse.read(costs, budget, len(minutes))
    weight = read_weights(weights, minutes.shape[1])
    choice = read_choice(len(minutes), open, forbidden, p)
    reached = _reached(minutes, within)
    patterns, group = np.unique(reached[choice.allowed], axis=1, return_inverse=True)
    # Zones with the same sites within reach are one.
    total = np.bincount(group.ravel(), weight, patterns.shape[1])
    sites = np.nonzero(choice.allowed)[0]
    # Variables: sites, then groups not covered. What is not covered is least when what is covered is most.
    rows = [hstack([csr_array(patterns.T.astype(float)), eye_array(len(total))]), _count(len(sites), len(total))]
    low, high = [np.ones(len(total)), np.array([float(p)])], [np.full(len(total), np.inf), np.array([float(p)])]
    if furthest is not None:
        near = np.unique(minutes[sites] <= np.asarray(furthest, dtype=np.float64), axis=1).T.astype(float)
        rows.append(hstack([csr_array(near), csr_array((len(near), len(total)))]))
        low.append(np.ones(len(near)))
        high.append(np.full(len(near), np.inf))
    program = Program(
        price=np.concatenate([np.zeros(len(sites)), total]),
        rows=csr_array(vstack(rows)),
        low=np.concatenate(low),
        high=np.concatenate(high),
        integers=len(sites),
        always=choice.fixed[sites],
        size=float(total.sum()),
    )
    if purse.limited:
        program = within_budget(program, purse.costs[sites], purse.budget)
    solution = solve(program, seconds)
    if solution.values is None:
        raise BluelightError(f"No plan was found in {seconds:g} seconds. Give more time.")
    plan = sites[solution.values[: len(sites)] > 0.5]
    value = float(weight[reached[plan].any(axis=0)].sum())
    most = float(weight.sum())
    bound = min(most - solution.bound, most)
    return Plan(tuple(plan.tolist()), value, bound if bound > value + ROUNDING * most else value)


def set_cover(
    times: ArrayLike,
    within: float,
    *,
    open: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    seconds: float = 600.0,
) -> Plan:
    """The fewest sites that have every zone within a time (`value` is their number).

    `times` (sites, zones), infinity where there is no way; a zone is covered at exactly `within` too. `open` sites are
    always in the plan and counted, `forbidden` ones never. Raises BluelightError, naming the zones that no site covers.
    """
    minutes = read_times(times, unreachable=True)
    choice = read_choice(len(minutes), open, forbidden)
    reached = _reached(minutes, within) & choice.allowed[:, None]
    lost = np.nonzero(~reached.any(axis=0))[0]
    if len(lost):
        names = ", ".join(map(str, lost[:SHOWN])) + (f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else "")
        raise BluelightError(
            f"No site that may be open is within {within:g} of {len(lost)} of the {minutes.shape[1]} zones: {names}. "
            "Allow more time or more sites, or leave these zones out."
        )
    sites = np.nonzero(choice.allowed)[0]
    patterns = np.unique(reached[sites], axis=1).T
    program = Program(
        price=np.ones(len(sites)),
        rows=csr_array(patterns.astype(float)),
        low=np.ones(len(patterns)),
        high=np.full(len(patterns), np.inf),
        integers=len(sites),
        always=choice.fixed[sites],
    )
    solution = solve(program, seconds)
    if solution.values is None:
        raise BluelightError(f"No plan was found in {seconds:g} seconds. Give more time.")
    plan = sites[solution.values > 0.5]
    # Sites are counted whole, so the bound may be rounded up.
    bound = float(math.ceil(solution.bound - 1e-6))
    return Plan(tuple(plan.tolist()), float(len(plan)), min(bound, float(len(plan))))


def _reached(minutes: NDArray[np.float64], within: float) -> Flags:
    if not (math.isfinite(within) and within >= 0):
        raise BluelightError(f"A cover within {within} is not possible. Give a time of 0 or more.")
    return np.asarray(minutes <= within)


def _count(sites: int, others: int) -> csr_array:
    """A row that counts the open sites."""
    first = np.arange(sites)
    return csr_array(coo_array((np.ones(sites), (np.zeros(sites, dtype=int), first)), shape=(1, sites + others)))
