"""Whose a kept search is. Nobody sees another's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models

from bluelight.service.accounts.roles import Reader, signed_in

if TYPE_CHECKING:
    from bluelight.service.following.models import SavedSearch  # noqa: F401

_WEEK = timedelta(days=7)


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Kept searches."""

    def of(self, reader: Reader) -> Self:
        """Those that somebody kept."""
        return self.filter(person=reader.pk) if signed_in(reader) else self.none()

    def due(self, now: datetime) -> Self:
        """Those whose owner asked for a weekly email and had the last one a week ago."""
        return self.filter(weekly=True, sent__lte=now - _WEEK, person__is_active=True)
