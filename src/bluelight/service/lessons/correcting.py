"""Correcting a lesson: by those who found it out until it is assessed, by a reviewer at any time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bluelight.errors import InputError
from bluelight.service.accounts.gates import signed_in
from bluelight.service.contributions.personal import findings
from bluelight.service.lessons import services
from bluelight.service.lessons.forms import CorrectForm
from bluelight.service.lessons.models import Lesson


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, key: int) -> HttpResponse:
    """What should it say?"""
    user: Any = request.user
    found = get_object_or_404(Lesson.objects.for_corrector(user), pk=key)
    filled = {"title": found.title, "text": found.text, "seen": services.said(found)}
    form = CorrectForm(request.POST or None, initial=filled)
    now = ""
    if form.is_bound and form.is_valid():
        try:
            services.correct(found, user, **form.cleaned_data)
        except InputError as error:
            form.add_error(None, str(error))
            form.data = request.POST.copy() | {"seen": services.said(found)}  # saving again is to choose
            now = f"It says now: {found.title}. {found.text}"
        else:
            messages.success(request, "The lesson is corrected.")
            return redirect(found)
    shown = {"form": form, "lesson": found, "title": "Correct this lesson", "intro": now or pointed_out(found)}
    return render(request, "lessons/step.html", shown, status=422 if form.is_bound else 200)


def pointed_out(lesson: Lesson) -> str:
    """What in a lesson looks like personal data, for people; empty where nothing does."""
    personal = "; ".join(f"{each.text} ({each.what})" for each in findings([lesson.title, lesson.text]))
    return f"This may be personal data: {personal}." if personal else ""
