"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from bluelight.service.later import Later
from bluelight.service.register import views

OPEN_DATA = "bluelight.service.register.open_data"

urlpatterns = [
    path("register/", views.collaborations, name="register"),
    path("register/open-data/", views.open_data, name="open-data"),
    path("register/open-data/register.json", Later(OPEN_DATA, "whole"), {"form": "json"}, name="register-json"),
    path("register/open-data/register.csv", Later(OPEN_DATA, "whole"), {"form": "csv"}, name="register-csv"),
    path("register/open-data/schema.json", Later(OPEN_DATA, "register_schema"), name="register-schema"),
    path("register/<slug:slug>/", views.collaboration, name="collaboration"),
    path("map/", views.tile_map, name="map"),
    path("compare/", views.comparison, name="compare"),
    path("compare/comparison.csv", Later(OPEN_DATA, "comparison"), name="compare-csv"),
    path("evidence/", views.evidence_map, name="evidence"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("organisations/<slug:slug>/alike/", views.organisations_alike, name="alike"),
]
