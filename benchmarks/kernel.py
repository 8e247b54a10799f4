"""The kernel against the same rules written in SimPy, against a floor under any such kernel, and on two threads.

The floor does for each request what nothing that simulates it can leave out: it draws when and where it is made, how
long the journey takes by luck and how long the unit stays; reads one travel time from the row of its place; takes the
job that ends first out of a heap of as many jobs as there are on average, and puts another in; and writes an answer. It
chooses no unit. The kernel is given its requests, so its draws are no part of its own time; the floor has them because
somebody has to make them.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from benchmarks.registry import Row
from benchmarks.timing import least
from numba import njit
from tests.response import simpy_peer

from bluelight.area import load_area
from bluelight.response.arrays import ANSWER
from bluelight.response.demand import draw_calls
from bluelight.response.kernel import answer
from bluelight.response.queues import JOB, pop, push
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.scenario import draw_shifts

DAYS = 28
RATIO, FLOOR, THREADS = 100.0, 4.0, 1.9
TURNS = 5


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
    n = len(requests)
    busy = float((answers["freed"] - answers["mobilised"]).sum() / ((DAYS + 7) * 1440))

    def floor() -> None:
        _floor(n, ready.scenario.map.to, round(busy), np.zeros(n, ANSWER), np.empty(len(duty.at_start) + 1, JOB))

    def some() -> None:
        for _ in range(5):
            answer(*arguments)

    def in_threads() -> None:
        threads = [threading.Thread(target=some) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    floor()
    taken = least(
        TURNS,
        {
            "ours": (20, lambda: answer(*arguments)),
            "floor": (20, floor),
            "simpy": (1, lambda: simpy_peer.answer(*arguments)),
        },
    )
    ratio, floors = taken["simpy"] / taken["ours"], taken["ours"] / taken["floor"]
    shared = least(20, {"one": (1, some), "two": (1, in_threads)})
    threads = 2 * shared["one"] / shared["two"]
    return [
        Row("kernel: requests answered alike by SimPy, of all", n, "requests", f"all {n:,}", True),
        Row("kernel: nanoseconds a request", 1e9 * taken["ours"] / n, "ns", "", None),
        Row("kernel: nanoseconds a request in SimPy with numpy", 1e9 * taken["simpy"] / n, "ns", "", None),
        Row("kernel: times faster than SimPy", ratio, "times", f"at least {RATIO:g}", ratio >= RATIO),
        Row("kernel: nanoseconds a request of the floor", 1e9 * taken["floor"] / n, "ns", "", None),
        Row("kernel: times the floor", floors, "times", f"at most {FLOOR:g}", floors <= FLOOR),
        Row("kernel: two threads against one", threads, "times", f"at least {THREADS:g}", threads >= THREADS),
    ]


@njit
def _floor(n: int, to: Any, busy: int, answers: Any, jobs: Any) -> None:
    size = np.zeros(1, np.int64)
    for unit in range(busy):
        push(np.random.exponential(50.0), unit, jobs, size)
    now = 0.0
    for i in range(n):
        now += np.random.exponential(1.0)
        place = np.random.randint(0, len(to))
        journey = np.exp(0.3 * np.random.standard_normal())
        stay = np.exp(3.5 + 0.7 * np.random.standard_normal())
        unit = jobs[0].unit
        pop(jobs, size)
        arrival = now + to[place, unit] * journey
        push(arrival + stay, unit, jobs, size)
        answers[i].mobilised = now
        answers[i].arrival = arrival
        answers[i].freed = arrival + stay
        answers[i].unit = unit
