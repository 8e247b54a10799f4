"""A lower bound on every p-median plan, and which sites it decides: Lagrangian relaxation by subgradients.

With a price per zone for being served, each site is worth what it saves under those prices, and the best plan is the p
sites worth most: Narula, Ogbu and Samuelsson, Operations Research 25 (1977) 709-713; Held, Wolfe and Crowder,
Mathematical Programming 6 (1974) 62-88 for the steps.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.compiling import kept

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
compiled = kept(nogil=True)


@compiled
def _worth(cost, price, allowed, worth):
    """What each site saves under the prices, as a number of 0 or less."""
    sites, zones = cost.shape
    for site in range(sites):
        total = 0.0
        if allowed[site]:
            for zone in range(zones):
                total += min(0.0, cost[site, zone] - price[zone])
        worth[site] = total


@compiled
def _choose(worth, fixed, allowed, p):
    """Sites in order: those fixed, then by worth, then those that are not allowed. The first `p` are the plan."""
    key = worth.copy()
    for site in range(len(key)):
        if fixed[site]:
            key[site] = -np.inf
        elif not allowed[site]:
            key[site] = np.inf
    return np.argsort(key, kind="mergesort")


@compiled
def raise_bound(cost, price, fixed, allowed, p, best_known, rounds):
    """The best bound found in so many rounds, with the prices and worths that give it. Prices start as given."""
    sites, zones = cost.shape
    price = price.copy()
    worth = np.empty(sites)
    served = np.empty(zones)
    bound, best_price, best_worth = -np.inf, price.copy(), worth.copy()
    step, stuck = 1.0, 0
    for _ in range(rounds):
        _worth(cost, price, allowed, worth)
        order = _choose(worth, fixed, allowed, p)
        value = price.sum()
        served[:] = 0.0
        for i in range(p):
            value += worth[order[i]]
            for zone in range(zones):
                if cost[order[i], zone] < price[zone]:
                    served[zone] += 1.0
        if bound == -np.inf or value > bound + 1e-9 * abs(bound):
            bound, stuck = value, 0
            best_price[:] = price
            best_worth[:] = worth
        else:
            stuck += 1
            if stuck == 12:
                step, stuck = step * 0.7, 0
                price[:] = best_price
                continue
        square = ((1.0 - served) ** 2).sum()
        if square == 0.0 or step < 1e-4 or bound >= best_known * (1 - 1e-12):
            break
        length = step * max(best_known - value, 1e-9 * abs(best_known)) / square
        for zone in range(zones):
            price[zone] = max(price[zone] + length * (1.0 - served[zone]), 0.0)
    return bound, best_price, best_worth


@compiled
def decide(bound, worth, fixed, allowed, p, best_known):
    """Fix what the bound decides: opening or closing a site that would take the bound above the best plan known.

    Changes `fixed` and `allowed`.
    """
    order = _choose(worth, fixed, allowed, p)
    # By a little more than the best known, so that a plan as good as it is never excluded.
    limit = best_known + 1e-9 * abs(best_known)
    last_in, last_is_free = worth[order[p - 1]], not fixed[order[p - 1]]
    first_out = worth[order[p]] if p < len(order) and allowed[order[p]] else np.inf
    for i in range(len(order)):
        site = order[i]
        if fixed[site] or not allowed[site]:
            continue
        if i < p and bound - worth[site] + first_out > limit:
            fixed[site] = True
        elif i >= p and last_is_free and bound - last_in + worth[site] > limit:
            allowed[site] = False


def by_worth(worth: Floats, fixed: Flags, allowed: Flags, p: int) -> Flags:
    """The plan of the bound: the sites that are fixed, then those worth most, `p` in all."""
    is_open = np.zeros(len(worth), dtype=np.bool_)
    is_open[_choose(worth, fixed, allowed, p)[:p]] = True
    return is_open
