"""What of the register may be seen, found and counted. Views filter through these and never by themselves."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

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
# Grades of pair in which something that happened stands beside what was promised.
OUTCOME_GRADES = ("OUTTURN", "CLAIM", "INTERIM")


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

    def public(self) -> Self:
        """Those that anyone may see: the published ones."""
        return self.filter(state="published")

    def withdrawn(self) -> Self:
        """Those of which only the reason for taking them back may be seen."""
        return self.filter(state="withdrawn")

    def for_writer(self, reader: Reader) -> Self:
        """Published entries that somebody may propose to change: those that their organisations take part in."""
        ours = organisations_of(reader)
        return self.public().filter(Q(owner__in=ours) | Exists(_partners().filter(organisation__in=ours)))

    def stale(self, on: date) -> Self:
        """Published entries that a partner has confirmed, but not in the twelve months before the day."""
        return self.public().filter(confirmed_on__lt=on - CONFIRMED_FOR)

    def searched(self, text: str) -> Self:
        """Those that hold the words, annotated with `rank`; all of them where no text is given."""
        return search.matching(self, text) if text else self

    def matching(self, filters: Filters) -> Self:
        """Those that meet the filters."""
        found = self
        if filters.theme:
            found = found.filter(theme__in=filters.theme)
        if filters.region:
            found = found.filter(region__in=filters.region)
        if filters.status:
            found = found.filter(status__in=filters.status)
        if filters.outcome:
            found = found.filter(_has_outcome())
        if filters.claimed:
            found = found.filter(_claims(filters.claimed))
        for service in filters.service:
            found = found.filter(_involves(service=service))
        for slug in filters.organisation:
            found = found.filter(_involves(organisation__slug=slug))
        return found

    def facet(self, facet: str, filters: Filters) -> dict[str, int]:
        """How many collaborations there would be under each value of a facet, the other filters standing."""
        # Ticking one more service narrows; ticking one more theme widens.
        found = self.matching(filters if facet == "service" else filters.without(facet)).order_by()
        if facet == "service":
            rows = found.values_list("partners__service").annotate(n=Count("pk", distinct=True))
        elif facet == "outcome":
            return {"recorded": found.filter(_has_outcome()).count()}
        elif facet == "claimed":
            rows = found.values_list(_claimed("claims__")).annotate(n=Count("pk", distinct=True))
        else:
            rows = found.values_list(facet).annotate(n=Count("pk"))
        return {value: n for value, n in rows if value}

    def sorted_by(self, sort: str) -> Self:
        """In one of the orders of SORTS; "best" needs a searched text, and is by name without one."""
        if sort == "best" and "rank" in self.query.annotations:
            return self.order_by("rank", "name")
        if sort == "newest":
            return self.order_by(F("start_year").desc(nulls_last=True), "name")
        if sort == "latest":
            return self.order_by("-latest", "name")
        if sort == "evidence":
            return self.with_counts().order_by("-outcomes", "-realised", "-read", "name")
        return self.order_by("name")

    def with_counts(self) -> Self:
        """Annotated with `outcomes` (pairs of promise and outcome), `realised` (claims) and `read` (sources)."""
        return self.annotate(
            outcomes=_count("Pair", grade__in=OUTCOME_GRADES),
            realised=_count("Claim", state="realised"),
            read=_count("Source"),
        )

    def for_list(self) -> Self:
        """With what a list shows of each, in two queries however long the list."""
        return self.with_counts().prefetch_related("partners__organisation")

    def for_page(self) -> Self:
        """With everything the collaboration's own page shows."""
        return self.prefetch_related("partners__organisation", "claims", "points", "sources", "pairs")


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
        """Annotated with `collaborations`, the number each takes part in."""
        return self.annotate(collaborations=Count("partnerships__collaboration", distinct=True))

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

    def with_outcome(self) -> Self:
        """Those in which something that happened stands beside what was promised."""
        return self.filter(grade__in=OUTCOME_GRADES)


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """What other registers tell differently."""

    def open(self) -> Self:
        """What nobody has taken or left yet, of entries that are published."""
        return self.filter(state="open", collaboration__state="published")


def _partners() -> Any:
    return apps.get_model("register", "Partner")._default_manager.filter(collaboration=OuterRef("pk"))


def _published_partners() -> Any:
    partners = apps.get_model("register", "Partner")._default_manager
    return partners.filter(organisation=OuterRef("pk"), collaboration__state="published")


def _involves(**partner: str) -> Exists:
    return Exists(_partners().filter(**partner))


def _claimed(of: str = "") -> Case:
    """What a claim is about: its kind where it is a benefit, "cost" where it is one."""
    return Case(When(**{f"{of}side": "cost"}, then=Value("cost")), default=F(f"{of}kind"))


def _claims(kinds: tuple[str, ...]) -> Exists:
    from bluelight.service.register.models import Claim

    about = Claim.objects.alias(about=_claimed()).filter(about__in=kinds)
    return Exists(about.filter(collaboration=OuterRef("pk")))


def _has_outcome() -> Exists:
    from bluelight.service.register.models import Pair

    return Exists(Pair.objects.with_outcome().filter(collaboration=OuterRef("pk")))


def _count(model: str, **where: object) -> Coalesce:
    """A count in a subquery, so that counts of several parts do not multiply each other."""
    rows = apps.get_model("register", model)._default_manager.filter(collaboration=OuterRef("pk"), **where).order_by()
    counted = rows.values("collaboration").annotate(n=Count("pk")).values("n")
    return Coalesce(models.Subquery(counted, output_field=models.IntegerField()), 0)
