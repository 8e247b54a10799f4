"""Addresses of the studies."""

from __future__ import annotations

from django.urls import path

from bluelight.documents.formats import FORMATS
from bluelight.service.later import Later
from bluelight.service.playback.urls import parts
from bluelight.service.studies import files_views

LISTS = "bluelight.service.studies.list_views"
VIEWS = "bluelight.service.studies.views"
CHANGES = "bluelight.service.studies.change_views"

urlpatterns = [
    path("", Later(LISTS, "study_list"), name="studies"),
    path("<slug:slug>/", Later(VIEWS, "study_page"), name="study"),
    *(
        path(f"<slug:slug>/{part}/", Later(VIEWS, "study_part"), {"part": part}, name=f"study_{part}")
        for part in ("response", "money", "assumptions")
    ),
    path("<slug:slug>/options/<slug:option>/", Later(VIEWS, "option_page"), name="study_option"),
    path("<slug:slug>/copy/", Later(CHANGES, "copy"), name="study_copy"),
    path("<slug:slug>/edit/", Later(CHANGES, "edit"), name="study_edit"),
    path("<slug:slug>/moves/add/", Later(CHANGES, "add_move"), name="study_add_move"),
    *(
        path(f"<slug:slug>/{kind}/", Later(CHANGES, "entries"), {"kind": kind}, name=f"study_{kind}")
        for kind in ("objectives", "risks", "owners", "caps", "evaluations")
    ),
    *(
        path(f"<slug:slug>/{page}/", Later(CHANGES, "settings"), {"page": page}, name=f"study_{page}")
        for page in ("settings", "incomes")
    ),
    path("<slug:slug>/run/", Later(CHANGES, "run"), name="study_run"),
    path("<slug:slug>/outline/", Later(CHANGES, "outline"), name="study_outline"),
    path("<slug:slug>/progress.json", Later(LISTS, "progress"), name="study_progress"),
    path("<slug:slug>/study.toml", files_views.toml, name="study_toml"),
    path("<slug:slug>/report/", files_views.read_report, name="study_report"),
    *(
        path(f"<slug:slug>/{found.file}", files_views.download, {"name": found.name}, name=f"study_{found.name}")
        for found in FORMATS.values()
    ),
    path("<slug:slug>/playback/", Later("bluelight.service.playback.views", "study_page"), name="study_playback"),
    *parts("<slug:slug>/options/<slug:option>/playback/", "option"),
]
