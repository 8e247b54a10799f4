"""The searches app."""

from django.apps import AppConfig


class SearchesConfig(AppConfig):
    """Names the app."""

    name = "bluelight.service.searches"
    label = "searches"
