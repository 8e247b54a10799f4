"""Areas like ours: the nearest places of the same service, and what they share that we do not."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from bluelight.service.register.models import Collaboration, Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


@pytest.mark.parametrize("slug", ["essex-police", "kent-fire-and-rescue-service", "london-ambulance-service-nhs-trust"])
def test_the_neighbours_are_of_the_same_service_and_open_what_they_share(client: Client, slug: str) -> None:
    page = client.get(f"/organisations/{slug}/alike/")
    near = page.context["neighbours"]
    assert len(near) == 5
    assert {each.organisation.service for each in near} == {Organisation.objects.get(slug=slug).service}
    assert slug not in {each.organisation.slug for each in near}
    distances = [float(each.distance) for each in near]
    assert distances == sorted(distances)
    for each in near:
        listed = client.get(f"/register/?organisation={each.organisation.slug}").context["list"].total
        assert each.organisation.collaborations == listed


def test_what_is_offered_is_theirs_and_not_ours(client: Client) -> None:
    page = client.get("/organisations/essex-police/alike/")
    near = {each.organisation.pk for each in page.context["neighbours"]}
    parts = {
        entry.pk: {partner.organisation_id for partner in entry.partners.all()}
        for entry in Collaboration.objects.public().prefetch_related("partners")
    }
    ours = Organisation.objects.get(slug="essex-police").pk
    expected = {key for key, takes_part in parts.items() if takes_part & near and ours not in takes_part}
    assert {entry.pk for entry in page.context["list"].page.paginator.object_list} == expected != set()


def test_what_is_withdrawn_is_neither_counted_nor_offered(client: Client) -> None:
    offered = client.get("/organisations/essex-police/alike/").context["list"].page[0]
    Collaboration.objects.filter(pk=offered.pk).update(state="withdrawn")
    page = client.get("/organisations/essex-police/alike/")
    assert offered.pk not in {entry.pk for entry in page.context["list"].page.paginator.object_list}


def test_what_is_known_of_a_budget_says_where_from_and_the_rest_is_not_recorded(client: Client) -> None:
    page = client.get("/organisations/hertfordshire-fire-and-rescue-service/").content.decode()
    assert re.search(r"£37.5 million \(2022/23\)\. HMICFRS", page)
    assert "1,195,672 (mid-2020; derived" in page
    alike = client.get("/organisations/hertfordshire-fire-and-rescue-service/alike/").content.decode()
    assert alike.count(">not recorded</td>") == 5
    assert "the yearly budget is recorded of 2 of 102 organisations, too few to compare" in alike


def test_a_place_of_which_nothing_is_known_says_so(client: Client) -> None:
    Organisation.objects.create(slug="newly-formed", name="Newly formed police", service="police", region="Wales")
    assert "so that nothing can be compared" in client.get("/organisations/newly-formed/alike/").content.decode()
    assert "Areas like this one" not in client.get("/organisations/newly-formed/").content.decode()
