"""What reviewers do with an attached evaluation: take it up, return it, publish it, take it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bluelight.errors import BluelightError
from bluelight.service.accounts.gates import reviewers
from bluelight.service.contributions.views import number_of
from bluelight.service.core import jobs
from bluelight.service.evaluations import services
from bluelight.service.evaluations.models import Attached
from bluelight.service.evaluations.tasks import tell_author


@reviewers
@require_POST
def take_up(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin to read it."""
    user: Any = request.user
    found = get_object_or_404(Attached.objects.for_reviewer(user), pk=key)
    services.take_up(found, user)
    return redirect(found)


@reviewers
@require_POST
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Publish it, or return it with reasons."""
    user: Any = request.user
    found = get_object_or_404(Attached.objects.for_reviewer(user), pk=key)
    why = request.POST.get("why", "").strip()[:2000]
    if "return" in request.POST:
        services.give_back(found, user, why=why)
        jobs.enqueue(tell_author, str(found.pk))
        messages.success(request, f"“{found}” is returned to {found.author}.")
        return redirect("review_queue")
    address = request.build_absolute_uri(found.get_absolute_url())
    services.publish(found, user, why=why, lock=number_of(request, "lock"), address=address)
    jobs.enqueue(tell_author, str(found.pk))
    messages.success(request, "It is published.")
    return redirect(found)


@reviewers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a published one back."""
    user: Any = request.user
    found = get_object_or_404(Attached.objects.for_withdrawer(user), pk=key)
    if request.method == "POST":
        try:
            services.withdraw(found, user, why=request.POST.get("why", "").strip()[:2000])
        except BluelightError as error:
            return render(request, "evaluations/withdraw.html", {"attached": found, "problem": error}, status=422)
        return redirect(found)
    return render(request, "evaluations/withdraw.html", {"attached": found})
