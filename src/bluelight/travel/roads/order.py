"""The order in which the junctions of a road network are contracted: it looks at the map, never at the times.

Nodes with at most two neighbours (shape points of a bend, dead ends) go first: contracting them adds no shortcut.
What is left is ordered by nested dissection. A part of the map is cut in two by few roads, the junctions at the cut
come last, and each half is cut again. The cut is an inertial flow (Schild and Sommer 2015, "On balanced separators in
road networks"): nodes are sorted along four directions, the first and the last quarter are the two sides of a maximum
flow with one unit for each road, and its smallest cut over the directions is taken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.compiling import kept
from bluelight.travel.roads.arrays import Float, Int

SIDE_SHARE = 0.25
"""Share of a part's nodes that is tied to either side of the cut."""
SMALLEST_PART = 3
"""A part with no more nodes than this is not cut any further."""


def contraction_order(first: Int, heads: Int, x: Float, y: Float) -> Int:
    """Return the nodes from the first contracted to the last.

    first, heads: the network as a symmetric simple graph in compressed rows: no loops, no parallel roads.
    x, y: shape (nodes,), where the nodes are, in any plane with equal scales.
    """
    order = np.empty(len(first) - 1, dtype=np.int32)
    core, core_first, core_heads, done = _contract_low_degrees(first, heads, order)
    if len(core):
        x, y = x[core], y[core]
        ranked = np.stack([np.argsort(along, kind="stable").astype(np.int32) for along in (x, y, x + y, x - y)])
        _dissect(core, core_first, core_heads, _opposite(core_first, core_heads), ranked, order[done:])
    return order


def _opposite(first: Int, heads: Int) -> Int:
    """For each arc of a symmetric graph, the arc that runs the other way."""
    n = len(first) - 1
    tails = np.repeat(np.arange(n), np.diff(first))
    key = tails * n + heads
    by_key = np.argsort(key)
    opposite: Int = by_key[np.searchsorted(key, heads.astype(np.int64) * n + tails, sorter=by_key)].astype(np.int32)
    return opposite


@kept()
def _contract_low_degrees(first: Int, heads: Int, order: Int) -> tuple[Int, Int, Int, int]:  # pragma: no cover
    """Contract nodes with at most two neighbours while there are any; return what is left as a graph of its own.

    A round takes no two neighbours, so that a chain of n shape points is folded in about log2(n) steps, not n.
    """
    n = len(first) - 1
    degree = np.empty(n, dtype=np.int32)
    for v in range(n):
        degree[v] = first[v + 1] - first[v]
    # At most two neighbours are ever needed of a node that goes now; a fold puts one in the place of the other, so rows
    # never grow and the network's own rows can be written over.
    rows = heads.copy()
    gone = np.zeros(n, dtype=np.bool_)
    touched = np.full(n, -1, dtype=np.int32)
    queue = np.empty(n, dtype=np.int32)
    waiting = np.zeros(n, dtype=np.bool_)
    length = 0
    for v in range(n):
        if degree[v] <= 2:
            queue[length] = v
            waiting[v] = True
            length += 1
    following = np.empty(n, dtype=np.int32)
    done = 0
    turn = 0
    while length > 0:
        later = 0
        for k in range(length):
            v = queue[k]
            if touched[v] == turn:
                following[later] = v
                later += 1
                continue
            waiting[v] = False
            gone[v] = True
            order[done] = v
            done += 1
            begin = first[v]
            count = degree[v]
            for i in range(count):
                a = rows[begin + i]
                b = rows[begin + 1 - i] if count == 2 else -1
                # In a's row put b in the place of v, unless b is there already.
                place = -1
                known = b < 0
                for j in range(first[a], first[a] + degree[a]):
                    if rows[j] == v:
                        place = j
                    elif rows[j] == b:
                        known = True
                if known:
                    degree[a] -= 1
                    rows[place] = rows[first[a] + degree[a]]
                else:
                    rows[place] = b
                touched[a] = turn
                if degree[a] <= 2 and not waiting[a]:
                    waiting[a] = True
                    following[later] = a
                    later += 1
        queue, following = following, queue
        length = later
        turn += 1
    core = np.empty(n - done, dtype=np.int32)
    number = np.full(n, -1, dtype=np.int32)
    count = 0
    arcs = 0
    for v in range(n):
        if not gone[v]:
            core[count] = v
            number[v] = count
            count += 1
            arcs += degree[v]
    core_first = np.zeros(count + 1, dtype=np.int32)
    core_heads = np.empty(arcs, dtype=np.int32)
    arcs = 0
    for c in range(count):
        v = core[c]
        for j in range(first[v], first[v] + degree[v]):
            core_heads[arcs] = number[rows[j]]
            arcs += 1
        core_first[c + 1] = arcs
    return core, core_first, core_heads, done


@kept()
def _dissect(core: Int, first: Int, heads: Int, back: Int, ranked: Int, order: Int) -> None:  # pragma: no cover
    """Write the core's nodes to `order` (shape (core nodes,)): the last cut last of all.

    ranked: shape (directions, core nodes), the nodes sorted along each direction. A part is the same slice of all rows
    and of `order`; splitting it keeps each row sorted.
    """
    n = len(core)
    part = np.zeros(n, dtype=np.int32)  # which part a node is in now; -1 once it is ordered
    flow = np.zeros(len(heads), dtype=np.int8)
    side = np.zeros(n, dtype=np.int8)
    best = np.zeros(n, dtype=np.int8)
    queue = np.empty(n, dtype=np.int32)
    reached_by = np.empty(n, dtype=np.int32)
    begins = np.zeros(n + 2, dtype=np.int64)
    ends = np.zeros(n + 2, dtype=np.int64)
    ends[0] = n
    across, count, places = np.zeros(2, np.int64), np.zeros(3, np.int64), np.zeros(3, np.int64)
    open_parts = 1
    parts = 0
    while open_parts > 0:
        open_parts -= 1
        begin, end = begins[open_parts], ends[open_parts]
        size = end - begin
        members = ranked[0, begin:end]
        if size <= SMALLEST_PART:
            for k in range(size):
                order[begin + k] = core[members[k]]
                part[members[k]] = -1
            continue
        parts += 1
        for k in range(size):
            part[members[k]] = parts
        share = max(1, int(SIDE_SHARE * size))
        fewest = n
        for direction in range(len(ranked)):
            row = ranked[direction, begin:end]
            cut = _cut(row, share, fewest, parts, part, first, heads, back, flow, side, queue, reached_by)
            if cut < fewest:
                fewest = cut
                for k in range(size):
                    best[members[k]] = side[members[k]]
        # The separator, side 2: where fewer nodes have a road across.
        across[0] = across[1] = 0
        for k in range(size):
            v = members[k]
            side[v] = best[v]
            for j in range(first[v], first[v + 1]):
                if part[heads[j]] == parts and best[heads[j]] != best[v]:
                    across[best[v]] += 1
                    side[v] = 2
                    break
        chosen = 0 if across[0] <= across[1] else 1
        count[0] = count[1] = count[2] = 0
        for k in range(size):
            v = members[k]
            if side[v] == 2 and best[v] != chosen:
                side[v] = best[v]
            count[side[v]] += 1
        for direction in range(len(ranked)):
            row = ranked[direction, begin:end]
            places[0], places[1], places[2] = 0, count[0], count[0] + count[1]
            for k in range(size):
                queue[k] = row[k]
            for k in range(size):
                v = queue[k]
                row[places[side[v]]] = v
                places[side[v]] += 1
        for k in range(size - count[2], size):
            order[begin + k] = core[members[k]]
            part[members[k]] = -1
        begins[open_parts], ends[open_parts] = begin, begin + count[0]
        begins[open_parts + 1], ends[open_parts + 1] = begin + count[0], begin + count[0] + count[1]
        open_parts += 2


@kept()
def _cut(
    ranked: Int,
    share: int,
    limit: int,
    mark: int,
    part: Int,
    first: Int,
    heads: Int,
    back: Int,
    flow: NDArray[np.int8],
    side: NDArray[np.int8],
    queue: Int,
    reached_by: Int,
) -> int:  # pragma: no cover
    """Maximum flow by shortest augmenting paths from the first `share` nodes to the last; side 0 is the sources' side.

    Stops once the flow is `limit`: no smaller cut is left to find.
    """
    size = len(ranked)
    for k in range(size):
        v = ranked[k]
        side[v] = 0
        for j in range(first[v], first[v + 1]):
            flow[j] = 0
    for k in range(share):
        side[ranked[k]] = 1  # source
        side[ranked[size - 1 - k]] = 2  # sink
    total = 0
    while True:
        for k in range(size):
            reached_by[ranked[k]] = -2
        length = 0
        for k in range(share):
            queue[length] = ranked[k]
            reached_by[ranked[k]] = -1
            length += 1
        done = 0
        found = -1
        while done < length and found < 0:
            v = queue[done]
            done += 1
            for j in range(first[v], first[v + 1]):
                w = heads[j]
                if part[w] == mark and reached_by[w] == -2 and flow[j] < 1:
                    reached_by[w] = j
                    if side[w] == 2:
                        found = w
                        break
                    queue[length] = w
                    length += 1
        if found < 0:
            break
        w = found
        while reached_by[w] >= 0:
            j = reached_by[w]
            flow[j] += 1
            flow[back[j]] -= 1
            w = heads[back[j]]
        total += 1
        if total >= limit:
            return total
    for k in range(size):
        v = ranked[k]
        side[v] = 1 if reached_by[v] == -2 else 0
    return total
