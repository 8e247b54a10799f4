"""Collaborations side by side: every fact of each told once, claims are kept apart by state; nothing hidden shows."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluelight.register.table import safe_cell
from bluelight.service.register import words
from bluelight.service.register.compare import MOST
from bluelight.service.register.models import Collaboration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]

TWO = "entry=derbyshire-nottinghamshire-joint-fire-control&entry=athena-police-intelligence-system"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(0, 172), min_size=1, max_size=MOST, unique=True))
def test_every_fact_of_any_of_them_is_told_once_and_in_its_place(client: Client, numbers: list[int]) -> None:
    everything = list(Collaboration.objects.order_by("slug"))
    entries = [everything[number] for number in numbers]
    page = client.get("/compare/", {"entry": [entry.slug for entry in entries]})
    assert [entry.pk for entry in page.context["entries"]] == [entry.pk for entry in entries]
    rows = {row.title: row.cells for row in page.context["rows"]}
    sides = {"benefit": "Benefits", "cost": "Costs"}
    for place, entry in enumerate(entries):
        for claim in entry.claims.all():
            held = [title for title, cells in rows.items() for line in cells[place] if claim.statement in line]
            assert f"{sides[claim.side]}, {words.named('state', claim.state).lower()}" in held
        shown = sum(len(cells[place]) for title, cells in rows.items() if title.startswith(("Benefits", "Costs")))
        assert shown == entry.claims.count()
        assert len(rows["Promise and outcome"][place]) == entry.pairs.count()
        assert len(rows["Partners"][place]) == entry.partners.count()
        assert len(rows["Sources"][place]) == entry.sources.count()


def test_the_list_offers_boxes_and_the_address_to_share_is_short(client: Client) -> None:
    page = client.get("/register/?q=control").content.decode()
    assert 'name="entry" type="checkbox" value="derbyshire-nottinghamshire-joint-fire-control"' in page
    assert 'formaction="/compare/"' in page
    answer = client.get(f"/compare/?q=control&theme=fleet&sort=name&{TWO}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/compare/?{TWO}"


def test_what_is_not_recorded_is_said_so(client: Client) -> None:
    page = client.get(f"/compare/?{TWO}")
    empty = sum(not lines for row in page.context["rows"] for lines in row.cells)
    assert page.content.decode().count("Not recorded</span>") == empty > 10


def test_the_file_says_what_the_page_says(client: Client) -> None:
    shown = client.get(f"/compare/?{TWO}").context["rows"]
    answer = client.get(f"/compare/comparison.csv?{TWO}")
    assert "attachment" in answer.headers["Content-Disposition"]
    head, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert len(head) == 3
    assert [line[0] for line in lines] == [row.title for row in shown]
    for line, row in zip(lines, shown, strict=True):
        assert line[1:] == [safe_cell("\n".join(cell) or "not recorded") for cell in row.cells]


def test_no_cell_of_the_file_is_a_formula(client: Client) -> None:
    entry = Collaboration.objects.get(slug="athena-police-intelligence-system")
    Collaboration.objects.filter(pk=entry.pk).update(summary="=HYPERLINK(1)", name="@SUM(A1)")
    for line in csv.reader(io.StringIO(client.get(f"/compare/comparison.csv?{TWO}").content.decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line)


@pytest.mark.parametrize("address", ["/compare/", "/compare/comparison.csv"])
def test_what_may_not_be_read_is_not_compared(client: Client, address: str) -> None:
    Collaboration.objects.filter(slug="athena-police-intelligence-system").update(state="withdrawn")
    answer = client.get(f"{address}?{TWO}")
    assert answer.status_code == 404
    assert "to compare" in answer.content.decode()
    assert client.get(f"{address}?entry=nobody%00").status_code == 404


def test_five_are_too_many_and_none_is_told_how(client: Client) -> None:
    five = [entry.slug for entry in Collaboration.objects.all()[: MOST + 1]]
    answer = client.get("/compare/", {"entry": five})
    assert answer.status_code == 400
    assert "Compare at most 4 at a time." in answer.content.decode()
    assert re.search(r"Tick two to four collaborations", client.get("/compare/").content.decode())
