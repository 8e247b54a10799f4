"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the app and its label."""

    name = "bluelight.service.accounts"
    label = "accounts"
