"""A search of the register that somebody keeps under a name. Rows are written through `services.py` only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from bluelight.service.following.querysets import SavedSearchQuerySet


class SavedSearch(models.Model):
    """What somebody asks of the register again and again.

    `query` is the question as the end of an address; `looked` is up to when they have seen what is new, and `sent` up
    to when the weekly email told it, where they asked for one.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="following")
    name = models.CharField(max_length=100)
    query = models.TextField(blank=True)
    made = models.DateTimeField(default=timezone.now)
    looked = models.DateTimeField(default=timezone.now)
    weekly = models.BooleanField(default=False)
    sent = models.DateTimeField(default=timezone.now)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint("person", "name", name="search_name_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """What is new in it."""
        return reverse("followed", args=[self.pk])
