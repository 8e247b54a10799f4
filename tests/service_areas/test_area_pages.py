"""Area pages: what they say, in words, with how each figure is known."""

from __future__ import annotations

import html
import json
import re
import shutil
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from bluelight.service.areas import places
from bluelight.service.areas.markers import marker_name, marker_svg


@pytest.fixture
def littleham_listed(settings, littleham):
    settings.AREA_FOLDERS = [str(littleham)]
    places.read_again()
    yield places.area("littleham")
    places.read_again()


@pytest.mark.django_db
def test_areas_are_listed_with_what_ships_first(client: Client, littleham_listed) -> None:
    said = client.get("/areas/").content.decode()
    assert said.index("/areas/hertfordshire/") < said.index("/areas/littleham/")


@pytest.mark.django_db
def test_every_site_unit_and_assumption_of_the_pack_is_on_its_page(client: Client, littleham_listed) -> None:
    said = client.get("/areas/littleham/").content.decode()
    for name in littleham_listed.sites["name"]:
        assert name in said
    said = client.get("/areas/littleham/resources/").content.decode()
    for unit in littleham_listed.units["unit"]:
        assert f">{unit}</th>" in said
    said = client.get("/areas/littleham/evidence/").content.decode()
    for statement in littleham_listed.assumptions["statement"]:
        assert statement in said


@pytest.mark.django_db
def test_who_carries_risk_to_several_services_is_on_the_page(client: Client, littleham_listed) -> None:
    said = client.get("/areas/littleham/demand/").content.decode()
    assert "Who carries risk to more than one service" in said
    assert "Zones in the highest fifth of risk for two services or more" in said


@pytest.mark.django_db
@pytest.mark.parametrize("area", ["littleham", "hertfordshire"])
def test_what_the_contents_list_is_on_its_page_and_addresses_of_before_lead_there(
    area: str, client: Client, littleham_listed
) -> None:
    first = client.get(f"/areas/{area}/")
    listed = {section["id"] for part in first.context["contents"] for section in part.sections}
    assert {"where", "today", "studies", "demand", "load", "units", "costs", "calibration", "assumptions"} <= listed
    for part in first.context["contents"]:
        page = client.get(part.address)
        sections = re.findall(r'<section aria-labelledby="([^"]+)"', page.content.decode())
        assert set(sections) == {section["id"] for section in part.sections}
        for section in part.sections:
            assert f'<h2 class="govuk-heading-m" id="{section["id"]}">{section["title"]}</h2>' in page.content.decode()
            assert first.content.decode().count(f'id="{section["id"]}"') == 1


@pytest.mark.django_db
def test_page_says_how_to_get_the_three_numbers_when_there_is_no_run(client: Client, littleham_listed) -> None:
    said = client.get("/areas/littleham/").content.decode()
    assert "will be here once a study" in said


@pytest.mark.django_db
def test_unknown_area_is_a_404_that_says_so(client: Client) -> None:
    answer = client.get("/areas/atlantis/")
    assert answer.status_code == 404
    assert "no area called atlantis" in answer.content.decode()


@pytest.mark.django_db
def test_map_holds_every_site_once_and_is_not_sent_twice(client: Client, littleham_listed) -> None:
    answer = client.get("/areas/littleham/map.json")
    drawn = json.loads(answer.content)
    sites = [feature["properties"]["site"] for feature in drawn["sites"]["features"]]
    assert sorted(sites) == sorted(littleham_listed.sites["site"])
    assert drawn["boundary"]["type"]
    again = client.get("/areas/littleham/map.json", headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.django_db
def test_readers_without_scripts_get_the_map_as_a_picture(client: Client, littleham_listed) -> None:
    assert (
        '<noscript><img class="picture" src="/areas/littleham/map.svg"'
        in client.get("/areas/littleham/").content.decode()
    )
    drawn = client.get("/areas/littleham/map.svg")
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert ElementTree.fromstring(drawn.content).tag == "{http://www.w3.org/2000/svg}svg"


SERVICES = st.lists(st.sampled_from(["police", "fire", "ambulance", "nhs", "council"]), min_size=1, unique=True)


@given(services=SERVICES, shared=st.booleans(), assumed=st.booleans())
def test_every_marker_a_site_can_ask_for_is_drawn(services: list[str], shared: bool, assumed: bool) -> None:
    name = marker_name(services, shared=shared, assumed=assumed)
    drawn = marker_svg(name)
    assert drawn is not None
    shapes = [element.tag for element in ElementTree.fromstring(drawn)]
    assert len(shapes) == len({s if s in ("police", "fire", "ambulance") else "other" for s in services}) + shared


@given(name=st.text(alphabet="policeframbun-shd", max_size=30))
def test_a_name_that_no_site_asks_for_draws_nothing(name: str) -> None:
    drawn = marker_svg(name)
    if drawn is not None:
        parts = name.split("-")
        services = [part for part in parts if part not in ("shared", "assumed")]
        assert marker_name(services, shared="shared" in parts, assumed="assumed" in parts) == name


@pytest.mark.django_db
def test_a_broken_pack_is_named_with_what_is_wrong_and_the_others_are_listed(
    client: Client, settings, littleham, tmp_path
) -> None:
    broken = tmp_path / "brokenshire"
    shutil.copytree(littleham, broken)
    (broken / "units.csv").write_text("unit,service\nU1,fire\n", encoding="utf-8")
    nothing = tmp_path / "empty"
    nothing.mkdir()
    settings.AREA_FOLDERS = [str(broken), str(nothing), str(tmp_path / "away"), str(littleham)]
    places.read_again()
    try:
        for address in ("/", "/areas/", "/areas/littleham/", "/studies/"):
            assert client.get(address).status_code == 200, address
        said = html.unescape(client.get("/areas/").content.decode())
        assert "/areas/littleham/" in said
        assert "/areas/hertfordshire/" in said
        for told in (
            "brokenshire",
            'units.csv, row 1, column kind: has no column "kind"',
            "area.toml: is missing",
            "away: is neither an area that ships nor a folder.",
            "bluelight area check",
        ):
            assert told in said
        assert str(tmp_path) not in said
    finally:
        places.read_again()
