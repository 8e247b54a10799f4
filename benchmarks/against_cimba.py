"""The kernel against Cimba, a discrete-event engine in C with models compiled from Python: same rules, same requests.

All rules of the SimPy version are expressed (the nearest free unit from a travel table, also of units on their way
home, beats, duty, queues by priority), and every answer is compared. Cimba is called through its wheel: its time has
what a trial of its `Experiment` needs: an image of the model's state and what is recorded of each answer. In a process
of its own: Cimba cannot compile a model where numba has compiled much before.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import numpy as np
from benchmarks.registry import Row
from benchmarks.timing import least

from bluelight.area import load_area
from bluelight.response.demand import draw_calls
from bluelight.response.kernel import answer
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.scenario import draw_shifts

DAYS = 28
TURNS = 5
CLOSE = 1e-6  # minutes: its clock goes by delays, whose sums are rounded


def run() -> list[Row]:
    """Hertfordshire, three services, four weeks. No row where Cimba has no wheel for this machine."""
    if importlib.util.find_spec("cimba") is None:
        print("kernel against Cimba: not measured (.venv/bin/pip install cimba, then python -m benchmarks cimba)")
        return []
    command = [sys.executable, "-m", "benchmarks.against_cimba"]
    n, ours, theirs = map(float, subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split())
    return [
        Row("kernel: requests answered alike by Cimba, of all", n, "requests", f"all {n:,.0f}", True),
        Row("kernel: nanoseconds a request in Cimba", 1e9 * theirs / n, "ns", "", None),
        Row("kernel: times faster than Cimba", theirs / ours, "times", "", None),
    ]


def _work() -> None:
    """Print how many requests both answer alike, and the least seconds each takes."""
    from benchmarks import cimba_peer

    area = load_area("hertfordshire")
    ready = prepare(area)
    calls = draw_calls(area, DAYS, seed=1, replication=0)
    duty, _ = draw_shifts(ready.scenario, (DAYS + 7) * 24, seed=1, replication=0)
    requests = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place).requests
    arguments = ready.scenario.map, ready.scenario.fleet, duty, requests
    n = len(requests)
    experiment, model = cimba_peer.simulation(*arguments)
    ours, theirs = answer(*arguments), cimba_peer.answer(experiment, model, n)
    np.testing.assert_array_equal(ours["unit"], theirs["unit"])
    for name in ("mobilised", "arrival", "freed"):
        np.testing.assert_allclose(ours[name], theirs[name], rtol=0, atol=CLOSE)
    taken = least(
        TURNS,
        {
            "ours": (20, lambda: answer(*arguments)),
            "theirs": (2, lambda: cimba_peer.answer(experiment, model, n)),
        },
    )
    print(n, taken["ours"], taken["theirs"])


if __name__ == "__main__":
    _work()
