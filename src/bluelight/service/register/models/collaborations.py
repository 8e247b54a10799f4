"""Collaborations as they are published, and every version of each that was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bluelight.service.register.models.organisations import Organisation
from bluelight.service.register.querysets import CollaborationQuerySet


class Collaboration(models.Model):
    """Something two or more organisations do together.

    Dates are text, "2016" or "2016-05", because that is as near as most sources say. `latest` is the newest date that
    its status, claims or sources carry; `added` is when the register first held it, `changed` when anything of it or of
    its parts last changed; `publisher` is who answers for the entry. What is said under the EMMIE headings
    stands from `effect` to `economic_cost`, empty where nothing is recorded.

    The fields from `services` to `read` say of its parts what lists, filters and counts ask, so that these read one
    narrow index and not every part of every entry: the codes of the services taking part and the strongest rung of each
    kind of claim (see `summary.py`); how many pairs with an outcome, claims in each state, evaluations, sources.

    These rows are the last published version; what somebody is changing is a `contributions.Revision` until a reviewer
    publishes it. `version` counts what was published, `owner` is the organisation that keeps it up to date, and
    `confirmed_on` is when that organisation last said that it is right.
    """

    class State(models.TextChoices):
        """Whether it may be read; of a withdrawn entry only the reason remains to be seen."""

        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    slug = models.SlugField(max_length=160, unique=True)
    name = models.CharField(max_length=200)
    theme = models.CharField(max_length=40)
    region = models.CharField(max_length=60)
    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=20)
    status_as_of = models.CharField(max_length=10, blank=True)
    summary = models.TextField()
    evidence = models.CharField(max_length=40)
    publisher = models.CharField(max_length=200, blank=True, db_index=True)
    effect = models.TextField(blank=True)
    mechanism = models.TextField(blank=True)
    moderators = models.TextField(blank=True)
    implementation = models.TextField(blank=True)
    economic_cost = models.TextField(blank=True)
    latest = models.CharField(max_length=10, blank=True)
    services = models.CharField(max_length=120, blank=True, editable=False)
    ratings = models.CharField(max_length=300, blank=True, editable=False)
    outcomes = models.PositiveIntegerField(default=0, editable=False)
    forecast = models.PositiveIntegerField(default=0, editable=False)
    profiled = models.PositiveIntegerField(default=0, editable=False)
    realised = models.PositiveIntegerField(default=0, editable=False)
    not_recorded = models.PositiveIntegerField(default=0, editable=False)
    evaluated = models.PositiveIntegerField(default=0, editable=False)
    read = models.PositiveIntegerField(default=0, editable=False)
    added = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    version = models.PositiveIntegerField(default=1)
    owner = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned")
    confirmed_on = models.DateField(null=True, blank=True, db_index=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)
    history = HistoricalRecords(
        excluded_fields=[
            "services",
            "ratings",
            "outcomes",
            "forecast",
            "profiled",
            "realised",
            "not_recorded",
            "evaluated",
            "read",
        ]
    )

    objects = CollaborationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["state", "name"], name="by_name"),
            models.Index(fields=["state", "-start_year", "name"], name="by_start"),
            models.Index(fields=["state", "-latest", "name"], name="by_latest"),
            models.Index(fields=["state", "-evaluated", "-outcomes", "-realised", "-read", "name"], name="by_evidence"),
            # Holds all that filters and counts ask, in the order in which entries alike stand together.
            models.Index(
                fields=[
                    *("state", "theme", "region", "status", "services", "ratings", "outcomes"),
                    *("forecast", "profiled", "realised", "not_recorded", "evidence", "id"),
                ],
                name="by_what_is_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The collaboration's page."""
        return reverse("collaboration", args=[self.slug])


class Version(models.Model):
    """One published version of a collaboration, whole, as the open standard writes it. Never changed."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="published"
    )
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("collaboration", "number", name="version_once")]

    def __str__(self) -> str:
        return f"{self.collaboration_id}: version {self.number}"
