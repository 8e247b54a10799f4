"""Asking whoever keeps an entry whether it is still right, when nobody has said so for a year.

That is the organisation that confirmed or wrote it last; of an entry that nobody has, each of its partners.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import send_mail
from django.db.models import Q
from django.template.defaultfilters import date
from django.utils import timezone

from bluelight.service.accounts.audit import record
from bluelight.service.accounts.models import AuditEntry, User
from bluelight.service.register.models import Collaboration, Organisation, Partner

_AGAIN_AFTER = timedelta(days=90)
_ASKED = "asked whether it is right"


def ask_owners(address: str) -> int:
    """Ask about every stale entry, at most once in ninety days; how many were asked about."""
    lately = AuditEntry.objects.filter(what=_ASKED, when__gt=timezone.now() - _AGAIN_AFTER).values("about")
    asked = 0
    writers = User.objects.filter(is_active=True).exclude(email="")
    writing = Organisation.objects.filter(people__in=writers)
    taking_part = Partner.objects.filter(organisation__in=writing).values("collaboration")
    kept = Q(owner__in=writing) | Q(owner=None, pk__in=taking_part)
    stale = Collaboration.objects.stale(timezone.localdate()).exclude(slug__in=lately)
    for entry in stale.filter(kept):
        takes_part = (
            Q(organisations=entry.owner_id) if entry.owner_id else Q(organisations__partnerships__collaboration=entry)
        )
        readers = sorted(set(writers.filter(takes_part).values_list("email", flat=True)))
        record(_ASKED, about=entry.slug)
        if entry.confirmed_on:
            since = f"was last confirmed on {date(entry.confirmed_on, 'j F Y')}"
        else:
            since = f"came into it on {date(entry.added, 'j F Y')}, and no partner has confirmed it since"
        send_mail(
            f"Is this still right? {entry.name}",
            f"The register's entry “{entry.name}” {since}. Read it, and say "
            f"that it is right as it is or change it:\n\n{address.rstrip('/')}{entry.get_absolute_url()}\n",
            None,
            readers,
        )
        asked += 1
    return asked
