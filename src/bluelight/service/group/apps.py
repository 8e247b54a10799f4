"""The app of the working group."""

from django.apps import AppConfig


class GroupConfig(AppConfig):
    """Names the app and its label."""

    name = "bluelight.service.group"
    label = "group"
