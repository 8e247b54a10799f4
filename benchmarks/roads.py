"""Travel times on roads, 150 places to 3,000, against scipy and routingkit-cch: the same question to each."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
import routingkit_cch
from benchmarks.registry import Row
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from bluelight.travel.roads import ArcColumns, Network, NodeColumns, prepare, read_tables
from bluelight.travel.roads.network import Roads, build_network

SOURCES, TARGETS = 150, 3_000
SEED = 1
REPEATS = 5


def run() -> list[Row]:
    """The made-up county, and Auckland where the reference material is there."""
    rows = measure("county", county())
    city = auckland()
    if city is None:
        print("roads, Auckland: no reference material (set BLUELIGHT_REFERENCE to its folder)")
    return rows + (measure("Auckland", city) if city else [])


def county(nodes: int = 120_000, seed: int = SEED) -> Network:
    """A made-up county of about this many nodes, 92% of them shape points, with slow lanes, main roads and motorways.

    Junctions lie on a shaken grid of squares 500 m wide; a seventh of its lanes are missing, a tenth run
    one way. Every 8th row and column is a main road, every 32nd a motorway.
    """
    rng = np.random.default_rng(seed)
    shapes_per_road = 7.0
    side = max(4, round(np.sqrt(nodes / (1 + 1.72 * shapes_per_road))))
    x, y = (a.ravel().astype(float) for a in np.meshgrid(np.arange(side), np.arange(side), indexing="ij"))
    column, row = x.astype(int), y.astype(int)
    number = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate([
        np.column_stack([number[:-1].ravel(), number[1:].ravel()]),
        np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()]),
    ])  # fmt: skip
    # A road belongs to the row or column it runs along.
    line = np.where(column[pairs[:, 0]] == column[pairs[:, 1]], column[pairs[:, 0]], row[pairs[:, 0]])
    level = (line % 8 == 4).astype(int) + (line % 32 == 20)
    kept = (level > 0) | (rng.random(len(pairs)) > 1 / 7)
    pairs, level = pairs[kept], level[kept]
    x += rng.uniform(-0.3, 0.3, len(x))
    y += rng.uniform(-0.3, 0.3, len(y))
    # Shape points: on the straight line between the junctions, shaken sideways.
    count = rng.poisson(shapes_per_road, len(pairs))
    road = np.repeat(np.arange(len(pairs)), count + 1)
    step = np.arange(len(road)) - np.repeat((count + 1).cumsum() - (count + 1), count + 1)
    last = step == count[road]
    share = ((step + 1) / (count[road] + 1))[~last]
    a, b = pairs[road[~last]].T
    sway = rng.normal(0, 0.02, len(a))
    x, y = (
        np.concatenate([x, x[a] + share * (x[b] - x[a]) + sway * (y[b] - y[a])]),
        np.concatenate([y, y[a] + share * (y[b] - y[a]) - sway * (x[b] - x[a])]),
    )
    heads = np.empty(len(road), dtype=np.int64)
    heads[last] = pairs[:, 1]
    heads[~last] = side * side + np.arange(len(a))
    tails = np.where(step == 0, pairs[road, 0], np.roll(heads, 1))
    metres = 500 * np.hypot(x[tails] - x[heads], y[tails] - y[heads])
    kmh = np.array([rng.choice([32.0, 48.0, 64.0], len(pairs), p=[0.5, 0.35, 0.15]), np.full(len(pairs), 72.0),
                    np.full(len(pairs), 110.0)])[level, np.arange(len(pairs))][road]  # fmt: skip
    back = ~((level == 0) & (rng.random(len(pairs)) < 0.1))[road]
    names = ("lane", "main", "motorway")

    def both(values: np.ndarray) -> np.ndarray:
        return np.concatenate([values, values[back]])

    seconds = both(metres * 3.6 / kmh)
    return build_network(
        Roads(
            source="made-up county",
            node_ids=np.arange(len(x)),
            lon=-1.0 + x * 500 / 67_000,
            lat=52.0 + y * 500 / 111_200,
            road_access=np.ones(len(x), dtype=np.bool_),
            tails=np.concatenate([tails, heads[back]]).astype(np.int32),
            heads=np.concatenate([heads, tails[back]]).astype(np.int32),
            length_m=both(metres),
            classes=names,
            class_of=both(level[road].astype(np.int16)),
            speed_kmh=both(kmh),
            seconds=seconds,
            normal_seconds=seconds,
        )
    )


def auckland() -> Network | None:
    """The Auckland network of the reference material; None where it is not there."""
    root = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("BLUELIGHT_REFERENCE", root.parent / "shared")) / "data" / "networks" / "auckland"
    if not folder.is_dir():
        return None
    return read_tables(
        folder / "nodes.csv.gz",
        folder / "arcs.csv.gz",
        node_columns=NodeColumns(road_access="road_access"),
        arc_columns=ArcColumns(length_km="km", seconds="siren_s", normal_seconds="normal_s"),
    )


def least(repeats: int, runs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The least of several times of each run, taken in turns so that all see the same disturbances."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            start = perf_counter()
            run()
            times[name].append(perf_counter() - start)
    return {name: min(taken) for name, taken in times.items()}


def measure(name: str, network: Network) -> list[Row]:
    """Time the three engines on one network, one core each, preparation apart; and compare their answers."""
    rng = np.random.default_rng(SEED)
    sources = rng.choice(network.nodes, SOURCES, replace=False)
    targets = rng.choice(network.nodes, TARGETS, replace=False)
    prepared = prepare(network)
    times = prepared.weigh()
    graph = csr_matrix((network.seconds, network.heads, network.first), shape=(network.nodes, network.nodes))
    oracle = dijkstra(graph, indices=sources)[:, targets]
    off = float(np.abs(times.matrix(sources, targets) - oracle).max())
    peer = Peer(network, targets)
    # It takes whole numbers only: milliseconds, rounded road by road.
    if np.abs(peer.matrix(sources) / 1000 - oracle).max() > 1.0:
        raise AssertionError("routingkit-cch was not asked the same question")
    rush_hour = network.seconds * 1.3
    taken = least(
        REPEATS,
        {
            "matrix": lambda: times.matrix(sources, targets),
            "routingkit": lambda: peer.matrix(sources),
            "scipy": lambda: dijkstra(graph, indices=sources),
            "weigh": lambda: prepared.weigh(rush_hour),
            "prepare": lambda: prepare(network),
        },
    )
    by_scipy, by_peer = taken["scipy"] / taken["matrix"], taken["routingkit"] / taken["matrix"]
    what = f"roads, {name} ({network.nodes:,} nodes)"
    return [
        Row(f"{what}: {SOURCES} x {TARGETS:,} matrix", 1000 * taken["matrix"], "ms", "", None),
        Row(f"{what}: times faster than scipy", by_scipy, "times", "at least 100", by_scipy >= 100),
        Row(f"{what}: times faster than routingkit-cch", by_peer, "times", "at least 10", by_peer >= 10),
        Row(f"{what}: furthest off scipy", off, "s", "at most 1e-6", off <= 1e-6),
        Row(f"{what}: re-weighted", taken["weigh"], "s", "at most 0.1", taken["weigh"] <= 0.1),
        Row(f"{what}: prepared", taken["prepare"], "s", "", None),
        Row(f"{what}: prepared by routingkit-cch", peer.prepare_s, "s", "", None),
    ]


class Peer:
    """routingkit-cch with its fastest way for a matrix: targets pinned, one sweep from each source."""

    def __init__(self, network: Network, targets: np.ndarray) -> None:
        tails, heads = network.tails.tolist(), network.heads.tolist()
        weights = np.round(network.seconds * 1000).astype(int).tolist()
        start = perf_counter()
        order = routingkit_cch.compute_order_inertial(
            network.nodes, tails, heads, network.lat.tolist(), network.lon.tolist()
        )
        cch = routingkit_cch.CCH(order, tails, heads, False)
        self.metric = routingkit_cch.CCHMetric(cch, weights)
        self.prepare_s = perf_counter() - start
        self.targets = targets.tolist()
        self.query = routingkit_cch.CCHOneToMany(self.metric, self.targets)

    def matrix(self, sources: np.ndarray) -> np.ndarray:
        self.query.repin_targets(self.targets)
        return np.array([self.query.distances_from(source) for source in sources.tolist()], dtype=np.float64)
