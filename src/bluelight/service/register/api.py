"""The register for programs: collaborations and organisations in the words of the open standard, over HTTP.

Answers are written by the standard's own writer, so that an entry is the same bytes here as in a file; the schemas
given to each address say what they hold, and a test holds the two together.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Generic, Literal, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import HttpError
from pydantic import BaseModel, Field

from bluelight import register as facts
from bluelight.register.model import Slug
from bluelight.register.standard import VERSION, entry_json
from bluelight.service.register import reading, words
from bluelight.service.register.asking import MAX_TEXT, MOST_ORGANISATIONS
from bluelight.service.register.models import Collaboration, Organisation
from bluelight.service.register.querysets import SORTS, Filters
from bluelight.service.register.stamps import digest

MOST_A_PAGE = 100

api = NinjaAPI(
    title="Bluelight register",
    version=VERSION,
    description="Collaborations of police, fire and ambulance services, in the words of the register's open standard.",
    docs_url=None,
    urls_namespace="api",
)

Item = TypeVar("Item")


class Fault(Schema):
    """What is wrong, in words."""

    detail: str


class Wrong(Schema):
    """What is wrong with each part of the question."""

    detail: list[dict[str, Any]]


class Entry(facts.Collaboration):
    """A collaboration with its pairs of promise and outcome, its evaluations and what they say came of its claims."""

    pairs: tuple[facts.Pair, ...]
    evaluations: tuple[facts.Evaluation, ...]
    realised: tuple[facts.Realised, ...]


class Page(BaseModel, Generic[Item]):
    """One page of a list: how many there are in all, and the addresses of the pages before and after."""

    total: int
    page: int
    size: int
    previous: str | None
    next: str | None
    items: list[Item]


def _codes(facet: str) -> Any:
    return Literal[tuple(words.values(facet))]


Text = Annotated[str, Field(max_length=MAX_TEXT, description="Words to search for.")]


class Paging(Schema):
    """Which page of how many."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    size: Annotated[int, Field(ge=1, le=MOST_A_PAGE)] = 20


class Asked(Paging):
    """What of the register is asked for.

    Several values of a filter widen the list; several services or organisations narrow it.
    """

    q: Text = ""
    theme: list[_codes("theme")] = []  # type: ignore[valid-type]
    service: list[_codes("service")] = []  # type: ignore[valid-type]
    status: list[_codes("status")] = []  # type: ignore[valid-type]
    region: list[_codes("region")] = []  # type: ignore[valid-type]
    outcome: list[_codes("outcome")] = []  # type: ignore[valid-type]
    claimed: list[_codes("claimed")] = []  # type: ignore[valid-type]
    organisation: Annotated[list[Slug], Field(max_length=MOST_ORGANISATIONS)] = []
    sort: Literal[tuple(SORTS)] = "name"  # type: ignore[valid-type]


class Named(Paging):
    """What organisations are asked for."""

    q: Text = ""


@api.get("/collaborations", response={200: Page[Entry], 304: None, 422: Wrong}, url_name="collaborations")
def collaborations(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Collaborations that anyone may read, filtered, searched and in order, page by page."""
    filters = Filters(**{name: tuple(getattr(asked, name)) for name in (*Filters.facets(), "organisation")})
    found = Collaboration.objects.public().searched(asked.q.strip()).matching(filters).sorted_by(asked.sort)
    return _page(request, found, found.for_page(), asked, _entry)


@api.get("/collaborations/{slug}", response={200: Entry, 304: None, 404: Fault, 422: Wrong}, url_name="collaboration")
def collaboration(request: HttpRequest, slug: Annotated[Slug, Path()]) -> HttpResponse:
    """One collaboration."""
    found = Collaboration.objects.public().for_page().filter(slug=slug).first()
    if found is None:
        raise HttpError(404, f"The register has no collaboration {slug}. GET collaborations lists them.")
    return answer(request, _entry(found))


@api.get("/organisations", response={200: Page[facts.Organisation], 304: None, 422: Wrong}, url_name="organisations")
def organisations(request: HttpRequest, asked: Query[Named]) -> HttpResponse:
    """Organisations by name, page by page."""
    found = Organisation.objects.public().named_like(asked.q.strip()).order_by("name", "slug")
    return _page(request, found, found, asked, lambda row: entry_json(reading.organisation(row)))


@api.get(
    "/organisations/{slug}",
    response={200: facts.Organisation, 304: None, 404: Fault, 422: Wrong},
    url_name="organisation",
)
def organisation(request: HttpRequest, slug: Annotated[Slug, Path()]) -> HttpResponse:
    """One organisation."""
    found = Organisation.objects.public().filter(slug=slug).first()
    if found is None:
        raise HttpError(404, f"The register has no organisation {slug}. GET organisations lists them.")
    return answer(request, entry_json(reading.organisation(found)))


def _entry(row: Collaboration) -> dict[str, Any]:
    pairs = [entry_json(reading.pair(row, pair)) for pair in row.pairs.all()]
    return {
        **entry_json(reading.collaboration(row)),
        "pairs": pairs,
        "evaluations": [entry_json(found) for found in reading.evaluations(row)],
        "realised": [entry_json(found) for found in reading.realised(row)],
    }


def _page(request: HttpRequest, counted: Any, shown: Any, asked: Paging, written: Any) -> HttpResponse:
    start = (asked.page - 1) * asked.size
    total = counted.count()

    def address(page: int) -> str:
        query = request.GET.copy()
        query["page"] = str(page)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    return answer(
        request,
        {
            "total": total,
            "page": asked.page,
            "size": asked.size,
            "previous": address(asked.page - 1) if asked.page > 1 else None,
            "next": address(asked.page + 1) if start + asked.size < total else None,
            "items": [written(row) for row in shown[start : start + asked.size]],
        },
    )


def entry_etag(row: Collaboration) -> str:
    """The ETag under which a program reads an entry, from `for_page()`."""
    return quote_etag(digest(_body(_entry(row))))


def _body(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def answer(request: HttpRequest, content: dict[str, Any]) -> HttpResponse:
    """The content as JSON with its ETag, or 304 where the reader has it. Open data, for any site's scripts to read."""
    body = _body(content)
    etag = quote_etag(digest(body))
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Authorization"])
    return get_conditional_response(request, etag=etag, response=response) or response
