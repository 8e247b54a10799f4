"""The following app."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    """Names the app."""

    name = "bluelight.service.following"
    label = "following"
