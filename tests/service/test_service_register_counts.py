"""Filters and facet counts after any writes are those of the slow way: read every part of every entry and count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.service_accounts.people import person

from bluelight.register import Collaboration as Fact
from bluelight.register import Register
from bluelight.register import load_register as read_register
from bluelight.service.contributions.services import withdraw
from bluelight.service.register import words
from bluelight.service.register.merging import merge
from bluelight.service.register.models import Claim, Collaboration, Organisation
from bluelight.service.register.querysets import Filters
from bluelight.service.register.services import load_register

SHIPPED = read_register()
# Some with pairs of promise and outcome, some without.
PAIRED = {pair.collaboration for pair in SHIPPED.pairs}
FEW = [e for e in SHIPPED.collaborations if e.slug in PAIRED][:4] + [
    e for e in SHIPPED.collaborations if e.slug not in PAIRED
][:4]
GIVERS = [entry for entry in SHIPPED.collaborations if entry.claims][:40]


def values(entry: Collaboration) -> dict[str, set[str]]:
    outcomes = [pair for pair in entry.pairs.all() if pair.grade in ("OUTTURN", "CLAIM", "INTERIM")]
    return {
        "theme": {entry.theme},
        "service": {partner.service for partner in entry.partners.all()},
        "status": {entry.status},
        "outcome": {"recorded"} if outcomes else set(),
        "claimed": {"cost" if claim.side == "cost" else claim.kind for claim in entry.claims.all()},
        "region": {entry.region},
    }


def meets(said: dict[str, set[str]], filters: Filters) -> bool:
    asked = {facet: set(getattr(filters, facet)) for facet in Filters.facets()}
    return asked["service"] <= said["service"] and all(
        not asked[facet] or asked[facet] & said[facet] for facet in said if facet != "service"
    )


def check(filters: Filters) -> None:
    public = Collaboration.objects.public()
    said = {entry.slug: values(entry) for entry in public.for_page()}
    assert {e.slug for e in public.matching(filters)} == {slug for slug, each in said.items() if meets(each, filters)}
    total, counted = public.counted(filters)
    assert total == sum(meets(each, filters) for each in said.values())
    for facet in Filters.facets():
        open_ = filters if facet == "service" else filters.without(facet)
        for value in words.values(facet):
            slow = sum(meets(each, open_) and value in each[facet] for each in said.values())
            assert counted[facet][value] == slow, (facet, value)
    states = Counter(Claim.objects.filter(collaboration__in=public).values_list("state", flat=True))
    assert {
        name: n for name, n in public.aggregate(**{s: Sum(s) for s in words.values("state")}).items() if n
    } == states


@st.composite
def writes(draw: st.DrawFn) -> tuple[str, Fact]:
    """Withdraw an entry, or write it again with parts of another."""
    entry, giver = draw(st.sampled_from(FEW)), draw(st.sampled_from(GIVERS))
    if draw(st.integers(0, 4)) == 0:
        return "withdraw", entry
    what = draw(st.sampled_from(["claims", "partners", "theme", "region", "status", "sources"]))
    if what == "claims":
        kept = giver.claims[: draw(st.integers(0, 3))]
        return "load", entry.model_copy(
            update={
                "claims": tuple(
                    claim.model_copy(update={"id": f"{entry.slug}/{claim.side}-{i}", "pair": None, "partner": None})
                    for i, claim in enumerate(kept)
                )
            }
        )
    return "load", entry.model_copy(update={what: getattr(giver, what)})


filters = st.builds(
    Filters,
    **{
        facet: st.lists(st.sampled_from(list(words.values(facet))), max_size=2).map(tuple) for facet in Filters.facets()
    },
)


class AnyWrites(TestCase):
    @given(
        st.lists(st.tuples(writes(), st.booleans()), min_size=1, max_size=4), st.lists(filters, min_size=1, max_size=3)
    )
    @settings(max_examples=15, deadline=None)
    def test_leave_counts_that_are_right(
        self, written: list[tuple[tuple[str, Fact], bool]], asked: list[Filters]
    ) -> None:
        pairs = tuple(pair for pair in SHIPPED.pairs if pair.collaboration in {entry.slug for entry in FEW})
        load_register(replace(SHIPPED, collaborations=tuple(FEW), pairs=pairs))
        reviewer = person("reviewer")
        for (what, entry), with_pairs in written:
            if what == "withdraw":
                withdraw(Collaboration.objects.get(slug=entry.slug), reviewer, why="It never was")
            else:
                own = tuple(p.model_copy(update={"theme": entry.theme}) for p in pairs if p.collaboration == entry.slug)
                load_register(Register((entry,), (), own if with_pairs else ()))
            for each in [Filters(), *asked]:
                check(each)

    def test_of_an_organisation_found_to_be_another_are_the_same(self) -> None:
        load_register(replace(SHIPPED, collaborations=tuple(FEW), pairs=()))
        other = Organisation.objects.others().filter(partnerships__collaboration__state="published")[0]
        merge(other, Organisation.objects.public()[0], person("reviewer"))
        check(Filters())
