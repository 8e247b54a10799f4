"""Addresses of the studies."""

from __future__ import annotations

from django.urls import path

from bluelight.service.studies import views

urlpatterns = [
    path("", views.study_list, name="studies"),
    path("<slug:slug>/", views.study_page, name="study"),
    path("<slug:slug>/edit/", views.edit, name="study_edit"),
    path("<slug:slug>/copy/", views.copy, name="study_copy"),
    path("<slug:slug>/run/", views.run, name="study_run"),
    path("<slug:slug>/progress.json", views.progress, name="study_progress"),
    path("<slug:slug>/study.toml", views.toml, name="study_toml"),
    path("<slug:slug>/report/", views.report, name="study_report"),
    path("<slug:slug>/report.html", views.download_report, name="study_report_file"),
    path("<slug:slug>/results.json", views.download_results, name="study_results"),
    path("<slug:slug>/map.json", views.change_map, name="study_map"),
]
