"""Reading OpenStreetMap files, written here way by way."""

from __future__ import annotations

import numpy as np
import osmium
import pytest

from bluelight.errors import InputError
from bluelight.travel.roads import load_speeds, read_osm
from bluelight.travel.roads.osm import driven, no_entry

STEP = 0.0005
"""Degrees of latitude between neighbouring points: 55.6 m, too short to be split."""


RING = {4: (-0.7005, 52.6 + 2 * STEP)}
"""Beside point 2, so that 1, 2, 3, 4 make a ring of short pieces."""


def write(path, ways, places=None):
    """An extract with the given (tags, points) ways; point n lies n steps north unless `places` says otherwise."""
    points = sorted({p for _, refs in ways for p in refs})
    with osmium.SimpleWriter(str(path)) as writer:
        for point in points:
            lonlat = (places or {}).get(point, (-0.7, 52.6 + point * STEP))
            if lonlat is not None:
                writer.add_node(osmium.osm.mutable.Node(id=point, version=1, location=lonlat))
        for number, (tags, refs) in enumerate(ways, start=1):
            writer.add_way(osmium.osm.mutable.Way(id=number, version=1, tags=tags, nodes=refs))
    return path


def arcs(network):
    """Directed arcs as pairs of OpenStreetMap ids."""
    ids = network.node_ids
    return {(int(ids[a]), int(ids[b])) for a, b in zip(network.tails, network.heads, strict=True)}


def test_a_road_is_driven_both_ways_at_the_speed_of_its_class(tmp_path):
    network = read_osm(write(tmp_path / "a.osm.pbf", [({"highway": "primary"}, [1, 2, 3])]))
    assert arcs(network) == {(1, 2), (2, 1), (2, 3), (3, 2)}
    speeds = load_speeds()
    kmh = speeds.kmh("primary", None)
    np.testing.assert_allclose(network.length_m, 55.6, atol=0.1)
    np.testing.assert_allclose(network.speed_kmh, kmh)
    np.testing.assert_allclose(network.normal_seconds, network.length_m / kmh * 3.6)
    factor = speeds.by_name["primary"].emergency_factor.value
    np.testing.assert_allclose(network.seconds, network.normal_seconds / factor)
    assert network.notices
    assert "OpenStreetMap contributors" in network.notices[0]
    assert not network.notes


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, (True, True)),
        ({"oneway": "yes"}, (True, False)),
        ({"oneway": "1"}, (True, False)),
        ({"oneway": "-1"}, (False, True)),
        ({"oneway": "reverse"}, (False, True)),
        ({"oneway": "no"}, (True, True)),
        ({"oneway": "reversible"}, (False, False)),
        ({"junction": "roundabout"}, (True, False)),
        ({"junction": "circular"}, (True, False)),
        ({"junction": "roundabout", "oneway": "no"}, (True, True)),
    ],
)
def test_directions_driven(tags, expected):
    assert driven(tags, one_way_class=False) == expected


def test_a_motorway_runs_one_way_unless_it_says_otherwise(tmp_path):
    ring = [({"highway": "motorway"}, [1, 2, 3]), ({"highway": "primary", "oneway": "yes"}, [3, 4, 1])]
    assert arcs(read_osm(write(tmp_path / "a.osm.pbf", ring, RING))) == {(1, 2), (2, 3), (3, 4), (4, 1)}
    assert driven({"oneway": "no"}, one_way_class=True) == (True, True)


def test_a_site_cannot_join_in_the_middle_of_a_motorway(tmp_path):
    ring = [({"highway": "motorway"}, [1, 2, 3]), ({"highway": "primary"}, [3, 4, 1])]
    network = read_osm(write(tmp_path / "a.osm.pbf", ring, RING))
    access = dict(zip(network.node_ids.tolist(), network.road_access.tolist(), strict=True))
    assert access == {1: True, 2: False, 3: True, 4: True}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"access": "private"}, True),
        ({"access": "no"}, True),
        ({"access": "no", "emergency": "yes"}, False),
        ({"access": "no", "motor_vehicle": "yes"}, False),
        ({"access": "yes", "motor_vehicle": "private"}, True),
        ({"vehicle": "no"}, True),
        ({"access": "destination"}, False),
        ({}, False),
    ],
)
def test_the_most_particular_access_tag_decides(tags, expected):
    assert no_entry(tags) == expected


def test_what_cannot_be_driven_is_left_out(tmp_path):
    ways = [
        ({"highway": "residential"}, [1, 2, 3]),
        ({"highway": "footway"}, [3, 4]),
        ({"highway": "service", "access": "private"}, [3, 5]),
        ({"highway": "construction"}, [3, 6]),
        ({"highway": "service", "area": "yes"}, [1, 2, 3, 1]),
        ({"waterway": "river"}, [3, 7]),
        ({"highway": "residential", "oneway": "reversible"}, [3, 8]),
    ]
    assert arcs(read_osm(write(tmp_path / "a.osm.pbf", ways))) == {(1, 2), (2, 1), (2, 3), (3, 2)}


def test_a_limit_slows_a_road_and_one_not_understood_is_counted(tmp_path):
    ways = [
        ({"highway": "primary", "maxspeed": "20 mph"}, [1, 2]),
        ({"highway": "primary", "maxspeed": "slow"}, [2, 3]),
    ]
    network = read_osm(write(tmp_path / "a.osm.pbf", ways))
    speeds = load_speeds()
    limited = 20 * 1.609344 * speeds.limit_share.value
    assert set(np.round(network.speed_kmh, 6)) == {round(limited, 6), round(speeds.kmh("primary", None), 6)}
    assert network.notes == ("1 roads have a speed limit that was not understood: their class decides.",)


def test_a_long_straight_road_gets_nodes_where_a_site_may_join(tmp_path):
    places = {1: (-0.7, 52.6), 2: (-0.7, 52.609)}  # 1,000.8 m apart
    network = read_osm(write(tmp_path / "a.osm.pbf", [({"highway": "primary"}, [1, 2])], places))
    assert network.nodes == 12
    assert (network.node_ids < 0).sum() == 10
    np.testing.assert_allclose(network.length_m, 1000.75 / 11, rtol=1e-4)
    np.testing.assert_allclose(np.diff(np.sort(network.lat)), 0.009 / 11, atol=1e-7)
    assert network.arcs == 22


def test_an_island_and_a_dead_end_of_one_way_streets_are_dropped_and_counted(tmp_path):
    ways = [
        ({"highway": "residential"}, [1, 2, 3]),
        ({"highway": "residential"}, [20, 21]),
        ({"highway": "residential", "oneway": "yes"}, [3, 4]),
    ]
    network = read_osm(write(tmp_path / "a.osm.pbf", ways))
    assert set(network.node_ids.tolist()) == {1, 2, 3}
    assert network.dropped.nodes == 3
    assert network.dropped.km == pytest.approx(3 * 0.0556, abs=1e-3)


def test_points_outside_the_extract_are_left_out_and_counted(tmp_path):
    ways = [({"highway": "residential"}, [1, 2, 3, 4])]
    network = read_osm(write(tmp_path / "a.osm.pbf", ways, {4: None}))
    assert arcs(network) == {(1, 2), (2, 1), (2, 3), (3, 2)}
    assert network.notes == ("1 road points lie outside the file and were left out.",)


def test_an_extract_without_its_nodes_is_refused(tmp_path):
    ways = [({"highway": "residential"}, [1, 2, 3])]
    path = write(tmp_path / "a.osm.pbf", ways, {1: None, 2: None, 3: None})
    with pytest.raises(InputError, match="3 of 3 road points have no place"):
        read_osm(path)


def test_a_file_without_roads_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no road that can be driven on"):
        read_osm(write(tmp_path / "a.osm.pbf", [({"highway": "footway"}, [1, 2])]))


@pytest.mark.parametrize("content", [b"", b"not an extract at all " * 40, b"\x00" * 500])
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "a.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"cannot be read as an OpenStreetMap extract|holds no road"):
        read_osm(path)


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_a_file_cut_short_is_refused(tmp_path, share):
    ways = [({"highway": "residential"}, list(range(k * 100 + 1, k * 100 + 99))) for k in range(30)]
    whole = write(tmp_path / "whole.osm.pbf", ways).read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(InputError, match="cut short"):
        read_osm(path)


def test_a_file_that_is_not_there_or_is_not_named_as_an_extract_is_refused(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        read_osm(tmp_path / "none.osm.pbf")
    path = tmp_path / "roads.xlsx"
    path.write_bytes(b"roads")
    with pytest.raises(InputError, match="cannot be read as an OpenStreetMap extract"):
        read_osm(path)
