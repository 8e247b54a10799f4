"""The p-median as a mixed-integer program in the radius form, as small as the bound allows.

Per zone, costs in rising order D1 < D2 < ...; z_k is 1 where no site within D_k is open; the zone costs
D1 + sum of (D_{k+1} - D_k) z_k: Cornuejols, Nemhauser and Wolsey, SIAM J. Algebraic and Discrete Methods 1 (1980)
261-272, in the chained form of Elloumi, J. Combinatorial Optimization 19 (2010) 69-83. Zones with the same sites within
reach share a z (Church, Geographical Analysis 35 (2003)). The list of a zone stops where it cannot matter; stopping
earlier gives a lower bound, so lists begin short and grow only where the plan found leaves them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from bluelight.options.location.model import Purse
from bluelight.options.location.solver import Program, solve, within_budget

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Ranked:
    """Per zone the sites that could serve it in the best plan, nearest first, up to one that always could."""

    sites: list[NDArray[np.int64]]
    costs: list[Floats]

    @classmethod
    def of(cls, cost: Floats, fixed: Flags, allowed: Flags, p: int) -> Ranked:
        """A zone is never further than its nearest fixed site, nor than all but p - 1 of the sites allowed."""
        candidates = np.nonzero(allowed)[0]
        length = len(candidates) - p + 1
        order = np.argsort(cost[candidates], axis=0, kind="stable")[:length].T
        sites, costs = [], []
        for zone, ranks in enumerate(order):
            near = candidates[ranks]
            sure = np.nonzero(fixed[near])[0]
            near = near[: sure[0] + 1] if len(sure) else near
            sites.append(near)
            costs.append(cost[near, zone])
        return cls(sites, costs)


def solve_radius(
    cost: Floats,
    reach: Floats,
    fixed: Flags,
    allowed: Flags,
    p: int,
    known: Flags,
    seconds: float,
    purse: Purse | None = None,
) -> tuple[Flags, float]:
    """The best plan found with these sites fixed and allowed, no worse than the one `known`, and a bound on all such.

    Where there is a `purse`, plans are within its budget.

    Lists first stop half as far again as the last cost within `reach` (zones,), which was the fastest of 1, 1.5 and 2
    on 150 sites, and double where the plan leaves a zone with none open.
    """
    ranked = Ranked.of(cost, fixed, allowed, p)
    whole = np.array([len(sites) for sites in ranked.sites])
    within = [np.searchsorted(c, r, side="right") for c, r in zip(ranked.costs, reach, strict=True)]
    length = np.minimum((np.array(within) * 1.5).astype(int) + 1, whole)
    free = np.nonzero(allowed & ~fixed)[0]
    best, best_value = known, float(cost[known].min(axis=0).sum())
    stop = time.monotonic() + seconds
    bound = -np.inf
    while True:
        program = _program(ranked, length, free, p - int(fixed.sum()), best_value)
        if purse is not None and purse.limited:
            program = within_budget(program, purse.costs[free], purse.budget - float(purse.costs[fixed].sum()))
        solution = solve(program, max(stop - time.monotonic(), 0.0))
        bound = max(bound, solution.bound)
        if solution.values is None:
            return best, bound
        is_open = fixed.copy()
        is_open[free[solution.values[: len(free)] > 0.5]] = True
        value = float(cost[is_open].min(axis=0).sum())
        if value < best_value:
            best, best_value = is_open, value
        left = [not is_open[sites[:n]].any() for sites, n in zip(ranked.sites, length, strict=True)]
        if not any(left) or not solution.optimal or bound >= best_value:
            return best, bound
        length = np.where(left, np.minimum(2 * length, whole), length)


def _program(ranked: Ranked, length: NDArray[np.int64], free: NDArray[np.int64], p: int, size: float) -> Program:
    """Variables: the free sites, then a z for each set of sites that some zone has within some cost."""
    column = {int(site): i for i, site in enumerate(free)}
    sets: dict[int, int] = {}
    price = [0.0] * len(free)
    rows, columns, values, low = [0] * len(free), list(range(len(free))), [1.0] * len(free), [float(p)]
    offset = 0.0
    for sites, costs, n in zip(ranked.sites, ranked.costs, length.tolist(), strict=True):
        near, steps = sites[:n].tolist(), costs[:n].tolist()
        offset += steps[0]
        within, before, group = 0, -1, []
        for i in range(n - 1):
            within |= 1 << near[i]
            group.append(near[i])
            if steps[i + 1] == steps[i]:
                continue
            z = sets.get(within)
            if z is None:
                z = sets[within] = len(price)
                price.append(0.0)
                row = len(low)
                rows += [row] * (len(group) + 1)
                columns += [z, *(column[site] for site in group)]
                values += [1.0] * (len(group) + 1)
                low.append(1.0 if before < 0 else 0.0)
                if before >= 0:
                    rows.append(row)
                    columns.append(before)
                    values.append(-1.0)
            price[z] += steps[i + 1] - steps[i]
            before, group = z, []
    high = np.full(len(low), np.inf)
    high[0] = p
    return Program(
        price=np.array(price),
        rows=csr_array((values, (rows, columns)), shape=(len(low), len(price))),
        low=np.array(low),
        high=high,
        integers=len(free),
        offset=offset,
        size=size,
    )
