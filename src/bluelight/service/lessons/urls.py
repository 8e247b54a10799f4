"""Addresses of lessons."""

from __future__ import annotations

from django.urls import path

from bluelight.service.lessons import concerns, correcting, views
from bluelight.service.lessons.feeds import LessonsFeed

urlpatterns = [
    path("", views.board, name="lessons"),
    path("all/", views.lessons, name="lesson_list"),
    path("add/", views.add, name="add_lesson"),
    path("feed.atom", LessonsFeed(), name="lessons_feed"),
    path("digest/", views.subscribe, name="lessons_digest"),
    path("reports/<int:key>/", views.report, name="report_on_lesson"),
    path("<int:key>/", views.lesson, name="lesson"),
    path("<int:key>/correct/", correcting.correct, name="correct_lesson"),
    path("<int:key>/concerns/", concerns.concerns, name="lesson_concerns"),
    path("<int:key>/<slug:name>/", views.step, name="lesson_step"),
]
