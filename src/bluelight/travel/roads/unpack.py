"""From a way over shortcuts to the nodes on the road."""

from __future__ import annotations

import numpy as np

from bluelight.compiling import kept
from bluelight.travel.roads.arrays import Float, Int
from bluelight.travel.roads.customise import Climb, Weights
from bluelight.travel.roads.structure import Structure


def node_path(structure: Structure, weights: Weights, source: int, target: int) -> Int | None:
    """Ranks of the nodes of a quickest way from source to target, both ranks; None where there is none."""
    climbed, came_from = _climb(source, weights.up, structure.parent)
    descended, goes_to = _climb(target, weights.down, structure.parent)
    meeting = [r for r in climbed if r in descended]
    if not meeting:
        return None
    r = top = min(meeting, key=lambda r: climbed[r] + descended[r])
    high_points = [top]
    while r != source:
        r = came_from[r]
        high_points.append(r)
    high_points.reverse()
    r = top
    while r != target:
        r = goes_to[r]
        high_points.append(r)
    points = np.array(high_points, dtype=np.int32)
    below = structure.below
    return _unpack(
        points, structure.first, structure.high, below.first, below.low, below.edge, weights.edges, weights.roads
    )


def _climb(start: int, climb: Climb, parent: Int) -> tuple[dict[int, float], dict[int, int]]:
    """Seconds to each rank above `start`, and the rank before it."""
    seconds, before = {start: 0.0}, {}
    r = start
    while r >= 0:
        if r in seconds:
            for e in range(climb.first[r], climb.first[r + 1]):
                high, there = int(climb.high[e]), seconds[r] + float(climb.seconds[e])
                if there < seconds.get(high, np.inf):
                    seconds[high], before[high] = there, r
        r = int(parent[r])
    return seconds, before


@kept()
def _unpack(
    points: Int, first: Int, high: Int, low_first: Int, low: Int, low_edge: Int, edges: Float, roads: Float
) -> Int:  # pragma: no cover
    """Put the node that a shortcut passes between its ends, until only roads are left.

    The times of a shortcut's halves add up to its own to the last bit, because that is how it got them.
    """
    stack = [points[k] for k in range(len(points) - 1, 0, -1)]
    path = [points[0]]
    while len(stack) > 0:
        a, b = path[-1], stack[-1]
        bottom, top = min(a, b), max(a, b)
        edge = first[bottom]
        while high[edge] != top:
            edge += 1
        slot = 2 * edge if a < b else 2 * edge + 1
        between = -1
        if roads[slot] != edges[slot]:
            for k in range(low_first[bottom], low_first[bottom + 1]):
                r = low[k]
                j = first[r]
                while j < first[r + 1] and high[j] < top:
                    j += 1
                if j == first[r + 1] or high[j] != top:
                    continue
                to_bottom, to_top = low_edge[k], j
                if a < b:
                    way = edges[2 * to_bottom + 1] + edges[2 * to_top]
                else:
                    way = edges[2 * to_top + 1] + edges[2 * to_bottom]
                if way == edges[slot]:
                    between = r
                    break
        if between < 0:
            path.append(stack.pop())
        else:
            stack.append(between)
    return np.array(path, dtype=np.int32)
