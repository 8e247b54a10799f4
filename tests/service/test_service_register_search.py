"""Searching, filtering, counting and sorting the register, and what hostile questions get."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluelight.service.register import search, words
from bluelight.service.register.models import Collaboration
from bluelight.service.register.querysets import SORTS, Filters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]


def found(text: str = "", **ticked: tuple[str, ...]) -> list[Collaboration]:
    return list(Collaboration.objects.public().searched(text).matching(Filters(**ticked)))


def whole_text(collaboration: Collaboration) -> str:
    texts = [collaboration.name, collaboration.summary, collaboration.region, collaboration.theme]
    texts += [f"{p.name} {p.area}" for p in collaboration.partners.all()]
    texts += [p.text for p in collaboration.points.all()]
    texts += [f"{c.statement} {c.measure}" for c in collaboration.claims.all()]
    return " ".join(texts).lower()


def test_search_finds_exactly_the_entries_that_hold_the_word() -> None:
    """ "hospital" has no other word with its stem here, so plain containment is the oracle."""
    expected = {c.slug for c in Collaboration.objects.all() if "hospital" in whole_text(c)}
    assert len(expected) > 3
    assert {c.slug for c in found(text="hospital")} == expected


def test_words_are_stemmed() -> None:
    assert {c.pk for c in found(text="stations")} == {c.pk for c in found(text="station")} != set()


def test_every_word_must_be_there() -> None:
    both = {c.pk for c in found(text="control ambulance")}
    assert both
    assert both <= {c.pk for c in found(text="control")}
    assert both <= {c.pk for c in found(text="ambulance")}


def test_the_beginning_of_a_word_will_do_where_nothing_has_it_whole() -> None:
    assert {c.pk for c in found(text="ambulanc")} >= {c.pk for c in found(text="ambulance")} != set()
    assert found(text="abertil")[0].slug == "abertillery-tri-service-station"


def test_entries_with_every_word_in_their_name_come_first() -> None:
    best = Collaboration.objects.public().searched("fire control").sorted_by("best")
    named = [{"fire", "control"} <= set(re.findall(r"\w+", c.name.lower())) for c in best]
    assert 3 < sum(named) < len(named)
    assert named == sorted(named, reverse=True)
    exact = Collaboration.objects.public().searched("derbyshire and nottinghamshire joint fire control")
    assert exact.sorted_by("best")[0].slug == "derbyshire-nottinghamshire-joint-fire-control"


@pytest.mark.parametrize(
    "text", ["\"'*(", "*", "()", "NEAR", "AND OR NOT", "a:b", "-x", "^", "{", "%", "_", "\x00", "ﬁre", "' OR 1=1 --"]
)
def test_what_a_reader_types_is_never_syntax(client: Client, text: str) -> None:
    assert client.get("/register/", {"q": text}).status_code == 200


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=300), st.text(alphabet="\"'*():^-+{}~NEARANDORNOT \x00", max_size=40)))
def test_no_search_is_our_fault(client: Client, text: str) -> None:
    query = urlencode({"q": text}, errors="replace")
    assert client.get(f"/register/?{query}").status_code == 200
    assert client.get(f"/organisations/?{query}").status_code == 200


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.dictionaries(
        st.sampled_from(["theme", "service", "region", "status", "outcome", "sort", "page", "q", "x"]),
        st.one_of(st.text(max_size=20), st.integers().map(str), st.sampled_from(["live", "police", "name", "1", "٣"])),
        max_size=4,
    )
)
def test_any_question_has_a_page_or_a_clear_refusal(client: Client, asked: dict[str, str]) -> None:
    assert client.get(f"/register/?{urlencode(asked, errors='replace')}").status_code in {200, 404}


@pytest.mark.parametrize("page", ["-1", "0", "abc", "1e3", "1000000000", "9" * 5000, "٣", " 1", "2.0", "10"])
@pytest.mark.parametrize("path", ["/register/", "/organisations/"])
def test_a_page_that_is_not_there_is_a_404_that_says_how_many_there_are(client: Client, path: str, page: str) -> None:
    response = client.get(path, {"page": page})
    assert response.status_code == 404
    assert "This list has no page" in response.content.decode()
    assert f'<a class="govuk-link" href="{path}">Go to the start of this list</a>' in response.content.decode()


@pytest.mark.parametrize("name", ["theme", "service", "region", "status", "outcome", "sort"])
def test_an_unknown_value_is_a_404_that_names_it(client: Client, name: str) -> None:
    response = client.get("/register/", {name: "<b>zz</b>"})
    assert response.status_code == 404
    assert "&lt;b&gt;zz&lt;/b&gt;" in response.content.decode()


def test_filters_narrow_as_they_say() -> None:
    everything = list(Collaboration.objects.prefetch_related("partners", "pairs"))
    assert {c.pk for c in found(theme=("fleet", "training"))} == {
        c.pk for c in everything if c.theme in ("fleet", "training")
    }
    assert {c.pk for c in found(region=("Wales",), status=("live",))} == {
        c.pk for c in everything if c.region == "Wales" and c.status == "live"
    }
    assert {c.pk for c in found(service=("police", "ambulance"))} == {
        c.pk for c in everything if {"police", "ambulance"} <= {p.service for p in c.partners.all()}
    }
    assert {c.pk for c in found(outcome=("recorded",))} == {
        c.pk for c in everything if any(p.grade in ("OUTTURN", "CLAIM", "INTERIM") for p in c.pairs.all())
    }


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("", Filters()),
        ("control", Filters()),
        ("", Filters(theme=("control-room",))),
        ("station", Filters(service=("fire",), region=("Wales", "London"))),
        ("", Filters(outcome=("recorded",), status=("ended",))),
    ],
)
def test_a_count_is_what_ticking_would_give(text: str, filters: Filters) -> None:
    searched = Collaboration.objects.public().searched(text)
    total, counted = searched.counted(filters)
    assert total == searched.matching(filters).count()
    for facet in Filters.facets():
        for value in words.values(facet):
            # One more service narrows what is ticked; one more value of another facet stands beside it.
            before = getattr(filters, facet) if facet == "service" else ()
            asked = replace(filters, **{facet: (*before, value)})
            assert counted[facet][value] == searched.matching(asked).count(), (facet, value)


def test_sorting_keeps_every_entry_and_its_order() -> None:
    public = Collaboration.objects.public()
    everything = {c.pk for c in public}
    for sort in SORTS:
        assert {c.pk for c in public.sorted_by(sort)} == everything
    starts = [c.start_year for c in public.sorted_by("newest")]
    known = [year for year in starts if year is not None]
    assert known == sorted(known, reverse=True)
    assert set(starts[len(known) :]) == {None}
    evidence = [(c.evaluated, c.outcomes, c.realised, c.read) for c in public.sorted_by("evidence")]  # type: ignore[attr-defined]
    assert evidence == sorted(evidence, reverse=True)


def test_paging_shows_every_entry_once(client: Client) -> None:
    slugs: list[str] = []
    for page in range(1, 10):
        slugs += [c.slug for c in client.get("/register/", {"page": page}).context["list"].page]
    assert len(slugs) == len(set(slugs)) == 173


def test_paging_keeps_the_question(client: Client) -> None:
    page = client.get("/register/", {"q": "fire", "theme": ["shared-estate", "fleet"], "page": 2}).content.decode()
    assert (
        "?q=fire&amp;theme=shared-estate&amp;theme=fleet&amp;page=3" in page
        or '?q=fire&amp;theme=shared-estate&amp;theme=fleet"' in page
    )


def test_best_match_without_a_search_is_by_name(client: Client) -> None:
    assert client.get("/register/", {"sort": "best"}).context["question"].sort == "name"


def test_words_in_quotes_stand_side_by_side() -> None:
    apart = {c.slug for c in found("fire police")}
    together = {c.slug for c in found('"police fires"')}
    turned = {c.slug for c in found('"fire police"')}
    assert turned | together < apart
    assert together != turned
    for entry in Collaboration.objects.filter(slug__in=together).for_page():
        bare = re.sub(r"[\W_]+", " ", " ".join(search._texts(entry)).lower())
        assert re.search(r"\bpolice fire", bare), entry


def test_a_phrase_and_a_word_are_both_asked_for() -> None:
    both = {c.slug for c in Collaboration.objects.public().searched('fire "control room')}
    phrase = {c.slug for c in Collaboration.objects.public().searched('"control room"')}
    word = {c.slug for c in Collaboration.objects.public().searched("fire")}
    assert both == phrase & word
    assert both


def test_accents_do_not_matter() -> None:
    plain = [c.pk for c in Collaboration.objects.public().searched("cafe control")]
    assert [c.pk for c in Collaboration.objects.public().searched("café contról")] == plain
