"""Editions of the overview: the register as it was on a day, frozen and citable. Its files lie in the data folder."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.urls import reverse

from bluelight.service.overview.querysets import EditionQuerySet


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
