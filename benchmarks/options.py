"""A year of a county, hundreds of options of it, and the ranking of station plans by a screening run."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
from benchmarks.peak import peak_bytes
from benchmarks.registry import Row
from benchmarks.timing import least
from scipy.stats import spearmanr

from bluelight.area import Area, load_area
from bluelight.response import screen, simulate, simulate_options

YEAR_S, MINUTES, GIGABYTES = 1.0, 10.0, 2.0
OPTIONS, REPLICATIONS = 300, 30
FEW, MORE = 4, 10  # options measured: business as usual and three plans, and six plans more
PLANS, PLAN_MS, SPEARMAN = 40, 5.0, 0.95


def run() -> list[Row]:
    """Hertfordshire: three services, a year of 235,000 calls."""
    area = load_area("hertfordshire")
    simulate(area, days=2, replications=1)  # compiles
    year = least(3, {"year": (1, lambda: simulate(area, days=365, replications=1))})["year"]
    return [
        Row("a year of three services, one core: everything", year, "s", f"at most {YEAR_S:g} s", year <= YEAR_S),
        *_options(),
        *_screening(area, "fire"),
        *_screening(area, "ambulance"),
    ]


def plans(area: Area, count: int, services: tuple[str, ...]) -> list[dict[str, str]]:
    """Random station plans: every unit of these services at one of its service's own stations."""
    rng = np.random.default_rng(1)
    found: list[dict[str, str]] = []
    for _ in range(count):
        plan: dict[str, str] = {}
        for service in services:
            mine = area.units[area.units["service"] == service]
            plan |= dict(zip(mine["unit"], rng.choice(mine["site"].unique(), len(mine)), strict=True))
        found.append(plan)
    return found


def options(area: Area, count: int) -> dict[str, Area]:
    """Business as usual, then station plans of fire, of ambulances and of both in turn."""
    turns = (("fire",), ("ambulance",), ("fire", "ambulance"))
    found = {"usual": area}
    for i, plan in enumerate(zip(*(plans(area, count, services) for services in turns), strict=True)):
        chosen = plan[i % len(turns)]
        sites = [chosen.get(unit, site) for unit, site in zip(area.units["unit"], area.units["site"], strict=True)]
        found[f"plan {i}"] = area.with_tables(units=area.units.assign(site=sites))
    return dict(list(found.items())[:count])


def _options() -> list[Row]:
    """In a process of its own, for its memory. Each further option takes as long and as much room as those measured."""
    code = "from benchmarks.options import simulate_some; simulate_some()"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    few_s, few_core_s, more_s, more_core_s, peak, kept = (float(value) for value in told)
    minutes, core_minutes = (
        (few + (more - few) / (MORE - FEW) * (OPTIONS - FEW)) / 60
        for few, more in ((few_s, more_s), (few_core_s, more_core_s))
    )
    memory = peak + kept / MORE * (OPTIONS - MORE)
    what = f"{OPTIONS} options, {REPLICATIONS} replications, two cores"
    return [
        Row(f"{what}, from {FEW} and {MORE}", minutes, "min", f"at most {MINUTES:g} min", minutes <= MINUTES),
        Row("the same, minutes of processor time", core_minutes, "min", "", None),
        Row(f"{what}, from {MORE}: memory", memory, "GB", f"at most {GIGABYTES:g} GB", memory <= GIGABYTES),
    ]


def simulate_some() -> None:
    """Print the seconds that few options take and that more take, the most memory, and what is kept of them, in GB."""
    area = load_area("hertfordshire")
    simulate_options(options(area, 2), days=2, replications=1, brief=True)  # compiles
    for count in (FEW, MORE):
        chosen = options(area, count)
        begin, core = time.perf_counter(), time.process_time()
        found = simulate_options(chosen, days=365, replications=REPLICATIONS, workers=2, brief=True)
        print(time.perf_counter() - begin, time.process_time() - core)
    tables = [getattr(each, table) for each in found.values() for table in ("measures", "units", "first", "published")]
    print(peak_bytes() / 1e9, sum(int(table.memory_usage(deep=True).sum()) for table in tables) / 1e9)


def _screening(area: Area, service: str) -> list[Row]:
    variants = plans(area, PLANS, (service,))
    short = screen(area, variants, service)
    work = {name: (1, lambda n=n: screen(area, variants[:n], service)) for name, n in (("one", 1), ("more", 9))}
    taken = least(10, work)
    each = 1000 * (taken["more"] - taken["one"]) / 8
    yearly = {"fire": 12_500, "ambulance": 128_000}[service]
    rank = float(spearmanr(short["mean_min"], screen(area, variants, service, calls=yearly, seed=2)["mean_min"])[0])
    return [
        Row(f"screening, {service}, 5,000 calls: a plan", each, "ms", f"at most {PLAN_MS:g} ms", each <= PLAN_MS),
        Row(
            f"the same: rank correlation with a year, {PLANS} plans", rank, "", f"at least {SPEARMAN}", rank >= SPEARMAN
        ),
    ]
