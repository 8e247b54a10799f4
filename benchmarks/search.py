"""A search with the simulator in the loop: 60 open of 150 sites, and Hertfordshire's own fire stations."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from benchmarks.registry import Row

from bluelight.area import Area, load_area
from bluelight.studies.search import load_search, search

SITES, OPEN, SEED = 150, 60, 1
MINUTES, GAP, WORKERS = 5.0, 0.01, 2


def run() -> list[Row]:
    """Wall time on two cores, and how far the map's best plan is from its proven bound."""
    made, hosts = made_up(load_area("hertfordshire"))
    return [
        *_row(f"search, {OPEN} open of {SITES} sites", made, least_sites=OPEN, most_sites=OPEN, hosts=hosts),
        *_row("search, Hertfordshire's fire stations, 26 to 29", load_area("hertfordshire")),
    ]


def made_up(area: Area) -> tuple[Area, tuple[str, ...]]:
    """The county with 150 sites at zones drawn by a seed: 60 with a fire engine each, and 90 that could be hosts.

    No such sites exist. Its zones, calls and other services are the county's own.
    """
    rng = np.random.default_rng(SEED)
    zones = area.zones.iloc[rng.choice(len(area.zones), SITES, replace=False)]
    names = [f"G{i:03d}" for i in range(SITES)]
    row = area.sites[area.sites["site"] == "F01"]
    sites = pd.concat([row] * SITES, ignore_index=True)
    sites = sites.assign(site=names, name=[f"Site {name}" for name in names], lon=zones["lon"].to_numpy())
    sites = sites.assign(lat=zones["lat"].to_numpy(), services=[("fire",)] * OPEN + [("police",)] * (SITES - OPEN))
    pump = area.units[(area.units["kind"] == "pump") & (area.units["crewing"] == "wholetime")].head(1)
    pumps = pd.concat([pump] * OPEN, ignore_index=True)
    pumps = pumps.assign(unit=[f"{name}-P1" for name in names[:OPEN]], site=names[:OPEN])
    others = area.units[area.units["kind"] != "pump"]
    made = area.with_tables(
        sites=pd.concat([area.sites, sites], ignore_index=True),
        units=pd.concat([others[others["service"] != "fire"], pumps], ignore_index=True),
    )
    return made, tuple(names[OPEN:])


def _row(what: str, area: Area, **asked: object) -> list[Row]:
    begin = time.perf_counter()
    found = search(area, load_search(None, **asked), workers=WORKERS).results
    minutes = (time.perf_counter() - begin) / 60
    gap = max(on_map.gap for on_map in found.on_the_map)
    best = next(plan for plan in found.plans if plan.recommended)
    return [
        Row(what, minutes, "min", f"at most {MINUTES:g} min", minutes <= MINUTES),
        Row("the same: the map's best from its proven bound", gap, "", f"at most {GAP:g}", gap <= GAP),
        Row("the same: the recommended plan from that bound", best.drive_gap or 0.0, "", "", None),
        Row("the same: plans screened", float(found.screened), "plans", "", None),
    ]
