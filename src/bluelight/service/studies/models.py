"""A study as people edit it, and each time it was run."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.urls import reverse

from bluelight.service.studies.querysets import RunQuerySet, StudyQuerySet


class Study(models.Model):
    """A question asked of an area: the text of its `study.toml`, under a name of its own."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    area = models.CharField(max_length=80, help_text="identifier of the area it asks about")
    toml = models.TextField(help_text="the study as `bluelight run` reads it")
    shipped = models.BooleanField(default=False, help_text="came with Bluelight; it may be copied, not changed")
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    objects = StudyQuerySet.as_manager()

    class Meta:
        ordering = ["-shipped", "-created"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the study."""
        return reverse("study", args=[self.slug])


class RunStatus(models.TextChoices):
    """How far a run is."""

    QUEUED = "queued", "Waiting to start"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class Run(models.Model):
    """One run of a study: how far it is, and where its results lie."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="runs")
    status = models.CharField(max_length=10, choices=RunStatus, default=RunStatus.QUEUED)
    toml = models.TextField(help_text="the study as it was when it was run")
    step = models.CharField(max_length=200, blank=True, help_text="what it is doing")
    share = models.FloatField(default=0, help_text="share done, 0 to 1")
    error = models.TextField(blank=True, help_text="why it failed, in words for the reader")
    task = models.CharField(max_length=36, blank=True, help_text="the background job that does it")
    outline = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="full_cases",
        help_text="the run whose figures stand beside this one's: it is then a full business case",
    )
    asked = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-asked", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["study"],
                condition=models.Q(status__in=[RunStatus.QUEUED, RunStatus.RUNNING]),
                name="one_run_of_a_study_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.study} ({self.get_status_display()})"

    @property
    def active(self) -> bool:
        """Whether it is waiting or running."""
        return self.status in (RunStatus.QUEUED, RunStatus.RUNNING)

    @property
    def done(self) -> bool:
        """Whether it has results."""
        return self.status == RunStatus.DONE

    @property
    def failed(self) -> bool:
        """Whether it ended without results."""
        return self.status == RunStatus.FAILED

    @property
    def percent(self) -> int:
        """Share done, as a whole number of 100."""
        return round(100 * self.share)

    @property
    def folder(self) -> Path:
        """Where its report and results are written."""
        return Path(settings.DATA_DIR) / "runs" / str(self.pk)

    @property
    def uploaded_outline(self) -> Path:
        """Where the results of an outline made elsewhere are kept; not there for most runs."""
        return self.folder / "outline.json"
