"""Pages for reviewers: what waits, what it changes, personal data, and what becomes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bluelight.service.accounts.gates import reviewers
from bluelight.service.contributions import differences, services
from bluelight.service.contributions.models import Revision
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
    found = get_object_or_404(Revision.objects.for_reviewer(request.user), pk=key)
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
        },
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
    found = get_object_or_404(Revision.objects.for_reviewer(user), pk=key)
    why = request.POST.get("why", "").strip()[:2000]
    if "return" in request.POST:
        services.give_back(found, user, why=why)
        messages.success(request, f"“{found}” is returned to {found.author}.")
        return redirect("review_queue")
    lock, against = number_of(request, "lock"), number_of(request, "against")
    entry = services.publish(found, user, why=why, lock=lock, against=against)
    messages.success(request, "It is published.")
    return redirect(entry)


@reviewers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a published entry back."""
    user: Any = request.user
    entry = get_object_or_404(Collaboration.objects.public(), slug=slug)
    if request.method == "POST":
        services.withdraw(entry, user, why=request.POST.get("why", "").strip()[:2000])
        return redirect("review_queue")
    return render(request, "contributions/withdraw.html", {"entry": entry})
