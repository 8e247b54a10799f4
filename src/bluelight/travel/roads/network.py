"""A road network: nodes, directed arcs, and how long each arc takes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from bluelight.errors import InputError, Problem
from bluelight.travel.roads.arrays import Flag, Float, Int

LONGEST_ARC_S = 4 * 3600.0
"""No arc takes longer than this: a slower one is a mistake in the file."""

MOST_ARCS_PER_NODE = 20
"""Roads have two to five for each node. A table of every place to every other is no road network, and would take as
long to prepare as to read off."""


@dataclass(frozen=True)
class Dropped:
    """What a network leaves out because no road leads there and back.

    components: how many pieces the file has; nodes, arcs, km: what the pieces left out hold (km of directed arcs).
    """

    components: int = 1
    nodes: int = 0
    arcs: int = 0
    km: float = 0.0

    def __str__(self) -> str:
        if self.nodes == 0:
            return "Every node can be reached from every other."
        return (
            f"{self.nodes:,} nodes and {self.km:,.1f} km of road lanes are left out: they lie in "
            f"{self.components - 1:,} pieces that cannot be driven to and from the largest one."
        )


@dataclass(frozen=True, eq=False)
class Network:
    """A road network, one-way streets already resolved into directed arcs. All arrays are read-only.

    node_ids: shape (nodes,), as in the file; lon, lat: degrees; road_access: whether a site or zone may join here.
    first: shape (nodes + 1,), heads: shape (arcs,): compressed rows, the arcs of node v are first[v]:first[v + 1].
    length_m: metres; classes: names of road classes; class_of: shape (arcs,), which of them (-1: not given).
    speed_kmh: speed in normal driving (NaN where the file gives times and no length).
    seconds: travel time under lights and sirens; normal_seconds: in normal driving.
    dropped: what is not in it; notices: licence and attribution lines that anything made of it must carry.
    notes: what the reader could not use, in words.
    beyond: shape (n, 2), longitude and latitude of the nodes with road access that are not in it.
    names: of roads; name_of: shape (arcs,), which of them each arc has (-1: none), or empty where no names are known.
    """

    node_ids: NDArray[np.int64]
    lon: Float
    lat: Float
    road_access: Flag
    first: Int
    heads: Int
    length_m: Float
    classes: tuple[str, ...]
    class_of: NDArray[np.int16]
    speed_kmh: Float
    seconds: Float
    normal_seconds: Float
    dropped: Dropped = Dropped()
    notices: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    beyond: Float = field(default_factory=lambda: np.empty((0, 2)))
    names: tuple[str, ...] = ()
    name_of: Int = field(default_factory=lambda: np.empty(0, dtype=np.int32))

    def __post_init__(self) -> None:
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.lon)

    @property
    def arcs(self) -> int:
        """How many directed arcs there are."""
        return len(self.heads)

    @property
    def tails(self) -> Int:
        """The node each arc starts from, shape (arcs,)."""
        return np.repeat(np.arange(self.nodes, dtype=np.int32), np.diff(self.first))

    def scaled(self, factor_by_class: dict[str, float]) -> Float:
        """Seconds under lights and sirens with times of some classes multiplied, as for a period of the day.

        Shape (arcs,). Factors must be positive and finite; a class that is not named keeps its times.
        """
        problems = [
            Problem("factors by class", f"{name} has factor {factor}.", "Give a positive number.")
            for name, factor in factor_by_class.items()
            if not 0 < factor < np.inf
        ] + [
            Problem("factors by class", f"{name} is not a class of this network.", f"Use {', '.join(self.classes)}.")
            for name in factor_by_class
            if name not in self.classes
        ]
        if problems:
            raise InputError(problems)
        factors = np.array([factor_by_class.get(name, 1.0) for name in self.classes] + [1.0])
        seconds: Float = self.seconds * factors[self.class_of]
        return seconds

    def arcs_between(self, pairs: list[tuple[int, int]]) -> Int:
        """Every arc between the given nodes (positions, not ids), in the direction given: for closing roads."""
        found: list[int] = []
        for tail, head in pairs:
            begin, end = self.first[tail], self.first[tail + 1]
            arcs = begin + np.flatnonzero(self.heads[begin:end] == head)
            if len(arcs) == 0:
                raise InputError(
                    [
                        Problem(
                            "closed roads",
                            f"no road runs from node {self.node_ids[tail]} to {self.node_ids[head]}.",
                            "Name neighbouring nodes in driving direction.",
                        )
                    ]
                )
            found += arcs.tolist()
        return np.array(found, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Roads:
    """Nodes and directed arcs as a reader found them, in any order; see `Network` for the fields."""

    source: str
    node_ids: NDArray[np.int64]
    lon: Float
    lat: Float
    road_access: Flag
    tails: Int
    heads: Int
    length_m: Float
    classes: tuple[str, ...]
    class_of: NDArray[np.int16]
    speed_kmh: Float
    seconds: Float
    normal_seconds: Float
    notices: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    name_of: Int = field(default_factory=lambda: np.empty(0, dtype=np.int32))


def build_network(roads: Roads) -> Network:
    """Keep the largest strongly connected piece, as compressed rows. Raises InputError where that is no network."""
    if len(roads.tails) == 0:
        raise InputError([Problem(roads.source, "holds no road that can be driven on.", "Give a file with roads.")])
    n = len(roads.lon)
    if len(roads.tails) > MOST_ARCS_PER_NODE * max(n, 100):
        what = f"has {len(roads.tails):,} arcs between {n:,} nodes, which no road network has."
        raise InputError([Problem(roads.source, what, "Give roads between neighbouring junctions.")])
    graph = csr_matrix((np.ones(len(roads.tails), np.int8), (roads.tails, roads.heads)), shape=(n, n))
    components, label = connected_components(graph, directed=True, connection="strong")
    sizes = np.bincount(label)
    kept = label == sizes.argmax()
    if kept.sum() < 2:
        raise InputError(
            [Problem(roads.source, "has no two places that can be driven to and back from.", "Check one-way streets.")]
        )
    inside = kept[roads.tails] & kept[roads.heads]
    order = np.flatnonzero(inside)
    number = np.cumsum(kept, dtype=np.int32) - 1
    tails, heads = number[roads.tails[order]], number[roads.heads[order]]
    by_row = np.lexsort((heads, tails))
    order, tails, heads = order[by_row], tails[by_row], heads[by_row]
    access = roads.road_access[kept]
    if not access.any():
        raise InputError([Problem(roads.source, "has no node with road access.", "Mark where sites may join.")])
    nodes = int(kept.sum())
    return Network(
        node_ids=roads.node_ids[kept],
        lon=roads.lon[kept],
        lat=roads.lat[kept],
        road_access=access,
        first=np.concatenate([[0], np.bincount(tails, minlength=nodes).cumsum()]).astype(np.int32),
        heads=heads.astype(np.int32),
        length_m=roads.length_m[order],
        classes=roads.classes,
        class_of=roads.class_of[order],
        speed_kmh=roads.speed_kmh[order],
        seconds=roads.seconds[order],
        normal_seconds=roads.normal_seconds[order],
        dropped=Dropped(
            components=int(components),
            nodes=n - nodes,
            arcs=int((~inside).sum()),
            km=float(roads.length_m[~inside].sum() / 1000),
        ),
        notices=roads.notices,
        notes=roads.notes,
        beyond=np.column_stack([roads.lon, roads.lat])[~kept & roads.road_access],
        names=roads.names,
        name_of=roads.name_of[order] if len(roads.name_of) else roads.name_of,
    )


def checked_times(network: Network, seconds: Float) -> Float:
    """`seconds` as an array, if it is one time for each arc, none of them negative or missing."""
    times = np.array(seconds, dtype=np.float64)
    if times.shape != (network.arcs,):
        raise InputError(
            [Problem("travel times", f"{times.shape} times for {network.arcs} arcs.", "Give one for each arc.")]
        )
    wrong = np.flatnonzero(~(times >= 0))
    if len(wrong):
        arc = int(wrong[0])
        what = f"{len(wrong):,} arcs have a time that is negative or not a number; the first is {times[arc]} s"
        raise InputError([Problem("travel times", f"{what} (arc {arc}).", "Give seconds, or inf for a closed road.")])
    return times
