"""Pages about what others did: the list, one collaboration, organisations."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bluelight.documents.overview.quality import quality_table
from bluelight.register.places import NOTICE, RESIDENTS_OF, places
from bluelight.service.accounts.roles import may_review
from bluelight.service.core.paging import page_of
from bluelight.service.register import alike, asking, compare, emmie, evidence, tiles, words
from bluelight.service.register.completeness import completeness, publishers
from bluelight.service.register.models import Claim, Collaboration, Organisation, Point
from bluelight.service.register.promises import promise

# The states of a claim, in the order of the page. They are never added together.
_MOST_LESSONS = 10
STATES = ("realised", "profiled", "forecast", "not_recorded")


@require_safe
def collaborations(request: HttpRequest) -> HttpResponse:
    """Who has done this before?"""
    question = asking.read(request.GET)
    public = Collaboration.objects.public()
    searched = public.searched(question.text)
    found = searched.matching(question.filters).sorted_by(question.sort)
    total, facets = asking.facets(searched, question)
    shown = page_of(request, found, shown=public.for_list(), total=total)
    return render(
        request,
        "register/list.html",
        {
            "question": question,
            "list": shown,
            "comparing": shown.total > 1,
            "everything": public.count(),
            "facets": facets,
            "narrowing": any(facet.choices for facet in facets),
        },
    )


@require_safe
def collaboration(request: HttpRequest, slug: str) -> HttpResponse:
    """What was promised, what came, can I believe it, what would they do differently?"""
    found = Collaboration.objects.public().for_page().filter(slug=slug).first()
    if found is None:
        withdrawn = get_object_or_404(Collaboration.objects.withdrawn(), slug=slug)
        return render(
            request,
            "register/withdrawn.html",
            {"collaboration": withdrawn, "may_restore": may_review(request.user)},
            status=410,
        )
    claims = list(found.claims.all())
    evidence.rated(found, claims)
    return render(
        request,
        "register/collaboration.html",
        {
            "collaboration": found,
            "stale": Collaboration.objects.stale(timezone.localdate()).filter(pk=found.pk).exists(),
            "ours": Collaboration.objects.for_writer(request.user).filter(pk=found.pk).exists(),
            "learning": _learning(found, request.user),
            "may_review": may_review(request.user),
            "promises": [promise(pair) for pair in found.pairs.all()],
            "evaluated": [claim for claim in claims if claim.came],  # type: ignore[attr-defined]
            "benefits": _by_state([claim for claim in claims if claim.side == "benefit"]),
            "costs": _by_state([claim for claim in claims if claim.side == "cost"]),
            "emmie": [(asked, getattr(found, name)) for name, asked in words.values("emmie").items()],
            "headings": emmie.headings(),
            "told": any(getattr(found, name) for name in words.values("emmie")),
            "points": {kind: [p for p in found.points.all() if p.kind == kind] for kind in Point.Kind.values},
        },
    )


def _by_state(claims: list[Claim]) -> list[tuple[str, list[Claim]]]:
    """Claims under the words of their state, like beside like, leaving out states that have none."""
    kinds = list(words.values("kind"))
    claims = sorted(claims, key=lambda claim: kinds.index(claim.kind))
    groups = [(words.named("state", state), [c for c in claims if c.state == state]) for state in STATES]
    return [(name, group) for name, group in groups if group]


def _learning(entry: Collaboration, reader: Any) -> Any:
    """The newest lessons of an entry that say more than it does.

    Which are its own is read first: asked for the newest among all, PostgreSQL goes through every lesson there is.
    """
    own: Any = entry.learned
    keys = list(own.order_by().values_list("pk", flat=True))
    return own.model.objects.for_reader(reader).filter(pk__in=keys).beyond_the_entry()[:_MOST_LESSONS]


@require_safe
def tile_map(request: HttpRequest) -> HttpResponse:
    """Where is it done? One service's organisations on a map, and how many of the collaborations asked for each has."""
    question = asking.read(request.GET)
    offered = tiles.services()
    service = request.GET.get("of", "") or next(iter(offered))
    if service not in offered:
        raise Http404(f"There is a map of police, fire and ambulance services, and none of “{service[:40]}”.")
    found = Collaboration.objects.public().searched(question.text).matching(question.filters)
    shown = tiles.tile_map(service, found, question)
    context = {"question": question, "map": shown, "total": found.count(), "services": offered, "notice": NOTICE}
    return render(request, "register/map.html", context)


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """How do they differ? Up to four collaborations side by side."""
    entries = compare.chosen(request.GET)
    asked = compare.query_of(entries)
    if set(request.GET) - {"entry"}:  # ticked in a list: leave what the list was asked out of the address to share
        return redirect(f"{request.path}?{asked}")
    context = {"entries": entries, "rows": compare.rows(entries), "query": asked}
    return render(request, "register/compare.html", context)


@require_safe
def evidence_map(request: HttpRequest) -> HttpResponse:
    """What is known of what, and where is nothing known?"""
    public = Collaboration.objects.public()
    records = evidence.by_theme(public)
    told = emmie.by_theme(public)
    return render(
        request,
        "register/evidence.html",
        {
            "map": evidence.gap_map(public),
            "records": records,
            "pairs": evidence.with_outcome(records),
            "states": list(words.values("state").values()),
            "emmie": told,
            "headings": emmie.headings(),
            "entries": sum(row.entries for row in told),
            "told": sum(row.told for row in told),
        },
    )


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What may I take away, in what form, and how complete is it?"""
    publisher = request.GET.get("publisher")
    everyone = publishers()
    if publisher is not None and not everyone.filter(publisher=publisher).exists():
        raise Http404(f"No entry is published by “{publisher[:60]}”.")
    report = completeness(publisher)
    shown = {"report": report, "table": quality_table([report]), "chosen": publisher is not None}
    return render(request, "register/open-data.html", {**shown, "list": page_of(request, everyone, size=50)})


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Who is who, and how much each shares."""
    text = request.GET.get("q", "").strip()[: asking.MAX_TEXT]
    listed = request.GET.get("kind") != Organisation.Kind.OTHER
    asked = Organisation.objects.public() if listed else Organisation.objects.named_only()
    found = asked.named_like(text).with_collaborations().order_by("name")
    shown = {"text": text, "listed": listed, "list": page_of(request, found, size=50)}
    return render(request, "register/organisations.html", shown)


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What one organisation shares, and with whom."""
    found = Organisation.objects.with_page().filter(slug=slug).first()
    if found is None:
        merged = get_object_or_404(Organisation.objects.merged().select_related("merged_into"), slug=slug)
        return redirect(merged.merged_into or merged)
    public = Collaboration.objects.public()
    shared = public.shared_by(found).sorted_by("newest")
    place = alike.place_of(found)
    return render(
        request,
        "register/organisation.html",
        {
            "organisation": found,
            "names": found.names(),
            "place": place,
            "budget": alike.budget(place) if place else "",
            "residents_of": RESIDENTS_OF,
            "list": page_of(request, shared, size=50, shown=public.for_list()),
        },
    )


@require_safe
def organisations_alike(request: HttpRequest, slug: str) -> HttpResponse:
    """Who serves a place like ours, and what do they share that we do not?"""
    found = get_object_or_404(Organisation.objects.with_page(), slug=slug)
    nearest = alike.neighbours(found)
    others = [each.organisation for each in nearest]
    news = Collaboration.objects.public().news_for(found, others).sorted_by("newest").for_list()
    place = alike.place_of(found)
    context = {
        "organisation": found,
        "place": place,
        "budget": alike.budget(place) if place else "",
        "neighbours": nearest,
        "measures": nearest[0].measures if nearest else (),
        "budgets": sum(each.budget_gbp is not None for each in places().values()),
        "placed": len(places()),
        "list": page_of(request, news),
        "notice": NOTICE,
        "residents_of": RESIDENTS_OF,
    }
    return render(request, "register/alike.html", context)
