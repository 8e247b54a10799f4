"""Addresses of the overview."""

from __future__ import annotations

from django.urls import path

from bluelight.service.later import Later

VIEWS = "bluelight.service.overview.views"

urlpatterns = [
    path("", Later(VIEWS, "overview"), name="overview"),
    path("compare/", Later(VIEWS, "compare"), name="compare-editions"),
    path("compare/changes.csv", Later(VIEWS, "compared"), name="compare-editions-file"),
    path("freeze/", Later(VIEWS, "freeze"), name="freeze-edition"),
    path("<slug:slug>/", Later(VIEWS, "edition"), name="edition"),
    path("<slug:slug>/<str:name>", Later(VIEWS, "file"), name="edition-file"),
]
