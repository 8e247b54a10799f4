"""What a site reaches and the way between two places, on pages: on roads, from a table, from straight lines."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import osmium
import pytest
from django.test import Client
from tests.area_builder.conftest import STATIONS, UNITS, ZONES, write

from bluelight.area import Area, load_area
from bluelight.area.builder import Inputs, build_pack
from bluelight.documents.maps.reach import bands
from bluelight.service.areas import driving, places
from bluelight.travel import travel_times
from bluelight.travel.roads.pack import drive_on

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up town on one street with two names, built as its services would."""
    folder = tmp_path_factory.mktemp("town")
    roads = folder / "roads.osm.pbf"
    with osmium.SimpleWriter(str(roads)) as writer:
        for number in range(10):
            place = (-1.92 + 0.01 * number, 52.905)
            writer.add_node(osmium.osm.mutable.Node(id=number + 1, version=1, location=place))
        for name, nodes in (("West Street", [1, 2, 3, 4, 5]), ("East Street", [5, 6, 7, 8, 9, 10])):
            tags = {"highway": "primary", "name": name}
            writer.add_way(osmium.osm.mutable.Way(id=nodes[0], version=1, tags=tags, nodes=nodes))
    lists = [write(folder / f"{name}.csv", rows) for name, rows in
             (("zones", ZONES), ("stations", STATIONS), ("units", UNITS))]  # fmt: skip
    build_pack(Inputs("Madeup Town", *lists), folder / "pack", drive=lambda _: drive_on(roads))
    return folder / "pack"


@pytest.fixture
def town(settings, built: Path) -> Iterator[Area]:
    settings.AREA_FOLDERS = [str(built)]
    _forget()
    yield places.area("madeup-town")
    _forget()


@pytest.fixture
def without_roads(town: Area, monkeypatch: pytest.MonkeyPatch) -> Area:
    """The same town from a pack that has the table of minutes and no roads."""
    area = dataclasses.replace(town, roads=None)
    monkeypatch.setattr(places, "area", {town.id: area}.__getitem__)
    return area


def _forget() -> None:
    for remembered in (places._listed, driving._reach, driving._way, driving._times, driving._prepared):
        remembered.cache_clear()


def asked(client: Client, page: str, **wanted: object) -> tuple[int, str]:
    answer = client.get(f"/areas/madeup-town/{page}/", wanted)
    return answer.status_code, " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def rows_of(client: Client, **wanted: object) -> list[tuple[str, ...]]:
    said = client.get("/areas/madeup-town/reach/", wanted).content.decode()
    return re.findall(r'rowheader"[^>]*>([^<]+)</th><td[^>]*>([^<]+)</td><td[^>]*>([^<]+)</td>', said)


def test_limits_are_whole_minutes_and_end_with_the_one_asked_for() -> None:
    assert [bands(minutes) for minutes in (1, 3, 8, 10)] == [(1,), (1, 2, 3), (3, 6, 8), (4, 7, 10)]


def test_a_reach_is_drawn_on_the_roads_and_its_table_counts_who_lives_there(client: Client, town: Area) -> None:
    code, said = asked(client, "reach", site="Hill", service="fire", minutes=8)
    assert code == 200
    minutes = travel_times(town).minutes[list(town.sites["site"]).index("Hill")]
    near = minutes <= 8
    people = town.zones["population"].to_numpy()
    assert f"Hill reaches {near.sum()} of 6 zones within 8 minutes" in said
    assert "The map follows the roads" in said
    assert "OpenStreetMap" in said
    told = rows_of(client, site="Hill", service="fire", minutes=8)
    assert [row[0] for row in told] == ["3 minutes", "6 minutes", "8 minutes", "Whole area"]
    assert [int(row[1]) for row in told] == [int((minutes <= limit).sum()) for limit in (3, 6, 8, 999)]
    assert int(told[2][2].replace(",", "")) == people[near].sum()


def test_without_roads_the_reach_is_by_zone_and_the_page_says_so(client: Client, town: Area, without_roads) -> None:
    on_roads = rows_of(client, site="Hill", service="fire", minutes=8)
    code, said = asked(client, "reach", site="Hill", service="fire", minutes=8)
    assert code == 200
    assert "keeps no roads, so what is reached is shown zone by zone" in said
    assert "derived, from roads.osm.pbf" in said
    assert rows_of(client, site="Hill", service="fire", minutes=8) == on_roads
    code, said = asked(client, "way", start="site:Hill", end="site:Quay", service="fire")
    assert code == 200
    assert "No way can be drawn in Madeup Town: its pack keeps a table of minutes from place to place, but no" in said


def test_an_area_of_straight_lines_says_that_its_reach_is_estimated(client: Client, settings, littleham: Path) -> None:
    settings.AREA_FOLDERS = [str(littleham)]
    _forget()
    area = load_area(littleham)
    site, service = area.sites["site"].iloc[0], area.services["service"].iloc[0]
    answer = client.get("/areas/littleham/reach/", {"site": site, "service": service, "minutes": 10})
    assert answer.status_code == 200
    assert "estimated from the straight line" in answer.content.decode()
    assert "estimates times from straight lines" in client.get("/areas/littleham/way/").content.decode()
    _forget()


def test_a_slower_service_reaches_less(client: Client, town: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = town.parameters.copy()
    slow.loc[(slow["parameter"] == "travel_scale") & (slow["service"] == "fire"), "value"] = 2.0
    monkeypatch.setattr(places, "area", {town.id: town.with_tables(parameters=slow)}.__getitem__)
    told = rows_of(client, site="Hill", service="fire", minutes=8)
    minutes = travel_times(town).minutes[list(town.sites["site"]).index("Hill")]
    assert int(told[2][1]) == int((2 * minutes <= 8).sum())
    assert "multiplied by 2" in asked(client, "reach", site="Hill", service="fire", minutes=8)[1]


def test_a_way_is_told_road_by_road(client: Client, town: Area) -> None:
    code, said = asked(client, "way", start="site:Hill", end="zone:Z20", service="fire")
    assert code == 200
    assert said.index("West Street") < said.index("East Street") < said.index("Straight way to and from the roads")
    minutes = travel_times(town).minutes[list(town.sites["site"]).index("Hill"), list(town.zones["zone"]).index("Z20")]
    found = re.search(r"Hill to Z20: (\d+) minutes (\d+) seconds, ([\d.]+) km", said)
    assert found
    assert int(found[1]) + int(found[2]) / 60 == pytest.approx(minutes, abs=0.02)


@pytest.mark.parametrize(
    ("page", "wanted", "said"),
    [
        ("reach", {"site": "Atlantis", "service": "fire", "minutes": "8"}, "Choose a site of this area"),
        ("reach", {"site": "Hill", "service": "navy", "minutes": "8"}, "Choose a service of this area"),
        ("reach", {"site": "Hill", "service": "fire", "minutes": "-3"}, "Minutes must be 1 or more"),
        ("reach", {"site": "Hill", "service": "fire", "minutes": "1e9"}, "Minutes must be a whole number"),
        ("reach", {"site": "Hill", "service": "fire", "minutes": "900"}, "Minutes must be 60 or fewer"),
        ("reach", {"site": "Hill", "service": "fire", "minutes": "1"}, "are used up on the"),
        ("way", {"start": "site:Hill", "end": "zone:Z99", "service": "fire"}, "Choose a place of this area"),
    ],
)
def test_what_cannot_be_drawn_is_said_on_the_form(client: Client, town: Area, page, wanted, said) -> None:
    code, shown = asked(client, page, **wanted)
    assert code == 422
    assert "There is a problem" in shown
    assert said in shown


def test_damaged_roads_are_said_on_the_page(client: Client, town: Area, tmp_path: Path, monkeypatch) -> None:
    assert town.roads is not None
    torn = tmp_path / "arcs.csv.gz"
    torn.write_bytes(town.roads.arcs.read_bytes()[:-30])
    broken = dataclasses.replace(town, roads=dataclasses.replace(town.roads, arcs=torn))
    monkeypatch.setattr(places, "area", {town.id: broken}.__getitem__)
    code, said = asked(client, "reach", site="Hill", service="fire", minutes=8)
    assert code == 422
    assert "arcs.csv.gz: cannot be read as a table" in said
    assert str(tmp_path) not in said


def test_the_page_of_an_area_leads_to_both(client: Client, town: Area) -> None:
    said = client.get("/areas/madeup-town/").content.decode()
    assert "/areas/madeup-town/reach/" in said
    assert "/areas/madeup-town/way/" in said


def test_roads_too_many_for_a_page_are_refused(client: Client, town: Area, monkeypatch) -> None:
    monkeypatch.setattr(driving, "LARGEST_BYTES", 10)
    code, said = asked(client, "way", start="site:Hill", end="zone:Z20", service="fire")
    assert code == 422
    assert "too many to draw on a page" in said
