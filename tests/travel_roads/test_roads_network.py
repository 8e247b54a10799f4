"""What a network keeps of the roads it is built from."""

from __future__ import annotations

import numpy as np
import pytest

from bluelight.errors import InputError
from bluelight.travel.roads.network import Roads, build_network


def roads(tails, heads, count=6, access=True):
    arcs = len(tails)
    return Roads(
        source="roads.csv",
        node_ids=np.arange(10, 10 + count),
        lon=np.linspace(-1, 0, count),
        lat=np.full(count, 52.0),
        road_access=np.full(count, access),
        tails=np.array(tails, dtype=np.int32),
        heads=np.array(heads, dtype=np.int32),
        length_m=np.full(arcs, 500.0),
        classes=("primary",),
        class_of=np.zeros(arcs, dtype=np.int16),
        speed_kmh=np.full(arcs, 36.0),
        seconds=np.arange(arcs, dtype=np.float64),
        normal_seconds=np.arange(arcs, dtype=np.float64),
    )


def test_only_the_largest_piece_that_leads_there_and_back_is_kept():
    # 0 -> 1 -> 2 -> 0 is a ring; 3 is a way out of it that never leads back; 4 and 5 are an island.
    network = build_network(roads([2, 0, 1, 2, 4, 5], [0, 1, 2, 3, 5, 4]))
    np.testing.assert_array_equal(network.node_ids, [10, 11, 12])
    np.testing.assert_array_equal(network.tails, [0, 1, 2])
    np.testing.assert_array_equal(network.heads, [1, 2, 0])
    np.testing.assert_array_equal(network.seconds, [1, 2, 0])
    assert (network.dropped.components, network.dropped.nodes, network.dropped.arcs) == (3, 3, 3)
    assert network.dropped.km == 1.5
    assert "3 nodes and 1.5 km" in str(network.dropped)


def test_a_network_in_one_piece_drops_nothing():
    network = build_network(roads([0, 1], [1, 0], count=2))
    assert network.dropped.nodes == 0
    assert str(network.dropped) == "Every node can be reached from every other."


def test_arrays_cannot_be_changed():
    network = build_network(roads([0, 1], [1, 0], count=2))
    with pytest.raises(ValueError, match="read-only"):
        network.seconds[0] = 1.0


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (roads([], []), "holds no road that can be driven on"),
        (roads([0, 1], [1, 2]), "no two places that can be driven to and back from"),
        (roads(*np.indices((60, 60)).reshape(2, -1), count=60), "which no road network has"),
        (roads([0, 1], [1, 0], access=False), "no node with road access"),
    ],
)
def test_what_is_no_network_is_refused(made, what):
    with pytest.raises(InputError, match=what):
        build_network(made)
