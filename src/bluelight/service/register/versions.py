"""What was published, version by version: each is kept whole, as the open standard writes an entry."""

from __future__ import annotations

from django.db.models import Max

from bluelight.register.standard import entry_json
from bluelight.service.accounts.models import User
from bluelight.service.register.models import Collaboration, Version
from bluelight.service.register.querysets import CollaborationQuerySet
from bluelight.service.register.reading import collaboration


def keep(entries: CollaborationQuerySet, *, why: str = "", by: User | None = None) -> None:
    """Keep what these entries now say as the next version of each. Call it after every write."""
    rows = list(entries.for_page())
    numbers = Version.objects.filter(collaboration__in=rows).order_by().values("collaboration")
    last = {row["collaboration"]: row["last"] for row in numbers.annotate(last=Max("number"))}
    for row in rows:
        row.version = last.get(row.pk, 0) + 1
    Version.objects.bulk_create(
        [
            Version(
                collaboration=row,
                number=row.version,
                content=entry_json(collaboration(row)),
                published_by=by,
                why=why,
            )
            for row in rows
        ]
    )
    # Which version it is follows from the versions kept, so it has no history of its own.
    Collaboration.objects.bulk_update(rows, ["version"])
