"""What anyone may see of how an entry came to say what it says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bluelight.service.contributions import differences
from bluelight.service.register.models import Collaboration


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """What did the entry say before, and what changed when?"""
    entry = get_object_or_404(Collaboration.objects.public(), slug=slug)
    versions = list(entry.versions.all())
    before = [*(version.content for version in versions[1:]), None]
    told = [
        (version, differences.changes(old, version.content) if old is not None else [])
        for version, old in zip(versions, before, strict=True)
    ]
    return render(request, "contributions/history.html", {"collaboration": entry, "versions": told})
