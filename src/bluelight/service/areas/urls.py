"""Addresses of the areas."""

from __future__ import annotations

from django.urls import path

from bluelight.service.areas import views

urlpatterns = [
    path("", views.area_list, name="areas"),
    path("markers/<slug:name>.svg", views.marker, name="marker"),
    path("<slug:identifier>/", views.area_page, name="area"),
    path("<slug:identifier>/map.json", views.area_map, name="area_map"),
]
