"""An evaluation that somebody attached to a collaboration: its files as they came, and what was worked out of them.

Rows are written through `services.py` only. What is published stands in the register too (`register.Evaluation`).
"""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from bluelight.register import codelists
from bluelight.service.evaluations.querysets import AttachedQuerySet, LookQuerySet
from bluelight.service.register.models import Collaboration, Organisation


class State(models.TextChoices):
    """How far it is. Withdrawn, discarded: nothing more happens to it."""

    REGISTERED = "registered", "Protocol registered, data to come"
    WAITING = "waiting", "Being worked out"
    FAILED = "failed", "Could not be worked out"
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    RETURNED = "returned", "Returned"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "discarded", "Discarded"


class Attached(models.Model):
    """One evaluation. `protocol`, `panel` and `treatment` are the files to the byte, `log` that of the protocol's
    history where its authors kept one, and `sent` the result that they had worked out.

    `result` is what was worked out here, as `result.json`; nobody can type it in. `findings` say which claims it speaks
    to: a list of claim, measure class, factor and how. `lock` counts the writes, so that a reviewer publishes what they
    have read. `number` is given when it is published and never used again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="attached")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="attached")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attached")
    state = models.CharField(max_length=10, choices=State.choices, default=State.REGISTERED, db_index=True)
    title = models.CharField(max_length=200)
    protocol = models.BinaryField()
    panel = models.BinaryField(default=b"")
    treatment = models.BinaryField(default=b"")
    log = models.BinaryField(default=b"")
    sent = models.BinaryField(default=b"")
    result = models.TextField(blank=True)
    error = models.TextField(blank=True)
    task = models.CharField(max_length=36, blank=True)
    evaluator = models.CharField(max_length=20, blank=True, choices=list(codelists.EVALUATORS.items()))
    evaluator_name = models.CharField(max_length=200, blank=True)
    findings = models.JSONField(default=list)
    lock = models.PositiveIntegerField(default=1)
    number = models.PositiveIntegerField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(default=timezone.now, editable=False)

    objects = AttachedQuerySet.as_manager()

    class Meta:
        ordering = ["-changed"]
        constraints = [models.UniqueConstraint("collaboration", "number", name="evaluation_number_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, the same from its first draft on."""
        return reverse("evaluation", args=[self.pk])

    @property
    def folder(self) -> Path:
        """Where its documents are written."""
        return Path(settings.DATA_DIR) / "evaluations" / str(self.pk)

    @property
    def open_to_author(self) -> bool:
        """Whether whoever contributes may still change it."""
        return self.state in {State.REGISTERED, State.FAILED, State.DRAFT, State.RETURNED}


class Step(models.Model):
    """One thing that happened to it: who, when, why. Never changed."""

    attached = models.ForeignKey(Attached, on_delete=models.CASCADE, related_name="steps")
    after = models.CharField(max_length=10, choices=State.choices)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    when = models.DateTimeField(default=timezone.now)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["when", "pk"]

    def __str__(self) -> str:
        return f"{self.attached_id}: {self.after}"


class Look(models.Model):
    """A protocol registered here, or data evaluated under one: the SHA-256 of the files as they were. Never changed.

    Kept when what it is of is discarded or published, so that a protocol changed after the data were seen shows.
    """

    attached = models.ForeignKey(Attached, on_delete=models.PROTECT, related_name="looks")
    event = models.CharField(max_length=10, choices=[("registered", "registered"), ("evaluated", "evaluated")])
    outcome = models.CharField(max_length=200, db_index=True)
    protocol = models.CharField(max_length=64)
    panel = models.CharField(max_length=64, blank=True)
    treatment = models.CharField(max_length=64, blank=True)
    when = models.DateTimeField(default=timezone.now)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["when", "pk"]

    def __str__(self) -> str:
        return f"{self.attached_id}: {self.event}"
