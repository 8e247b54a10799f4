"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the app and its label."""

    name = "bluelight.service.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Begin to write down who signs in."""
        from bluelight.service.accounts import audit

        audit.listen()
