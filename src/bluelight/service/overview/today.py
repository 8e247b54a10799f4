"""The register as it is now, counted by the database, beside the last edition: nobody reads every entry for a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max

from bluelight import register as facts
from bluelight.register.overview import Alike, Changes, Tallies, changes, tallies
from bluelight.service.overview.models import Edition
from bluelight.service.register import reading
from bluelight.service.register.models import Collaboration, Organisation, Version

# How many entries that were written since the edition a page sets beside what they said then.
MOST = 300


@dataclass(frozen=True)
class Today:
    """How many collaborations, what is counted of them, and what changed since the edition before, where there is one.

    `changed` entries were written or withdrawn since; the `compared` written last are in `changes`.
    """

    size: int
    tallies: Tallies
    before: Edition | None
    changed: int = 0
    compared: int = 0
    changes: Changes | None = None


def today(before: Edition | None) -> Today:
    """The register as it is now, beside an edition."""
    public = Collaboration.objects.public()
    named = sorted(Organisation.objects.public().with_collaborations(), key=lambda row: row.name.casefold())
    without = tuple(reading.organisation(row) for row in named if not row.collaborations)  # type: ignore[attr-defined]
    counted = tallies(_alike(), len(named), without)
    if before is None:
        return Today(public.count(), counted, None)
    found, changed, compared = _since(before)
    return Today(public.count(), counted, before, changed, compared, found)


def _alike() -> list[Alike]:
    columns = ("theme", "region", "status", "services", "realised", "outcomes", "evidence")
    groups = Collaboration.objects.public().order_by().values_list(*columns).annotate(n=Count("*"))
    return [
        Alike(theme, region, status, frozenset(services.split()), bool(realised), bool(outcomes), evaluated, n)
        for theme, region, status, services, realised, outcomes, evidence, n in groups
        for evaluated in [evidence != "not_evaluated"]
    ]


def _since(edition: Edition) -> tuple[Changes, int, int]:
    """What changed since the edition, how many entries did, and how many of them were compared."""
    newer = Version.objects.filter(pk__gt=edition.last_version, collaboration__in=Collaboration.objects.public())
    written = newer.order_by().values("collaboration").annotate(last=Max("pk")).order_by("-last")
    withdrawn = Collaboration.objects.withdrawn().exclude(slug__in=edition.withdrawn).order_by("-pk")
    latest = dict(written.values_list("collaboration", "last")[:MOST])
    gone = list(withdrawn.values_list("pk", flat=True)[:MOST])
    older = Version.objects.filter(pk__lte=edition.last_version, collaboration__in=[*latest, *gone]).order_by()
    then = older.values("collaboration").annotate(last=Max("pk")).values_list("last", flat=True)
    found = changes(_register(list(then)), _register(list(latest.values())))
    return found, written.count() + withdrawn.count(), len(latest) + len(gone)


def _register(versions: list[int]) -> facts.Register:
    rows = Version.objects.filter(pk__in=versions).order_by("collaboration__slug")
    return facts.Register(tuple(facts.Collaboration.model_validate(row.content) for row in rows), (), ())
