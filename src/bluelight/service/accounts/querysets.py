"""Which tokens still open anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from bluelight.service.accounts.models import ApiToken  # noqa: F401


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens of programs."""

    def good(self) -> Self:
        """Neither expired nor revoked, made by somebody who is still here."""
        return self.filter(expires__gt=timezone.now(), revoked=None, made_by__is_active=True)

    def of_secret(self, secret: str) -> Self:
        """The good token with this secret, if there is one."""
        from bluelight.service.accounts.models import ApiToken

        return self.good().filter(digest=ApiToken.digest_of(secret)).select_related("organisation", "made_by")
