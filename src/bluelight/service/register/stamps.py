"""What changes when the register changes, so that a reader who has the newest need not be sent it again."""

from __future__ import annotations

import hashlib

from django.db.models import Count

from bluelight.register.standard import VERSION
from bluelight.service.register.models import (
    Claim,
    Collaboration,
    Evaluation,
    Organisation,
    Pair,
    Partner,
    Point,
    Realised,
    Source,
)


def digest(content: bytes) -> str:
    """A name for bytes that others cannot have."""
    return hashlib.sha256(content).hexdigest()[:32]


def register_stamp() -> str:
    """Another text after every write: each leaves a row of history, with its moment."""
    newest = [
        model.history.order_by("-history_id").values_list("history_id", "history_date").first()
        for model in (Organisation, Collaboration, Partner, Claim, Source, Point, Pair, Evaluation, Realised)
    ]
    said = [(key, when.timestamp()) for key, when in filter(None, newest)]
    rows = Collaboration.objects.public().aggregate(Count("pk"))["pk__count"]
    return digest(f"{VERSION} {rows} {said}".encode())
