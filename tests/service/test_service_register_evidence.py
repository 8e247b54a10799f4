"""The map of what is known: its counts are those of the entries it opens."""

from __future__ import annotations

import pytest
from django.test import Client

from bluelight.register import Emmie, Register, load_register
from bluelight.service.register import services, words
from bluelight.service.register.evidence import by_theme, gap_map
from bluelight.service.register.exchange import published
from bluelight.service.register.models import Claim, Collaboration, Pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


def test_a_number_on_the_map_opens_that_many_entries(client: Client) -> None:
    gaps = [gap for _, row in gap_map(Collaboration.objects.public()).rows for gap in row]
    assert any(gap.came for gap in gaps)
    assert any(not gap.entries for gap in gaps)
    for gap in gaps[::5]:
        assert client.get(gap.href).context["list"].total == gap.entries


def test_what_came_is_never_more_than_what_was_claimed() -> None:
    for _, row in gap_map(Collaboration.objects.public()).rows:
        for gap in row:
            assert 0 <= gap.came <= gap.entries
            assert (gap.rung in ("plan", "not_recorded")) == (gap.came == 0)


def test_the_facet_of_claims_counts_what_it_would_leave(client: Client) -> None:
    facet = next(f for f in client.get("/register/?theme=fleet").context["facets"] if f.name == "claimed")
    for choice in facet.choices:
        found = client.get(f"/register/?theme=fleet&claimed={choice.value}").context["list"]
        assert found.total == choice.count


def test_every_claim_and_every_outcome_is_counted_once() -> None:
    records = by_theme(Collaboration.objects.public())
    assert sum(sum(record.counts) for record in records) == Claim.objects.count()
    assert sum(n for record in records for _, n, _ in record.came) == Pair.objects.with_outcome().count()


def test_what_is_told_under_each_heading_is_counted_and_the_rest_is_not_recorded(client: Client) -> None:
    assert "No entry says anything under them yet" in client.get("/evidence/").content.decode()
    page = client.get("/register/athena-police-intelligence-system/").content.decode()
    assert "effect, mechanism, moderators, implementation, economic cost." in page
    register = load_register()
    entry = register.collaboration["athena-police-intelligence-system"]
    told = entry.model_copy(update={"emmie": Emmie(effect="Fewer systems.", economic_cost="Not known to the forces.")})
    services.load_register(Register((told,), (), ()), reason="told")
    shown = client.get("/evidence/").context
    counts = {row.theme: row.counts for row in shown["emmie"]}
    assert counts.pop(words.named("theme", entry.theme)) == [1, 0, 0, 0, 1]
    assert set(map(tuple, counts.values())) == {(0, 0, 0, 0, 0)}
    page = client.get("/evidence/").content.decode()
    table = page[page.index('id="emmie"') : page.index('id="scales"')]
    assert table.count('<th scope="row"') == 1
    assert (shown["told"], shown["entries"]) == (1, 173)
    page = client.get("/register/athena-police-intelligence-system/").content.decode()
    assert "Fewer systems." in page
    assert page.count('<span class="bluelight-muted">Not recorded</span>') == 3
    assert Collaboration.objects.searched("Fewer systems").filter(slug=entry.slug).exists()
    assert published().collaboration[entry.slug] == told


def test_a_page_without_entries_says_that_it_holds_nothing(client: Client) -> None:
    Collaboration.objects.all().delete()
    page = client.get("/evidence/")
    assert page.context["map"].empty == page.context["map"].cells


def test_a_claim_says_what_it_rests_on(client: Client) -> None:
    page = client.get("/register/derbyshire-nottinghamshire-joint-fire-control/").content.decode()
    assert "A plan or forecast" in page
    assert "Maryland not scored, Nesta 1." in page


def test_the_page_asks_the_database_few_things(client: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get("/evidence/")
