"""Who uses the service, and what lets a program write for an organisation."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from bluelight.service.accounts.querysets import ApiTokenQuerySet


class Role(models.TextChoices):
    """What somebody may do; whoever is not signed in is the public."""

    CONTRIBUTOR = "contributor", "Contributor"
    REVIEWER = "reviewer", "Reviewer"
    ADMINISTRATOR = "administrator", "Administrator"


class User(AbstractUser):
    """Someone who may sign in, by email address; the history of the register names them. `username` is the address."""

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.CONTRIBUTOR)
    organisations = models.ManyToManyField("register.Organisation", blank=True, related_name="people")

    def __str__(self) -> str:
        return self.get_full_name() or self.email or self.username


class ApiToken(models.Model):
    """Lets a program write for one organisation. Only the digest of the secret is kept."""

    organisation = models.ForeignKey("register.Organisation", on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)
    last_used = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made"]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"

    @staticmethod
    def digest_of(secret: str) -> str:
        """What is kept of a secret. It is long and random, so one round of SHA-256 is enough."""
        return hashlib.sha256(secret.encode()).hexdigest()
