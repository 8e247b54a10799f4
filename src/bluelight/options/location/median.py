"""The p-median: the sites from which the weighted time to everybody's nearest one is least, with its proof."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bluelight.errors import BluelightError
from bluelight.options.location.feasible import find_plan
from bluelight.options.location.interchange import greedy, swap_until_none_helps
from bluelight.options.location.model import Choice, Plan, Purse, read_choice, read_times, read_weights
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
    furthest: float | None = None,
    costs: ArrayLike | None = None,
    budget: float | None = None,
    seconds: float = 600.0,
) -> Plan:
    """The p sites with the least sum over zones of weight x time from the nearest of them, with a bound.

    `times` (sites, zones), any unit; `weights` (zones,). `open` sites are always in the plan, `forbidden` ones never.
    No zone, whatever its weight, is further than `furthest` from an open site. `costs` (sites,) of the open ones are at
    most `budget` together; a cost below 0 is what closing the site would cost.
    Three steps: swaps from several starts give a good plan; Lagrangian relaxation gives a bound and decides most sites;
    the rest is a mixed-integer program solved by HiGHS within `seconds`. Ties are settled by the search, the same way
    every time. Raises BluelightError, also where no plan meets all of this.
    """
    minutes = read_times(times, unreachable=False)
    cost = minutes * read_weights(weights, minutes.shape[1])
    choice = read_choice(len(cost), open, forbidden, p)
    purse = Purse.read(costs, budget, len(cost))
    stop = time.monotonic() + seconds
    starts = _starts(cost, choice, p)
    if furthest is not None or purse.limited:
        sure = find_plan(minutes, p, p, choice, furthest, purse)
        if sure is None:
            raise BluelightError("No plan can meet these conditions together. Loosen one of them.")
        starts.append(sure)
    if furthest is not None:
        cost = _refusing(cost, minutes > furthest)
    best = _search(cost, choice, starts, purse)
    bound, best, price, choice = _narrow(cost, choice, p, best, purse)
    value = _value(cost, best)
    if bound < value and choice.fixed.sum() < p < choice.allowed.sum():
        reach = np.maximum(price, cost[best].min(axis=0))
        best, rest = solve_radius(cost, reach, choice.fixed, choice.allowed, p, best, stop - time.monotonic(), purse)
        value = _value(cost, best)
        bound = max(bound, min(rest, value))
    elif bound < value:  # every site is decided: nothing else can be as good as the best known
        bound = value
    return Plan(tuple(np.nonzero(best)[0].tolist()), value, min(bound, value))


def _refusing(cost: Floats, too_far: Flags) -> Floats:
    """Costs at which a plan that leaves any zone too far off is worse than every plan that leaves none."""
    dear = np.where(too_far, 0.0, cost).max(axis=0).sum()
    return np.where(too_far, 2.0 * dear + 1e-300, cost) if dear > 0 else np.where(too_far, 1.0, cost)


def _narrow(cost: Floats, choice: Choice, p: int, best: Flags, purse: Purse) -> tuple[float, Flags, Floats, Choice]:
    """A bound, a plan as good as `best` or better, the prices behind the bound, and the sites it leaves undecided.

    A better plan lets the bound decide more sites, and fewer sites make better plans easier to find: in turns. The
    bound looks at no budget, so it holds with one too.
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
            reached = swap_until_none_helps(cost, plan, fixed, allowed, purse.costs, purse.budget)
            if reached < value and purse.affords(plan):
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


def _starts(cost: Floats, choice: Choice, p: int) -> list[Flags]:
    """Plans to start swaps from: a greedy one and some at random (always the same)."""
    rng = np.random.default_rng(0)
    free = np.nonzero(choice.allowed & ~choice.fixed)[0]
    found = []
    for start in range(STARTS):
        is_open = choice.fixed.copy()
        if start == 0:
            greedy(cost, is_open, choice.allowed, p)
        else:
            is_open[rng.choice(free, p - int(choice.fixed.sum()), replace=False)] = True
        found.append(is_open)
    return found


def _search(cost: Floats, choice: Choice, starts: list[Flags], purse: Purse) -> Flags:
    """The best plan by swaps from each start; one within the budget where there is one."""
    best, least = choice.fixed, np.inf
    for is_open in starts:
        value = swap_until_none_helps(cost, is_open, choice.fixed, choice.allowed, purse.costs, purse.budget)
        if value < least and purse.affords(is_open):
            best, least = is_open, value
    return best


def _value(cost: Floats, is_open: Flags) -> float:
    return float(cost[is_open].min(axis=0).sum())
