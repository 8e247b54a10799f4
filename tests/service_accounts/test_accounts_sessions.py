"""A session ends so long after signing in, and sooner where nobody used it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.service_accounts.people import person, signed_in

from bluelight.errors import BluelightError
from bluelight.service.accounts.sessions import BEGUN, SEEN
from bluelight.service.environment import minutes

pytestmark = pytest.mark.django_db


def earlier(client: Client, name: str, seconds: float) -> None:
    session = client.session
    session[name] -= seconds
    session.save()


def still_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def reader() -> Client:
    client = signed_in(person("contributor"))
    assert still_in(client)
    return client


def test_whoever_was_away_too_long_is_signed_out_and_told(reader: Client, settings: LazySettings) -> None:
    earlier(reader, SEEN, settings.SESSION_IDLE_AGE - 5)
    assert still_in(reader)
    earlier(reader, SEEN, settings.SESSION_IDLE_AGE + 1)
    assert "You were signed out" in reader.get("/account/", follow=True).content.decode()
    assert not still_in(reader)


def test_using_it_does_not_make_it_last_for_ever(reader: Client, settings: LazySettings) -> None:
    begun = reader.session[BEGUN]
    earlier(reader, SEEN, 100)
    assert still_in(reader)
    assert reader.session[BEGUN] == begun
    assert reader.session[SEEN] > begun - 50
    earlier(reader, BEGUN, settings.SESSION_COOKIE_AGE + 1)
    assert not still_in(reader)


def test_a_page_within_a_minute_of_the_last_writes_nothing(reader: Client) -> None:
    seen = reader.session[SEEN]
    assert still_in(reader)
    assert reader.session[SEEN] == seen


@pytest.mark.parametrize("text", ["", "0", "-5", "soon", "1e3", "99999999999", "1.5", "٣"])
def test_a_time_that_is_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(BluelightError, match=r"BLUELIGHT_IDLE_MINUTES is .* Give whole minutes"):
        minutes("BLUELIGHT_IDLE_MINUTES", text)


def test_a_host_says_how_long() -> None:
    code = "from bluelight.service import settings; print(settings.SESSION_COOKIE_AGE, settings.SESSION_IDLE_AGE)"
    environment = {**os.environ, "BLUELIGHT_SESSION_MINUTES": "30", "BLUELIGHT_IDLE_MINUTES": "5"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1800", "300"]
