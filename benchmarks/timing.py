"""Times of several things in turns, so that all see the same disturbances: other work on the machine only adds time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any


def least(turns: int, work: Mapping[str, tuple[int, Callable[[], Any]]]) -> dict[str, float]:
    """The least seconds of each, which is done so often in each turn."""
    best = dict.fromkeys(work, float("inf"))
    for _ in range(turns):
        for name, (times, function) in work.items():
            for _ in range(times):
                begin = time.perf_counter()
                function()
                best[name] = min(best[name], time.perf_counter() - begin)
    return best
