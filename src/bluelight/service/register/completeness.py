"""How complete entries are, counted by the database: `bluelight.register.quality` without reading every entry."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.models import Count, Model, Q, QuerySet

from bluelight.register.quality import ALL, NOT_NAMED, Measure, Quality
from bluelight.service.register.models import Claim, Collaboration, Organisation, Partner, Point, Source
from bluelight.service.register.stamps import register_stamp


def _has(parts: type[Model], *asked: Q, **also: Any) -> Q:
    return Q(pk__in=parts._default_manager.filter(*asked, **also).order_by().values("collaboration"))


_OF_ENTRIES: dict[str, Any] = {
    "Start year recorded": Q(start_year__isnull=False),
    "Status known": ~Q(status="unknown"),
    "Date of the status recorded": ~Q(status_as_of=""),
    "Every partner is an organisation of the register": ~_has(
        Partner, Q(organisation=None) | ~Q(organisation__kind=Organisation.Kind.LISTED)
    ),
    "At least one claim": _has(Claim),
    "At least one lesson": _has(Point, kind=Point.Kind.LESSON),
    "A result and not promises alone": Q(realised__gt=0),
    "An evaluation is mentioned": ~Q(evidence="not_evaluated"),
    "Every source has its publisher": ~_has(Source, publisher=""),
    "Every source has its date": ~_has(Source, published=""),
}
_OF_CLAIMS = {
    "Forecast, profiled or realised": ~Q(state="not_recorded"),
    "The partner it falls on": ~Q(partner=""),
    "A source of its own": ~Q(source_url=""),
    "When it was stated": ~Q(as_of=""),
    "A figure": Q(amount__isnull=False),
}


def publishers() -> QuerySet[Collaboration, Any]:
    """Who published how many entries (`publisher`, empty where none is named; `entries`), by name."""
    public = Collaboration.objects.public().order_by()
    return public.values("publisher").annotate(entries=Count("pk")).order_by("publisher")


def completeness(publisher: str | None = None) -> Quality:
    """Of the entries of one publisher, empty for those without, or of all: how many say what.

    Counted when it is first asked for after a change: every part of every entry is read for it.
    """
    return _counted_at(register_stamp(), publisher)


@lru_cache(maxsize=64)
def _counted_at(stamp: str, publisher: str | None) -> Quality:
    public = Collaboration.objects.public().order_by()
    entries = public if publisher is None else public.filter(publisher=publisher)
    claims = Claim.objects.filter(collaboration__in=entries).order_by()
    name = ALL if publisher is None else publisher or NOT_NAMED
    of_entries, of_claims = _counted("entries", entries, _OF_ENTRIES), _counted("claims", claims, _OF_CLAIMS)
    return Quality(name, of_entries[0].base, of_claims[0].base, (*of_entries, *of_claims))


def _counted(of: str, rows: QuerySet[Any], asked: dict[str, Any]) -> list[Measure]:
    columns = {f"met_{place}": Count("pk", filter=Q(met)) for place, met in enumerate(asked.values())}
    found = rows.aggregate(base=Count("pk"), **columns)
    return [Measure(of, what, found[f"met_{place}"], found["base"]) for place, what in enumerate(asked)]
