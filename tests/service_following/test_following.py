"""Kept searches: what is new in them is what changed and may be read; for their owner alone, by page and by email."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.service_accounts.people import person, signed_in

from bluelight.register import codelists
from bluelight.service.following import services
from bluelight.service.following.found import found
from bluelight.service.following.mailing import send_searches
from bluelight.service.following.models import SavedSearch
from bluelight.service.register.models import Collaboration, Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://bluelight.example.org"


@pytest.fixture
def reader() -> Any:
    """Somebody signed in who writes for nobody."""
    user = person("contributor")
    client = signed_in(user)
    client.user = user  # type: ignore[attr-defined]
    return client


def keep(client: Any, query: str = "theme=fleet", name: str = "Vehicles") -> SavedSearch:
    assert client.post("/following/save/", {"query": query, "name": name}).status_code == 302
    return SavedSearch.objects.get(person=client.user, name=name)


def change(theme: str, number: int = 1) -> list[Collaboration]:
    """Entries of a theme change now."""
    entries = list(Collaboration.objects.filter(theme=theme).order_by("slug")[:number])
    Collaboration.objects.filter(pk__in=[entry.pk for entry in entries]).update(changed=timezone.now())
    return entries


def test_a_search_is_kept_from_the_list_and_counts_what_is_new(reader: Any) -> None:
    page = reader.get("/register/?q=police&theme=fleet&sort=name&page=1").content.decode()
    query = re.search(r'name="query" value="([^"]*)"', page)[1].replace("&amp;", "&")  # type: ignore[index]
    kept = keep(reader, query, "Police vehicles")
    assert kept.query == "q=police&theme=fleet"
    everything = found(kept).all.count()
    assert everything == reader.get(f"/register/?{kept.query}").context["list"].total > 1
    assert reader.get("/following/").context["searches"][0][1:] == (everything, 0)
    entry = found(kept).all[0]
    Collaboration.objects.filter(pk=entry.pk).update(changed=timezone.now())
    change("training")
    page = reader.get(kept.get_absolute_url())
    assert [each.pk for each in page.context["list"].page] == [entry.pk]
    assert "1 new or changed" in page.content.decode()
    assert reader.get("/following/").context["new"] == 1


def test_what_was_seen_is_new_no_longer_and_what_came_meanwhile_still_is(reader: Any) -> None:
    kept = keep(reader)
    second = change("fleet", 2)[1]
    Collaboration.objects.filter(pk=second.pk).update(changed=kept.looked - timedelta(days=1))
    until = re.search(r'name="until" value="([^"]+)"', reader.get(kept.get_absolute_url()).content.decode())[1]  # type: ignore[index]
    Collaboration.objects.filter(pk=second.pk).update(changed=timezone.now())
    for _ in range(2):
        assert reader.post(kept.get_absolute_url(), {"seen": "yes", "until": until}).status_code == 302
    kept.refresh_from_db()
    assert [entry.pk for entry in found(kept).new] == [second.pk]
    assert reader.get("/following/").context["new"] == 1


@pytest.mark.parametrize("until", ["", "x", "9999-99-99", "2999-01-01T00:00:00+00:00", "2026-01-01T00:00:00", "\x00"])
def test_no_page_can_look_into_the_future(reader: Any, until: str) -> None:
    kept = keep(reader)
    reader.post(kept.get_absolute_url(), {"seen": "yes", "until": until})
    kept.refresh_from_db()
    assert kept.looked <= timezone.now()


def test_the_same_search_twice_is_one_and_a_name_is_given_once(reader: Any) -> None:
    keep(reader)
    keep(reader)
    assert SavedSearch.objects.count() == 1
    answer = reader.post("/following/save/", {"query": "theme=training", "name": " Vehicles "})
    assert answer.status_code == 400
    assert "Choose another name" in answer.content.decode()


def test_twenty_are_the_most(reader: Any) -> None:
    for number in range(services.MOST):
        services.keep(reader.user, f"number {number}", "")
    assert reader.post("/following/save/", {"query": "", "name": "one more"}).status_code == 400
    assert SavedSearch.objects.count() == services.MOST


@pytest.mark.parametrize("query", ["theme=magic", "organisation=nobody", "status=%00"])
def test_what_cannot_be_asked_is_not_kept(reader: Any, query: str) -> None:
    assert reader.post("/following/save/", {"query": query}).status_code == 404
    assert not SavedSearch.objects.exists()


def test_nobody_sees_or_changes_anothers_search(reader: Any) -> None:
    kept = keep(reader)
    other = signed_in(person("contributor", name="other"))
    assert other.get(kept.get_absolute_url()).status_code == 404
    assert other.post(kept.get_absolute_url(), {"delete": "yes"}).status_code == 404
    assert not other.get("/following/").context["searches"]
    assert SavedSearch.objects.filter(pk=kept.pk).exists()
    assert reader.post(kept.get_absolute_url(), {"delete": "yes"}).status_code == 302
    assert not SavedSearch.objects.exists()


def test_a_search_for_what_is_gone_says_so(reader: Any) -> None:
    kept = keep(reader, "organisation=essex-police", "Essex")
    Organisation.objects.filter(slug="essex-police").update(kind="other")
    assert "no longer has" in reader.get("/following/").content.decode()
    assert "no longer has" in reader.get(kept.get_absolute_url()).content.decode()
    assert reader.get(kept.get_absolute_url()).context["list"].total == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    theme=st.sampled_from(list(codelists.THEMES)),
    service=st.sampled_from(["police", "fire", "ambulance", "health"]),
    withdrawn=st.sets(st.integers(0, 172), max_size=40),
    changed=st.sets(st.integers(0, 172), max_size=80),
)
def test_what_is_new_is_what_changed_since_matches_and_may_be_read(
    reader: Any, theme: str, service: str, withdrawn: set[int], changed: set[int]
) -> None:
    rows = list(Collaboration.objects.order_by("slug").prefetch_related("partners"))
    long_ago, lately = timezone.now() - timedelta(days=9), timezone.now()
    Collaboration.objects.update(changed=long_ago, state="published")
    Collaboration.objects.filter(pk__in=[rows[number].pk for number in changed]).update(changed=lately)
    Collaboration.objects.filter(pk__in=[rows[number].pk for number in withdrawn]).update(state="withdrawn")
    search = SavedSearch(
        person=reader.user, query=f"theme={theme}&service={service}", looked=lately - timedelta(seconds=1)
    )
    expected = {
        row.pk
        for number, row in enumerate(rows)
        if number in changed - withdrawn
        and row.theme == theme
        and service in {partner.service for partner in row.partners.all()}
    }
    assert {entry.pk for entry in found(search).new} == expected


def test_the_weekly_email_tells_what_is_new_once_a_week(reader: Any) -> None:
    kept = keep(reader)
    assert reader.post(kept.get_absolute_url(), {"weekly": "yes"}).status_code == 302
    week = timezone.now() - timedelta(days=8)
    SavedSearch.objects.update(sent=week)
    Collaboration.objects.update(changed=week - timedelta(days=1))
    entry, hidden = change("fleet", 2)
    change("training", 3)
    Collaboration.objects.filter(pk=hidden.pk).update(state="withdrawn")
    assert send_searches(SITE) == 1
    assert send_searches(SITE) == 0
    (letter,) = mail.outbox
    assert letter.to == [reader.user.email]
    assert letter.subject == "New in the register this week: Vehicles"
    assert f"- {entry.name}: {SITE}{entry.get_absolute_url()}" in letter.body
    assert letter.body.count("\n- ") == 1
    assert f"{SITE}{kept.get_absolute_url()}" in letter.body


def test_no_email_goes_without_news_or_to_whoever_did_not_ask_or_left(reader: Any) -> None:
    week = timezone.now() - timedelta(days=8)
    keep(reader, "theme=training", "not asked")
    gone = person("contributor", name="gone")
    services.weekly(services.keep(gone, "all", ""), wanted=True)
    quiet = keep(reader, "q=zzzz", "quiet")
    services.weekly(quiet, wanted=True)
    SavedSearch.objects.update(sent=week)
    gone.is_active = False
    gone.save()
    assert send_searches(SITE) == 0
    assert mail.outbox == []


def test_any_search_has_a_feed_for_anyone(client: Client) -> None:
    entry = change("fleet")[0]
    page = client.get("/register/?theme=fleet").content.decode()
    assert 'href="/following/feed.atom?theme=fleet"' in page
    answer = client.get("/following/feed.atom?theme=fleet")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    titles = [each.findtext(f"{ATOM}title") for each in feed.iter(f"{ATOM}entry")]
    assert titles[0] == entry.name
    assert set(titles) == set(Collaboration.objects.filter(theme="fleet").values_list("name", flat=True))
    Collaboration.objects.filter(pk=entry.pk).update(state="withdrawn")
    assert entry.name not in client.get("/following/feed.atom?theme=fleet").content.decode()
    assert client.get("/following/feed.atom?theme=magic").status_code == 404


def test_whoever_is_not_signed_in_is_sent_there(client: Client) -> None:
    assert "Keep this search" not in client.get("/register/").content.decode()
    for path in ("/following/", "/following/1/"):
        assert client.get(path).headers["Location"].startswith("/sign-in/")
