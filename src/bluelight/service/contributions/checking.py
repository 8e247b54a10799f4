"""Pages for reviewers: what waits, what it changes, personal data, and what becomes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bluelight.errors import BluelightError
from bluelight.service.accounts.gates import reviewers
from bluelight.service.contributions import differences, services
from bluelight.service.contributions.models import Revision, State
from bluelight.service.contributions.personal import findings
from bluelight.service.contributions.views import number_of
from bluelight.service.core.paging import page_of
from bluelight.service.evaluations.models import Attached
from bluelight.service.register.models import Collaboration, Conflict, Organisation


@reviewers
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits to be read? The longest first."""
    waiting = Revision.objects.for_reviewer(request.user).select_related("organisation", "author", "collaboration")
    shown = {
        "list": page_of(request, waiting.order_by("changed")),
        "evaluations": Attached.objects.for_reviewer(request.user).order_by("changed"),
        "others": Organisation.objects.others().count(),
        "conflicts": Conflict.objects.open().count(),
    }
    return render(request, "contributions/queue.html", shown)


@reviewers
@never_cache
@require_safe
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """What does it change, and may it be published?"""
    return _review(request, get_object_or_404(Revision.objects.for_reviewer(request.user), pk=key))


def _review(request: HttpRequest, found: Revision, problem: str = "") -> HttpResponse:
    entry = found.collaboration
    published = entry.versions.first() if entry else None
    return render(
        request,
        "contributions/review.html",
        {
            "revision": found,
            "published": published,
            "against": entry.version if entry else 0,
            "moved_on": entry is not None and entry.version != found.base,
            "changes": differences.changes(published.content if published else None, found.content),
            "findings": findings(found.content),
            "steps": found.steps.select_related("who"),
            "own": found.author_id == request.user.pk,
            "problem": problem,
            "why": request.POST.get("why", ""),
        },
        status=422 if problem else 200,
    )


@reviewers
@require_POST
def take_up(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin to read it."""
    user: Any = request.user
    services.take_up(get_object_or_404(Revision.objects.for_reviewer(user), pk=key), user)
    return redirect("review", key)


@reviewers
@require_POST
def redact(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take out what was ticked."""
    user: Any = request.user
    found = get_object_or_404(Revision.objects.for_reviewer(user), pk=key)
    asked = set(request.POST.getlist("text")) & {finding.text for finding in findings(found.content)}
    services.redact(found, user, asked)
    return redirect("review", key)


@reviewers
@require_POST
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Publish it, or return it with reasons."""
    user: Any = request.user
    found = get_object_or_404(Revision.objects.for_reader(user), pk=key)
    if not found.open_to_reviewer and found.steps.filter(who=user, before=State.IN_REVIEW).exists():
        return redirect(found.collaboration or "review_queue")  # a double click
    found = get_object_or_404(Revision.objects.for_reviewer(user), pk=key)
    why = request.POST.get("why", "").strip()[:2000]
    try:
        if "return" in request.POST:
            services.give_back(found, user, why=why)
            messages.success(request, f"“{found}” is returned to {found.author}.")
            return redirect("review_queue")
        lock, against = number_of(request, "lock"), number_of(request, "against")
        entry = services.publish(found, user, why=why, lock=lock, against=against)
    except BluelightError as error:
        return _review(request, get_object_or_404(Revision.objects.for_reviewer(user), pk=key), str(error))
    messages.success(request, "It is published.")
    return redirect(entry)


@reviewers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish an entry again that was withdrawn by mistake."""
    return _with_reasons(request, get_object_or_404(Collaboration.objects.withdrawn(), slug=slug), again=True)


@reviewers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a published entry back."""
    return _with_reasons(request, get_object_or_404(Collaboration.objects.public(), slug=slug), again=False)


def _with_reasons(request: HttpRequest, entry: Collaboration, *, again: bool) -> HttpResponse:
    user: Any = request.user
    shown = {"entry": entry, "again": again}
    if request.method != "POST":
        return render(request, "contributions/withdraw.html", shown)
    write = services.restore if again else services.withdraw
    try:
        write(entry, user, why=request.POST.get("why", "").strip()[:2000])
    except BluelightError as error:
        return render(request, "contributions/withdraw.html", {**shown, "problem": error}, status=422)
    messages.success(request, f"“{entry}” is {'published again' if again else 'withdrawn'}.")
    return redirect(entry if again else "review_queue")
