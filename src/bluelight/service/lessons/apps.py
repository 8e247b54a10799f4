"""The lessons app."""

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    """Names the app."""

    name = "bluelight.service.lessons"
    label = "lessons"
