"""What was published, version by version: each is kept whole, as the open standard writes an entry."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from bluelight.register.standard import entry_json
from bluelight.service.accounts.models import User
from bluelight.service.register.models import Collaboration, Version
from bluelight.service.register.reading import collaboration


def keep(entries: Sequence[Collaboration], *, why: str = "", by: User | None = None) -> None:
    """Keep what these entries, from `for_page()`, now say as the next version of each, and count it in `version`."""
    numbers = Version.objects.filter(collaboration__in=entries).order_by().values("collaboration")
    last = {row["collaboration"]: row["last"] for row in numbers.annotate(last=Max("number"))}
    for entry in entries:
        entry.version = last.get(entry.pk, 0) + 1
    Version.objects.bulk_create(
        [
            Version(
                collaboration=entry,
                number=entry.version,
                content=entry_json(collaboration(entry)),
                published_by=by,
                why=why,
            )
            for entry in entries
        ]
    )
