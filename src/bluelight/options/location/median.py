"""The p-median: the sites from which the weighted time to everybody's nearest one is least, with its proof."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bluelight.options.location.interchange import greedy, swap_until_none_helps
from bluelight.options.location.model import Choice, Plan, read_choice, read_times, read_weights
from bluelight.options.location.radius import solve_radius
from bluelight.options.location.relaxation import by_worth, decide, raise_bound

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
STARTS = 4
TURNS = 4
ROUNDS = 500
SHAKES = 8


def p_median(
    times: ArrayLike,
    weights: ArrayLike,
    p: int,
    *,
    open: Iterable[int] = (),
    forbidden: Iterable[int] = (),
    seconds: float = 600.0,
) -> Plan:
    """The p sites with the least sum over zones of weight x time from the nearest of them, with a bound.

    `times` (sites, zones), any unit; `weights` (zones,). `open` sites are always in the plan, `forbidden` ones never.
    Three steps: swaps from several starts give a good plan; Lagrangian relaxation gives a bound and decides most sites;
    the rest is a mixed-integer program solved by HiGHS within `seconds`. Ties are settled by the search, the same way
    every time. Raises BluelightError.
    """
    minutes = read_times(times, unreachable=False)
    cost = minutes * read_weights(weights, minutes.shape[1])
    choice = read_choice(len(cost), open, forbidden, p)
    stop = time.monotonic() + seconds
    best = _search(cost, choice, p)
    bound, best, price, choice = _narrow(cost, choice, p, best)
    value = _value(cost, best)
    if bound < value and choice.fixed.sum() < p < choice.allowed.sum():
        reach = np.maximum(price, cost[best].min(axis=0))
        best, rest = solve_radius(cost, reach, choice.fixed, choice.allowed, p, best, stop - time.monotonic())
        value = _value(cost, best)
        bound = max(bound, min(rest, value))
    elif bound < value:  # every site is decided: nothing else can be as good as the best known
        bound = value
    return Plan(tuple(np.nonzero(best)[0].tolist()), value, min(bound, value))


def _narrow(cost: Floats, choice: Choice, p: int, best: Flags) -> tuple[float, Flags, Floats, Choice]:
    """A bound, a plan as good as `best` or better, the prices behind the bound, and the sites it leaves undecided.

    A better plan lets the bound decide more sites, and fewer sites make better plans easier to find: in turns.
    """
    fixed, allowed = choice.fixed.copy(), choice.allowed.copy()
    nearest_two = np.partition(cost[best], 1, axis=0)[:2] if p > 1 else cost[best]
    price, bound = nearest_two.mean(axis=0), 0.0  # costs are never below 0
    rng = np.random.default_rng(0)
    for _ in range(TURNS):
        undecided = int((allowed & ~fixed).sum())
        value = _value(cost, best)
        found, price, worth = raise_bound(cost, price, fixed, allowed, p, value, ROUNDS)
        bound = max(bound, found)
        plans = [by_worth(worth, fixed, allowed, p)]
        plans += [_shaken(rng, best, fixed, allowed) for _ in range(SHAKES)]
        for plan in plans:
            reached = swap_until_none_helps(cost, plan, fixed, allowed)
            if reached < value:
                best, value = plan, reached
        decide(found, worth, fixed, allowed, p, value)
        if bound >= value or fixed.sum() == p or (allowed & ~fixed).sum() == undecided:
            break
    return bound, best, price, Choice(fixed, allowed)


def _shaken(rng: np.random.Generator, plan: Flags, fixed: Flags, allowed: Flags) -> Flags:
    """The plan with some of its open sites swapped at random for closed ones."""
    leaving, entering = np.nonzero(plan & ~fixed)[0], np.nonzero(allowed & ~plan)[0]
    n = min(max(2, len(leaving) // 4), len(leaving), len(entering))
    shaken = plan.copy()
    shaken[rng.choice(leaving, n, replace=False)] = False
    shaken[rng.choice(entering, n, replace=False)] = True
    return shaken


def _search(cost: Floats, choice: Choice, p: int) -> Flags:
    """The best plan by swaps, from a greedy start and some at random (always the same)."""
    rng = np.random.default_rng(0)
    best, least = choice.fixed, np.inf
    free = np.nonzero(choice.allowed & ~choice.fixed)[0]
    for start in range(STARTS):
        is_open = choice.fixed.copy()
        if start == 0:
            greedy(cost, is_open, choice.allowed, p)
        else:
            is_open[rng.choice(free, p - int(choice.fixed.sum()), replace=False)] = True
        value = swap_until_none_helps(cost, is_open, choice.fixed, choice.allowed)
        if value < least:
            best, least = is_open, value
    return best


def _value(cost: Floats, is_open: Flags) -> float:
    return float(cost[is_open].min(axis=0).sum())
