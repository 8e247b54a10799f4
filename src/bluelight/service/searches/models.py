"""A search as it was asked for, how far it is, and where its results lie."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.urls import reverse

from bluelight.service.searches.querysets import SearchQuerySet


class Status(models.TextChoices):
    """How far a search is."""

    QUEUED = "queued", "Waiting to start"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"


class Search(models.Model):
    """One search of an area: its question, as the keys of `[search]` in a search.toml."""

    area = models.CharField(max_length=80, help_text="identifier of the area it asks about")
    asked = models.JSONField(help_text="the question: keys of [search]")
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    step = models.CharField(max_length=200, blank=True, help_text="what it is doing")
    share = models.FloatField(default=0, help_text="share done, 0 to 1")
    error = models.TextField(blank=True, help_text="why it failed, in words for the reader")
    task = models.CharField(max_length=36, blank=True, help_text="the background job that does it")
    created = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True, blank=True)

    objects = SearchQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return f"Where {self.asked['service']} sites of {self.area} would best be"

    def get_absolute_url(self) -> str:
        """The page of the search."""
        return reverse("search", args=[self.pk])

    @property
    def active(self) -> bool:
        """Whether it is waiting or running."""
        return self.status in (Status.QUEUED, Status.RUNNING)

    @property
    def done(self) -> bool:
        """Whether it has results."""
        return self.status == Status.DONE

    @property
    def percent(self) -> int:
        """Share done, as a whole number of 100."""
        return round(100 * self.share)

    @property
    def folder(self) -> Path:
        """Where its results are written."""
        return Path(settings.DATA_DIR) / "searches" / str(self.pk)
