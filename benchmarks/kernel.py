"""The kernel against the same rules written in SimPy: same calls, same run, every answer compared first."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from benchmarks.registry import Row
from tests.response import simpy_peer

from bluelight.area import load_area
from bluelight.response.demand import draw_calls
from bluelight.response.kernel import answer
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.scenario import draw_shifts

DAYS = 28
RATIO = 30.0
TURNS = 3  # each is timed so often, in turns, and the best counts: other work on the machine only adds time


def run() -> list[Row]:
    """Hertfordshire, three services, four weeks."""
    area = load_area("hertfordshire")
    ready = prepare(area)
    calls = draw_calls(area, DAYS, seed=1, replication=0)
    duty, _ = draw_shifts(ready.scenario, (DAYS + 7) * 24, seed=1, replication=0)
    requests = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place).requests
    arguments = ready.scenario.map, ready.scenario.fleet, duty, requests
    answers, theirs = answer(*arguments), simpy_peer.answer(*arguments)
    for field in answers.dtype.names or ():
        np.testing.assert_array_equal(answers[field], theirs[field])
    ours, simpy = [], []
    for _ in range(TURNS):
        ours += [_seconds(lambda: answer(*arguments)) for _ in range(10)]
        simpy.append(_seconds(lambda: simpy_peer.answer(*arguments)))
    n = len(requests)
    ratio = min(simpy) / min(ours)
    return [
        Row("kernel: requests answered alike by SimPy, of all", n, "requests", f"all {n:,}", True),
        Row("kernel: nanoseconds a request", 1e9 * min(ours) / n, "ns", "", None),
        Row("kernel: nanoseconds a request in SimPy with numpy", 1e9 * min(simpy) / n, "ns", "", None),
        Row("kernel: times faster than SimPy", ratio, "times", f"at least {RATIO:g}", ratio >= RATIO),
    ]


def _seconds(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
