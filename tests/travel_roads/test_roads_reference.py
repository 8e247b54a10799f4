"""Real networks of the reference material against scipy's Dijkstra."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from bluelight.errors import InputError
from bluelight.travel.roads import ArcColumns, Network, NodeColumns, prepare, read_osm, read_tables, snap
from bluelight.travel.roads.earth import ground_metres


@pytest.fixture(scope="module")
def rutland(reference) -> Network:
    return read_osm(reference / "data" / "rutland_osm" / "roads.osm.pbf")


@pytest.fixture(scope="module")
def auckland(reference) -> Network:
    folder = reference / "data" / "networks" / "auckland"
    return read_tables(
        folder / "nodes.csv.gz",
        folder / "arcs.csv.gz",
        node_columns=NodeColumns(road_access="road_access"),
        arc_columns=ArcColumns(length_km="km", seconds="siren_s", normal_seconds="normal_s"),
    )


def by_scipy(network: Network, seconds, sources, targets) -> np.ndarray:
    """Of parallel arcs the quickest; closed ones are left out."""
    arcs = pd.DataFrame({"tail": network.tails, "head": network.heads, "seconds": seconds})
    arcs = arcs[np.isfinite(arcs.seconds)].groupby(["tail", "head"], as_index=False).seconds.min()
    shape = (network.nodes, network.nodes)
    return dijkstra(csr_matrix((arcs.seconds, (arcs["tail"], arcs["head"])), shape=shape), indices=sources)[:, targets]


@pytest.mark.parametrize("name", ["rutland", "auckland"])
def test_times_by_period_and_with_closed_roads_are_those_of_scipy(name, request):
    network = request.getfixturevalue(name)
    rng = np.random.default_rng(11)
    sources, targets = rng.choice(network.nodes, 12), rng.choice(network.nodes, 400)
    prepared = prepare(network)
    closed = rng.choice(network.arcs, network.arcs // 50, replace=False)
    for seconds, shut in ((network.seconds, []), (network.normal_seconds, closed)):
        matrix = prepared.weigh(seconds, shut).matrix(sources, targets)
        expected = seconds.copy()
        expected[shut] = np.inf
        np.testing.assert_allclose(matrix, by_scipy(network, expected, sources, targets), rtol=0, atol=1e-6)
        assert np.isfinite(matrix).any()


def test_routes_through_rutland_add_up(rutland):
    times = prepare(rutland).weigh()
    rng = np.random.default_rng(3)
    for source, target in rng.choice(rutland.nodes, (25, 2)).tolist():
        route = times.route(source, target)
        assert route.seconds == pytest.approx(times.matrix([source], [target])[0, 0], abs=1e-6)
        np.testing.assert_array_equal(rutland.tails[route.arcs], route.nodes[:-1])
        np.testing.assert_array_equal(rutland.heads[route.arcs], route.nodes[1:])


def test_rutland_has_the_roads_its_table_has(rutland, reference):
    folder = reference / "data" / "rutland_osm"
    table = read_tables(
        folder / "road_nodes.csv",
        folder / "road_edges.csv",
        node_columns=NodeColumns(node="node_id"),
        arc_columns=ArcColumns(
            tail="u", head="v", length_m="length_m", road_class="highway", one_way="oneway", maxspeed="maxspeed"
        ),
    )
    # The table keeps the roads the reader leaves out as private: compare the main roads, which no one closes.
    for kind in ("trunk", "primary", "secondary", "tertiary"):
        km = [
            network.length_m[network.class_of == network.classes.index(kind)].sum() / 1000
            for network in (rutland, table)
        ]
        assert km[0] == pytest.approx(km[1], rel=0.02), kind
    assert rutland.dropped.nodes < 0.07 * rutland.nodes


def test_oakham_to_uppingham_is_little_longer_by_road_than_straight(rutland):
    lon, lat = np.array([-0.7286, -0.7222]), np.array([52.6705, 52.5884])
    ends = snap(rutland, ["Oakham", "Uppingham"], lon, lat)
    straight = ground_metres(lon[:1], lat[:1], lon[1:], lat[1:])[0]
    route = prepare(rutland).weigh().route(*ends.nodes.tolist())
    assert 1.0 < route.metres / straight < 1.25
    assert 60 < route.metres / route.seconds * 3.6 < 100  # km/h, on a main road between two towns


def test_a_rutland_file_cut_short_is_refused(reference, tmp_path):
    whole = (reference / "data" / "rutland_osm" / "roads.osm.pbf").read_bytes()
    (tmp_path / "cut.osm.pbf").write_bytes(whole[:100_000])
    with pytest.raises(InputError, match="cut short"):
        read_osm(tmp_path / "cut.osm.pbf")


def test_auckland_stations_reach_the_city_as_its_makers_measured(auckland, reference):
    stations = pd.read_csv(reference / "data" / "networks" / "auckland" / "stations.csv")
    places = snap(auckland, stations["name"].tolist(), stations.lon, stations.lat)
    access = np.flatnonzero(auckland.road_access)
    nearest = prepare(auckland).weigh().matrix(places.nodes, access).min(axis=0)
    assert np.median(nearest) == pytest.approx(258, abs=1)
    assert np.percentile(nearest, 95) == pytest.approx(658, abs=2)
