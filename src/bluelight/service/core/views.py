"""The home page, the page on sources and licences, and the error pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from bluelight.errors import BluelightError
from bluelight.service.areas import places
from bluelight.service.core import licences
from bluelight.service.register.models import Collaboration
from bluelight.service.register.querysets import Filters
from bluelight.service.studies.models import Study


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and what can be done here: three doors with a live number each."""
    public = Collaboration.objects.public()
    return render(
        request,
        "core/home.html",
        {
            "collaborations": public.count(),
            "outcomes": public.matching(Filters(outcome=("recorded",))).count(),
            "studies": Study.objects.public(),
            "latest": public.sorted_by("latest").for_list()[:5],
        },
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Where the facts come from, and under which licences."""
    areas = [places.area(identifier) for identifier in places.folders()]
    return render(request, "core/about.html", {"areas": areas, "licences": licences.vendored()})


def plain_page(request: HttpRequest, status: int, title: str, *paragraphs: str, way_back: str = "") -> HttpResponse:
    """An answer that is not the page asked for: what it is, and what to do."""
    # A page that is there, asked for something that is not: the page itself is the way on.
    way_on = request.path if status == 404 and request.GET and request.resolver_match else ""
    context = {"title": title, "paragraphs": paragraphs, "way_on": way_on, "way_back": way_back}
    return render(request, "error.html", context, status=status)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself makes no sense."""
    return plain_page(
        request, 400, "That request could not be understood", "Check the address, or start again from the home page."
    )


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not allowed, for the reason that the view gave."""
    words = str(exception) if exception is not None else ""
    return plain_page(
        request, 403, "You cannot do that here", words or "If you came from a link on this site, please tell us."
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without its token, or with one that is no longer good."""
    return plain_page(
        request,
        403,
        "That form could not be accepted",
        "It did not carry the token that shows it came from this site. Nothing was changed.",
        "Go back, reload the page and send the form again. Cookies must be allowed for this site.",
    )


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing at this address. Says what the view said, where it said it in words."""
    said = exception.args[0] if exception is not None and exception.args else None
    words = said if isinstance(said, str) and not said.startswith("No ") else ""
    return plain_page(
        request,
        404,
        "Page not found",
        *([words] if words else ["If you typed the address, check it. If you followed a link, it may be out of date."]),
    )


def not_allowed(request: HttpRequest) -> HttpResponse:
    """405: an address that is there, asked in a way it does not answer."""
    return plain_page(request, 405, "This page cannot be used that way", "Open it from a link or from the address bar.")


def user_error(request: HttpRequest, error: BluelightError) -> HttpResponse:
    """400: something the reader can put right, in the words of the part that found it."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    way_back = came_from.path if came_from.netloc == request.get_host() else ""
    return plain_page(request, 400, "There is a problem", *str(error).splitlines(), way_back=way_back)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Rendered with as little machinery as will keep the layout, so without asking who is signed in."""
    request.user = AnonymousUser()
    return plain_page(
        request,
        500,
        "Sorry, something went wrong on our side",
        "The fault is ours, and it has been written to the server's log.",
        "Try again in a few minutes.",
    )
