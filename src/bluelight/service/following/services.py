"""Every write to kept searches."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bluelight.errors import BluelightError
from bluelight.service.accounts.models import User
from bluelight.service.following.models import SavedSearch

MOST = 20
MOST_NAME = 100


@transaction.atomic
def keep(person: User, name: str, query: str) -> SavedSearch:
    """Keep a search under a name. The same one twice is one; a name that is taken by another is refused."""
    name = " ".join(name.split())[:MOST_NAME]
    User.objects.select_for_update().get(pk=person.pk)  # two clicks at once come one after the other
    mine = SavedSearch.objects.filter(person=person)
    there = mine.filter(name=name).first()
    if there is not None:
        if there.query != query:
            raise BluelightError(f"You keep another search as “{name}”. Choose another name, or delete that one first.")
        return there
    if mine.count() >= MOST:
        raise BluelightError(f"You keep {MOST} searches, which is the most. Delete one that you no longer need.")
    return SavedSearch.objects.create(person=person, name=name, query=query)


def seen(search: SavedSearch, until: datetime) -> None:
    """Count as new only what changed after this; never what was seen before."""
    now = min(until, timezone.now())
    SavedSearch.objects.filter(pk=search.pk, looked__lt=now).update(looked=now)


def weekly(search: SavedSearch, *, wanted: bool) -> None:
    """Send, or no longer send, a weekly email of what is new from now on."""
    SavedSearch.objects.filter(pk=search.pk).exclude(weekly=wanted).update(weekly=wanted, sent=timezone.now())


def delete(search: SavedSearch) -> None:
    """Keep it no longer."""
    SavedSearch.objects.filter(pk=search.pk).delete()
