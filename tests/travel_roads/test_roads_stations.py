"""Stations out of OpenStreetMap's tags: by points, by buildings, by a file of points, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import osmium
import pytest

from bluelight.errors import InputError
from bluelight.travel.roads.stations import stations_of_extract, stations_of_points

FIRE, POLICE = {"amenity": "fire_station"}, {"amenity": "police", "name": "The  Nick"}


def extract(path: Path, nodes=(), ways=(), relations=()) -> Path:
    """Nodes as (id, tags, lonlat), ways as (tags, refs), relations as tags."""
    with osmium.SimpleWriter(str(path)) as writer:
        for number, tags, lonlat in nodes:
            writer.add_node(osmium.osm.mutable.Node(id=number, version=1, tags=tags, location=lonlat))
        for number, (tags, refs) in enumerate(ways, start=1):
            writer.add_way(osmium.osm.mutable.Way(id=number, version=1, tags=tags, nodes=refs))
        for number, tags in enumerate(relations, start=1):
            writer.add_relation(osmium.osm.mutable.Relation(id=number, version=1, tags=tags, members=[("w", 1, "")]))
    return path


def points(path: Path, *features: object) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


def point(tags: dict[str, str], at: object = (-0.7, 52.6)) -> dict[str, object]:
    where = {"type": "Point", "coordinates": at}
    return {"type": "Feature", "properties": tags, "geometry": where}


def test_points_and_buildings_are_found_and_the_rest_is_counted(tmp_path):
    corners = [(n, {}, (-0.5 + dx, 52.5 + dy)) for n, dx, dy in ((1, 0, 0), (2, 0.002, 0), (3, 0.002, 0.004))]
    path = extract(
        tmp_path / "a.osm.pbf",
        [*corners, (10, POLICE, (-0.7, 52.6)), (11, {"amenity": "cafe"}, (-0.7, 52.6)), (12, FIRE, (-0.8, 52.7))],
        [(FIRE, [1, 2, 3, 1]), ({"building": "yes"}, [1, 2]), (FIRE, [90, 91, 90])],
        [{"type": "multipolygon", "amenity": "hospital"}],
    )
    found = stations_of_extract(path)
    assert [(s.site, s.kind, s.services, s.osm) for s in found.stations] == [
        ("Fire station", "fire_station", "fire", "node/12"),
        ("Fire station (2)", "fire_station", "fire", "way/1"),
        ("The Nick", "police_station", "police", "node/10"),
    ]
    # The middle of the three corners: the one that closes the ring is not counted twice.
    assert (found.stations[1].lon, found.stations[1].lat) == pytest.approx((-0.5 + 0.004 / 3, 52.5 + 0.004 / 3))
    assert found.stations[0].note == "OpenStreetMap has no name for it"
    assert found.stations[2].note == ""
    assert found.notes == (
        "1 are mapped as several outlines (relations) and were left out.",
        "1 have no corner inside the file and were left out.",
    )


def test_only_a_hospital_that_says_so_has_an_emergency_department(tmp_path):
    hospitals = [point({"amenity": "hospital", "name": n, "emergency": e}) for n, e in (("A", "yes"), ("B", "no"))]
    found = stations_of_points(points(tmp_path / "a.geojson", *hospitals))
    assert [(s.site, s.kind) for s in found.stations] == [("A", "hospital_ed"), ("B", "other")]
    assert found.stations[1].note == "not tagged as having an emergency department"


def test_points_of_another_kind_and_shapes_are_counted(tmp_path):
    outline = {**point(FIRE), "geometry": {"type": "Polygon", "coordinates": []}}
    path = points(tmp_path / "a.geojson", point(FIRE), point({"amenity": "cafe"}), outline, {"type": "Feature"}, 3)
    found = stations_of_points(path)
    assert len(found.stations) == 1
    assert found.notes == (
        "3 features are tagged as something else and were left out.",
        "1 stations are not points and were left out.",
    )


@pytest.mark.parametrize("place", [None, [], [1], ["1", "2"], [True, 52], [200, 52], [0, 91], {}])
def test_a_point_that_is_no_place_is_named(tmp_path, place):
    path = points(tmp_path / "a.geojson", point(FIRE), point(FIRE, place))
    with pytest.raises(InputError, match="feature 2 has coordinates that are no place"):
        stations_of_points(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is not GeoJSON"),
        ('{"features": [NaN]}', "NaN is not a number"),
        ("[]", "is not a GeoJSON FeatureCollection"),
        ('{"features": 3}', "is not a GeoJSON FeatureCollection"),
        ('{"features": []}', "holds no fire, police or ambulance station"),
    ],
)
def test_a_file_that_is_no_list_of_sites_is_refused(tmp_path, content, said):
    path = tmp_path / "a.geojson"
    path.write_text(content)
    with pytest.raises(InputError, match=said):
        stations_of_points(path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        stations_of_points(tmp_path / "none.geojson")
    with pytest.raises(InputError, match="there is no such file"):
        stations_of_extract(tmp_path / "none.osm.pbf")
    (tmp_path / "torn.osm.pbf").write_bytes(b"not a map")
    with pytest.raises(InputError, match="cannot be read as an OpenStreetMap extract"):
        stations_of_extract(tmp_path / "torn.osm.pbf")
