"""Pages about places."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from bluelight.area import Area
from bluelight.service.areas import maps, parts, places
from bluelight.service.areas.markers import marker_svg
from bluelight.service.areas.today import studies_of, today


def place_or_404(identifier: str) -> Area:
    """The area of that identifier; Http404 where there is none."""
    if identifier not in places.folders():
        raise Http404(f"There is no area called {identifier}. See the list of areas for those there are.")
    return places.area(identifier)


@require_safe
def area_list(request: HttpRequest) -> HttpResponse:
    """The areas there are."""
    found = [(places.area(identifier), studies_of(identifier)) for identifier in places.folders()]
    return render(request, "areas/list.html", {"areas": found, "broken": places.broken()})


@require_safe
def area_page(request: HttpRequest, identifier: str, part: str = "area") -> HttpResponse:
    """What it has, where, and how it responds today; or another part of what there is to know of it."""
    place, newest, asked = place_or_404(identifier), today(identifier), parts.PARTS[part]
    about = {"area": place, "title": asked.title, "contents": parts.contents(place, part), "today": newest}
    return render(request, f"areas/{part}.html", {**about, **asked.show(place, newest)})


def _map_tag(request: HttpRequest, identifier: str) -> str | None:
    return f'"{places.area(identifier).digest}"' if identifier in places.folders() else None


@require_safe
@cache_control(max_age=300, private=True)
@condition(etag_func=_map_tag)
def area_map(request: HttpRequest, identifier: str) -> HttpResponse:
    """Boundary, zones and sites for the map."""
    return HttpResponse(maps.area_map(place_or_404(identifier).id), content_type="application/json")


@require_safe
@cache_control(max_age=300, private=True)
@condition(etag_func=_map_tag)
def area_picture(request: HttpRequest, identifier: str) -> HttpResponse:
    """The map as a picture, for readers without scripts."""
    return HttpResponse(maps.area_picture(place_or_404(identifier).id), content_type="image/svg+xml")


@require_safe
@cache_control(max_age=86400)
def marker(request: HttpRequest, name: str) -> HttpResponse:
    """One marker as an image."""
    drawn = marker_svg(name)
    if drawn is None:
        raise Http404("There is no such marker.")
    return HttpResponse(drawn, content_type="image/svg+xml")
