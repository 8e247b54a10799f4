"""Pages on which the best plans are searched for and read."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bluelight.documents.search import search_page
from bluelight.errors import BluelightError
from bluelight.service.areas import places
from bluelight.service.areas.views import place_or_404
from bluelight.service.searches import services
from bluelight.service.searches.forms import SearchForm, ServiceForm
from bluelight.service.searches.models import Search
from bluelight.service.searches.reading import FILES, files_of, read_results, read_study
from bluelight.service.studies.files_views import REPORT_CSP


def _search(key: int) -> Search:
    return get_object_or_404(Search.objects.public(), pk=key)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, identifier: str) -> HttpResponse:
    """Where would a service's sites best be?"""
    area = place_or_404(identifier)
    service = ServiceForm(request.GET if "service" in request.GET else None, area)
    found = list(Search.objects.public().filter(area=identifier)[:20])
    shown = {"area": area, "service": service, "searches": found}
    if not service.is_valid():
        return render(request, "searches/ask.html", shown, status=422 if service.is_bound else 200)
    form = SearchForm(request.POST or None, area, service.cleaned_data["service"])
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(services.request_search(identifier, form.asked()))
        except BluelightError as error:
            form.add_error(None, str(error))
    return render(request, "searches/ask.html", {**shown, "form": form}, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def page(request: HttpRequest, key: int) -> HttpResponse:
    """Which plans are on the front, and why?"""
    search = _search(key)
    results = read_results(search) if search.done else None
    study = read_study(search) if results else None
    return render(
        request,
        "searches/page.html",
        {
            "search": search,
            "area_name": places.area(search.area).name if search.area in places.folders() else search.area,
            "results": results,
            "document": search_page(results) if results else None,
            "offered": study["option"][1:] if study else [],
            "files": files_of(search) if search.done else [],
        },
    )


@require_safe
@never_cache
def progress(request: HttpRequest, key: int) -> JsonResponse:
    """How far the search is, for the page that shows it."""
    search = _search(key)
    return JsonResponse(
        {"status": search.status, "active": search.active, "step": search.step, "percent": search.percent}
    )


@require_POST
def stop(request: HttpRequest, key: int) -> HttpResponse:
    """Stop a search that is no longer wanted."""
    search = _search(key)
    services.stop_search(search)
    return redirect(search)


@require_POST
def again(request: HttpRequest, key: int) -> HttpResponse:
    """Search again after a failure or a stop."""
    search = _search(key)
    services.ask_again(search)
    return redirect(search)


@require_POST
def make_study(request: HttpRequest, key: int, plan: str) -> HttpResponse:
    """A study of one plan, for somebody to change and run."""
    search = _search(key)
    content = read_study(search)
    if content is None:
        raise Http404("The files of this search are gone from the data folder. Search again.")
    try:
        study = services.study_of_plan(search, content, plan)
    except BluelightError as error:
        raise Http404(str(error)) from None
    messages.success(request, "This study holds the plan beside business as usual. Change what you like, then run it.")
    return redirect(study)


@require_safe
def download(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """One file of the search, to keep."""
    search = _search(key)
    if name not in FILES:
        raise Http404(f"A search has no file called {name}. Its page lists those it has.")
    try:
        response = HttpResponse((search.folder / name).read_bytes(), content_type=FILES[name][1])
    except OSError:
        raise Http404("This search has no such file yet, or it is gone from the data folder.") from None
    response.headers["Content-Disposition"] = f'attachment; filename="search-{search.pk}-{name}"'
    if name.endswith(".html"):
        response.headers["Content-Security-Policy"] = REPORT_CSP
    return response
