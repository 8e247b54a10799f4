"""Which searches there are to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from bluelight.service.searches.models import Search  # noqa: F401 (used in the subscript below)


class SearchQuerySet(models.QuerySet["Search"]):
    """Searches. All of them are public to whoever reaches this service, as studies are."""

    def public(self) -> SearchQuerySet:
        """The searches everybody may see."""
        return self

    def active(self) -> SearchQuerySet:
        """Waiting or running."""
        return self.filter(status__in=["queued", "running"])
