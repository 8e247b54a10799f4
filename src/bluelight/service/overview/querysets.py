"""Which editions may be seen, and which are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from bluelight.service.accounts.roles import Reader, may_review

if TYPE_CHECKING:
    from bluelight.service.overview.models import Edition, Order  # noqa: F401


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions."""

    def public(self) -> Self:
        """Those that anyone may see: all of them, for each holds what was published on its day."""
        return self.all()


class OrderQuerySet(models.QuerySet["Order"]):
    """Editions that somebody asked for."""

    def waiting(self) -> Self:
        """Those that the worker has not made yet, nor given up."""
        return self.filter(edition=None, error="")

    def for_reader(self, reader: Reader) -> Self:
        """Those waiting or given up, for reviewers; what was made is among the editions."""
        return self.filter(edition=None) if may_review(reader) else self.none()
