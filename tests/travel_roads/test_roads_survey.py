"""`bluelight area roads`: what it writes, what it refuses, and the walk-through of Rutland in docs/area-build.md."""

from __future__ import annotations

import csv
import json
import re
import shlex
from pathlib import Path

import numpy as np
import osmium
import pytest
from click.testing import CliRunner

from bluelight.area import check_area, load_area
from bluelight.cli import main
from bluelight.travel import travel_times
from bluelight.travel.roads.stations import TAGS

PAGE = (Path(__file__).parents[2] / "docs" / "area-build.md").read_text(encoding="utf-8")
WALK = PAGE.split("## Roads and sites alone")[1].split("\n## ")[0]


@pytest.fixture
def street(tmp_path: Path) -> Path:
    """A street of 4 km to the north with a fire station at either end, and one 40 km away from it."""
    path = tmp_path / "street.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for number in range(41):
            place = (-0.7, 52.6 + 0.0009 * number)
            tags = {"amenity": "fire_station", "name": f"Station {number}"} if number in (0, 40) else {}
            writer.add_node(osmium.osm.mutable.Node(id=number + 1, version=1, location=place, tags=tags))
        far = {"amenity": "fire_station", "name": "Far"}
        writer.add_node(osmium.osm.mutable.Node(id=99, version=1, location=(-0.7, 53.0), tags=far))
        road = {"highway": "primary"}
        writer.add_way(osmium.osm.mutable.Way(id=1, version=1, tags=road, nodes=list(range(1, 42))))
    return path


def run(*words: object) -> tuple[int, str]:
    shown = CliRunner().invoke(main, ["area", "roads", *map(str, words)])
    return shown.exit_code, shown.output


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_minutes_are_those_of_the_street_and_a_site_far_from_it_is_named(street: Path, tmp_path: Path) -> None:
    code, said = run(street, "--out", tmp_path / "out", "--within", 2)
    assert code == 0, said
    assert "Far is 40.5 km from the nearest road and is left out." in said
    assert "3 sites: 3 fire stations." in said
    assert [row["site"] for row in table(tmp_path / "out" / "stations.csv")] == ["Station 0", "Station 40", "Far"]
    minutes = table(tmp_path / "out" / "minutes.csv")
    assert [(row["from"], row["to"]) for row in minutes] == [("Station 0", "Station 40"), ("Station 40", "Station 0")]
    # 40 steps of 100.07 m at 40 mph, a fifth faster under lights and sirens.
    normal = 40 * 0.10007 / (40 * 1.609344) * 60
    for row in minutes:
        assert float(row["normal_minutes"]) == pytest.approx(normal, abs=0.01)
        assert float(row["siren_minutes"]) == pytest.approx(normal / 1.2, abs=0.01)
    reach = json.loads((tmp_path / "out" / "reach.geojson").read_text())
    assert [feature["properties"]["site"] for feature in reach["features"]] == ["Station 0", "Station 40"]
    # Two minutes on the street, which is driven both ways: from its end a lane out and a lane back.
    assert reach["features"][0]["properties"]["km_of_lanes"] == pytest.approx(
        2 * 2 * 1.2 * 40 * 1.609344 / 60, rel=0.05
    )
    assert any("OpenStreetMap" in notice for notice in reach["notices"])
    about = (tmp_path / "out" / "ROADS.md").read_text()
    assert "Open Database Licence" in about
    assert "Far is 40.5 km" in about


def test_a_wrong_input_says_so_and_leaves_nothing(street: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for words, said in (
        ((tmp_path / "none.osm.pbf",), "there is no such file"),
        ((street, "--within", "0"), "0 minutes is no limit"),
        ((street, "--within", "nan"), "nan minutes is no limit"),
        ((street, "--sites", street), "is not GeoJSON"),
    ):
        code, shown = run(*words, "--out", out)
        assert (code, said in shown) == (2, True), shown
        assert not out.exists()
    far = tmp_path / "far.geojson"
    place = {"type": "Point", "coordinates": [0.5, 53.5]}
    feature = {"type": "Feature", "properties": {"amenity": "police"}, "geometry": place}
    far.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    code, shown = run(street, "--sites", far, "--out", out)
    assert (code, out.exists()) == (2, False)
    assert "has no road near any site: Police station is" in shown
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    code, shown = run(street, "--out", out)
    assert (code, [path.name for path in out.iterdir()]) == (2, ["mine.txt"])


def test_roads_without_a_station_say_what_to_give(tmp_path: Path) -> None:
    path = tmp_path / "a.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for number in (1, 2):
            writer.add_node(osmium.osm.mutable.Node(id=number, version=1, location=(-0.7, 52.6 + 0.001 * number)))
        writer.add_way(osmium.osm.mutable.Way(id=1, version=1, tags={"highway": "primary"}, nodes=[1, 2]))
    code, shown = run(path, "--out", tmp_path / "out")
    assert code == 2
    assert "holds no fire, police or ambulance station" in shown
    assert "--sites" in shown


def test_the_walk_through_of_rutland_is_what_happens(
    reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("roads.osm.pbf", "emergency_sites.geojson"):
        (tmp_path / name).write_bytes((reference / "data" / "rutland_osm" / name).read_bytes())
    (tmp_path / "zones.csv").write_text("zone,lon,lat,population\nOakham,-0.7285,52.6705,11000\n")
    units = "unit,service,kind,site\nO1,fire,pump,Oakham Fire Station\nP1,police,response_car,Police station\n"
    (tmp_path / "units.csv").write_text(units)
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(block.replace("\\\n", " ")) for block in re.findall(r"```sh\n(.*?)```", WALK, re.DOTALL)]
    (printed,) = re.findall(r"```text\n(.*?)```", WALK, re.DOTALL)
    shown = [CliRunner().invoke(main, words[1:]) for words in commands]
    assert [(words[0], done.exit_code) for words, done in zip(commands, shown, strict=True)] == [("bluelight", 0)] * 2
    assert shown[0].output == printed
    assert {path.name for path in (tmp_path / "rutland").iterdir()} == {
        "stations.csv", "minutes.csv", "reach.geojson", "ROADS.md",
    }  # fmt: skip
    minutes = {(row["from"], row["to"]): float(row["siren_minutes"]) for row in table(tmp_path / "rutland/minutes.csv")}
    assert len(minutes) == 6 * 5
    assert 6 < minutes["Oakham Fire Station", "Fire station"] < 12  # Uppingham, some 10 km by the A6003
    assert check_area(tmp_path / "rutland-pack") == []
    area = load_area(tmp_path / "rutland-pack")
    assert set(area.sites["kind"]) == {"fire_station", "police_station", "ambulance_station", "other"}
    assert np.isfinite(travel_times(area).minutes).all()


def test_the_page_lists_every_tag() -> None:
    told = set(re.findall(r"`(\w+)=(\w+)`", WALK)) - {("emergency", "yes")}
    assert told == set(TAGS)
