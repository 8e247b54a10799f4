"""What of the group anyone may see, and what only reviewers and administrators may."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from bluelight.service.accounts.roles import Reader, may_review

if TYPE_CHECKING:
    from bluelight.service.group.models import (  # noqa: F401
        Action,
        Body,
        Commission,
        Decision,
        Entry,
        Meeting,
        Paper,
    )


class BodyQuerySet(models.QuerySet["Body"]):
    """Member bodies, with their organisations. Anyone may see them."""

    def listed(self) -> Self:
        """In the order of the chair."""
        return self.select_related("organisation")

    def members_on(self, day: date) -> Self:
        """Those that are members on a day."""
        return self.listed().filter(Q(left=None) | Q(left__gt=day), joined__lte=day)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings. When, where and about what is public; what was said is not until the minutes are approved."""

    def listed(self) -> Self:
        """By date, with the bodies that may have taken the chair."""
        return self.select_related("turn_of__organisation", "chair_instead__organisation")

    def with_minutes_for(self, reader: Reader) -> Self:
        """Those whose minutes somebody may read."""
        return self.all() if may_review(reader) else self.exclude(approved_on=None)


class PaperQuerySet(models.QuerySet["Paper"]):
    """Papers."""

    def for_reader(self, reader: Reader) -> Self:
        """The public ones; for a reviewer all."""
        return self.all() if may_review(reader) else self.filter(public=True)


class MinuteQuerySet(models.QuerySet["Decision"]):
    """Decisions."""

    def for_reader(self, reader: Reader) -> Self:
        """Those in approved minutes; for a reviewer all."""
        return self.all() if may_review(reader) else self.exclude(meeting__approved_on=None)


class ActionQuerySet(models.QuerySet["Action"]):
    """Actions."""

    def for_reader(self, reader: Reader) -> Self:
        """Those in approved minutes; for a reviewer all."""
        found = self.select_related("owner__organisation", "meeting")
        return found if may_review(reader) else found.exclude(meeting__approved_on=None)

    def open(self) -> Self:
        """Those not done."""
        return self.filter(done=None)

    def overdue(self, on: date) -> Self:
        """Those not done whose day has passed."""
        return self.open().filter(due__lt=on)


class EntryQuerySet(models.QuerySet["Entry"]):
    """Lines of the ledger. Anyone may see them."""

    def listed(self) -> Self:
        """By date."""
        return self.select_related("package", "against")

    def counted(self) -> Self:
        """Those that count: not taken back."""
        return self.filter(taken_back="")

    def commitments(self) -> Self:
        """Commitments that count."""
        return self.counted().filter(kind="commitment")


class CommissionQuerySet(models.QuerySet["Commission"]):
    """Commissions of research."""

    def for_reader(self, reader: Reader) -> Self:
        """The public ones; for a reviewer all."""
        return self.all() if may_review(reader) else self.filter(public=True)
