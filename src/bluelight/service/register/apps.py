"""The register app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Names the app and its label."""

    name = "bluelight.service.register"
    label = "register"
