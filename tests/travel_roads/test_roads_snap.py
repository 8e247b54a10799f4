"""Joining places to a network, and the access leg."""

from __future__ import annotations

import numpy as np
import pytest
from tests.travel_roads.obvious import raw_network

from bluelight.errors import BluelightError, InputError
from bluelight.travel.roads import prepare, snap
from bluelight.travel.roads.earth import ground_metres


def lane():
    """Three nodes 1 km apart going north, driven both ways in 60 s a stretch; the middle one cannot be joined."""
    network = raw_network([0, 0, 0], [52.0, 52.009, 52.018], np.array([0, 1, 1, 2]), np.array([1, 0, 2, 1]), [60.0] * 4)
    access = np.array([True, False, True])
    object.__setattr__(network, "road_access", access)
    return network


def test_a_point_joins_the_nearest_node_with_road_access():
    network = lane()
    found = snap(network, ["station", "village"], [0.001, 0.0], [52.0, 52.010])
    np.testing.assert_array_equal(found.nodes, [0, 2])
    np.testing.assert_allclose(
        found.metres, ground_metres(np.array([0.001, 0]), np.array([52.0, 52.01]), np.zeros(2), network.lat[[0, 2]])
    )
    np.testing.assert_allclose(found.seconds, found.metres / 1000 / 20 * 3600)


def test_nearest_is_over_the_ground_not_over_degrees():
    # At 60 degrees north a degree of longitude is half as long as one of latitude.
    network = raw_network([0.0, 0.15], [60.1, 60.0], np.array([0, 1]), np.array([1, 0]), [1.0, 1.0])
    assert snap(network, ["site"], [0.0], [60.0], largest_m=20_000).nodes[0] == 1


def test_a_site_forty_kilometres_from_any_road_is_named():
    with pytest.raises(InputError) as error:
        snap(lane(), ["station", "lighthouse"], [0.0, 0.0], [52.0, 52.38])
    (problem,) = error.value.problems
    assert problem.file == "lighthouse"
    assert "40.3 km from the nearest road" in problem.what


def test_or_it_is_left_out_and_said_to_be():
    found = snap(lane(), ["lighthouse", "station"], [0.0, 0.0], [52.38, 52.0], exclude=True)
    assert found.names == ("station",)
    np.testing.assert_array_equal(found.kept, [1])
    assert found.excluded == ("lighthouse is 40.3 km from the nearest road and is left out.",)


@pytest.mark.parametrize(("lon", "lat"), [(np.nan, 52.0), (0.0, np.inf), (200.0, 52.0), (0.0, 92.0)])
def test_a_point_that_is_no_place_is_refused(lon, lat):
    with pytest.raises(InputError, match="is no place"):
        snap(lane(), ["site"], [lon], [lat])


@pytest.mark.parametrize("wrong", [{"largest_m": 0.0}, {"access_kmh": 0.0}, {"access_kmh": -5.0}])
def test_a_distance_or_speed_that_is_not_above_zero_is_refused(wrong):
    with pytest.raises(InputError, match="above zero"):
        snap(lane(), ["site"], [0.0], [52.0], **wrong)


def test_access_legs_are_added_at_both_ends():
    network = lane()
    times = prepare(network).weigh()
    sites = snap(network, ["site"], [0.001], [52.0], access_kmh=10.0)
    zones = snap(network, ["near", "far"], [0.002, -0.001], [52.0, 52.018], access_kmh=5.0)
    ((near, far),) = times.between(sites, zones)
    assert far == pytest.approx(sites.seconds[0] + 120 + zones.seconds[1])
    # Both join at the first node: the straight line between them, not twice the way to the road.
    straight = ground_metres(np.array([0.001]), np.array([52.0]), np.array([0.002]), np.array([52.0]))[0]
    assert near == pytest.approx(straight * 3.6 / 5.0)


def test_a_place_that_closed_roads_cut_off_is_named():
    network = lane()
    times = prepare(network).weigh(closed=network.arcs_between([(1, 2)]))
    sites, zones = snap(network, ["site"], [0.0], [52.0]), snap(network, ["hamlet"], [0.0], [52.018])
    with pytest.raises(BluelightError, match="from site to hamlet"):
        times.between(sites, zones)
