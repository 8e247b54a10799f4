"""The map by organisation: its numbers are those of the lists it opens, and the table says the same."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from bluelight.documents.overview.tiles import strength
from bluelight.service.register.models import Collaboration, Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


@pytest.mark.parametrize("asked", ["", "&theme=shared-estate&theme=fleet", "&q=control&status=live", "&q=zzzz"])
@pytest.mark.parametrize("service", ["police", "ambulance"])
def test_the_numbers_are_those_of_the_entries_themselves(client: Client, service: str, asked: str) -> None:
    shown = client.get(f"/map/?of={service}{asked}").context["map"]
    listed = client.get(f"/register/?{asked}").context["list"].page.paginator.object_list
    partners = [{partner.organisation_id for partner in entry.partners.all()} for entry in listed]
    assert {o.pk for o, _ in shown.rows} == set(
        Organisation.objects.public().filter(service=service).values_list("pk", flat=True)
    )
    for organisation, _ in shown.rows:
        assert organisation.collaborations == sum(organisation.pk in each for each in partners), organisation
    counts = [organisation.collaborations for organisation, _ in shown.rows]
    assert counts == sorted(counts, reverse=True)


def test_a_tile_and_a_row_open_that_many_entries(client: Client) -> None:
    shown = client.get("/map/?of=fire&theme=shared-estate&q=station").context["map"]
    assert {tile.organisation.pk for tile in shown.tiles} == {organisation.pk for organisation, _ in shown.rows}
    for tile in shown.tiles[::6]:
        page = client.get(tile.href)
        assert page.context["list"].total == tile.organisation.collaborations
        assert page.context["question"].filters.theme == ("shared-estate",)
        assert tile.organisation.name in page.content.decode()


def test_what_is_withdrawn_is_not_counted(client: Client) -> None:
    entry = Collaboration.objects.filter(partners__organisation__service="police").first()
    assert entry is not None
    force = entry.partners.filter(organisation__service="police")[0].organisation

    def number() -> int:
        rows = client.get("/map/").context["map"].rows
        return next(int(each.collaborations) for each, _ in rows if each.pk == force.pk)

    before = number()
    Collaboration.objects.filter(pk=entry.pk).update(state="withdrawn")
    assert number() == before - 1


def test_an_organisation_without_a_place_is_in_the_table(client: Client) -> None:
    Organisation.objects.create(slug="newly-formed", name="Newly formed police", service="police", region="Wales")
    shown = client.get("/map/").context["map"]
    assert "newly-formed" in {organisation.slug for organisation, _ in shown.rows}
    assert "newly-formed" not in {tile.organisation.slug for tile in shown.tiles}


def test_several_organisations_must_all_take_part(client: Client) -> None:
    asked = "organisation=essex-police&organisation=kent-police"
    both = {c.pk for c in client.get(f"/register/?{asked}").context["list"].page}
    each = [
        {c.pk for c in Collaboration.objects.filter(partners__organisation__slug=slug)}
        for slug in ("essex-police", "kent-police")
    ]
    assert both == each[0] & each[1] != set()


def test_the_list_keeps_the_organisation_when_it_is_narrowed(client: Client) -> None:
    page = client.get("/register/?organisation=essex-police").content.decode()
    assert '<input type="hidden" name="organisation" value="essex-police">' in page
    assert re.search(r'href="/map/\?organisation=essex-police"', page)


@pytest.mark.parametrize("asked", ["of=navy", "organisation=nobody", "theme=magic", "organisation=%00"])
def test_what_there_is_not_is_refused_in_words(client: Client, asked: str) -> None:
    response = client.get(f"/map/?{asked}")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_a_question_names_few_organisations(client: Client) -> None:
    many = "&".join(f"organisation={o.slug}" for o in Organisation.objects.public()[:11])
    assert "at most 10 organisations" in client.get(f"/register/?{many}").content.decode()


def test_the_api_takes_organisations_too(client: Client) -> None:
    found = client.get("/api/v1/collaborations?organisation=essex-police").json()
    assert found["total"] == client.get("/register/?organisation=essex-police").context["list"].total > 0


@given(most=st.integers(1, 10**6), counts=st.data())
def test_more_collaborations_never_make_a_paler_tile(most: int, counts: st.DataObject) -> None:
    few, many = sorted(counts.draw(st.lists(st.integers(0, most), min_size=2, max_size=2)))
    assert strength(few, most) <= strength(many, most)
    assert strength(most, most) == 1
    assert (strength(few, most) == 0) == (few == 0)
