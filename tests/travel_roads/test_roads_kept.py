"""Roads kept in a pack: what is written is what is read, and what a way is called."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import osmium
import pytest
from click.testing import CliRunner

from bluelight.area.model import RoadFiles
from bluelight.cli import main
from bluelight.errors import BluelightError, InputError
from bluelight.travel.roads import Network, prepare, read_osm
from bluelight.travel.roads.kept import road_problems, road_tables, roads_of
from bluelight.travel.roads.osm import road_name
from bluelight.travel.roads.shapes import way_between


@pytest.fixture
def corner(tmp_path: Path) -> Path:
    """Two streets that meet: one north with a name and number, one east with a name, then a stretch without one."""
    path = tmp_path / "corner.osm.pbf"
    places = [(-0.7, 52.60), (-0.7, 52.61), (-0.69, 52.61), (-0.68, 52.61)]
    streets = [({"name": "North Street", "ref": "A6"}, [1, 2]), ({"name": "Ward  Way"}, [2, 3]), ({}, [3, 4])]
    with osmium.SimpleWriter(str(path)) as writer:
        for number, place in enumerate(places, start=1):
            writer.add_node(osmium.osm.mutable.Node(id=number, version=1, location=place))
        for number, (tags, nodes) in enumerate(streets, start=1):
            road = {"highway": "primary", **tags}
            writer.add_way(osmium.osm.mutable.Way(id=number, version=1, tags=road, nodes=nodes))
    return path


@pytest.fixture
def pack(corner: Path, tmp_path: Path) -> SimpleNamespace:
    """As much of an area as its roads need, and the network they were written from."""
    network = read_osm(corner)
    files = RoadFiles(tmp_path / "nodes.csv.gz", tmp_path / "arcs.csv.gz")
    for path, content in zip((files.nodes, files.arcs), road_tables(network), strict=True):
        path.write_bytes(content)
    return SimpleNamespace(name="Corner", roads=files, notices=network.notices, network=network)


def test_what_is_kept_is_what_is_read(pack: SimpleNamespace) -> None:
    network: Network = pack.network
    again = roads_of(pack)
    assert sorted(again.node_ids) == sorted(network.node_ids)
    assert again.arcs == network.arcs
    assert again.notices == network.notices
    ends = (-0.7, 52.60), (-0.68, 52.61)
    before, after = (way_between(prepare(roads).weigh(), *ends) for roads in (network, again))
    assert after.minutes == pytest.approx(before.minutes, abs=0.01)
    assert after.km == pytest.approx(before.km, abs=0.001)
    assert [step.name for step in after.steps] == [step.name for step in before.steps]
    assert road_tables(again) == road_tables(again)


def test_a_way_is_told_road_by_road_and_the_parts_make_the_whole(pack: SimpleNamespace) -> None:
    way = way_between(prepare(pack.network).weigh(), (-0.7, 52.60), (-0.68, 52.61))
    assert [step.name for step in way.steps] == ["North Street (A6)", "Ward Way", None]
    assert sum(step.minutes for step in way.steps) == pytest.approx(way.route.seconds / 60)
    assert sum(step.km for step in way.steps) == pytest.approx(way.route.metres / 1000)


def test_a_way_that_ends_where_it_starts_has_no_steps(pack: SimpleNamespace) -> None:
    assert way_between(prepare(pack.network).weigh(), (-0.7, 52.60), (-0.7, 52.60)).steps == ()


def test_without_names_a_way_is_one_step(pack: SimpleNamespace) -> None:
    nameless = dataclasses.replace(pack.network, names=(), name_of=np.empty(0, dtype=np.int32))
    (step,) = way_between(prepare(nameless).weigh(), (-0.7, 52.60), (-0.68, 52.61)).steps
    assert step.name is None


@pytest.mark.parametrize(
    ("tags", "name"),
    [({"name": "High Street", "ref": "B1"}, "High Street (B1)"), ({"ref": "A1(M)"}, "A1(M)"), ({}, "")],
)
def test_a_road_is_called_by_its_name_and_number(tags: dict[str, str], name: str) -> None:
    assert road_name(tags) == name


def test_the_command_says_the_way_road_by_road(corner: Path, tmp_path: Path) -> None:
    words = ["roads", "route", str(corner), "--from=-0.7,52.60", "--to=-0.68,52.61", "--out", str(tmp_path / "w.svg")]
    shown = CliRunner().invoke(main, words)
    assert shown.exit_code == 0, shown.output
    assert "North Street (A6): 1.1 km" in shown.output
    assert "Road without a name: 0.7 km" in shown.output


def test_damaged_roads_are_named_and_none_are_said_to_be_none(pack: SimpleNamespace) -> None:
    assert road_problems(pack) == []
    pack.roads.arcs.write_bytes(pack.roads.arcs.read_bytes()[:-20])
    assert "cannot be read as a table" in str(road_problems(pack)[0])
    with pytest.raises(InputError):
        roads_of(pack)
    pack.roads = None
    assert road_problems(pack) == []
    with pytest.raises(BluelightError, match="keeps no roads"):
        roads_of(pack)
