"""Pages of the searches that somebody keeps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bluelight.service.accounts.gates import signed_in
from bluelight.service.core.paging import page_of
from bluelight.service.following import services
from bluelight.service.following.found import found
from bluelight.service.following.models import SavedSearch
from bluelight.service.register import asking


@signed_in
@never_cache
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """What is new in what I follow?"""
    mine = [found(search) for search in SavedSearch.objects.of(request.user)]
    shown = [(each, each.all.count(), each.new.count()) for each in mine]
    return render(request, "following/list.html", {"searches": shown, "new": sum(new for _, _, new in shown)})


@signed_in
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what was asked of the register."""
    user: Any = request.user
    question = asking.read(QueryDict(request.POST.get("query", "")))
    name = request.POST.get("name", "").strip() or question.said or "Everything"
    kept = services.keep(user, name, question.query)
    messages.success(request, f"“{kept.name}” is kept. What is new in it from now on is counted.")
    return redirect("following")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest, key: int) -> HttpResponse:
    """What is new in one of them; or one thing done with it."""
    kept = get_object_or_404(SavedSearch.objects.of(request.user), pk=key)
    if request.method == "POST":
        return _done(request, kept)
    shown = found(kept)
    context = {"found": shown, "list": page_of(request, shown.new.for_list()), "total": shown.all.count()}
    return render(request, "following/search.html", {**context, "until": timezone.now().isoformat()})


def _done(request: HttpRequest, kept: SavedSearch) -> HttpResponse:
    if "delete" in request.POST:
        services.delete(kept)
        messages.success(request, f"“{kept.name}” is deleted.")
    elif "weekly" in request.POST:
        services.weekly(kept, wanted=request.POST["weekly"] == "yes")
        told = "You will get" if request.POST["weekly"] == "yes" else "You will no longer get"
        messages.success(request, f"{told} a weekly email of what is new in “{kept.name}”.")
    else:
        services.seen(kept, _moment(request.POST.get("until", "")))
    return redirect("following")


def _moment(text: str) -> Any:
    """The moment that a page was made, as it carries it; now for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    return moment if moment is not None and timezone.is_aware(moment) else timezone.now()
