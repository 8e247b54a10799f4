"""What other registers tell of a collaboration in other words."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bluelight.service.register.models.collaborations import Collaboration
from bluelight.service.register.querysets import ConflictQuerySet


class Conflict(models.Model):
    """What another register tells of a collaboration in other words than this one, until a reviewer takes or leaves it.

    `content` holds the fields that differ, as the open standard writes them. One row for each collaboration and
    register: when the other tells something new, the row is open again.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", "Open"
        TAKEN = "taken", "Taken"
        LEFT = "left", "Left as it is here"
        AGREED = "agreed", "No longer told differently"

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="conflicts")
    address = models.URLField(max_length=1000)
    content = models.JSONField()
    found = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    history = HistoricalRecords()

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["collaboration__name", "address"]
        constraints = [models.UniqueConstraint("collaboration", "address", name="conflict_once")]

    def __str__(self) -> str:
        return f"{self.collaboration_id}: {', '.join(self.content)}"
