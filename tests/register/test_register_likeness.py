"""Areas alike: a distance that is one, does not depend on units or order, and agrees with the slow obvious way."""

from __future__ import annotations

import math
import statistics
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.register import load_register
from bluelight.register.likeness import most_alike
from bluelight.register.places import Place, places

known = st.builds(
    Place,
    slug=st.just(""),
    short=st.just(""),
    residents=st.integers(1_000, 10_000_000),
    spread_km=st.floats(0, 90),
    column=st.just(0),
    row=st.just(0),
    budget_gbp=st.none() | st.floats(1e6, 4e9),
    budget_year=st.just(""),
    budget_basis=st.just(""),
    budget_source=st.just(""),
)
worlds = st.lists(known, min_size=2, max_size=12).map(
    lambda found: {f"place-{number}": replace(place, slug=f"place-{number}") for number, place in enumerate(found)}
)


def slow(one: Place, other: Place, everybody: list[Place]) -> float | None:
    """The distance as the page of methods puts it, measure by measure."""
    squares = []
    for value in (
        lambda place: math.log(place.residents),
        lambda place: math.log(1 + place.spread_km),
        lambda place: math.log(place.budget_gbp) if place.budget_gbp else None,
    ):
        told = [value(place) for place in everybody if value(place) is not None]
        if len(told) < 3 or statistics.pstdev(told) == 0 or value(one) is None or value(other) is None:
            continue
        squares.append(((value(one) - value(other)) / statistics.pstdev(told)) ** 2)
    return math.sqrt(statistics.fmean(squares)) if squares else None


@given(worlds)
def test_it_agrees_with_the_slow_way_and_is_in_order(world: dict[str, Place]) -> None:
    found = most_alike("place-0", world)
    expected = {slug: slow(world["place-0"], place, list(world.values())) for slug, place in world.items()}
    del expected["place-0"]
    assert {each.place.slug for each in found} == {slug for slug, far in expected.items() if far is not None}
    for each in found:
        assert each.distance == pytest.approx(expected[each.place.slug])
    assert [(each.distance, each.place.slug) for each in found] == sorted(
        (each.distance, each.place.slug) for each in found
    )


@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_the_places_does_not_matter_and_ties_are_by_slug(world: dict[str, Place], mix) -> None:
    twin = replace(world["place-1"], slug="place-1-twin")
    world = {**world, twin.slug: twin}
    mixed = list(world.items())
    mix.shuffle(mixed)
    found = most_alike("place-0", world)
    assert most_alike("place-0", dict(mixed)) == found
    slugs = [each.place.slug for each in found]
    if "place-1" in slugs:
        assert slugs.index("place-1") < slugs.index(twin.slug)


@given(worlds)
def test_it_is_as_far_there_as_back(world: dict[str, Place]) -> None:
    there = {each.place.slug: each.distance for each in most_alike("place-0", world)}
    for slug, distance in there.items():
        back = {each.place.slug: each.distance for each in most_alike(slug, world)}
        assert back["place-0"] == distance


@given(worlds, st.integers(2, 50))
def test_another_unit_changes_nothing(world: dict[str, Place], times: int) -> None:
    pence = {
        slug: replace(place, residents=place.residents * times, budget_gbp=place.budget_gbp and place.budget_gbp * 100)
        for slug, place in world.items()
    }
    before = {each.place.slug: each.distance for each in most_alike("place-0", world)}
    after = {each.place.slug: each.distance for each in most_alike("place-0", pence)}
    assert after == pytest.approx(before, abs=1e-6)


def test_places_that_people_would_name_come_first() -> None:
    police = {o.slug for o in load_register().organisations if o.service == "police"}
    found = most_alike("west-midlands-police", {slug: place for slug, place in places().items() if slug in police})
    assert found[0].place.slug == "greater-manchester-police"
    # Two budgets are known, one of each service: too few to say what is usual.
    assert {each.measures for each in found} == {("residents", "spread")}
