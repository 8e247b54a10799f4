"""Addresses of the areas."""

from __future__ import annotations

from django.urls import path

from bluelight.service.later import Later
from bluelight.service.playback.urls import parts

VIEWS = "bluelight.service.areas.views"
DRIVING = "bluelight.service.areas.driving_views"

urlpatterns = [
    path("", Later(VIEWS, "area_list"), name="areas"),
    path("markers/<slug:name>.svg", Later(VIEWS, "marker"), name="marker"),
    path("<slug:identifier>/", Later(VIEWS, "area_page"), name="area"),
    *(
        path(f"<slug:identifier>/{part}/", Later(VIEWS, "area_page"), {"part": part}, name=f"area_{part}")
        for part in ("demand", "resources", "evidence")
    ),
    path("<slug:identifier>/map.svg", Later(VIEWS, "area_picture"), name="area_picture"),
    path("<slug:identifier>/map.json", Later(VIEWS, "area_map"), name="area_map"),
    path("<slug:identifier>/study/", Later("bluelight.service.studies.change_views", "begin"), name="area_study"),
    path("<slug:identifier>/reach/", Later(DRIVING, "reach"), name="area_reach"),
    path("<slug:identifier>/way/", Later(DRIVING, "way"), name="area_way"),
    *parts("<slug:identifier>/playback/", "area"),
]
