"""The location models against published optima, and against every plan of small cases."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from bluelight.options.location import Plan, max_cover, p_median, set_cover
from bluelight.validation.check import Check, Checks, near, not_run
from bluelight.validation.reference import MISSING, reference_folder
from bluelight.validation.shipped import content

OPTIMA = {1: 5819, 2: 4093, 3: 4250, 4: 3034, 5: 1355}
LIBRARY = "Beasley, OR-Library, p-median (J. Operational Research Society 41, 1990)"
EVERY_PLAN = "frozen with the package: every plan looked at"


def small_cases() -> Checks:
    """Whole numbers, so that the best is exact."""
    rows = []
    for case in content("location_cases.json"):
        times, weights, p = np.array(case["times"], dtype=float), np.array(case["weights"], dtype=float), case["p"]
        size = f"{p} of {times.shape[0]} sites, {times.shape[1]} zones"
        rows += [
            _proven(f"p-median, {size}", case["least_time"], p_median(times, weights, p)),
            _proven(f"maximal cover, {size}", case["most_cover"], max_cover(times, weights, p, case["near"])),
            _proven(
                f"set cover, {times.shape[0]} sites, {times.shape[1]} zones",
                case["fewest_sites"],
                set_cover(times, case["within"]),
            ),
        ]
    return rows


def published_optima() -> Checks:
    """The first five p-medians of the OR-Library, where they are on this machine."""
    reference = reference_folder()
    rows = []
    for number, optimum in OPTIMA.items():
        name = f"p-median, pmed{number}"
        if reference is None:
            rows.append(not_run(name, str(optimum), LIBRARY, MISSING))
            continue
        path = reference / "facts" / "response" / "pmedian" / f"pmed{number}.txt"
        times, p = read_or_library(path.read_text(encoding="utf-8"))
        rows.append(_proven(name, optimum, p_median(times, np.ones(len(times)), p), LIBRARY))
    return rows


def read_or_library(text: str) -> tuple[NDArray[np.float64], int]:
    """Shortest paths (vertices, vertices) and p. Edges go both ways; the last of a duplicate wins."""
    (n, _, p), *edges = ([int(cell) for cell in line.split()] for line in text.splitlines() if line.strip())
    length = {(min(a, b) - 1, max(a, b) - 1): cost for a, b, cost in edges}
    first, second = np.array(list(length)).T
    graph = csr_array((np.array(list(length.values()), dtype=float), (first, second)), shape=(n, n))
    return np.asarray(dijkstra(graph, directed=False), dtype=np.float64), p


def _proven(name: str, best: float, plan: Plan, source: str = EVERY_PLAN) -> Check:
    """The best value, proven by the plan's own bound as well."""
    return near(name, best, plan.value if plan.proven else np.nan, 1e-6, source)
