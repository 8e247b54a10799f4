"""What of the register may be seen, found and counted. Views filter through these and never by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Aggregate, Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from bluelight.register.overview import OUTCOME_GRADES
from bluelight.service.accounts.roles import Reader, organisations_of
from bluelight.service.register import search

if TYPE_CHECKING:
    from bluelight.service.register.models import Collaboration, Conflict, Organisation, Pair  # noqa: F401

# How a list may be sorted, in the order offered: the address's word, and the words on the page.
SORTS = {
    "best": "Best match",
    "name": "Name",
    "newest": "Newest start",
    "latest": "Latest report",
    "evidence": "Most evidence",
}
# How long an entry counts as up to date after a partner has confirmed it.
CONFIRMED_FOR = timedelta(days=365)
# Which column a facet counts, and the values for which each of its texts or numbers counts.
_FACETS: dict[str, tuple[str, Callable[[Any], Iterable[str]]]] = {
    "theme": ("theme", lambda theme: [theme]),
    "service": ("services", str.split),
    "status": ("status", lambda status: [status]),
    "outcome": ("outcomes", lambda outcomes: ["recorded"] if outcomes else []),
    "region": ("region", lambda region: [region]),
}


class Joined(Aggregate):
    """All the texts of a group one after another: counting words in one long text is faster than in many groups."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, '')"

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """The same under PostgreSQL's name for it."""
        return self.as_sql(compiler, connection, function="STRING_AGG")


@dataclass(frozen=True)
class Filters:
    """What a reader ticked. Empty means everything.

    Within a facet any of the values will do, save for services and organisations: all those named must take part.
    `organisation`, of slugs, is no facet: there are too many to tick.
    """

    theme: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()

    @classmethod
    def facets(cls) -> tuple[str, ...]:
        """The names of the facets, in the order of the page."""
        return tuple(field.name for field in fields(cls) if field.name != "organisation")

    def without(self, facet: str) -> Filters:
        """The same question with one facet open."""
        changes: dict[str, Any] = {facet: ()}
        return replace(self, **changes)


class CollaborationQuerySet(models.QuerySet["Collaboration"]):
    """Collaborations."""

    _asked: search.Asked | None = None  # the words that it was searched for

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._asked = self._asked
        return clone

    def public(self) -> Self:
        """Those that anyone may see: the published ones."""
        return self.filter(state="published")

    def withdrawn(self) -> Self:
        """Those of which only the reason for taking them back may be seen."""
        return self.filter(state="withdrawn")

    def for_writer(self, reader: Reader) -> Self:
        """Published entries that somebody may propose to change: those that their organisations take part in."""
        return self.of_organisations(organisations_of(reader))

    def of_organisations(self, ours: Iterable[Organisation]) -> Self:
        """Published entries that these organisations own or take part in."""
        taking_part = _model("Partner").filter(organisation__in=ours).values("collaboration")
        return self.public().filter(Q(owner__in=ours) | Q(pk__in=taking_part))

    def shared_by(self, organisation: Organisation) -> Self:
        """Those that an organisation takes part in."""
        return self.filter(pk__in=_model("Partner").filter(organisation=organisation).values("collaboration"))

    def news_for(self, organisation: Organisation, others: list[Organisation]) -> Self:
        """Those in which one of the others takes part and the organisation does not."""
        theirs = _model("Partner").filter(organisation__in=others).values("collaboration")
        ours = _model("Partner").filter(organisation=organisation).values("collaboration")
        return self.filter(pk__in=theirs).exclude(pk__in=ours)

    def stale(self, on: date) -> Self:
        """Published entries that nobody confirmed in the twelve months before the day, and that are no newer."""
        last = on - CONFIRMED_FOR
        return self.public().filter(Q(confirmed_on__lt=last) | Q(confirmed_on=None, added__date__lt=last))

    def searched(self, text: str) -> Self:
        """Those that hold the words, which may be sorted by best match; all of them where no text is given."""
        if not text:
            return self
        asked = search.read(text)
        if asked is None:
            return self.none()
        found = search.matching(self, asked)
        found._asked = asked
        return found

    def matching(self, filters: Filters) -> Self:
        """Those that meet the filters."""
        found = self
        for name in ("theme", "region", "status"):
            if ticked := getattr(filters, name):
                found = found.filter(**{f"{name}__in": ticked})
        if filters.outcome:
            found = found.filter(outcomes__gt=0)
        if filters.claimed:
            found = found.filter(reduce(or_, (Q(ratings__contains=f" {kind}=") for kind in filters.claimed)))
        for service in filters.service:
            found = found.filter(services__contains=f" {service} ")
        for slug in filters.organisation:
            found = found.filter(pk__in=_model("Partner").filter(organisation__slug=slug).values("collaboration"))
        return found

    def counted(self, filters: Filters) -> tuple[int, dict[str, Counter[str]]]:
        """How many meet the filters; and how many there would be under each value of each facet, the others standing.

        Facets of which nothing is ticked are counted in one query, as what they count among is the same.
        """
        # Ticking one more service narrows; ticking one more theme widens.
        apart = [name for name in Filters.facets() if getattr(filters, name) and name != "service"]
        total, counts = self.matching(filters)._groups([name for name in Filters.facets() if name not in apart])
        for name in apart:
            counts |= self.matching(filters.without(name))._groups([name])[1]
        return total, counts

    def _groups(self, facets: list[str]) -> tuple[int, dict[str, Counter[str]]]:
        """How many these are, and how many of them stand under each value of these facets."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in facets}
        plain = [name for name in facets if name != "claimed"]
        columns = [_FACETS[name][0] for name in plain] or ["state"]
        joined = Joined("ratings") if "claimed" in facets else Value("")
        ratings: list[str] = []
        total = 0
        for *values, n, said in self.order_by().values_list(*columns).annotate(n=Count("*"), said=joined):
            total += n
            ratings.append(said)
            for name, value in zip(plain, values, strict=False):
                for code in _FACETS[name][1](value):
                    counts[name][code] += n
        for rating, n in Counter("".join(ratings).split()).items():
            counts["claimed"][rating.partition("=")[0]] += n
        return total, counts

    def sorted_by(self, sort: str) -> Self:
        """In one of the orders of SORTS; "best" needs a searched text, and is by name without one."""
        if sort == "best" and self._asked is not None:
            return search.ranked(self, self._asked).order_by("rank", "name")
        if sort == "newest":
            return self.order_by(F("start_year").desc(nulls_last=True), "name")
        if sort == "latest":
            return self.order_by("-latest", "name")
        if sort == "evidence":
            return self.order_by("-evaluated", "-outcomes", "-realised", "-read", "name")
        return self.order_by("name")

    def for_list(self) -> Self:
        """With what a list shows of each, in two queries however long the list."""
        return self.defer("summary", "withdrawn_why").prefetch_related("partners")

    def for_page(self) -> Self:
        """With everything the collaboration's own page shows."""
        return self.prefetch_related(
            "partners__organisation", "claims", "points", "sources", "pairs", "evaluations", "came"
        )


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations."""

    def public(self) -> Self:
        """Those that the register lists."""
        return self.filter(kind="listed")

    def others(self) -> Self:
        """Partners that somebody named and that are none of those listed, nor found since to be another one."""
        return self.filter(kind="other", merged_into=None)

    def unmerged(self) -> Self:
        """All but those that were found to be another one."""
        return self.filter(merged_into=None)

    def by_their_names(self) -> Self:
        """Those that were not found to be another one, with what it takes to compare their names."""
        return self.unmerged().only("slug", "name", "aliases", "service", "kind")

    def merged(self) -> Self:
        """Those that were found to be another one."""
        return self.exclude(merged_into=None)

    def with_page(self) -> Self:
        """Those whose page anyone may see: the listed ones, and others that take part in something published."""
        return self.filter(Q(kind="listed") | Q(merged_into=None) & Exists(_published_partners()))

    def named_only(self) -> Self:
        """Of those that anyone may see, the ones that are not listed."""
        return self.with_page().filter(kind="other")

    def with_collaborations(self) -> Self:
        """Annotated with `collaborations`, the number of published ones that each takes part in."""
        counted = (
            _published_partners().values("organisation").annotate(n=Count("collaboration", distinct=True)).values("n")
        )
        return self.annotate(collaborations=Coalesce(models.Subquery(counted), 0))

    def counted_in(self, collaborations: CollaborationQuerySet) -> Self:
        """Annotated with `collaborations`, the number of these that each takes part in."""
        among = Q(partnerships__collaboration__in=collaborations.order_by().values("pk"))
        return self.annotate(collaborations=Count("partnerships__collaboration", distinct=True, filter=among))

    def named_like(self, text: str) -> Self:
        """Those whose name or former name holds the text."""
        text = text.replace("\0", "")  # PostgreSQL has no such character
        return self.filter(Q(name__icontains=text) | Q(aliases__icontains=text)) if text else self


class PairQuerySet(models.QuerySet["Pair"]):
    """Pairs of promise and outcome."""

    def public(self) -> Self:
        """Those of published entries."""
        return self.filter(collaboration__state="published")

    def with_outcome(self) -> Self:
        """Those in which something that happened stands beside what was promised."""
        return self.filter(grade__in=OUTCOME_GRADES)


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """What other registers tell differently."""

    def open(self) -> Self:
        """What nobody has taken or left yet, of entries that are published."""
        return self.filter(state="open", collaboration__state="published")

    def left(self) -> Self:
        """What somebody decided to leave as it is here, which may be thought over."""
        return self.filter(state="left", collaboration__state="published")


def _published_partners() -> Any:
    return _model("Partner").order_by().filter(organisation=OuterRef("pk"), collaboration__state="published")


def _model(name: str) -> Any:
    return apps.get_model("register", name)._default_manager
