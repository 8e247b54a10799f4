"""Who uses the service, and what lets a program write for an organisation."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from bluelight.service.accounts.querysets import ApiTokenQuerySet, AuditQuerySet, InvitationQuerySet


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


class Invitation(models.Model):
    """Lets one person make an account. The address is in their email; only its digest is kept here."""

    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices)
    organisations = models.ManyToManyField("register.Organisation", blank=True, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made"]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"


class AuditEntry(models.Model):
    """One thing that somebody did, for ever: neither this application nor a mistake in it can change or remove it.

    The database itself refuses (see the migration), so who did it is kept as text beside the key.
    """

    when = models.DateTimeField(default=timezone.now, db_index=True)
    who = models.BigIntegerField(null=True, blank=True)
    who_said = models.CharField(max_length=254, blank=True)
    what = models.CharField(max_length=60, db_index=True)
    about = models.CharField(max_length=254, blank=True)
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-when", "-pk"]

    def __str__(self) -> str:
        return f"{self.when:%Y-%m-%d %H:%M} {self.who_said} {self.what} {self.about}"

    @property
    def told(self) -> list[str]:
        """The details in words; those that hold nothing are left out."""
        said = {
            name: ", ".join(map(str, value)) if isinstance(value, list) else value
            for name, value in self.detail.items()
        }
        return [f"{name.replace('_', ' ')}: {value}" for name, value in said.items() if value not in ("", None)]
