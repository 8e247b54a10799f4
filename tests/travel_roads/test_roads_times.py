"""Travel times, re-weighting, closures and routes against an obvious version."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.roads import county
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.travel_roads.obvious import all_pairs, raw_network, shortest

from bluelight.errors import BluelightError, InputError
from bluelight.travel.roads import prepare

CLOSE = {"rtol": 0, "atol": 1e-6}


@st.composite
def networks(draw):
    """Up to 24 nodes, any arcs: one-way, parallel, loops, of no length; often in several pieces."""
    count = draw(st.integers(2, 24))
    places = st.lists(st.floats(0, 1, width=32), min_size=count, max_size=count)
    node = st.integers(0, count - 1)
    time = st.sampled_from([0.0, 0.1, 0.2, 0.3, 1.0, 1e-7]) | st.floats(0, 100)
    arcs = draw(st.lists(st.tuples(node, node, time), min_size=1, max_size=70))
    tails, heads, seconds = (np.array(column) for column in zip(*arcs, strict=True))
    return raw_network(draw(places), draw(places), tails, heads, seconds)


@st.composite
def chains(draw):
    """A few junctions joined by roads with many shape points, some of them one-way."""
    junctions = draw(st.integers(2, 6))
    node = st.integers(0, junctions - 1)
    roads = draw(st.lists(st.tuples(node, node, st.integers(0, 9), st.booleans()), min_size=1, max_size=12))
    tails, heads = [], []
    count = junctions
    for start, end, shapes, one_way in roads:
        points = [start, *range(count, count + shapes), end]
        count += shapes
        tails += points[:-1] + ([] if one_way else points[1:])
        heads += points[1:] + ([] if one_way else points[:-1])
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    seconds = rng.choice([0.0, 1.0, 2.5, 7.25], len(tails)) + rng.random(len(tails)) * rng.integers(0, 2)
    return raw_network(rng.random(count), rng.random(count), np.array(tails), np.array(heads), seconds)


@settings(max_examples=150, deadline=None)
@given(networks() | chains(), st.data())
def test_times_are_those_of_dijkstra(network, data):
    times = prepare(network).weigh()
    expected = all_pairs(network, network.seconds)
    everywhere = np.arange(network.nodes)
    np.testing.assert_allclose(times.matrix(everywhere, everywhere), expected, **CLOSE)
    node = st.integers(0, network.nodes - 1)
    some, few = data.draw(st.lists(node, min_size=2, max_size=40)), data.draw(st.lists(node, min_size=1, max_size=2))
    np.testing.assert_allclose(times.matrix(some, few), expected[np.ix_(some, few)], **CLOSE)
    np.testing.assert_allclose(times.matrix(few, some), expected[np.ix_(few, some)], **CLOSE)


@settings(max_examples=80, deadline=None)
@given(networks() | chains(), st.integers(0, 2**32 - 1))
def test_reweighting_is_preparing_anew_and_closing_is_leaving_out(network, seed):
    rng = np.random.default_rng(seed)
    seconds = rng.random(network.arcs) * 60
    closed = np.flatnonzero(rng.random(network.arcs) < 0.3)
    prepared = prepare(network)
    everywhere = np.arange(network.nodes)
    again = prepared.weigh(seconds, closed).matrix(everywhere, everywhere)

    changed = seconds.copy()
    changed[closed] = np.inf
    anew = prepare(replace(network, seconds=changed)).weigh().matrix(everywhere, everywhere)
    np.testing.assert_array_equal(again, anew)
    np.testing.assert_allclose(again, all_pairs(network, changed), **CLOSE)
    # Nothing of it stays behind.
    np.testing.assert_array_equal(
        prepared.weigh().matrix(everywhere, everywhere), prepare(network).weigh().matrix(everywhere, everywhere)
    )


@settings(max_examples=80, deadline=None)
@given(networks() | chains(), st.data())
def test_a_route_is_driven_arc_by_arc_in_the_time_of_the_matrix(network, data):
    times = prepare(network).weigh()
    node = st.integers(0, network.nodes - 1)
    source, target = data.draw(node), data.draw(node)
    expected = shortest(network, network.seconds, source)[target]
    if not np.isfinite(expected):
        with pytest.raises(BluelightError, match="No open road leads"):
            times.route(source, target)
        return
    route = times.route(source, target)
    assert route.nodes[0] == source
    assert route.nodes[-1] == target
    assert len(route.arcs) == len(route.nodes) - 1
    np.testing.assert_array_equal(network.tails[route.arcs], route.nodes[:-1])
    np.testing.assert_array_equal(network.heads[route.arcs], route.nodes[1:])
    assert route.seconds == pytest.approx(expected, abs=1e-6)
    assert route.seconds == pytest.approx(network.seconds[route.arcs].sum())
    assert route.metres == pytest.approx(network.length_m[route.arcs].sum())


def test_a_made_up_county_has_the_times_of_dijkstra():
    network = county(4_000, seed=3)
    times = prepare(network).weigh()
    rng = np.random.default_rng(5)
    sources, targets = rng.choice(network.nodes, 70), rng.choice(network.nodes, 300)  # more than two batches
    matrix = times.matrix(sources, targets)
    for row in (0, 35, 69):
        expected = shortest(network, network.seconds, sources[row])
        np.testing.assert_allclose(matrix[row], expected[targets], **CLOSE)
        np.testing.assert_allclose(times.reach(int(sources[row])), expected, **CLOSE)


def test_a_slower_hour_on_one_class_slows_only_that_class():
    network = county(4_000, seed=3)
    evening = network.scaled({"main": 2.0})
    main = network.class_of == network.classes.index("main")
    assert main.any()
    np.testing.assert_array_equal(evening[main], 2 * network.seconds[main])
    np.testing.assert_array_equal(evening[~main], network.seconds[~main])
    with pytest.raises(InputError, match="is not a class of this network"):
        network.scaled({"runway": 2.0})
    with pytest.raises(InputError, match="factor -1"):
        network.scaled({"lane": -1.0})


def square():
    """Four junctions in a ring driven clockwise: 0, 1, 2, 3."""
    return raw_network([0, 0, 1, 1], [0, 1, 1, 0], np.array([0, 1, 2, 3]), np.array([1, 2, 3, 0]), [1.0, 2.0, 3.0, 4.0])


def test_a_route_can_be_drawn():
    times = prepare(square()).weigh()
    assert times.route(3, 1).geojson() == {"type": "LineString", "coordinates": [[1, 0], [0, 0], [0, 1]]}
    assert times.route(2, 2).geojson() == {"type": "LineString", "coordinates": [[1, 1], [1, 1]]}


def test_a_closed_road_is_named_by_its_ends():
    network = square()
    arcs = network.arcs_between([(1, 2)])
    times = prepare(network).weigh(closed=arcs)
    assert times.matrix([0], [1])[0, 0] == 1.0
    assert np.isinf(times.matrix([0], [2])[0, 0])
    with pytest.raises(InputError, match="no road runs from node 102 to 101"):
        network.arcs_between([(2, 1)])


@pytest.mark.parametrize(
    ("seconds", "what"),
    [([1.0, 2.0, 3.0], "times for 4 arcs"), ([1, 2, 3, -4], "negative"), ([1, 2, 3, np.nan], "not a number")],
)
def test_wrong_times_are_refused(seconds, what):
    with pytest.raises(InputError, match=what):
        prepare(square()).weigh(np.array(seconds))


def test_a_node_or_arc_that_is_not_there_is_refused():
    prepared = prepare(square())
    with pytest.raises(InputError, match="a node is not in it"):
        prepared.weigh().matrix([0], [4])
    with pytest.raises(InputError, match="a node is not in it"):
        prepared.weigh().route(-1, 0)
    with pytest.raises(InputError, match="an arc is not in the network"):
        prepared.weigh(closed=[4])


def test_no_sources_or_no_targets_give_an_empty_matrix():
    times = prepare(square()).weigh()
    assert times.matrix([], [0, 1]).shape == (0, 2)
    assert times.matrix([0, 1], []).shape == (2, 0)
