"""Erlang's formulas and the hypercube: published figures, an obvious oracle and what must always hold."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluelight.errors import BluelightError
from bluelight.response.theory import MOST_UNITS, erlang_b, erlang_c, hypercube, mean_wait


@pytest.mark.parametrize(
    ("load", "servers", "blocked", "waits", "wait"),
    [
        (1.5, 3, 0.134328, 0.236842, 0.157895),
        (8, 10, 0.121661, 0.409180, 0.204590),
        (16, 20, 0.064411, 0.256078, 0.064019),
    ],
)
def test_tables_of_erlang(load, servers, blocked, waits, wait):
    assert erlang_b(load, servers) == pytest.approx(blocked, abs=5e-7)
    assert erlang_c(load, servers) == pytest.approx(waits, abs=5e-7)
    assert mean_wait(load, servers) == pytest.approx(wait, abs=5e-7)


@given(load=st.floats(0.01, 60), servers=st.integers(1, 60))
def test_erlang_as_its_sums(load, servers):
    terms = [math.exp(k * math.log(load) - math.lgamma(k + 1)) for k in range(servers + 1)]
    assert erlang_b(load, servers) == pytest.approx(terms[-1] / sum(terms), rel=1e-9)
    if load < servers:
        queued = terms[-1] * servers / (servers - load)
        assert erlang_c(load, servers) == pytest.approx(queued / (sum(terms[:-1]) + queued), rel=1e-9)


def test_erlang_at_sizes_whose_factorials_overflow():
    assert 0 < erlang_b(900, 1000) < 1e-3
    assert erlang_c(900, 1000) < 1


def test_an_overloaded_queue_waits_for_ever():
    assert erlang_c(5, 5) == 1
    assert mean_wait(5, 5) == math.inf


@pytest.mark.parametrize(("load", "servers"), [(-1, 2), (math.nan, 2), (math.inf, 2), (1, 0)])
def test_impossible_queues(load, servers):
    with pytest.raises(BluelightError):
        erlang_b(load, servers)


# Larson and Odoni, Urban Operations Research, 5.4.3 to 5.5.3.
RATES = [0.50, 0.25, 0.35, 0.40]
PREFERENCES = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [2, 0, 1]]


def test_the_published_hypercube_of_three_units():
    found = hypercube(RATES, PREFERENCES, 1.0)
    assert found.workload == pytest.approx([0.5574, 0.4734, 0.4693], abs=5e-5)
    assert found.all_busy == pytest.approx(erlang_c(1.5, 3), abs=1e-12)
    assert found.mean_wait == pytest.approx(mean_wait(1.5, 3), abs=1e-12)


def test_units_nobody_prefers_alike_is_an_erlang_queue():
    n = 7
    orders = [np.roll(np.arange(n), k).tolist() for k in range(n)]
    lossy = hypercube(np.full(n, 0.6), orders, 1.0, queue=False)
    assert lossy.all_busy == pytest.approx(erlang_b(0.6 * n, n), abs=1e-12)
    assert lossy.workload == pytest.approx(np.full(n, lossy.workload[0]), abs=1e-12)
    assert lossy.mean_wait == 0


def dense(rates, preferences, service, queue, length=400):
    """Every state and a long stretch of the queue, solved as a full matrix by hand of the rules."""
    n = len(service)
    full = 2**n - 1
    size = full + 1 + (length if queue else 0)
    flow = np.zeros((size, size))
    for state in range(full):
        for rate, order in zip(rates, preferences, strict=True):
            unit = next(u for u in order if not state >> u & 1)
            flow[state, state | 1 << unit] += rate
    for state in range(full + 1):
        for unit in range(n):
            if state >> unit & 1:
                flow[state, state & ~(1 << unit)] += service[unit]
    for waiting in range(size - full - 1):
        flow[full + waiting, full + waiting + 1] += sum(rates)
        flow[full + waiting + 1, full + waiting] += sum(service)
    balance = flow.T - np.diag(flow.sum(axis=1))
    balance[-1] = 1
    return np.linalg.solve(balance, np.eye(size)[-1])


@given(seed=st.integers(0, 10_000), n=st.integers(1, 4), zones=st.integers(1, 5), queue=st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_hypercube_as_a_full_matrix_of_every_state(seed, n, zones, queue):
    rng = np.random.default_rng(seed)
    rates, service = rng.random(zones) + 0.01, rng.random(n) + 0.3
    rates *= rng.uniform(0.1, 0.85) * service.sum() / rates.sum()
    orders = [rng.permutation(n).tolist() for _ in range(zones)]
    found = hypercube(rates, orders, service, queue)
    p = dense(rates, orders, service, queue)
    full = 2**n - 1
    busy = [sum(p[s] for s in range(full + 1) if s >> u & 1) + p[full + 1 :].sum() for u in range(n)]
    assert found.workload == pytest.approx(busy, abs=1e-9)
    assert found.all_busy == pytest.approx(p[full:].sum(), abs=1e-9)
    waiting = np.arange(len(p) - full) @ p[full:]
    assert found.mean_wait == pytest.approx(waiting / rates.sum(), abs=1e-9)
    # Each unit's work is what it is sent to: workload x service rate = calls it answers.
    assert found.dispatched.sum(axis=0) * rates.sum() == pytest.approx(found.workload * service, abs=1e-9)
    assert found.dispatched.sum() == pytest.approx(1 if queue else 1 - found.all_busy, abs=1e-9)


@pytest.mark.parametrize(
    ("rates", "preferences", "service", "said"),
    [
        ([1.0, -0.1], [[0], [0]], 2.0, "Call rates"),
        ([0.0], [[0]], 2.0, "Call rates"),
        ([], [], 2.0, "Call rates"),
        ([1.0], [[0]], 0.0, "Service rates"),
        ([1.0], [[0, 0]], 2.0, "once"),
        ([1.0], [[1, 2]], 2.0, "once"),
        ([1.0, 1.0], [[0]], 2.0, "as many lists"),
        ([2.0], [[0, 1]], 1.0, "grows without end"),
        ([1.0], [list(range(MOST_UNITS + 1))], 1.0, "Simulate"),
    ],
)
def test_impossible_hypercubes(rates, preferences, service, said):
    with pytest.raises(BluelightError, match=said):
        hypercube(rates, preferences, service)


def test_an_overload_without_a_queue_is_possible():
    assert hypercube([9.0], [[0, 1]], 1.0, queue=False).all_busy == pytest.approx(erlang_b(9, 2))
