"""A version of an entry that somebody is writing, apart from the version that is published, and each step it took.

Rows are written through `services.py` only.
"""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from bluelight.service.contributions.querysets import RevisionQuerySet, UploadQuerySet
from bluelight.service.register.models import Collaboration, Organisation


class State(models.TextChoices):
    """How far a revision is. Published, withdrawn: nothing more happens to it."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    RETURNED = "returned", "Returned"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Revision(models.Model):
    """A new collaboration, or a change to one, as it is being written.

    `content` is a collaboration as the open standard writes it, except that anything may still be missing. `base` is
    the published version that the content began from, 0 for a new collaboration. `lock` counts the writes: a form
    carries the count that it was filled from, and where another write came between, its reader is shown what changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    collaboration = models.ForeignKey(
        Collaboration, on_delete=models.CASCADE, null=True, blank=True, related_name="revisions"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="revisions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="revisions")
    content = models.JSONField(default=dict)
    base = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    lock = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(default=timezone.now, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-changed"]

    def __str__(self) -> str:
        return str(self.content.get("name") or "Untitled collaboration")

    def get_absolute_url(self) -> str:
        """The task list."""
        return reverse("revision", args=[self.pk])

    @property
    def open_to_author(self) -> bool:
        """Whether whoever contributes may still change it."""
        return self.state in {State.DRAFT, State.RETURNED}

    @property
    def open_to_reviewer(self) -> bool:
        """Whether a reviewer has it in hand."""
        return self.state == State.IN_REVIEW


class Step(models.Model):
    """One thing that happened to a revision: who, when, why. Never changed."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=10, choices=State.choices, blank=True)
    after = models.CharField(max_length=10, choices=State.choices)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="steps")
    when = models.DateTimeField(default=timezone.now)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["when", "pk"]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.before or 'nothing'} to {self.after}"


class Upload(models.Model):
    """What a workbook said, kept until somebody chooses which of its rows to take. The file itself is not kept.

    `rows` has a row of the first sheet each: its name, its number, the content it would give and what is wrong with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="uploads")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads")
    rows = models.JSONField()
    made = models.DateTimeField(default=timezone.now)
    taken = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-made"]

    def __str__(self) -> str:
        return f"{len(self.rows)} rows of {self.organisation}"
