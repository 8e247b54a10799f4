"""Editions of the overview: the register as it was on a day, frozen and citable. Its files lie in the data folder."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from bluelight.service.overview.querysets import EditionQuerySet, OrderQuerySet


class Edition(models.Model):
    """One edition. `digest` is the SHA-256 of its facts, so that nobody can change them unseen.

    `last_version` is the key of the newest `register.Version` on its day, and `withdrawn` the slugs of entries that
    were withdrawn by then: what changed since is read from the versions after it.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60, unique=True)
    made = models.DateField()
    digest = models.CharField(max_length=64)
    citation = models.CharField(max_length=200)
    last_version = models.BigIntegerField(default=0)
    withdrawn = models.JSONField(default=list)
    before = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The edition's page."""
        return reverse("edition", args=[self.slug])

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return Path(settings.DATA_DIR) / "editions" / self.slug


class Order(models.Model):
    """An edition that somebody asked for on a page: who and when, what the worker made of it, or why it did not."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField(default=timezone.now)
    task = models.CharField(max_length=36, blank=True)
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="order")
    error = models.TextField(blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
