"""The organisations that the register lists, and those that it knows as partners."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bluelight.service.register.querysets import OrganisationQuerySet


class Organisation(models.Model):
    """A police force, fire and rescue service or ambulance trust; or another partner that somebody named.

    One of kind "other" was named as a partner and is in no list of ours; a reviewer may find that it is one we have,
    and then `merged_into` says which.
    """

    class Kind(models.TextChoices):
        """Whether the register lists it, or only knows it as somebody's partner."""

        LISTED = "listed"
        OTHER = "other"

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    service = models.CharField(max_length=20, db_index=True)
    region = models.CharField(max_length=60, db_index=True)
    country = models.CharField(max_length=40)
    governance = models.CharField(max_length=120, blank=True)
    governance_as_of = models.CharField(max_length=10, blank=True)
    codes = models.JSONField(default=dict)
    aliases = models.JSONField(default=list)
    note = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LISTED, db_index=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    history = HistoricalRecords()

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The organisation's page."""
        return reverse("organisation", args=[self.slug])

    def names(self) -> list[str]:
        """Its other names, with those under which it was named before it was found to be this one."""
        return [*self.aliases, *self.merged.values_list("name", flat=True)]
