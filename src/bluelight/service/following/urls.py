"""Addresses of kept searches."""

from __future__ import annotations

from django.urls import path

from bluelight.service.following import views
from bluelight.service.following.feeds import SearchFeed

urlpatterns = [
    path("", views.searches, name="following"),
    path("feed.atom", SearchFeed(), name="following_feed"),
    path("save/", views.save, name="follow"),
    path("<int:key>/", views.search, name="followed"),
]
