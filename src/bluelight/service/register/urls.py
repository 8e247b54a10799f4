"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from bluelight.service.register import views

urlpatterns = [
    path("register/", views.collaborations, name="register"),
    path("register/<slug:slug>/", views.collaboration, name="collaboration"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
]
