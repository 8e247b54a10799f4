"""The weekly email of a kept search: what came into the register or changed since the last one."""

from __future__ import annotations

from django.core.mail import send_mail
from django.utils import timezone

from bluelight.service.following.found import found
from bluelight.service.following.models import SavedSearch

_MOST_TOLD = 50


def send_searches(address: str) -> int:
    """Send every email that is due; how many were sent. `address` is where this site is found.

    One with nothing to say is not sent, and waits for the next week.
    """
    now = timezone.now()
    sent = 0
    for search in SavedSearch.objects.due(now).select_related("person"):
        text = told(search, address.rstrip("/"))
        if text:
            send_mail(f"New in the register this week: {search.name}", text, None, [search.person.email])
            sent += 1
        SavedSearch.objects.filter(pk=search.pk).update(sent=now)
    return sent


def told(search: SavedSearch, address: str) -> str:
    """What one email says; empty where nothing is new."""
    shown = found(search)
    new = shown.since(search.sent)
    lines = [f"- {each.name}: {address}{each.get_absolute_url()}" for each in new[:_MOST_TOLD]]
    if not lines:
        return ""
    asked = (shown.question and shown.question.said) or "everything"
    more = new.count() - len(lines)
    return "\n".join(
        [
            f"New or changed in the register ({asked}):",
            *lines,
            *([f"and {more} more."] if more else []),
            "",
            f"To end this email: {address}{search.get_absolute_url()}",
        ]
    )
