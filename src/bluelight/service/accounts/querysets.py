"""Which tokens and invitations still open anything, and who may read what was done."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from bluelight.service.accounts.roles import Reader, may_administer, organisations_of

if TYPE_CHECKING:
    from bluelight.service.accounts.models import ApiToken, AuditEntry, Invitation, User  # noqa: F401


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens of programs."""

    def good(self) -> Self:
        """Neither expired nor revoked, made by somebody who is still here."""
        return self.filter(expires__gt=timezone.now(), revoked=None, made_by__is_active=True)

    def for_reader(self, reader: Reader) -> Self:
        """Those of somebody's organisations."""
        return self.filter(organisation__in=organisations_of(reader))

    def of_secret(self, secret: str) -> Self:
        """The good token with this secret, if there is one."""
        from bluelight.service.accounts.models import ApiToken

        return self.good().filter(digest=ApiToken.digest_of(secret)).select_related("organisation", "made_by")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def open(self) -> Self:
        """Neither accepted nor expired."""
        return self.filter(accepted=None, expires__gt=timezone.now())

    def for_reader(self, reader: Reader) -> Self:
        """All for an administrator, none for others."""
        return self.all() if may_administer(reader) else self.none()

    def of_secret(self, secret: str) -> Self:
        """The open invitation with this secret, if there is one."""
        from bluelight.service.accounts.models import ApiToken

        return self.open().filter(digest=ApiToken.digest_of(secret))


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """What people did."""

    def saying(self, words: str) -> Self:
        """Those that hold every one of these words, in who did it, what, or about what."""
        fields = ("who_said", "what", "about")
        held = (
            reduce(or_, (models.Q((f"{field}__icontains", word)) for field in fields)) for word in words.split()[:10]
        )
        return self.filter(*held)

    def for_reader(self, reader: Reader) -> Self:
        """All for an administrator, none for others."""
        return self.all() if may_administer(reader) else self.none()


def people(reader: Reader) -> models.QuerySet[User]:
    """The accounts that somebody looks after: all for an administrator, none for others."""
    from bluelight.service.accounts.models import User

    return User.objects.all() if may_administer(reader) else User.objects.none()
