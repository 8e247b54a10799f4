"""What ships of the group: the research of 2014 to 2015 and the grant of 2014. Members and meetings are for people."""

from __future__ import annotations

import tomllib
from pathlib import Path
from uuid import UUID

from django.db import transaction

from bluelight.service.group import ledger
from bluelight.service.group.models import Commission, Entry, ResearchPoint, ResearchSource

SHIPPED = Path(__file__).parents[2] / "data" / "group" / "research.toml"


@transaction.atomic
def load_shipped_group() -> None:
    """Load what ships into a group that never held any of it: what people made of it since is theirs."""
    if Commission.history.exists() or Entry.history.exists():
        return
    told = tomllib.loads(SHIPPED.read_text("utf-8"))
    commission = Commission.objects.create(public=True, **told["commission"])
    sources = [ResearchSource.objects.create(commission=commission, **each) for each in told["sources"]]
    for part in told["points"]:
        for text in part["texts"]:
            point = ResearchPoint.objects.create(commission=commission, kind=part["kind"], text=text)
            point.sources.set([sources[number - 1] for number in part["read"]])
    for each in told["ledger"]:
        ledger.enter(UUID(each.pop("key")), None, **each)
