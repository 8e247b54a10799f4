"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Names the app and its label."""

    name = "bluelight.service.core"
    label = "core"
