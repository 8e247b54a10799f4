"""The areas app."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Names the app."""

    name = "bluelight.service.areas"
    label = "areas"
