"""Addresses of the searches."""

from __future__ import annotations

from django.urls import path

from bluelight.service.later import Later

VIEWS = "bluelight.service.searches.views"

urlpatterns = [
    path("areas/<slug:identifier>/search/", Later(VIEWS, "ask"), name="search_ask"),
    path("searches/<int:key>/", Later(VIEWS, "page"), name="search"),
    path("searches/<int:key>/progress.json", Later(VIEWS, "progress"), name="search_progress"),
    path("searches/<int:key>/stop/", Later(VIEWS, "stop"), name="search_stop"),
    path("searches/<int:key>/again/", Later(VIEWS, "again"), name="search_again"),
    path("searches/<int:key>/plans/<slug:plan>/study/", Later(VIEWS, "make_study"), name="search_study"),
    path("searches/<int:key>/files/<str:name>", Later(VIEWS, "download"), name="search_file"),
]
