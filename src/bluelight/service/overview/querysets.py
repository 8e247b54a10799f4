"""Which editions may be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from bluelight.service.overview.models import Edition  # noqa: F401


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions."""

    def public(self) -> Self:
        """Those that anyone may see: all of them, for each holds what was published on its day."""
        return self.all()
