"""How long until the first call is simulated: on a new machine, where everything is compiled, and ever after."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from benchmarks.registry import Row

NEW_S, LATER_S, TIMES = 15.0, 1.5, 5
CODE = """
from bluelight.area import load_area
from bluelight.response.demand import draw_calls
from bluelight.response.kernel import answer
from bluelight.response.ready import prepare
from bluelight.response.requests import ask
from bluelight.response.scenario import draw_shifts

area = load_area("hertfordshire")
ready = prepare(area)
calls = draw_calls(area, 1, 1, 0, 0)
duty, _ = draw_shifts(ready.scenario, 24, 1, 0)
requests = ask(calls, ready.scenario, ready.attendance, ready.to_hospital, ready.hospital_place).requests
answer(ready.scenario.map, ready.scenario.fleet, duty, requests[:1])
"""


def run() -> list[Row]:
    """Fresh processes, the first with no compiled code and no travel times kept."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {
            "NUMBA_CACHE_DIR": f"{folder}/numba",
            "XDG_CACHE_HOME": f"{folder}/cache",
            "PYTHONDONTWRITEBYTECODE": "",  # a user's Python keeps its bytecode
        }
        new = _seconds(kept)
        later = min(_seconds(kept) for _ in range(TIMES))
    return [
        Row("first call simulated on a new machine, compiled first", new, "s", f"at most {NEW_S:g} s", new <= NEW_S),
        Row("first call simulated, later runs", later, "s", f"at most {LATER_S:g} s", later <= LATER_S),
    ]


def _seconds(environment: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", CODE], check=True, env={**os.environ, **environment})
    return time.perf_counter() - begin
