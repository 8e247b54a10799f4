"""A race drops plans that cannot win, and the best of them no more often than it says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluelight.studies.search.race import race


def drawn(rng: np.random.Generator, means: np.ndarray, spread: float, shared: float, most: int):
    """Values that differ by plan around what all share: common random numbers."""
    values = means + rng.normal(0, shared, (most, 1)) + rng.normal(0, spread, (most, len(means)))
    return lambda start, stop, plans: values[start:stop][:, list(plans)]


def test_the_best_is_dropped_no_more_often_than_stated() -> None:
    rng = np.random.default_rng(7)
    means = np.array([0.0, 1.0, 1.0, 1.0, 1.0])  # the best by just the smallest difference: the hardest case
    lost = 0
    for _ in range(400):
        ran = race(drawn(rng, means, 1.5, 5.0, 200), 5, smallest=1.0, confidence=0.9, first=8, step=4, most=200)
        lost += 0 not in ran.left
    assert lost / 400 <= 0.1


def test_plans_far_apart_are_told_apart_at_once() -> None:
    rng = np.random.default_rng(1)
    draw = drawn(rng, np.array([0.0, 50.0, 80.0]), 0.5, 5.0, 100)
    ran = race(draw, 3, smallest=0.1, confidence=0.95, first=10, step=2, most=100)
    assert ran.left == (0,)
    assert max(ran.replications) == 10
    assert ran.beaten_by == (None, 0, 0)


def test_only_plans_as_cheap_may_beat_and_what_is_kept_stays() -> None:
    rng = np.random.default_rng(1)
    draw = drawn(rng, np.array([0.0, 5.0, 9.0]), 0.1, 1.0, 40)
    against = np.array([[False, True, True], [False, False, True], [True, True, False]])
    ran = race(draw, 3, smallest=0.1, confidence=0.95, first=10, step=10, most=40, against=against)
    assert ran.left == (0, 1)  # 0 is dearer than 1, so it cannot beat it
    kept = race(draw, 3, smallest=0.1, confidence=0.95, first=10, step=10, most=40, kept=[2])
    assert kept.left == (0, 2)


def test_a_plan_that_fails_is_out_and_beats_nobody() -> None:
    rng = np.random.default_rng(1)
    draw = drawn(rng, np.array([5.0, 0.0, 9.0]), 0.1, 1.0, 40)
    ran = race(draw, 3, smallest=0.1, confidence=0.95, first=10, step=10, most=40, fails=lambda: [1], kept=[2])
    assert ran.failed == (1,)
    assert ran.left == (0, 2)
    assert ran.beaten_by == (None, None, None)


@given(st.integers(0, 2**32 - 1), st.integers(1, 7), st.floats(0.01, 10.0))
@settings(max_examples=60, deadline=None)
def test_a_plan_is_dropped_for_one_that_is_better_so_far(seed: int, plans: int, smallest: float) -> None:
    rng = np.random.default_rng(seed)
    draw = drawn(rng, rng.normal(0, 3, plans), 1.0, 4.0, 60)
    ran = race(draw, plans, smallest=smallest, confidence=0.95, first=5, step=5, most=60)
    assert ran.left
    for plan, by in enumerate(ran.beaten_by):
        n = ran.replications[plan]
        assert (np.isnan(ran.values[:, plan]).sum()) == len(ran.values) - n
        if by is not None:
            assert ran.values[:n, plan].mean() > ran.values[:n, by].mean()
    best = int(ran.values[: min(ran.replications)].mean(axis=0).argmin())
    if max(ran.replications) == 5:
        assert best in ran.left


def test_one_plan_wins_its_race() -> None:
    ran = race(lambda a, b, plans: np.zeros((b - a, 1)), 1, smallest=0.1, confidence=0.95, first=3, step=1, most=9)
    assert (ran.left, ran.replications) == ((0,), (3,))
    assert ran.values.shape == pytest.approx((3, 1))
