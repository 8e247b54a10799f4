"""Reading networks from tables of nodes and arcs."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from bluelight.errors import InputError
from bluelight.travel.roads import ArcColumns, NodeColumns, load_speeds, read_tables

NODES = "node,lon,lat,joins\n1,-0.70,52.60,1\n2,-0.70,52.61,0\n9007199254740993,-0.70,52.62,1\n"
TIMES = ArcColumns(length_km="km", seconds="siren_s", normal_seconds="normal_s")
ARCS = (
    "from_node,to_node,km,siren_s,normal_s\n1,2,1.5,60,90\n2,1,1.5,60,90\n"
    "2,9007199254740993,1,30,45\n9007199254740993,2,1,30,45\n"
)
CLASSES = ArcColumns(tail="u", head="v", length_m="length_m", road_class="highway", maxspeed="max", one_way="oneway")
ROADS = (
    "u,v,length_m,highway,oneway,max\n1,2,1000,primary,,30 mph\n2,9007199254740993,900,motorway,yes,\n"
    "9007199254740993,2,900,trunk,,\n1,2,5,footway,,\n"
)


@pytest.fixture
def read(tmp_path):
    def read(nodes=NODES, arcs=ARCS, **options):
        (tmp_path / "nodes.csv").write_text(nodes, encoding="utf-8")
        (tmp_path / "arcs.csv").write_text(arcs, encoding="utf-8")
        options.setdefault("arc_columns", TIMES)
        return read_tables(tmp_path / "nodes.csv", tmp_path / "arcs.csv", **options)

    return read


def test_given_times_are_taken_as_they_are(read):
    network = read(node_columns=NodeColumns(road_access="joins"))
    np.testing.assert_array_equal(network.node_ids, [1, 2, 9007199254740993])
    np.testing.assert_array_equal(network.seconds, [60, 60, 30, 30])
    np.testing.assert_array_equal(network.normal_seconds, [90, 90, 45, 45])
    np.testing.assert_allclose(network.length_m, [1500, 1500, 1000, 1000])
    np.testing.assert_allclose(network.speed_kmh, [60, 60, 80, 80])
    np.testing.assert_array_equal(network.road_access, [True, False, True])


def test_classes_and_limits_give_speeds_and_one_way_streets_directions(read):
    network = read(arcs=ROADS, arc_columns=CLASSES, notices=("Made up.",))
    speeds = load_speeds()
    tails, heads = network.tails.tolist(), network.heads.tolist()
    # The motorway one way, the trunk road both ways, the primary road both ways, the footway not at all.
    assert sorted(zip(tails, heads, strict=True)) == [(0, 1), (1, 0), (1, 2), (1, 2), (2, 1)]
    primary = network.class_of == network.classes.index("primary")
    np.testing.assert_allclose(network.speed_kmh[primary], 30 * 1.609344 * speeds.limit_share.value)
    assert network.notes == ("1 rows have a class that is not driven on and were left out.",)
    assert network.notices == ("Made up.",)
    np.testing.assert_array_equal(network.road_access, [True, True, True])


def test_without_lengths_the_straight_line_counts(read):
    columns = ArcColumns(speed_kmh="kmh")
    network = read(arcs="from_node,to_node,kmh\n1,2,36\n2,1,72\n", arc_columns=columns)
    np.testing.assert_allclose(network.length_m, 1111.95, rtol=1e-5)
    np.testing.assert_allclose(network.seconds, [111.195, 55.5975], rtol=1e-5)
    assert network.dropped.nodes == 1


def test_missing_columns_are_all_named_with_those_there_are(read):
    with pytest.raises(InputError) as error:
        read(nodes="id,lon\n1,2\n")
    assert {p.what for p in error.value.problems} == {"has no column node.", "has no column lat."}
    assert "It has id, lon." in str(error.value)


def test_a_table_that_says_nothing_of_time_is_refused(read):
    with pytest.raises(InputError, match="nothing says how long an arc takes"):
        read(arc_columns=ArcColumns(length_km="km"))


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "what"),
    [
        ("1,-0.70,52.60", "1,nan,52.60", 2, "lon", "nan is not a number"),
        ("1,-0.70,52.60", "1,-0.70,", 2, "lat", "empty is not a number"),
        ("1,-0.70,52.60", "1,-270,52.60", 2, "lon", "is no longitude"),
        ("1,-0.70,52.60", "1,-0.70,95", 2, "lat", "is no latitude"),
        ("1,-0.70,52.60", "2,-0.70,52.60", 3, "node", "2 is listed twice"),
        ("1,-0.70,52.60", "x,-0.70,52.60", 2, "node", "x is not a whole number"),
        ("52.60,1", "52.60,yes", 2, "joins", "yes is not 0 or 1"),
    ],
)
def test_wrong_nodes_are_refused_by_row(read, old, new, row, column, what):
    with pytest.raises(InputError) as error:
        read(nodes=NODES.replace(old, new, 1), node_columns=NodeColumns(road_access="joins"))
    problem = error.value.problems[0]
    assert (problem.row, problem.column) == (row, column)
    assert what in problem.what
    assert problem.file.endswith("nodes.csv")


@pytest.mark.parametrize(
    ("old", "new", "column", "what"),
    [
        ("2,1,1.5", "2,7,1.5", "to_node", "7 is no node"),
        ("2,1,1.5", "2,1,-1.5", "km", "-1.5 is negative"),
        ("2,1,1.5,60", "2,1,1.5,-60", "siren_s", "-60 is negative"),
        ("2,1,1.5,60", "2,1,1.5,inf", "siren_s", "inf is not a number"),
        ("2,1,1.5,60,90", "2,1,1.5,60000,90", "normal_s", "more than 4 hours"),
    ],
)
def test_wrong_arcs_are_refused_by_row(read, old, new, column, what):
    with pytest.raises(InputError) as error:
        read(arcs=ARCS.replace(old, new, 1))
    problem = error.value.problems[0]
    assert (problem.row, problem.column) == (3, column)
    assert what in problem.what


@pytest.mark.parametrize("speed", ["0", "-30"])
def test_a_speed_that_is_not_above_zero_is_refused(read, speed):
    with pytest.raises(InputError, match="not above zero"):
        read(arcs=f"from_node,to_node,kmh\n1,2,{speed}\n2,1,72\n", arc_columns=ArcColumns(speed_kmh="kmh"))
    with pytest.raises(InputError, match="not a speed above zero"):
        read(arcs=ROADS.replace("30 mph", f"{speed} mph"), arc_columns=CLASSES)


def test_a_direction_that_is_not_understood_is_refused(read):
    with pytest.raises(InputError, match="uphill does not say in which direction"):
        read(arcs=ROADS.replace("motorway,yes", "motorway,uphill"), arc_columns=CLASSES)


def test_many_wrong_rows_are_summed_up(read):
    arcs = "from_node,to_node,km,siren_s,normal_s\n" + "1,2,1,-5,5\n" * 500
    with pytest.raises(InputError) as error:
        read(arcs=arcs)
    assert "and 480 more rows like these." in str(error.value)


def test_an_empty_or_broken_table_is_refused(read, tmp_path):
    with pytest.raises(InputError, match="cannot be read as a table"):
        read(nodes="")
    with pytest.raises(InputError, match="holds no road"):
        read(arcs="from_node,to_node,km,siren_s,normal_s\n")
    whole = gzip.compress(ARCS.encode() * 200)
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="cannot be read as a table"):
        read_tables(tmp_path / "nodes.csv", tmp_path / "cut.csv.gz", arc_columns=TIMES)
    with pytest.raises(InputError, match="cannot be read as a table"):
        read_tables(tmp_path / "nodes.csv", tmp_path / "none.csv", arc_columns=TIMES)
