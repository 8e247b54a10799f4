"""What a lesson concerns: the page on which its collaborations, evaluations and studies are found and ticked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bluelight.service.accounts.gates import signed_in
from bluelight.service.evaluations.models import Attached
from bluelight.service.lessons import services
from bluelight.service.lessons.models import Lesson
from bluelight.service.register.models import Collaboration
from bluelight.service.studies.models import Study

_MOST_FOUND = 10


class ConcernsForm(forms.Form):
    """What it concerns already, and what was found by the words that somebody asked for."""

    def __init__(self, data: Any, lesson: Lesson, asked: str) -> None:
        super().__init__(data)
        words = Q(name__icontains=asked) if asked else Q(pk__in=())
        titles = Q(title__icontains=asked) if asked else Q(pk__in=())
        entries = Collaboration.objects.public()
        found = entries.searched(asked).sorted_by("best") if asked else entries.none()
        self._offer("collaborations", "Collaborations", lesson.collaborations.public(), found, entries)
        evaluations = Attached.objects.public()
        self._offer("evaluations", "Evaluations", lesson.evaluations.public(), evaluations.filter(titles), evaluations)
        studies = Study.objects.public()
        self._offer("studies", "Studies", lesson.studies.all(), studies.filter(words), studies)

    def _offer(
        self, name: str, label: str, there: QuerySet[Any], found: QuerySet[Any], everything: QuerySet[Any]
    ) -> None:
        """A field with what the lesson concerns, ticked, and what was found besides; none where there is neither."""
        linked = list(there.values_list("pk", flat=True))
        keys = dict.fromkeys([*linked, *found.values_list("pk", flat=True)[: _MOST_FOUND + len(linked)]])
        if keys:
            self.fields[name] = forms.ModelMultipleChoiceField(
                label=label,
                queryset=everything.filter(pk__in=keys),
                initial=linked,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def concerns(request: HttpRequest, key: int) -> HttpResponse:
    """What else does it concern?"""
    found = get_object_or_404(Lesson.objects.for_writer(request.user), pk=key)
    asked = request.GET.get("q", "").strip()[:200]
    form = ConcernsForm(request.POST if request.method == "POST" else None, found, asked)
    if form.is_bound and form.is_valid():
        services.link(found, request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, "Kept. The lesson says what it concerns.")
        return redirect(found)
    shown = {"form": form, "lesson": found, "asked": asked}
    return render(request, "lessons/concerns.html", shown, status=422 if form.is_bound else 200)
