"""How complete entries are: what the database counts is what reading every entry counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from bluelight.register import load_register as read_register
from bluelight.register.quality import NOT_NAMED, quality, quality_of_all
from bluelight.service.register.completeness import completeness, publishers
from bluelight.service.register.exchange import published
from bluelight.service.register.services import load_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def several() -> None:
    """Thirty entries that ship, of two publishers and of none; one names a partner that the register does not list."""
    shipped = read_register()
    names = ("Gwent Police", "Avon Fire & Rescue", None)
    entries = [
        entry.model_copy(update={"publisher": names[place % 3]})
        for place, entry in enumerate(shipped.collaborations[:30])
    ]
    unlisted = entries[0].partners[0].model_copy(update={"slug": None, "organisation": "A parish council"})
    entries[0] = entries[0].model_copy(update={"partners": (unlisted, *entries[0].partners[1:])})
    load_register(replace(shipped, collaborations=tuple(entries), pairs=()))


@pytest.mark.usefixtures("several")
def test_it_counts_what_reading_every_entry_counts() -> None:
    register = published()
    assert completeness() == quality_of_all(register)
    names = [each["publisher"] for each in publishers()]
    assert names == ["", "Avon Fire & Rescue", "Gwent Police"]
    by_name = {report.publisher: report for report in quality(register)}
    assert {name: completeness(name) for name in names} == {name: by_name[name or NOT_NAMED] for name in names}


@pytest.mark.usefixtures("several")
def test_the_page_tells_it_for_all_and_for_each_publisher(client: Client) -> None:
    page = client.get("/register/open-data/").content.decode()
    assert "How complete are the entries?" in page
    assert "?publisher=Avon%20Fire%20%26%20Rescue#quality" in page
    one = client.get("/register/open-data/", {"publisher": "Avon Fire & Rescue"}).content.decode()
    assert "How complete are the entries of Avon Fire &amp; Rescue?" in one
    assert "10 entries" in one
    assert "no named publisher" in client.get("/register/open-data/", {"publisher": ""}).content.decode()
    assert client.get("/register/open-data/", {"publisher": "Nobody"}).status_code == 404


def test_an_empty_register_says_so(client: Client) -> None:
    assert "There are no entries yet" in client.get("/register/open-data/").content.decode()
