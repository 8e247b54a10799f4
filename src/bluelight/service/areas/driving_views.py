"""Pages on which what a site reaches, and the way between two places, are drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bluelight.documents.model import Chart
from bluelight.errors import BluelightError
from bluelight.service.areas import driving
from bluelight.service.areas.driving_forms import ReachForm, WayForm
from bluelight.service.areas.views import place_or_404


@require_safe
def reach(request: HttpRequest, identifier: str) -> HttpResponse:
    """How far does a site reach?"""
    area = place_or_404(identifier)
    form = ReachForm(request.GET if "site" in request.GET else None, area)
    shown = {"area": area, "on_roads": driving.draws_on_roads(area)}
    return _drawn(request, "areas/reach.html", form, shown, lambda asked: driving.reach(area.id, **asked))


@require_safe
def way(request: HttpRequest, identifier: str) -> HttpResponse:
    """What is the quickest way from here to there?"""
    area = place_or_404(identifier)
    if not driving.draws_on_roads(area):
        return render(request, "areas/way.html", {"area": area})
    form = WayForm(request.GET if "start" in request.GET else None, area)
    shown = {"area": area, "on_roads": True}
    return _drawn(request, "areas/way.html", form, shown, lambda asked: driving.way(area.id, **asked))


def _drawn(
    request: HttpRequest, template: str, form: Form, shown: dict[str, Any], draw: Callable[[dict[str, Any]], Chart]
) -> HttpResponse:
    """The page with what was asked for, or with what is wrong with that."""
    drawn = None
    if form.is_bound and form.is_valid():
        try:
            drawn = draw(form.cleaned_data)
        except BluelightError as error:
            for line in str(error).splitlines():
                form.add_error(None, line)
    status = 422 if form.is_bound and drawn is None else 200
    return render(request, template, {**shown, "form": form, "drawn": drawn}, status=status)
