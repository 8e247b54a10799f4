"""Partners that the register does not list: organisations of kind other, merged by a reviewer and taken apart again."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from itertools import pairwise
from math import log, sqrt

import pytest
from django.apps import apps
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.service_contributions.conftest import Somebody

from bluelight.register import Register, load_register
from bluelight.register.standard import canonical, from_json, to_json
from bluelight.register.table import from_csv, to_csv
from bluelight.service.accounts.models import AuditEntry
from bluelight.service.register import services
from bluelight.service.register.exchange import published
from bluelight.service.register.models import Collaboration, Organisation, Partner, Version
from bluelight.service.register.namesakes import LEAST, MOST, Names, _pieces

pytestmark = pytest.mark.django_db

DEPARTMENT = "communities-and-local-government-department"
SAME = "department-for-communities-and-local-government"


def merged(reviewer: Somebody, slug: str, **said: str):
    return reviewer.client.post(f"/review/organisations/{slug}/", said)


def partner(name: str) -> Partner:
    return Partner.objects.get(name=name)


@pytest.mark.usefixtures("register")
def test_entries_lead_to_every_partner_and_the_partner_to_its_entries(client: Client) -> None:
    page = client.get("/register/firecontrol-national-project/").content.decode()
    assert f'<a class="govuk-link" href="/organisations/{DEPARTMENT}/">' in page
    page = client.get(f"/organisations/{DEPARTMENT}/").content.decode()
    assert "It is none of the organisations that the register lists" in page
    assert "/register/firecontrol-national-project/" in page
    assert f"/organisations/{DEPARTMENT}/" in client.get("/organisations/?kind=other&q=communities").content.decode()
    assert f"/organisations/{DEPARTMENT}/" not in client.get("/organisations/?q=communities").content.decode()


@pytest.mark.usefixtures("register")
def test_a_reviewer_is_shown_names_that_are_alike_and_merges_two(client: Client, reviewer: Somebody) -> None:
    before = published()
    page = reviewer.client.get("/review/organisations/").content.decode()
    row = page.split(f"/review/organisations/{DEPARTMENT}/")[1].split("</tr>")[0]
    assert "Department for Communities and Local Government" in row
    for _ in range(2):  # a double click
        assert merged(reviewer, DEPARTMENT, into=SAME).status_code == 302
    left = partner("Communities and Local Government department").organisation
    assert left is not None
    assert left.slug == SAME
    moved = client.get(f"/organisations/{DEPARTMENT}/")
    assert (moved.status_code, moved.headers["Location"]) == (302, f"/organisations/{SAME}/")
    page = client.get(f"/organisations/{SAME}/").content.decode()
    assert "Communities and Local Government department" in page
    assert "/register/firecontrol-national-project/" in page
    assert published() == before
    organisation = Organisation.objects.get(slug=DEPARTMENT)
    assert [row.merged_into_id for row in organisation.history.all()] == [left.pk, None]
    assert AuditEntry.objects.filter(what="merged", who=reviewer.user.pk, about=DEPARTMENT).count() == 1


@pytest.mark.usefixtures("register")
def test_merged_into_a_listed_one_its_entries_say_so_and_round_trip(reviewer: Somebody) -> None:
    ambulance = "south-east-coast-ambulance-service-nhs-foundation-trust"
    name = Organisation.objects.get(slug=ambulance).name
    row = partner("Ambulance service serving Surrey")
    assert merged(reviewer, "ambulance-service-serving-surrey", name=name.upper()).status_code == 302
    here = published()
    entry = here.collaboration[row.collaboration.slug]
    assert ambulance in {each.slug for each in entry.partners if each.organisation == row.name}
    version = Version.objects.filter(collaboration=row.collaboration).first()
    assert version is not None
    assert (version.number, version.why) == (2, f"Ambulance service serving Surrey is {name}")
    for write, read in ((to_json, from_json), (to_csv, from_csv)):
        text = write(here)
        assert write(canonical(read(text, "file"))) == text
    services.load_register(here)
    assert published() == here
    services.load_register(load_register())
    assert partner(row.name).organisation is not None
    assert partner(row.name).organisation.slug == ambulance  # type: ignore[union-attr]


@pytest.mark.usefixtures("register")
def test_a_merger_is_taken_apart_and_what_was_the_others_stays_the_others(reviewer: Somebody) -> None:
    before = {row.pk: row.organisation_id for row in Partner.objects.all()}
    merged(reviewer, DEPARTMENT, into=SAME)
    merged(reviewer, SAME, name="home office")
    assert Organisation.objects.get(slug=DEPARTMENT).merged_into == Organisation.objects.get(slug="home-office")
    assert "Take apart" in reviewer.client.get("/review/organisations/?merged=yes").content.decode()
    for slug in (SAME, DEPARTMENT):
        for _ in range(2):  # a double click
            assert merged(reviewer, slug, part="yes").status_code == 302
    assert {row.pk: row.organisation_id for row in Partner.objects.all()} == before
    assert not Organisation.objects.merged().exists()


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Write the name of the organisation that it is"),
        ({"name": "Nobody"}, "There is no organisation of that name"),
        ({"name": "Home Office", "into": SAME}, "not both"),
        ({"into": "kent-police"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_merged_is_refused_at_its_field(reviewer: Somebody, said: dict[str, str], told: str) -> None:
    answer = merged(reviewer, DEPARTMENT, **said)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert not Organisation.objects.merged().exists()


@pytest.mark.usefixtures("register")
def test_one_that_was_merged_meanwhile_or_is_itself_is_refused(reviewer: Somebody) -> None:
    answer = merged(reviewer, DEPARTMENT, name="Communities and Local Government department")
    assert "only into another one" in answer.content.decode()
    merged(reviewer, DEPARTMENT, into=SAME)
    answer = merged(reviewer, DEPARTMENT, name="Home Office")
    assert (answer.status_code, "was found to be Department" in answer.content.decode()) == (400, True)


@pytest.mark.usefixtures("register")
def test_a_file_that_lists_a_partner_makes_it_a_listed_one() -> None:
    shipped = load_register()
    listed = shipped.organisations[0].model_copy(update={"slug": "home-office", "name": "Home Office"})
    services.load_register(Register((), (listed,), ()))
    found = Organisation.objects.get(slug="home-office")
    assert (found.kind, found.governance) == ("listed", listed.governance.type)


def test_registers_from_before_get_their_organisations_by_migration() -> None:
    entry = Collaboration.objects.create(slug="x", name="X", theme="training", region="Wales", status="live")
    listed = Organisation.objects.create(slug="ours", name="Ours", service="fire", region="Wales")
    old = Organisation.objects.create(slug="old", name="Old", service="fire", kind="other", merged_into=listed)
    for position, (name, body) in enumerate([("Acme", None), ("ACME ", None), ("Old", old), ("Ours", listed)]):
        Partner.objects.create(collaboration=entry, name=name, service="other", position=position, organisation=body)
    import_module("bluelight.service.register.migrations.0006_others").name_others(apps, None)
    found = [(row.name, row.organisation and row.organisation.slug) for row in entry.partners.all()]
    assert found == [("Acme", "acme"), ("ACME ", "acme"), ("Old", "ours"), ("Ours", "ours")]
    assert [row.history_type for row in Organisation.objects.get(slug="acme").history.all()] == ["+"]
    assert [row.organisation_id for row in entry.partners.get(name="Old").history.all()] == [listed.pk, old.pk]


def body(key: int, name: str, service: str = "other") -> Organisation:
    return Organisation(pk=key, slug=str(key), name=name, service=service)


@given(st.lists(st.text("abcde é-", min_size=1, max_size=20), min_size=1, max_size=8))
def test_likeness_goes_both_ways_and_never_to_oneself(texts: list[str]) -> None:
    rows = [body(key, text) for key, text in enumerate(texts, start=1)]
    names = Names(rows)
    pairs = {(one.pk, two.pk) for one in rows for two in names.like(one)}
    assert all(one != two for one, two in pairs)
    if len(rows) <= 5:  # of more, only the likest are given
        assert pairs == {(two, one) for one, two in pairs}


def cosine(one: str, two: str, every: list[str]) -> float:
    """How like two names are, among these, by the book."""
    held = Counter(piece for text in every for piece in _pieces(text))
    weights = [{piece: log(1 + len(every) / held[piece]) for piece in _pieces(text)} for text in (one, two)]
    lengths = [sqrt(sum(weight**2 for weight in each.values())) for each in weights]
    return sum(weights[0][piece] * weights[1].get(piece, 0) for piece in weights[0]) / (lengths[0] * lengths[1])


@given(st.lists(st.text("abcde ", min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=MOST))
def test_names_are_as_like_as_the_slow_way_says(texts: list[str]) -> None:
    rows = [body(key, text) for key, text in enumerate(texts)]
    names = Names(rows)
    for one in rows:
        likeness = {two.pk: cosine(one.name, two.name, texts) for two in rows if two.pk != one.pk}
        found = [row.pk for row in names.like(one)]
        assert {key for key, value in likeness.items() if value > LEAST + 1e-9} <= set(found)
        assert all(likeness[key] > LEAST - 1e-9 for key in found)
        assert all(likeness[two] < likeness[one] + 1e-9 for one, two in pairwise(found))


def test_a_slip_of_the_pen_is_found_and_a_county_is_not_its_neighbour() -> None:
    towns = ["Kent", "Essex", "Hertfordshire", "Suffolk", "Cornwall", "Somerset"]
    rows = [body(key, f"{town} County Council", "local-authority") for key, town in enumerate(towns)]
    slip = body(10, "Hertforshire County Council", "local-authority")
    fire = body(11, "Hertfordshire County Council", "fire")
    assert [row.name for row in Names([*rows, slip, fire]).like(rows[0])] == []
    assert [row.pk for row in Names([*rows, slip, fire]).like(rows[2])] == [10]
