"""Addresses of the working group."""

from __future__ import annotations

from django.urls import path

from bluelight.service.group import editing, views

urlpatterns = [
    path("", views.group, name="group"),
    path("members/", views.members, name="group-members"),
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<int:key>/", views.meeting, name="meeting"),
    path("actions/", views.actions, name="actions"),
    path("fund/", views.fund, name="fund"),
    path("research/<slug:slug>/", views.commission, name="commission"),
    path("edit/<slug:name>/", editing.edit, name="group-add"),
    path("edit/<slug:name>/<int:key>/", editing.edit, name="group-edit"),
]
