"""Times from many places to many: a climb from each source, then one sweep down for a batch of sources at once.

The sweep is PHAST's (Delling, Goldberg, Nowatzyk and Werneck 2013), restricted to what the targets need (RPHAST,
Delling, Goldberg and Werneck 2011, "Faster batched shortest paths in road networks").
"""

from __future__ import annotations

import numpy as np

from bluelight.compiling import kept
from bluelight.travel.roads.arrays import Float, Int
from bluelight.travel.roads.customise import Climb

BATCH = 32
"""Sources swept at once: measured; a row of times is then 256 bytes and a county's rows stay in the cache."""


def sweep(sources: Int, targets: Int, up: Climb, down: Climb, parent: Int) -> Float:
    """Seconds from every source to every target, both given by rank: shape (sources, targets); inf: no way."""
    sources, targets = sources.astype(np.int32), targets.astype(np.int32)
    ranks, first, high, seconds, place = _needed(targets, down.first, down.high, down.seconds)
    out = np.empty((len(sources), len(targets)))
    _sweep(
        sources, place[targets], out, ranks, first, high, seconds, place, up.first, up.high, up.seconds, parent, BATCH
    )
    return out


@kept()
def _needed(
    targets: Int, first: Int, high: Int, seconds: Float
) -> tuple[Int, Int, Int, Float, Int]:  # pragma: no cover
    """The part of the downward graph that leads to a target, highest rank first."""
    n = len(first) - 1
    place = np.full(n, -1, dtype=np.int32)
    for t in targets:
        place[t] = 0
    count = 0
    edges = 0
    for r in range(n):
        if place[r] >= 0:
            count += 1
            edges += first[r + 1] - first[r]
            for e in range(first[r], first[r + 1]):
                place[high[e]] = 0
    ranks = np.empty(count, dtype=np.int32)
    part_first = np.zeros(count + 1, dtype=np.int32)
    part_high = np.empty(edges, dtype=np.int32)
    part_seconds = np.empty(edges, dtype=np.float64)
    count = 0
    edges = 0
    for r in range(n - 1, -1, -1):
        if place[r] >= 0:
            place[r] = count
            ranks[count] = r
            for e in range(first[r], first[r + 1]):
                part_high[edges] = place[high[e]]
                part_seconds[edges] = seconds[e]
                edges += 1
            count += 1
            part_first[count] = edges
    return ranks, part_first, part_high, part_seconds, place


@kept()
def _sweep(
    sources: Int,
    targets: Int,
    out: Float,
    ranks: Int,
    first: Int,
    high: Int,
    seconds: Float,
    place: Int,
    up_first: Int,
    up_high: Int,
    up_seconds: Float,
    parent: Int,
    batch: int,
) -> None:  # pragma: no cover
    n = len(parent)
    count = len(ranks)
    reached = np.full(n, np.inf)
    rows = np.empty((count, batch), dtype=np.float64)
    for begin in range(0, len(sources), max(batch, 1)):
        width = min(batch, len(sources) - begin)
        rows[:] = np.inf
        for b in range(width):
            r = sources[begin + b]
            reached[r] = 0.0
            while r >= 0:
                here = reached[r]
                if here < np.inf:
                    reached[r] = np.inf
                    if place[r] >= 0:
                        rows[place[r], b] = here
                    for e in range(up_first[r], up_first[r + 1]):
                        there = here + up_seconds[e]
                        if there < reached[up_high[e]]:
                            reached[up_high[e]] = there
                r = parent[r]
        for k in range(count):
            row = rows[k]
            for e in range(first[k], first[k + 1]):
                above = rows[high[e]]
                extra = seconds[e]
                for b in range(batch):
                    way = above[b] + extra
                    row[b] = way if way < row[b] else row[b]
        for t in range(len(targets)):
            row = rows[targets[t]]
            for b in range(width):
                out[begin + b, t] = row[b]
