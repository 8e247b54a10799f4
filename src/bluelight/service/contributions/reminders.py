"""Asking the organisation that keeps an entry whether it is still right, when nobody has said so for a year."""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import send_mail
from django.template.defaultfilters import date
from django.utils import timezone

from bluelight.service.accounts.audit import record
from bluelight.service.accounts.models import AuditEntry, User
from bluelight.service.register.models import Collaboration

_AGAIN_AFTER = timedelta(days=90)
_ASKED = "asked whether it is right"


def ask_owners(address: str) -> int:
    """Ask about every stale entry, at most once in ninety days; how many were asked about."""
    lately = AuditEntry.objects.filter(what=_ASKED, when__gt=timezone.now() - _AGAIN_AFTER).values("about")
    asked = 0
    for entry in Collaboration.objects.stale(timezone.localdate()).exclude(slug__in=lately):
        people = User.objects.filter(is_active=True, organisations=entry.owner_id or 0)
        readers = sorted(set(people.values_list("email", flat=True)) - {""})
        if not readers:
            continue
        record(_ASKED, about=entry.slug)
        confirmed = date(entry.confirmed_on, "j F Y")
        send_mail(
            f"Is this still right? {entry.name}",
            f"The register's entry “{entry.name}” was last confirmed on {confirmed}. Read it, and say "
            f"that it is right as it is or change it:\n\n{address.rstrip('/')}{entry.get_absolute_url()}\n",
            None,
            readers,
        )
        asked += 1
    return asked
