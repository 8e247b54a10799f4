"""What a kept search finds, and what of it is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, QueryDict

from bluelight.service.following.models import SavedSearch
from bluelight.service.register import asking
from bluelight.service.register.models import Collaboration
from bluelight.service.register.querysets import CollaborationQuerySet


@dataclass(frozen=True)
class Found:
    """A kept search with its question; None where it can no longer be asked, as an organisation it named is gone."""

    search: SavedSearch
    question: asking.Question | None

    @property
    def all(self) -> CollaborationQuerySet:
        """Everything that it finds."""
        if self.question is None:
            return Collaboration.objects.none()
        return Collaboration.objects.public().searched(self.question.text).matching(self.question.filters)

    def since(self, when: datetime) -> CollaborationQuerySet:
        """What of it came into the register or changed after a moment, the newest first."""
        return self.all.filter(changed__gt=when).order_by("-changed", "name")

    @property
    def new(self) -> CollaborationQuerySet:
        """What its owner has not seen."""
        return self.since(self.search.looked)


def found(search: SavedSearch) -> Found:
    """What a search finds now."""
    try:
        return Found(search, asking.read(QueryDict(search.query)))
    except Http404:
        return Found(search, None)
