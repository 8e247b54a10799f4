"""Whoever keeps an entry is asked when nobody has confirmed it for a year, and not every day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.service_contributions.conftest import Somebody

from bluelight.service.contributions.reminders import ask_owners
from bluelight.service.register.models import Collaboration, Organisation, Partner

pytestmark = pytest.mark.django_db


def entry(slug: str, owner: Organisation | None, days: int) -> Collaboration:
    on = timezone.localdate() - timedelta(days=days)
    return Collaboration.objects.create(
        slug=slug, name=slug.title(), theme="training", region="Wales", status="live", owner=owner, confirmed_on=on
    )


@pytest.mark.usefixtures("contributor")
def test_only_the_keepers_of_stale_entries_are_asked_and_once(ours: Organisation) -> None:
    entry("old", ours, 366)
    entry("fresh", ours, 364)
    entry("nobodys", None, 900)
    assert [ask_owners("https://bluelight.example.org/"), ask_owners("https://bluelight.example.org/")] == [1, 0]
    (sent,) = mail.outbox
    assert sent.to == ["contributor@example.org"]
    assert "https://bluelight.example.org/register/old/" in str(sent.body)


def test_the_partners_of_an_entry_that_nobody_has_confirmed_are_asked(
    ours: Organisation, contributor: Somebody
) -> None:
    found = entry("never", None, 0)
    Partner.objects.create(collaboration=found, organisation=ours, name=ours.name, service="fire", position=0)
    Collaboration.objects.update(confirmed_on=None)
    assert ask_owners("https://bluelight.example.org/") == 0
    Collaboration.objects.update(added=timezone.now() - timedelta(days=370))
    assert ask_owners("https://bluelight.example.org/") == 1
    assert "no partner has confirmed it since" in str(mail.outbox[0].body)
    assert "May be out of date" in contributor.client.get(found.get_absolute_url()).content.decode()
    assert "Nobody has confirmed this entry for a year" in contributor.client.get("/contribute/").content.decode()


def test_nobody_is_asked_who_has_left(ours: Organisation, contributor: Somebody) -> None:
    entry("old", ours, 400)
    contributor.user.is_active = False
    contributor.user.save()
    assert ask_owners("https://bluelight.example.org") == 0
    assert mail.outbox == []
