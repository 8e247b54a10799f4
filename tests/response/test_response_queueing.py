"""Without travel and with exponential jobs the kernel is an M/M/c queue: Erlang's formulas hold."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from bluelight.response.arrays import Duty, arrange, as_map, as_requests
from bluelight.response.kernel import answer


@pytest.mark.parametrize(
    ("load", "servers", "waits", "mean_wait"),
    [(1.5, 3, 0.236842, 0.157895), (8.0, 10, 0.409180, 0.204590), (16.0, 20, 0.256078, 0.064019)],
)
def test_erlang_c_lies_in_the_interval(load, servers, waits, mean_wait):
    """The share that waits and the mean wait (in mean job times) in the 99% interval over 40 independent runs."""
    shares, means = [], []
    for run in range(40):
        rng = np.random.default_rng([servers, run])
        n, warm_up = 12_000, 2_000
        time = np.cumsum(rng.exponential(10.0 / load, n))
        answers = _answer(servers, time, rng.exponential(10.0, n))
        wait = (answers["mobilised"] - time)[warm_up:]
        shares.append((wait > 0).mean())
        means.append(wait.mean() / 10.0)
    for values, expected in ((shares, waits), (means, mean_wait)):
        low, high = stats.t.interval(0.99, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))
        assert low < expected < high


def _answer(servers, time, stay):
    xy, to = np.zeros((2, 2)), np.zeros((2, 2), np.float32)
    fleet = arrange(
        kind=np.zeros(servers, np.int32),
        home=np.zeros(servers, np.int32),
        patrols=np.zeros(servers, bool),
        turnout=np.zeros((24, servers)),
        scale=np.ones(1),
        speed_home=np.ones(1),
        to=to,
    )
    always = Duty(
        np.ones(servers, bool), np.empty(0), np.empty(0, np.int32), np.empty(0, bool), np.empty((1, 0), np.int32)
    )
    requests = as_requests(time=time, journey=1.0, stay=stay, place=1, kind=0, rank=0, end=1)
    return answer(as_map(to, xy, 1), fleet, always, requests)
