"""Addresses of the pages that belong to no one part."""

from __future__ import annotations

from django.urls import path

from bluelight.service.core import views

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
]
