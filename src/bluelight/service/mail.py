"""Where email goes, by one setting, and a way to send it through GOV.UK Notify."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import jwt
import requests
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from bluelight.errors import BluelightError

_NOTIFY = "https://api.notifications.service.gov.uk/v2/notifications/email"
_PATIENCE_S = 15


def site() -> str:
    """Where this site is found, for links in email."""
    from django.conf import settings

    return next(iter(settings.CSRF_TRUSTED_ORIGINS), "http://localhost:8000").rstrip("/")


def settings_of(address: str) -> dict[str, Any]:
    """Django's settings for `smtp://user:password@host:port`, `smtps://...`, `notify://key@template`, or the console.

    Raises BluelightError where the address is none of these.
    """
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(address)
    if parts.scheme == "notify" and parts.username and parts.hostname:
        template = parts.hostname
        return {"EMAIL_BACKEND": "bluelight.service.mail.Notify", "NOTIFY": (unquote(parts.username), template)}
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
            "EMAIL_TIMEOUT": _PATIENCE_S,
        }
    raise BluelightError(
        "BLUELIGHT_EMAIL is not an address of a mail server. Give smtp://user:password@host:587, or notify://key@template"
    )


class Notify(BaseEmailBackend):
    """Sends through GOV.UK Notify, whose template has the placeholders `subject` and `body`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each to each of its readers; how many messages went."""
        return sum(self._send(message) for message in email_messages)

    def _send(self, message: EmailMessage) -> bool:
        from django.conf import settings

        key, template = getattr(settings, "NOTIFY")  # noqa: B009
        # A key is a name, the service and the secret, the last two of 36 characters each.
        claims = {"iss": key[-73:-37], "iat": int(time.time())}
        headers = {"Authorization": f"Bearer {jwt.encode(claims, key[-36:], algorithm='HS256')}"}
        said = {"subject": str(message.subject), "body": str(message.body)}
        try:
            for reader in message.recipients():
                asked = {"email_address": reader, "template_id": template, "personalisation": said}
                address = getattr(settings, "NOTIFY_ADDRESS", _NOTIFY)
                requests.post(address, json=asked, headers=headers, timeout=_PATIENCE_S).raise_for_status()
        except requests.RequestException:
            if not self.fail_silently:
                raise
            return False
        return True
