"""What can be reached within a time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from benchmarks.roads import county
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage
from tests.travel_roads.obvious import raw_network, shortest

from bluelight.errors import InputError
from bluelight.travel.roads import isochrone, prepare
from bluelight.travel.roads.isochrone import _outline, _rings


def area(rings):
    """Signed area of each ring, counter-clockwise positive."""
    return [sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(r)) / 2 for r in rings]


def test_a_road_is_cut_where_time_runs_out():
    # 0 to 1 takes 60 s (600 m), 1 to 2 takes 60 s and there is no way back.
    network = raw_network([0, 0, 0], [52.0, 52.01, 52.02], np.array([0, 1]), np.array([1, 2]), [60.0, 60.0])
    found = isochrone(prepare(network).weigh(), 0, 75.0)
    np.testing.assert_array_equal(found.nodes, [0, 1])
    np.testing.assert_array_equal(found.seconds, [0, 60])
    np.testing.assert_allclose(found.lines[:, 1, 1], [52.01, 52.0125])
    assert found.km == pytest.approx(0.75)
    assert found.roads_geojson()["coordinates"][1] == [[0.0, 52.01], [0.0, 52.0125]]


def test_reached_nodes_are_those_dijkstra_reaches_and_lie_inside_the_outline():
    network = county(4_000, seed=3)
    times = prepare(network).weigh()
    found = isochrone(times, 17, 300.0)
    expected = shortest(network, network.seconds, 17)
    np.testing.assert_array_equal(found.nodes, np.flatnonzero(expected <= 300.0))
    pieces = found.outline_geojson()["coordinates"]
    assert len(pieces) == 1
    for node in found.nodes[::7]:
        assert inside(pieces[0], network.lon[node], network.lat[node])


def inside(rings, x, y):
    """Even and odd crossings over all rings."""
    odd = False
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                odd = not odd
    return odd


def test_an_outline_has_holes_and_pieces():
    # A ring road two kilometres across and a lane far away, near the equator where squares are square.
    corners = [[0.0, 0.0], [0.02, 0.0], [0.02, 0.02], [0.0, 0.02]]
    lines = np.array([[corners[k], corners[(k + 1) % 4]] for k in range(4)] + [[[0.1, 0.1], [0.1, 0.101]]])
    pieces = sorted(_outline(lines, 200.0), key=len)
    assert [len(rings) for rings in pieces] == [1, 2]
    outer, hole = area(pieces[1])
    assert outer > 0 > hole
    assert all(ring[0] == ring[-1] for rings in pieces for ring in rings)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.3, 0.9))
def test_rings_enclose_just_the_squares_of_a_piece_and_never_cross_themselves(seed, share):
    filled = np.zeros((12, 12), dtype=np.bool_)
    filled[1:-1, 1:-1] = np.random.default_rng(seed).random((10, 10)) < share
    pieces, count = ndimage.label(filled)
    for piece in range(1, count + 1):
        rings = _rings(pieces == piece)
        signed = area(rings)
        assert signed[0] > 0
        assert all(a < 0 for a in signed[1:])
        assert sum(signed) == (pieces == piece).sum()
        for ring in rings:
            corners = [tuple(corner) for corner in ring[:-1]]
            assert len(corners) == len(set(corners))


@pytest.mark.parametrize("limit", [0.0, -60.0, np.nan, np.inf])
def test_a_limit_that_is_no_time_is_refused(limit):
    network = raw_network([0, 0], [52.0, 52.01], np.array([0, 1]), np.array([1, 0]), [60.0, 60.0])
    with pytest.raises(InputError, match="is no limit"):
        isochrone(prepare(network).weigh(), 0, limit)
