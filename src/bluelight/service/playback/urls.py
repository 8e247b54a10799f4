"""Addresses of playback, under an area's or an option's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from bluelight.service.later import Later

VIEWS = "bluelight.service.playback.views"


def parts(prefix: str, whose: str) -> list[URLPattern]:
    """The page of playback at an address prefix, with its data and pictures; `whose` is "area" or "option"."""
    return [
        path(f"{prefix}", Later(VIEWS, f"{whose}_page"), name=f"{whose}_playback"),
        path(f"{prefix}ground.svg", Later(VIEWS, f"{whose}_ground"), name=f"{whose}_playback_ground"),
        path(f"{prefix}day-<int:day>.json", Later(VIEWS, f"{whose}_day"), name=f"{whose}_playback_day"),
        path(f"{prefix}day-<int:day>/<int:hour>.svg", Later(VIEWS, f"{whose}_still"), name=f"{whose}_playback_still"),
    ]
