"""Writing down what somebody did. There is no way to change what was written."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from bluelight.service.accounts.models import AuditEntry, User


def record(
    what: str, *, who: User | None = None, about: object = "", request: HttpRequest | None = None, **detail: Any
) -> None:
    """Write it down, in the transaction of what is done."""
    AuditEntry.objects.create(
        who=who.pk if who else None,
        who_said=str(who.email or who.username)[:254] if who else "",
        what=what,
        about=str(about)[:254],
        detail=detail,
        address=request.META.get("REMOTE_ADDR") or None if request else None,
    )


def listen() -> None:
    """Write down who signs in and out, and who tries."""

    def signed_in(sender: object, request: HttpRequest, user: User, **_: object) -> None:
        record("signed in", who=user, request=request)

    def signed_out(sender: object, request: HttpRequest, user: User | None, **_: object) -> None:
        if user is not None:
            record("signed out", who=user, request=request)

    def refused(sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_: object) -> None:
        record("was refused", about=credentials.get("username") or "", request=request)

    user_logged_in.connect(signed_in, weak=False, dispatch_uid="audit")
    user_logged_out.connect(signed_out, weak=False, dispatch_uid="audit")
    user_login_failed.connect(refused, weak=False, dispatch_uid="audit")
