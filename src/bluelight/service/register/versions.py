"""What was published, version by version: each is kept whole, as the open standard writes an entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone

from bluelight.register.standard import entry_json
from bluelight.service.accounts.models import User
from bluelight.service.register import bulk
from bluelight.service.register.models import Version
from bluelight.service.register.reading import collaboration


def keep(entries: Sequence[Any], *, why: str = "", by: User | None = None) -> dict[int, int]:
    """Keep what these entries, with their parts, now say as the next version of each; the numbers, by their keys."""
    numbers = Version.objects.filter(collaboration__in=[entry.pk for entry in entries]).order_by()
    last = dict(numbers.values_list("collaboration").annotate(last=Max("number")))
    next_ones = {entry.pk: last.get(entry.pk, 0) + 1 for entry in entries}
    told = {"published": timezone.now(), "published_by_id": by and by.pk, "why": why}
    bulk.create(
        Version,
        [
            {
                "collaboration_id": entry.pk,
                "number": next_ones[entry.pk],
                "content": entry_json(collaboration(entry)),
                **told,
            }
            for entry in entries
        ],
    )
    return next_ones
