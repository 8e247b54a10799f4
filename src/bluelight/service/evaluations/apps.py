"""The evaluations app."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """Names the app and its label."""

    name = "bluelight.service.evaluations"
    label = "evaluations"
