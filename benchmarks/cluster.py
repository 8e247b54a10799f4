"""A slice of the shipped study by one worker of a cluster and by two: the same answers, in less time."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.registry import Row
from tests.response_cluster.real_cluster import cluster

from bluelight.options import apply_moves
from bluelight.response import Performance, simulate_options
from bluelight.studies import load_study

SETTINGS = {"days": 28, "replications": 8, "seed": 1}
TURNS = 3  # in turns, and the best of each counts: other work on the machine only adds time
RATIO = 1.5


def run() -> list[Row]:
    """Every option of the study, eight replications of four weeks."""
    idle = (os.cpu_count() or 1) - os.getloadavg()[0]  # processors that nothing else is using
    study = load_study("hertfordshire")
    areas = {option.id: apply_moves(study.area, option.moves) for option in study.options}
    taken: dict[str, list[float]] = {"threads": [], "one": [], "two": []}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("one", "two"):
            (Path(folder) / name).mkdir()
        with cluster(Path(folder) / "one", 1) as one, cluster(Path(folder) / "two", 2) as two:
            ways: dict[str, Any] = {
                "threads": {"workers": 1},
                "one": {"cluster": one.address},
                "two": {"cluster": two.address},
            }
            for how in ways.values():  # loads and compiles
                simulate_options(areas, **{**SETTINGS, "days": 1}, **how)
            for _ in range(TURNS):
                answers = {}
                for name, how in ways.items():
                    begin = time.perf_counter()
                    answers[name] = simulate_options(areas, **SETTINGS, **how)
                    taken[name].append(time.perf_counter() - begin)
                _refuse_unlike(answers)
    threads, by_one, by_two = (min(taken[name]) for name in ("threads", "one", "two"))
    ratio = by_one / by_two
    judged = idle > 1.5
    return [
        Row("cluster: the slice by one thread of this process", threads, "s", "", None),
        Row("cluster: the same by one worker", by_one, "s", "", None),
        Row("cluster: the same by two workers", by_two, "s", "", None),
        Row(
            "cluster: times faster with two workers than one",
            ratio,
            "times",
            f"at least {RATIO:g}" if judged else "not judged: others work",
            ratio >= RATIO if judged else None,
        ),
    ]


def _refuse_unlike(answers: dict[str, dict[str, Performance]]) -> None:
    for name, usual in answers["threads"].items():
        for how in ("one", "two"):
            if answers[how][name].measures.to_csv() != usual.measures.to_csv():
                raise AssertionError(f"{name}: the cluster of {how} answered otherwise than this process")
