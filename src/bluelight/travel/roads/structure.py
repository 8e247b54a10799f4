"""What a hierarchy knows before any time is known: its arcs and its triangles.

A customizable contraction hierarchy (Dibbelt, Strasser and Wagner 2016, "Customizable contraction hierarchies").
Nodes are numbered by rank. Contracting a node joins all its higher neighbours to each other, whatever the times are, so
that the same arcs serve every period of the day and every closed road.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix

from bluelight.compiling import kept
from bluelight.travel.roads.arrays import Float, Int
from bluelight.travel.roads.order import contraction_order


@dataclass(frozen=True, eq=False)
class Below:
    """Edges by their higher end: first: shape (nodes + 1,); low, edge: shape (edges,), lower end and number."""

    first: Int
    low: Int
    edge: Int


@dataclass(frozen=True, eq=False)
class Structure:
    """A hierarchy without times. Edges join a lower rank to a higher one; each has a time up and a time down.

    rank: shape (nodes,), the rank of each node; node: its inverse.
    first: shape (nodes + 1,); high: shape (edges,), the higher ends of each rank's edges, ascending.
    parent: shape (nodes,), the lowest higher neighbour of each rank, -1 at a top. Whatever climbs from a rank stays on
        the line of its parents.
    slot: shape (roads,), the place of each road's time among those of edge 0 up, edge 0 down, edge 1 up, ...; -1: loop.
    top: for each rank and each pair of its edges, in the order of ranks, the edge between their higher ends.
    below: the same edges by their higher end, to unpack a shortcut.
    """

    rank: Int
    node: Int
    first: Int
    high: Int
    parent: Int
    slot: Int
    top: Int
    below: Below

    @property
    def edges(self) -> int:
        """How many edges the hierarchy has, shortcuts included."""
        return len(self.high)


def build_structure(tails: Int, heads: Int, x: Float, y: Float) -> Structure:
    """Order the nodes and find the hierarchy's edges and triangles.

    tails, heads: shape (roads,), directed; x, y: shape (nodes,), where the nodes are, in a plane with equal scales.
    """
    n = len(x)
    first, neighbours = _simple_graph(tails, heads, n)
    order = contraction_order(first, neighbours, x, y)
    rank = np.empty(n, dtype=np.int32)
    rank[order] = np.arange(n, dtype=np.int32)
    # Any order that keeps children before their parents gives the same edges. A depth-first one puts what is read
    # together side by side in memory.
    up_first, up, parent = _eliminate(first, neighbours, order, rank)
    order = order[_depth_first(parent)]
    rank[order] = np.arange(n, dtype=np.int32)
    up_first, up, parent = _eliminate(first, neighbours, order, rank)
    return Structure(
        rank=rank,
        node=order,
        first=up_first,
        high=up,
        parent=parent,
        slot=_slots(rank, up_first, up, tails, heads),
        top=_tops(up_first, up),
        below=_below(up_first, up),
    )


def _simple_graph(tails: Int, heads: Int, n: int) -> tuple[Int, Int]:
    """The roads as a symmetric graph without loops or parallels, in compressed rows."""
    proper = tails != heads
    a, b = tails[proper], heads[proper]
    ones = np.ones(2 * len(a), dtype=np.int8)
    graph = coo_matrix((ones, (np.concatenate([a, b]), np.concatenate([b, a]))), shape=(n, n)).tocsr()
    return graph.indptr.astype(np.int32), graph.indices.astype(np.int32)


def _below(first: Int, high: Int) -> Below:
    by_high = np.argsort(high, kind="stable").astype(np.int32)
    low = np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first))
    counts = np.bincount(high, minlength=len(first) - 1)
    return Below(np.concatenate([[0], counts.cumsum()]).astype(np.int32), low[by_high], by_high)


@kept()
def _eliminate(first: Int, neighbours: Int, order: Int, rank: Int) -> tuple[Int, Int, Int]:  # pragma: no cover
    """Contract every node in order; return each rank's higher neighbours, ascending, and the lowest of them."""
    n = len(order)
    up_first = np.zeros(n + 1, dtype=np.int32)
    up = np.empty(4 * n + 16, dtype=np.int32)
    parent = np.full(n, -1, dtype=np.int32)
    first_child = np.full(n, -1, dtype=np.int32)
    next_child = np.full(n, -1, dtype=np.int32)
    seen = np.full(n, -1, dtype=np.int32)
    found = np.empty(n, dtype=np.int32)
    total = 0
    for r in range(n):
        count = 0
        seen[r] = r
        v = order[r]
        for j in range(first[v], first[v + 1]):
            w = rank[neighbours[j]]
            if w > r and seen[w] != r:
                seen[w] = r
                found[count] = w
                count += 1
        child = first_child[r]
        while child >= 0:
            for j in range(up_first[child], up_first[child + 1]):
                w = up[j]
                if seen[w] != r:
                    seen[w] = r
                    found[count] = w
                    count += 1
            child = next_child[child]
        if total + count > len(up):
            grown = np.empty(2 * len(up) + count, dtype=np.int32)
            grown[:total] = up[:total]
            up = grown
        for k in range(count):  # sorted on the way: lists are short, and a sort takes seconds to compile
            w = found[k]
            j = total + k
            while j > total and up[j - 1] > w:
                up[j] = up[j - 1]
                j -= 1
            up[j] = w
        if count > 0:
            p = up[total]
            parent[r] = p
            next_child[r] = first_child[p]
            first_child[p] = r
        total += count
        up_first[r + 1] = total
    return up_first, up[:total].copy(), parent


@kept()
def _depth_first(parent: Int) -> Int:  # pragma: no cover
    """The ranks in an order in which children come before their parent, each subtree in one piece."""
    n = len(parent)
    size = np.ones(n, dtype=np.int32)
    for r in range(n):
        if parent[r] >= 0:
            size[parent[r]] += size[r]
    # Parents first: hand each node the last place of its slice and its children slices below that.
    ends = np.empty(n, dtype=np.int32)
    free = np.empty(n, dtype=np.int32)
    total = n
    order = np.empty(n, dtype=np.int32)
    for r in range(n - 1, -1, -1):
        if parent[r] < 0:
            ends[r] = total
            total -= size[r]
        else:
            ends[r] = free[parent[r]]
            free[parent[r]] -= size[r]
        free[r] = ends[r] - 1
        order[ends[r] - 1] = r
    return order


def _slots(rank: Int, first: Int, high: Int, tails: Int, heads: Int) -> Int:
    """For each road the place of its time: 2 * edge where it climbs, 2 * edge + 1 where it descends, -1 for a loop."""
    n = len(rank)
    a, b = rank[tails].astype(np.int64), rank[heads].astype(np.int64)
    edges = np.repeat(np.arange(n), np.diff(first)) * n + high
    edge = np.searchsorted(edges, np.minimum(a, b) * n + np.maximum(a, b))
    return np.where(a == b, -1, 2 * edge + (a > b)).astype(np.int32)


@kept()
def _tops(first: Int, high: Int) -> Int:  # pragma: no cover
    """For each rank and pair of its edges, the edge between their higher ends."""
    n = len(first) - 1
    total = 0
    for r in range(n):
        k = first[r + 1] - first[r]
        total += k * (k - 1) // 2
    top = np.empty(total, dtype=np.int32)
    done = 0
    for r in range(n):
        for i in range(first[r], first[r + 1]):
            v = high[i]
            edge = first[v]
            for j in range(i + 1, first[r + 1]):
                while high[edge] != high[j]:
                    edge += 1
                top[done] = edge
                done += 1
    return top
