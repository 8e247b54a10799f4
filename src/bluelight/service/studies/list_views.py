"""Pages that need no results of a run: the studies there are, and how far a run is. They wait for no charts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bluelight.service.studies.finding import area_name, study_or_404
from bluelight.service.studies.models import Study


@require_safe
def study_list(request: HttpRequest) -> HttpResponse:
    """The studies there are, and how far each is."""
    found = [(study, study.runs.first(), area_name(study.area)) for study in Study.objects.public()]
    return render(request, "studies/list.html", {"studies": found})


@require_safe
@never_cache
def progress(request: HttpRequest, slug: str) -> JsonResponse:
    """How far the newest run is, for the page that shows it."""
    newest = study_or_404(slug).runs.first()
    if newest is None:
        raise Http404("This study has not been run.")
    said = {"status": newest.status, "active": newest.active, "step": newest.step, "percent": newest.percent}
    return JsonResponse(said)
