"""The overview app."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """Names the app and its label."""

    name = "bluelight.service.overview"
    label = "overview"
