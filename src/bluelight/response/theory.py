"""Queueing theory that a response model must agree with: Erlang's formulas and the exact hypercube.

Sources: A. K. Erlang (1917); R. B. Cooper, Introduction to Queueing Theory (1981), chapter 3, for the recursion;
A. Cobham, Priority assignment in waiting line problems, Operations Research 2 (1954) 70-76;
R. C. Larson, A hypercube queuing model for facility location and redistricting in urban emergency services, Computers
and Operations Research 1 (1974) 67-95; R. C. Larson and A. R. Odoni, Urban Operations Research (1981), chapter 5.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csc_array
from scipy.sparse.linalg import spsolve

from bluelight.errors import BluelightError

Floats = NDArray[np.float64]
MOST_UNITS = 11  # 2,048 states take 2 s; every unit more takes ten times as long, because the factors fill in


def erlang_b(load: float, servers: int) -> float:
    """The share of calls that find every server busy and are lost. `load` is the call rate times the mean service time.

    By the recursion B(0) = 1, B(c) = a B(c-1) / (c + a B(c-1)), which never overflows.
    """
    _check_queue(load, servers)
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked


def erlang_c(load: float, servers: int) -> float:
    """The share of calls that wait where nobody is turned away; 1 where the load reaches the servers."""
    blocked = erlang_b(load, servers)
    if load >= servers:
        return 1.0
    return blocked / (1.0 - load / servers * (1.0 - blocked))


def mean_wait(load: float, servers: int) -> float:
    """The mean wait of all calls in mean service times (first come first served); infinite where the queue grows."""
    return erlang_c(load, servers) / (servers - load) if load < servers else math.inf


def priority_waits(loads: Sequence[float], servers: int) -> list[float]:
    """The mean wait by priority, the first served first, in mean service times; whoever is served is not interrupted.

    Cobham: with C the share that waits and s(k) the load of the first k priorities a server,
    C / c / ((1 - s(k-1)) (1 - s(k))). Infinite where the load of a priority and those before it reaches the servers.
    """
    waits, before = [], 0.0
    waiting = erlang_c(sum(loads), servers)
    for load in loads:
        here = before + load / servers
        waits.append(waiting / servers / ((1.0 - before) * (1.0 - here)) if here < 1.0 else math.inf)
        before = min(here, 1.0)
    return waits


def _check_queue(load: float, servers: int) -> None:
    if servers < 1:
        raise BluelightError(f"A queue needs at least one server, not {servers}.")
    if not (math.isfinite(load) and load >= 0):
        raise BluelightError(f"An offered load of {load} is not possible. Give a number of 0 or more.")


@dataclass(frozen=True, eq=False)
class Hypercube:
    """What becomes of calls in the steady state."""

    workload: Floats  # (units,) share of time busy
    dispatched: Floats  # (zones, units) share of all calls that come from the zone and are answered by the unit
    all_busy: float  # share of calls that find every unit busy: they wait, or are lost
    mean_wait: float  # over all calls, in the unit of time of the rates; 0 without a queue


def hypercube(
    rates: ArrayLike, preferences: Sequence[Sequence[int]], service_rates: ArrayLike, queue: bool = True
) -> Hypercube:
    """The exact hypercube model: states are which units are busy, solved as one sparse linear system.

    `rates` (zones,) are Poisson call rates; `preferences` the units of each zone, first choice first, each listing
    every unit once; `service_rates` (units,) or one for all, exponential. A call goes to the first of its zone's units
    that is free. With `queue`, calls that find none wait, first come first served; without, they are lost.

    A queue of k calls behind N busy units has probability p(all busy) r^k with r = call rate / total service rate, so
    the queue folds into its lowest state: the 2^N equations of the loss system hold, and only the total changes.

    Raises BluelightError where rates are not positive, preferences are not orders of all units, there are more than
    MOST_UNITS units or the queue would grow without end.
    """
    calls = np.atleast_1d(np.asarray(rates, dtype=np.float64))
    if not (np.isfinite(calls).all() and (calls >= 0).all() and calls.sum() > 0):
        raise BluelightError("Call rates must be 0 or more, and not all 0.")
    order = _orders(preferences, len(calls))
    n = order.shape[1]
    service = np.broadcast_to(np.asarray(service_rates, dtype=np.float64), (n,)).copy()
    if not (np.isfinite(service).all() and (service > 0).all()):
        raise BluelightError("Service rates must be above 0.")
    load = float(calls.sum() / service.sum())
    if queue and load >= 1:
        raise BluelightError(
            f"Calls come at {load:.2f} times the rate at which all units together serve: the queue grows without end. "
            "Give fewer calls, more units or shorter jobs, or no queue."
        )
    states = np.arange(2**n)
    busy = (states[:, None] >> np.arange(n)) & 1 == 1
    sent = _sent(busy, order)
    probability = _steady(states, busy, sent, calls, service)
    full = float(probability[-1])
    queued = full * load / (1 - load) if queue else 0.0  # one call or more waiting
    total = 1.0 + queued
    workload = (busy.T @ probability + queued) / total
    shares = calls / calls.sum()
    dispatched = np.zeros((len(calls), n))
    for zone in range(len(calls)):
        np.add.at(dispatched[zone], sent[:-1, zone], shares[zone] * probability[:-1] / total)
    waits = (full + queued) / total
    if queue:  # whoever waits is served by the next unit to finish, each in proportion to its rate
        dispatched += waits * shares[:, None] * service / service.sum()
    in_queue = full * load / (1 - load) ** 2 / total if queue else 0.0
    return Hypercube(workload, dispatched, waits, float(in_queue / calls.sum()))


def _orders(preferences: Sequence[Sequence[int]], zones: int) -> NDArray[np.int64]:
    if len(preferences) != zones:
        raise BluelightError(f"{zones} call rates need as many lists of preference, not {len(preferences)}.")
    n = len(preferences[0])
    for zone, units in enumerate(preferences):
        if sorted(units) != list(range(n)) or n == 0:
            raise BluelightError(
                f"Zone {zone} must list each of the units 0 to {max(n, 1) - 1} once, not {list(units)}."
            )
    if n > MOST_UNITS:
        raise BluelightError(
            f"{n} units make {2**n:,} states; at most {MOST_UNITS} units are solved exactly. Simulate instead."
        )
    return np.array([list(units) for units in preferences], dtype=np.int64)


def _sent(busy: NDArray[np.bool_], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """The unit sent (states, zones); in the last state, where all are busy, it has no meaning."""
    free_in_order = ~busy[:, order]  # (states, zones, rank)
    first = free_in_order.argmax(axis=2)
    return np.take_along_axis(order[None], first[:, :, None], axis=2)[:, :, 0]


def _steady(
    states: NDArray[np.int64], busy: NDArray[np.bool_], sent: NDArray[np.int64], calls: Floats, service: Floats
) -> Floats:
    """Probabilities of the loss system: flow in equals flow out for every state, and all add up to 1."""
    n = busy.shape[1]
    source = np.repeat(states[:-1], len(calls))
    target = source | (1 << sent[:-1].ravel())
    rate = np.tile(calls, len(states) - 1)
    done_from, unit = np.nonzero(busy)
    source = np.concatenate([source, done_from])
    target = np.concatenate([target, done_from & ~(1 << unit)])
    rate = np.concatenate([rate, service[unit]])
    size = 2**n
    inflow = coo_array((rate, (target, source)), shape=(size, size))
    outflow = coo_array((np.bincount(source, rate, size), (states, states)), shape=(size, size))
    # One balance equation follows from the others: that of the last state. With p(all free) set to 1 it is left out,
    # the system stays sparse, and the total is put right afterwards.
    balance = csc_array(inflow - outflow)
    rest = spsolve(csc_array(balance[:-1, 1:]), -balance[:-1, [0]].toarray().ravel())
    probability = np.concatenate([[1.0], rest])
    return np.asarray(probability / probability.sum(), dtype=np.float64)
