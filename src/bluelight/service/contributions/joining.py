"""Pages for reviewers about what other registers tell differently: which entries, and what to take of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bluelight import register as facts
from bluelight.errors import BluelightError
from bluelight.service.accounts.gates import reviewers
from bluelight.service.contributions import differences
from bluelight.service.contributions.content import SECTIONS
from bluelight.service.contributions.views import number_of
from bluelight.service.core.paging import page_of
from bluelight.service.lessons.services import identify_from_register
from bluelight.service.register import conflicts, words
from bluelight.service.register.models import Collaboration, Conflict

_TITLES = {"evidence": "Evidence", "publisher": "Publisher", "pairs": "Promised and delivered"}


@reviewers
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What do other registers tell differently; or what of it was left as it is here?"""
    left = request.GET.get("left") == "yes"
    found = Conflict.objects.left() if left else Conflict.objects.open()
    shown = page_of(request, found.select_related("collaboration"))
    rows = [(each, [_title(name) for name in _fields(each)]) for each in shown.page]
    said = {"list": shown, "rows": rows, "left": left, "others": Conflict.objects.left().count()}
    return render(request, "contributions/conflicts.html", said)


@reviewers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, key: int) -> HttpResponse:
    """What does the other say, what do we, and which of it is to be taken?"""
    user: Any = request.user
    found = get_object_or_404(Conflict.objects.select_related("collaboration"), pk=key)
    entry = get_object_or_404(Collaboration.objects.public().for_page(), pk=found.collaboration_id)
    ticked, problem = request.POST.getlist("field"), ""
    if request.method == "POST":
        try:
            if "leave" in request.POST:
                conflicts.leave(found, user)
                told = f"“{entry}” stays as it is here. You may think it over under what was left."
            else:
                conflicts.take(found, ticked, user, against=number_of(request, "against"))
                identify_from_register(found.collaboration)
                told = f"“{entry}” now says what was ticked."
        except BluelightError as error:
            problem = str(error)
        else:
            messages.success(request, told)
            return redirect("conflicts")
    ours = conflicts.now(entry)
    fields = [
        (name, _title(name), *_differing(_lines(name, ours[name]), _lines(name, found.content[name])))
        for name in _fields(found)
    ]
    shown = {"conflict": found, "entry": entry, "fields": fields, "ticked": ticked, "problem": problem}
    return render(request, "contributions/conflict.html", shown, status=422 if problem else 200)


def _fields(conflict: Conflict) -> list[str]:
    """What differs, in the order of the standard: not every database keeps the order it was written in."""
    return [name for name in (*facts.Collaboration.model_fields, "pairs") if name in conflict.content]


def _title(name: str) -> str:
    return SECTIONS[name].title if name in SECTIONS else _TITLES[name]


def _lines(name: str, value: Any) -> list[str]:
    """A field in words."""
    if name in SECTIONS:
        return differences.lines(name, value)
    if name == "pairs":
        return [f"{each['measure']}: forecast {each['forecast']}, came to {each['realised']}" for each in value]
    return [words.named(name, value) if name == "evidence" else value] if value else []


def _differing(ours: list[str], theirs: list[str]) -> tuple[list[str], list[str]]:
    """The lines that only one of the two has; all of them where they differ in their order or in what is not shown."""
    gone = [line for line in ours if line not in theirs]
    come = [line for line in theirs if line not in ours]
    return (gone, come) if gone or come else (ours, theirs)
