"""Who may see which attached evaluations, who may change them, and who may check them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from bluelight.service.accounts.roles import Reader, may_review, organisations_of

if TYPE_CHECKING:
    from bluelight.service.evaluations.models import Attached, Look  # noqa: F401

_IN_WRITING = ("registered", "failed", "draft", "returned")
_HANDED_IN = ("submitted", "in_review", "returned")
_OPEN = ("published", "withdrawn")


class AttachedQuerySet(models.QuerySet["Attached"]):
    """Attached evaluations. Those of an entry that was withdrawn are withdrawn with it."""

    def public(self) -> Self:
        """Those that anyone may read: the published ones of published entries."""
        return self.filter(state="published", collaboration__state="published")

    def withdrawn(self) -> Self:
        """Those of which only the reason for taking them back may be seen."""
        return self.filter(Q(state="withdrawn") | Q(state="published", collaboration__state="withdrawn"))

    def for_reader(self, reader: Reader) -> Self:
        """The public ones; those of somebody's organisations; and for a reviewer those that were handed in."""
        open_to = Q(state="published", collaboration__state="published")
        own = Q(organisation__in=organisations_of(reader)) & ~Q(state__in=_OPEN)
        handed_in = Q(state__in=_HANDED_IN) if may_review(reader) else Q(pk=None)
        return self.filter(open_to | own | handed_in)

    def of_organisations(self, reader: Reader) -> Self:
        """Those of somebody's own organisations."""
        return self.filter(organisation__in=organisations_of(reader))

    def for_writer(self, reader: Reader) -> Self:
        """Those that somebody may change now: those of their organisations while in writing."""
        return self.of_organisations(reader).filter(state__in=_IN_WRITING)

    def for_editor(self, reader: Reader) -> Self:
        """Those of which somebody may say whom it is by and which claims it speaks to: for a reviewer, in review."""
        own = Q(organisation__in=organisations_of(reader), state__in=("draft", "returned"))
        return self.filter(own | Q(state="in_review") if may_review(reader) else own)

    def for_reviewer(self, reader: Reader) -> Self:
        """Those that somebody may take up, return or publish: for a reviewer those waiting or in review."""
        return self.filter(state__in=("submitted", "in_review")) if may_review(reader) else self.none()

    def for_withdrawer(self, reader: Reader) -> Self:
        """Those that somebody may take back: for a reviewer the published ones."""
        return self.public() if may_review(reader) else self.none()

    def unfinished(self) -> Self:
        """Those to which something may still happen."""
        return self.exclude(state__in=("published", "withdrawn", "discarded"))


class LookQuerySet(models.QuerySet["Look"]):
    """Who registered or evaluated what when."""

    def bearing_on(self, attached: Attached, outcome: str, panel: str) -> Self:
        """Every look at the data of a collaboration that bears on an outcome: the outcome's own, or those of the panel.

        The panel counts, because an outcome chosen after others of the same data were seen is a changed question.
        """
        same = Q(attached__collaboration=attached.collaboration_id)
        return self.filter(same & (Q(outcome=outcome) | (Q(panel=panel) & ~Q(panel=""))))
