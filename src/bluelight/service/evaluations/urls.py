"""Addresses of attached evaluations."""

from __future__ import annotations

from django.urls import path

from bluelight.service.later import Later

VIEWS, REVIEWING = "bluelight.service.evaluations.views", "bluelight.service.evaluations.reviewing"

urlpatterns = [
    path("attach/<slug:slug>/", Later(VIEWS, "attach"), name="attach_evaluation"),
    path("<uuid:key>/", Later(VIEWS, "evaluation"), name="evaluation"),
    path("<uuid:key>/files/", Later(VIEWS, "send"), name="evaluation_files"),
    path("<uuid:key>/evaluator/", Later(VIEWS, "evaluator"), name="evaluation_evaluator"),
    path("<uuid:key>/claims/", Later(VIEWS, "claims"), name="evaluation_claims"),
    path("<uuid:key>/submit/", Later(VIEWS, "submit"), name="evaluation_submit"),
    path("<uuid:key>/discard/", Later(VIEWS, "discard"), name="evaluation_discard"),
    path("<uuid:key>/take-up/", Later(REVIEWING, "take_up"), name="evaluation_take_up"),
    path("<uuid:key>/decide/", Later(REVIEWING, "decide"), name="evaluation_decide"),
    path("<uuid:key>/withdraw/", Later(REVIEWING, "withdraw"), name="evaluation_withdraw"),
    path("<uuid:key>/<str:name>", Later("bluelight.service.evaluations.downloads", "download"), name="evaluation_file"),
]
