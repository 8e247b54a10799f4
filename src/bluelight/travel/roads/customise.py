"""Give a hierarchy its times: once for every period of the day or set of closed roads, in hundredths of a second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bluelight.compiling import kept
from bluelight.travel.roads.arrays import Float, Int
from bluelight.travel.roads.structure import Structure

SLACK, SLACK_SHARE = 1e-9, 1e-12
"""Seconds, and a share of the time. An edge is left out of searches only when a way over higher nodes is quicker by
more than both together, so that rounding in the last digits never takes away both of two equal ways."""


@dataclass(frozen=True, eq=False)
class Climb:
    """The edges one direction of a search needs, by their lower end.

    first: shape (nodes + 1,); high: shape (kept,), higher ends; seconds: shape (kept,).
    """

    first: Int
    high: Int
    seconds: Float


@dataclass(frozen=True, eq=False)
class Weights:
    """Times of a hierarchy's edges.

    edges: shape (2 * edges,), seconds: [2 e] from the lower to the higher end of edge e, [2 e + 1] back; inf: no way.
    roads: the same, of the quickest road that is this edge, before any shortcut.
    up: what a search from a source climbs; down: what a search towards a target descends.
    """

    edges: Float
    roads: Float
    up: Climb
    down: Climb


def customise(structure: Structure, seconds: Float) -> Weights:
    """Times for every edge of the hierarchy.

    seconds: shape (roads,), in the order the structure was built with; inf for a closed road.
    """
    roads = np.full(2 * structure.edges, np.inf)
    _place(structure.slot, seconds, roads)
    edges, least = roads.copy(), np.empty_like(roads)
    _customise(structure.first, structure.top, edges, least)
    return Weights(edges, roads, _kept(structure, edges[::2], least[::2]), _kept(structure, edges[1::2], least[1::2]))


def _kept(structure: Structure, edges: Float, least: Float) -> Climb:
    """One direction's edges that are themselves a shortest way."""
    kept = (edges < np.inf) & (edges <= least * (1 + SLACK_SHARE) + SLACK)
    before = np.concatenate([[0], np.cumsum(kept, dtype=np.int32)]).astype(np.int32)
    return Climb(before[structure.first], structure.high[kept], edges[kept])


@kept()
def _place(slot: Int, seconds: Float, edges: Float) -> None:  # pragma: no cover
    for k in range(len(slot)):
        s = slot[k]
        if s >= 0 and seconds[k] < edges[s]:
            edges[s] = seconds[k]


@kept()
def _customise(first: Int, top: Int, edges: Float, least: Float) -> None:  # pragma: no cover
    """Shorten edges by their lower triangles, from the bottom up; then find true times from the top down."""
    n = len(first) - 1
    done = 0
    for r in range(n):
        end = first[r + 1]
        for i in range(first[r], end):
            to_low, from_low = edges[2 * i], edges[2 * i + 1]
            for j in range(i + 1, end):
                e = top[done]
                done += 1
                climb = from_low + edges[2 * j]
                edges[2 * e] = climb if climb < edges[2 * e] else edges[2 * e]
                descend = edges[2 * j + 1] + to_low
                edges[2 * e + 1] = descend if descend < edges[2 * e + 1] else edges[2 * e + 1]
    least[:] = edges
    done = len(top)
    for r in range(n - 1, -1, -1):
        end = first[r + 1]
        for i in range(end - 1, first[r] - 1, -1):
            for j in range(end - 1, i, -1):
                done -= 1
                e = top[done]
                climb, descend = least[2 * e], least[2 * e + 1]
                least[2 * i] = min(least[2 * i], least[2 * j] + descend)
                least[2 * i + 1] = min(least[2 * i + 1], climb + least[2 * j + 1])
                least[2 * j] = min(least[2 * j], least[2 * i] + climb)
                least[2 * j + 1] = min(least[2 * j + 1], descend + least[2 * i + 1])
