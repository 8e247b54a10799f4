"""The contributions app."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """Names the app and its label."""

    name = "bluelight.service.contributions"
    label = "contributions"
