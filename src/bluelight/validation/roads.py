"""Times on roads against scipy's Dijkstra, and grid references against Ordnance Survey's points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from bluelight.area.grid import to_lonlat
from bluelight.travel.roads import ArcColumns, Network, NodeColumns, prepare, read_osm, read_tables
from bluelight.travel.roads.earth import ground_metres
from bluelight.validation.check import Check, Checks, near, none_wrong, not_run
from bluelight.validation.reference import MISSING, reference_folder
from bluelight.validation.shipped import FOLDER, table

Floats = NDArray[np.float64]
SEED = 1
SECONDS = 1e-6
SCIPY = "scipy's Dijkstra on the same roads"
ORDNANCE_SURVEY = "Ordnance Survey, test points of OSTN15"
RUSH = {"primary": 1.4, "residential": 1.15}
"""What a made-up rush hour does to the times of some classes."""


def shipped_roads() -> Checks:
    """Every journey on a small network, straight from its table to scipy: usual times, a rush hour, closed roads."""
    folder = FOLDER / "roads"
    network = read_tables(
        folder / "nodes.csv",
        folder / "arcs.csv",
        arc_columns=ArcColumns(length_m="metres", road_class="highway", seconds="siren_s", normal_seconds="normal_s"),
    )
    arcs = table("roads/arcs.csv")
    place = {node: position for position, node in enumerate(network.node_ids.tolist())}
    arcs = arcs[arcs["from_node"].isin(place) & arcs["to_node"].isin(place)]
    tails, heads = (arcs[end].map(place).to_numpy() for end in ("from_node", "to_node"))
    usual = arcs["siren_s"].to_numpy(dtype=np.float64)
    rush = usual * arcs["highway"].map(lambda name: RUSH.get(name, 1.0)).to_numpy(dtype=np.float64)
    shut = np.random.default_rng(SEED).random(len(arcs)) < 0.05
    ends = set(zip(tails[shut].tolist(), heads[shut].tolist(), strict=True))
    closed = network.arcs_between(sorted(ends))
    open_s = np.where([end in ends for end in zip(tails.tolist(), heads.tolist(), strict=True)], np.inf, usual)
    prepared, everywhere = prepare(network), np.arange(network.nodes, dtype=np.int32)
    rows = []
    for name, got, seconds in (
        ("usual times", prepared.weigh(), usual),
        ("a rush hour", prepared.weigh(network.scaled(RUSH)), rush),
        ("roads closed", prepared.weigh(closed=closed), open_s),
    ):
        expected = _by_scipy(network.nodes, tails, heads, seconds, everywhere)
        rows.append(_same(f"roads, made-up town, {name}", got.matrix(everywhere, everywhere), expected))
    times = prepared.weigh()
    reach = times.matrix(everywhere, everywhere)
    pairs = np.random.default_rng(SEED).choice(network.nodes, (200, 2)).tolist()
    wrong = sum(abs(times.route(a, b).seconds - reach[a, b]) > SECONDS for a, b in pairs)
    rows.append(none_wrong("roads, made-up town, routes add up", wrong, 200, "routes", SCIPY, f"{SECONDS:g} s"))
    return rows


def real_roads() -> Checks:
    """Rutland and Auckland, where they are on this machine: twelve places to four hundred."""
    reference = reference_folder()
    rows = []
    for name, read in (("Rutland", _rutland), ("Auckland", _auckland)):
        for what in ("under lights and sirens", "in normal driving, roads closed"):
            title = f"roads, {name}, {what}"
            if reference is None:
                rows.append(not_run(title, "0 of 4,800 journeys", SCIPY, MISSING))
        if reference is None:
            continue
        network = read(reference / "data")
        rng = np.random.default_rng(SEED)
        sources, targets = (rng.choice(network.nodes, many).astype(np.int32) for many in (12, 400))
        shut = rng.choice(network.arcs, network.arcs // 50, replace=False)
        slow = network.normal_seconds.copy()
        slow[shut] = np.inf
        prepared = prepare(network)
        for what, seconds in (("under lights and sirens", network.seconds), ("in normal driving, roads closed", slow)):
            got = prepared.weigh(seconds).matrix(sources, targets)
            expected = _by_scipy(network.nodes, network.tails, network.heads, seconds, sources)[:, targets]
            rows.append(_same(f"roads, {name}, {what}", got, expected))
    return rows


def grid_references() -> Checks:
    """Published points of the British National Grid: how far off the worst is."""
    points = table("grid_points.csv")
    lonlat = to_lonlat(points["easting"].to_numpy(dtype=float), points["northing"].to_numpy(dtype=float))
    off = ground_metres(lonlat[:, 0], lonlat[:, 1], points["lon"].to_numpy(), points["lat"].to_numpy())
    name = f"grid references, {len(points)} points, metres off"
    return [
        near(f"{name}, at most", 0.0, float(off.max()), 5.0, ORDNANCE_SURVEY),
        near(f"{name}, median", 0.0, float(np.median(off)), 2.0, ORDNANCE_SURVEY),
    ]


def _rutland(data: Path) -> Network:
    return read_osm(data / "rutland_osm" / "roads.osm.pbf")


def _auckland(data: Path) -> Network:
    folder = data / "networks" / "auckland"
    return read_tables(
        folder / "nodes.csv.gz",
        folder / "arcs.csv.gz",
        node_columns=NodeColumns(road_access="road_access"),
        arc_columns=ArcColumns(length_km="km", seconds="siren_s", normal_seconds="normal_s"),
    )


def _by_scipy(
    nodes: int, tails: NDArray[Any], heads: NDArray[Any], seconds: Floats, sources: NDArray[np.int32]
) -> Floats:
    """Seconds from the sources to every node: of parallel arcs the quickest, closed ones left out."""
    arcs = pd.DataFrame({"tail": tails, "head": heads, "seconds": seconds})
    arcs = arcs[np.isfinite(arcs["seconds"])].groupby(["tail", "head"], as_index=False)["seconds"].min()
    graph = csr_array((arcs["seconds"], (arcs["tail"], arcs["head"])), shape=(nodes, nodes))
    return np.asarray(dijkstra(graph, indices=sources), dtype=np.float64)


def _same(name: str, got: Floats, expected: Floats) -> Check:
    cut = ~np.isfinite(expected)
    apart = np.where(cut, np.isfinite(got), ~(np.abs(got - np.where(cut, 0.0, expected)) <= SECONDS))
    return none_wrong(name, int(apart.sum()), apart.size, "journeys", SCIPY, f"{SECONDS:g} s")
