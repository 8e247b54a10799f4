"""Road travel written as plainly as possible: what the fast version must agree with."""

from __future__ import annotations

import heapq
import math

import numpy as np

from bluelight.travel.roads import Network


def raw_network(lon, lat, tails, heads, seconds) -> Network:
    """A network of exactly these arcs, whether or not it hangs together."""
    order = np.lexsort((heads, tails))
    count = len(lon)
    seconds = np.asarray(seconds, dtype=np.float64)[order]
    return Network(
        node_ids=np.arange(100, 100 + count),
        lon=np.asarray(lon, dtype=np.float64),
        lat=np.asarray(lat, dtype=np.float64),
        road_access=np.ones(count, dtype=np.bool_),
        first=np.concatenate([[0], np.bincount(tails, minlength=count).cumsum()]).astype(np.int32),
        heads=np.asarray(heads, dtype=np.int32)[order],
        length_m=10 * seconds,
        classes=("lane",),
        class_of=np.zeros(len(seconds), dtype=np.int16),
        speed_kmh=np.full(len(seconds), 36.0),
        seconds=seconds,
        normal_seconds=seconds.copy(),
    )


def shortest(network: Network, seconds, source: int) -> np.ndarray:
    """Dijkstra with a heap: seconds from source to every node, inf where no road leads."""
    found = [math.inf] * network.nodes
    heap = [(0.0, source)]
    while heap:
        time, node = heapq.heappop(heap)
        if time >= found[node]:
            continue
        found[node] = time
        for arc in range(network.first[node], network.first[node + 1]):
            heapq.heappush(heap, (time + float(seconds[arc]), int(network.heads[arc])))
    return np.array(found)


def all_pairs(network: Network, seconds) -> np.ndarray:
    return np.array([shortest(network, seconds, source) for source in range(network.nodes)])
