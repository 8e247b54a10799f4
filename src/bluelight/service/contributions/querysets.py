"""Who may see which revisions, who may change them, and who may check them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from bluelight.service.accounts.roles import Reader, may_review, organisations_of

if TYPE_CHECKING:
    from bluelight.service.contributions.models import Revision, Upload  # noqa: F401

_IN_WRITING = ("draft", "returned")


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Revisions of entries."""

    def for_reader(self, reader: Reader) -> Self:
        """Those that somebody may see: their organisations' own; and for a reviewer those that were handed in."""
        own = Q(organisation__in=organisations_of(reader))
        return self.filter(own | ~Q(state="draft") if may_review(reader) else own)

    def of_organisations(self, reader: Reader) -> Self:
        """Those of somebody's own organisations."""
        return self.filter(organisation__in=organisations_of(reader))

    def for_writer(self, reader: Reader) -> Self:
        """Those that somebody may change now: their own while in writing, and for a reviewer those in review."""
        own = Q(organisation__in=organisations_of(reader), state__in=_IN_WRITING)
        return self.filter(own | Q(state="in_review") if may_review(reader) else own)

    def for_reviewer(self, reader: Reader) -> Self:
        """Those that somebody may take up, return or publish: for a reviewer those waiting or in review."""
        return self.filter(state__in=("submitted", "in_review")) if may_review(reader) else self.none()

    def unfinished(self) -> Self:
        """Those to which something may still happen."""
        return self.exclude(state__in=("published", "withdrawn"))


class UploadQuerySet(models.QuerySet["Upload"]):
    """What workbooks said."""

    def for_reader(self, reader: Reader) -> Self:
        """Somebody's own, for an organisation that they still write for."""
        return self.filter(author=reader.pk or 0, organisation__in=organisations_of(reader))
