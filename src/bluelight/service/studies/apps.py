"""The studies app."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """Names the app."""

    name = "bluelight.service.studies"
    label = "studies"
