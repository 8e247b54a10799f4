"""Judging what the second figure of a pair is: an outturn, a partner's claim, or no more than another forecast."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bluelight.errors import BluelightError
from bluelight.register import codelists
from bluelight.service.accounts.gates import reviewers
from bluelight.service.accounts.views import FORM
from bluelight.service.contributions import services
from bluelight.service.register.models import Collaboration, Pair
from bluelight.service.register.promises import promise


class JudgingForm(forms.Form):
    """A grade for each pair of an entry, and why; `seen` is the entry's version that the form was filled from."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, entry: Collaboration) -> None:
        super().__init__(data, initial={"seen": entry.version})
        self._pairs = list(entry.pairs.all())
        for pair in self._pairs:
            self.fields[_field(pair)] = forms.ChoiceField(
                label=promise(pair).measure,
                help_text=f"{promise(pair).forecast} was promised; then {promise(pair).came}.",
                choices=list(codelists.PAIR_GRADES.items()),
                initial=pair.grade,
            )
        self.fields["why"] = forms.CharField(
            label="Why?",
            help_text="What shows it, such as the audit that you read. The log will say so.",
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=2000,
        )

    def grades(self) -> dict[int, str]:
        """The grade that each pair is to have, by its key."""
        return {pair.pk: self.cleaned_data[_field(pair)] for pair in self._pairs}


def _field(pair: Pair) -> str:
    return f"grade-{pair.pk}"


@reviewers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, slug: str) -> HttpResponse:
    """What is each second figure?"""
    user: Any = request.user
    entry = get_object_or_404(Collaboration.objects.public().filter(pairs__isnull=False).distinct(), slug=slug)
    form = JudgingForm(request.POST if request.method == "POST" else None, entry)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            services.judge(entry, user, form.grades(), why=said["why"], seen=said["seen"])
        except BluelightError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "What each second figure is, is kept.")
            return redirect(entry)
    shown = {
        "form": form,
        "title": "What are the second figures?",
        "intro": f"Of {entry.name}. An outturn needs an audit, an outturn report or a plain fact.",
        "button": "Save",
        "under": ("Register", "register"),
        "back": entry.get_absolute_url(),
    }
    return render(request, FORM, shown, status=422 if form.is_bound else 200)
