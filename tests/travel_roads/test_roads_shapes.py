"""`bluelight roads`: a reach and a way as files, checked against a street whose times are worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import osmium
import pytest
from click.testing import CliRunner

from bluelight.cli import main

STEP_KM = 0.10007  # 0.0009 degrees of latitude
KMH = 40 * 1.609344 * 1.2  # 40 mph, a fifth faster under lights and sirens


@pytest.fixture
def street(tmp_path: Path) -> Path:
    """A street of 4 km to the north, driven both ways."""
    path = tmp_path / "street.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for number in range(41):
            place = (-0.7, 52.6 + 0.0009 * number)
            writer.add_node(osmium.osm.mutable.Node(id=number + 1, version=1, location=place))
        road = {"highway": "primary"}
        writer.add_way(osmium.osm.mutable.Way(id=1, version=1, tags=road, nodes=list(range(1, 42))))
    return path


def run(*words: object) -> tuple[int, str]:
    shown = CliRunner().invoke(main, ["roads", *map(str, words)])
    return shown.exit_code, shown.output


def features(path: Path) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        found.setdefault(feature["properties"]["kind"], []).append(feature)
    return found


def test_reach_is_as_far_as_the_time_goes_from_the_middle_of_the_street(street: Path, tmp_path: Path) -> None:
    out = tmp_path / "reach.geojson"
    code, said = run("isochrone", street, "--from=-0.7,52.618", "--minutes", 1, "--minutes", "0.5", "--out", out)
    assert code == 0, said
    found = features(out)
    assert [f["properties"]["minutes"] for f in found["outline"]] == [0.5, 1.0]
    for minutes, roads in zip((0.5, 1.0), found["roads"], strict=True):
        reached = KMH * minutes / 60
        # Outwards in both directions, and back along what was driven as far as the time allows.
        north = max(lat for line in roads["geometry"]["coordinates"] for _, lat in line)
        assert (north - 52.618) / 0.0009 * STEP_KM == pytest.approx(reached, rel=2e-3)
        assert roads["properties"]["km_of_road"] >= 2 * reached * 0.998
    assert found["from"][0]["geometry"]["coordinates"] == [-0.7, 52.618]
    assert "Within 0.5 minutes" in said


def test_a_place_off_the_road_spends_its_time_on_the_way_to_it(street: Path, tmp_path: Path) -> None:
    beside, on = tmp_path / "beside.geojson", tmp_path / "on.geojson"
    assert run("isochrone", street, "--from=-0.703,52.618", "--minutes", 1, "--out", beside)[0] == 0
    assert run("isochrone", street, "--from=-0.7,52.618", "--minutes", 1, "--out", on)[0] == 0
    assert features(beside)["from"][0]["properties"]["metres_to_road"] == pytest.approx(202.6, abs=1)
    assert (
        features(beside)["roads"][0]["properties"]["km_of_road"] < features(on)["roads"][0]["properties"]["km_of_road"]
    )
    code, said = run("isochrone", street, "--from=-0.703,52.618", "--minutes", 0.1, "--out", beside)
    assert code == 2
    assert "used up on the 203 m" in said


def test_a_way_has_its_minutes_and_kilometres(street: Path, tmp_path: Path) -> None:
    out = tmp_path / "way.geojson"
    code, said = run("route", street, "--from=-0.7,52.6", "--to=-0.7,52.636", "--out", out)
    assert code == 0, said
    way = features(out)["route"][0]
    assert way["properties"]["km"] == pytest.approx(40 * STEP_KM, rel=1e-3)
    assert way["properties"]["minutes"] == pytest.approx(40 * STEP_KM / KMH * 60, rel=1e-3)
    assert way["geometry"]["coordinates"][0] == [-0.7, 52.6]
    assert way["geometry"]["coordinates"][-1] == [-0.7, 52.636]
    assert "OpenStreetMap" in " ".join(json.loads(out.read_text(encoding="utf-8"))["notices"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["isochrone", "--minutes", "1", "--minutes", "2"], ["within 1 minutes", "within 2 minutes", "km"]),
        (["route", "--to=-0.7,52.62"], ["quickest way", "start", "end", "km"]),
    ],
)
def test_a_picture_has_its_legend_scale_and_notice(street: Path, tmp_path: Path, words: list[str], said: list[str]):
    out = tmp_path / "drawn.svg"
    code, output = run(words[0], street, "--from=-0.7,52.61", *words[1:], "--out", out)
    assert code == 0, output
    drawn = ElementTree.parse(out).getroot()
    assert drawn.get("role") == "img"
    assert (drawn.get("aria-label") or "").startswith("Map. ")
    text = " ".join(element.text or "" for element in drawn.iter() if element.tag.endswith("text"))
    for word in [*said, "OpenStreetMap"]:
        assert word in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["isochrone", "--from=1", "--out", "x.svg"], "is no place"),
        (["isochrone", "--from=200,52", "--out", "x.svg"], "is no place"),
        (["isochrone", "--from=-0.7,53.9", "--out", "x.svg"], "km from the nearest road"),
        (["isochrone", "--from=-0.7,52.61", "--minutes", "0", "--out", "x.svg"], "is no limit"),
        (["isochrone", "--from=-0.7,52.61", "--minutes", "nan", "--out", "x.svg"], "is no limit"),
        (["isochrone", "--from=-0.7,52.61", "--out", "x.png"], "end in .geojson or .svg"),
        (["route", "--from=-0.7,52.61", "--to=-0.7,53.9", "--out", "x.svg"], "km from the nearest road"),
    ],
)
def test_what_cannot_be_drawn_is_said(street: Path, tmp_path: Path, monkeypatch, words: list[str], said: str) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = run(words[0], street, *words[1:])
    assert code == 2
    assert said in output
    assert "Traceback" not in output
    assert not (tmp_path / "x.svg").exists()


@pytest.fixture
def tables(tmp_path: Path) -> list[str]:
    """A street of three nodes, a kilometre and a minute between neighbours, with columns of its own names."""
    (tmp_path / "places.csv").write_text("id,x,y\n1,-0.70,52.60\n2,-0.70,52.61\n3,-0.70,52.62\n")
    arcs = ["a,b,km,blue_s,plain_s", *(f"{a},{b},1,60,90" for a, b in ((1, 2), (2, 1), (2, 3), (3, 2)))]
    (tmp_path / "streets.csv").write_text("\n".join(arcs) + "\n")
    (tmp_path / "map.toml").write_text(
        '[roads]\nnotices = ["Roads of a council"]\nnodes = { node = "id", lon = "x", lat = "y" }\n'
        'arcs = { tail = "a", head = "b", length_km = "km", seconds = "blue_s", normal_seconds = "plain_s" }\n'
    )
    return [f"--{word}={tmp_path / name}" for word, name in
            (("nodes", "places.csv"), ("arcs", "streets.csv"), ("columns", "map.toml"))]  # fmt: skip


def test_roads_may_be_given_as_tables(tables: list[str], tmp_path: Path) -> None:
    code, output = run("route", *tables, "--from=-0.70,52.60", "--to=-0.70,52.62", "--out", tmp_path / "way.geojson")
    assert code == 0, output
    assert "2.0 minutes, 2.0 km" in output
    assert "Roads of a council" in (tmp_path / "way.geojson").read_text(encoding="utf-8")
    reach = tmp_path / "reach.svg"
    code, output = run("isochrone", *tables, "--from=-0.70,52.60", "--minutes", 1.5, "--out", reach)
    assert code == 0, output
    assert "Within 1.5 minutes: 2.0 km of road" in output  # a kilometre, then half of one on and half of one back


@pytest.mark.parametrize("words", [[], ["street.osm.pbf", "--nodes=a", "--arcs=b"], ["--nodes=a"]])
def test_roads_are_given_once_and_whole(words: list[str], tmp_path: Path) -> None:
    code, output = run("isochrone", *words, "--from=-0.70,52.60", "--out", tmp_path / "reach.svg")
    assert code == 2
    assert "EXTRACT, or by --nodes with --arcs" in output


def test_a_negative_time_in_the_table_is_named_by_row(tables: list[str], tmp_path: Path) -> None:
    text = (tmp_path / "streets.csv").read_text().replace("2,3,1,60,90", "2,3,1,-60,90")
    (tmp_path / "streets.csv").write_text(text)
    code, output = run("isochrone", *tables, "--from=-0.70,52.60", "--out", tmp_path / "reach.svg")
    assert code == 2
    assert "streets.csv" in output
    assert "row 4" in output
    assert not (tmp_path / "reach.svg").exists()
