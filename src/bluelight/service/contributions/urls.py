"""Addresses of contributing and checking."""

from __future__ import annotations

from django.urls import path

from bluelight.service.contributions import checking, joining, judging, merging, public, spreadsheet, views

urlpatterns = [
    path("contribute/", views.contribute, name="contribute"),
    path("contribute/begin/", views.begin, name="begin"),
    path("contribute/confirm/<slug:slug>/", views.confirm, name="confirm"),
    path("contribute/spreadsheet/", spreadsheet.upload, name="spreadsheet"),
    path("contribute/spreadsheet/template.xlsx", spreadsheet.template, name="spreadsheet_template"),
    path("contribute/spreadsheet/entries/<slug:slug>.xlsx", spreadsheet.entries, name="spreadsheet_entries"),
    path("contribute/spreadsheet/<uuid:key>/", spreadsheet.rows, name="spreadsheet_rows"),
    path("contribute/<uuid:key>/", views.revision, name="revision"),
    path("contribute/<uuid:key>/check/", views.check, name="revision_check"),
    path("contribute/<uuid:key>/recall/", views.recall, name="revision_recall"),
    path("contribute/<uuid:key>/discard/", views.discard, name="revision_discard"),
    path("contribute/<uuid:key>/<slug:name>/", views.section, name="revision_section"),
    path("contribute/<uuid:key>/<slug:name>/add/", views.item, name="revision_add"),
    path("contribute/<uuid:key>/<slug:name>/<int:number>/", views.item, name="revision_item"),
    path("register/<slug:slug>/history/", public.history, name="history"),
    path("review/", checking.queue, name="review_queue"),
    path("review/organisations/", merging.others, name="others"),
    path("review/organisations/<slug:slug>/", merging.other, name="merge"),
    path("review/conflicts/", joining.queue, name="conflicts"),
    path("review/conflicts/<int:key>/", joining.conflict, name="conflict"),
    path("review/pairs/<slug:slug>/", judging.judge, name="judge"),
    path("review/restore/<slug:slug>/", checking.restore, name="restore"),
    path("review/withdraw/<slug:slug>/", checking.withdraw, name="withdraw"),
    path("review/<uuid:key>/", checking.review, name="review"),
    path("review/<uuid:key>/take-up/", checking.take_up, name="take_up"),
    path("review/<uuid:key>/redact/", checking.redact, name="redact"),
    path("review/<uuid:key>/decide/", checking.decide, name="decide"),
]
