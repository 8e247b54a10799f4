"""Travel times, routes and reach on a road network that was prepared once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bluelight.errors import BluelightError, InputError, Problem
from bluelight.travel.roads.arrays import Float, Int
from bluelight.travel.roads.customise import Weights, customise
from bluelight.travel.roads.earth import flat
from bluelight.travel.roads.network import Network, checked_times
from bluelight.travel.roads.snap import Snapped, with_access
from bluelight.travel.roads.structure import Structure, build_structure
from bluelight.travel.roads.sweep import sweep
from bluelight.travel.roads.unpack import node_path


@dataclass(frozen=True, eq=False)
class Route:
    """The quickest way between two nodes.

    nodes, arcs: positions in the network, in driving order; lonlat: shape (nodes on the way, 2), degrees.
    """

    nodes: Int
    arcs: Int
    lonlat: Float
    seconds: float
    metres: float

    def geojson(self) -> dict[str, Any]:
        """The way as a LineString (where it starts and ends at once, a line of no length)."""
        points = self.lonlat if len(self.lonlat) > 1 else np.repeat(self.lonlat, 2, axis=0)
        return {"type": "LineString", "coordinates": np.round(points, 6).tolist()}


@dataclass(frozen=True, eq=False)
class Prepared:
    """A network made ready for any times on it: `weigh` gives it times in hundredths of a second."""

    network: Network
    structure: Structure

    def weigh(self, seconds: Float | None = None, closed: Sequence[int] | NDArray[np.int32] = ()) -> RoadTimes:
        """The network with times of its own or those given, and some arcs closed.

        seconds: shape (arcs,), inf for a closed road; by default the network's times under lights and sirens.
        closed: positions of arcs that cannot be driven.
        """
        times = checked_times(self.network, self.network.seconds if seconds is None else seconds)
        shut = np.asarray(closed, dtype=np.int64)
        if len(shut) and not ((shut >= 0) & (shut < self.network.arcs)).all():
            raise InputError([Problem("closed roads", "an arc is not in the network.", "Use positions of arcs.")])
        times[shut] = np.inf
        return RoadTimes(self, times, customise(self.structure, times))


def prepare(network: Network) -> Prepared:
    """Order a network's nodes and find its shortcuts; independent of the times."""
    x, y = flat(network.lon, network.lat)
    return Prepared(network, build_structure(network.tails, network.heads, x, y))


@dataclass(frozen=True, eq=False)
class RoadTimes:
    """Times on a network at one period of the day, with the roads open then.

    seconds: shape (arcs,), inf where closed.
    """

    prepared: Prepared
    seconds: Float
    weights: Weights

    @property
    def network(self) -> Network:
        """The network these are times on."""
        return self.prepared.network

    def matrix(self, sources: Sequence[int] | Int, targets: Sequence[int] | Int) -> Float:
        """Seconds from every source node to every target node: shape (sources, targets); inf where no road leads."""
        rank = self.prepared.structure.rank
        start, end = rank[self._nodes(sources)], rank[self._nodes(targets)]
        parent = self.prepared.structure.parent
        if len(end) < len(start):
            # The smaller side is swept in batches; backwards, the two directions change places.
            return np.ascontiguousarray(sweep(end, start, self.weights.down, self.weights.up, parent).T)
        return sweep(start, end, self.weights.up, self.weights.down, parent)

    def between(self, origins: Snapped, destinations: Snapped) -> Float:
        """Seconds from every origin to every destination with their access legs.

        Raises BluelightError naming the pairs between which no road leads, as when closed roads cut a place off.
        """
        total = with_access(self.matrix(origins.nodes, destinations.nodes), origins, destinations)
        cut = np.argwhere(~np.isfinite(total))
        if len(cut):
            i, j = cut[0]
            raise BluelightError(
                f"{len(cut):,} journeys have no open road; the first is from {origins.names[i]} to "
                f"{destinations.names[j]}. Open a road or leave these places out."
            )
        return total

    def reach(self, source: int) -> Float:
        """Seconds from one node to every node of the network, shape (nodes,)."""
        seconds: Float = self.matrix([source], np.arange(self.network.nodes, dtype=np.int32))[0]
        return seconds

    def route(self, source: int, target: int) -> Route:
        """The quickest way. Raises BluelightError where no open road leads there."""
        network, structure = self.network, self.prepared.structure
        a, b = self._nodes([source, target])
        ranks = node_path(structure, self.weights, int(structure.rank[a]), int(structure.rank[b]))
        if ranks is None:
            names = f"from node {network.node_ids[a]} to node {network.node_ids[b]}"
            raise BluelightError(f"No open road leads {names}. Open a road or choose another place.")
        nodes = structure.node[ranks]
        arcs = np.array([self._quickest(u, v) for u, v in pairwise(nodes.tolist())], dtype=np.int32)
        lonlat = np.column_stack([network.lon[nodes], network.lat[nodes]])
        return Route(nodes, arcs, lonlat, float(self.seconds[arcs].sum()), float(network.length_m[arcs].sum()))

    def _quickest(self, tail: int, head: int) -> int:
        begin, end = self.network.first[tail], self.network.first[tail + 1]
        arcs = begin + np.flatnonzero(self.network.heads[begin:end] == head)
        return int(arcs[self.seconds[arcs].argmin()])

    def _nodes(self, nodes: Sequence[int] | Int) -> NDArray[np.int64]:
        positions = np.asarray(nodes, dtype=np.int64)
        if len(positions) and not ((positions >= 0) & (positions < self.network.nodes)).all():
            raise InputError([Problem("road network", "a node is not in it.", "Use positions of nodes, from 0.")])
        return positions
