"""On the map the search's plan is the best there is, and conditions that clash are named."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluelight.area import Area, load_area
from bluelight.errors import BluelightError, InputError
from bluelight.options import apply_moves, check_moves
from bluelight.studies.search.layout import lay_out, most_sites
from bluelight.studies.search.load import load_search
from bluelight.studies.search.money import Prices
from bluelight.studies.search.place import Place, build_place
from bluelight.studies.search.screened import flags
from bluelight.studies.search.settings import NewSite, Search
from bluelight.studies.search.static import Static, irreducible

WEIR = NewSite(
    site="N1",
    name="Weir Fire Station",
    lon=-1.85,
    lat=52.93,
    works={"low": 1e6, "mode": 2e6, "high": 3e6, "basis": "assumed", "source": "the brief"},
)


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area("tests/data/littleham")


def asked(**fields: object) -> Search:
    found = load_search(None, **{"hosts": ("P1", "P3", "M2"), **fields})
    return Search(found.question, (WEIR,), found.weights, found.money)


def placed(area: Area, **fields: object) -> tuple[Place, Static]:
    place = build_place(area, asked(**fields))
    return place, Static(place, Prices(place))


@st.composite
def questions(draw: st.DrawFn) -> dict[str, object]:
    """Conditions that some plans keep and others may not."""
    most = draw(st.integers(1, 4))
    return {
        "aim": draw(st.sampled_from(["response", "cover"])),
        "least_sites": draw(st.integers(1, most)),
        "most_sites": most,
        "units": draw(st.sampled_from(["move", "withdraw"])),
        "stay": draw(st.sampled_from([(), ("F2",), ("P3",), ("F1", "N1")])),
        "close": draw(st.sampled_from([(), ("F3",)])),
        "slowest_min": draw(st.sampled_from([None, 4.0, 6.0, 9.0])),
        "budget_gbp": draw(st.sampled_from([None, 130_000.0, 1e6, 3e6])),
    }


@given(questions())
@settings(max_examples=12, deadline=None)
def test_no_plan_that_keeps_the_conditions_is_better_on_the_map(area: Area, question: dict[str, object]) -> None:
    place, static = placed(area, **question)
    kept, n = static.conditions(), len(place.sites)
    costs, all_closed = Prices(place).by_site()
    every = [flags(open_, n) for p in range(1, n + 1) for open_ in combinations(range(n), p)]
    able = [
        plan
        for plan in every
        if static.keeps(plan, kept) and (kept.budget is None or costs[plan].sum() + all_closed <= kept.budget)
    ]
    if not able:
        with pytest.raises(BluelightError, match="No plan keeps"):
            static.check(kept)
        return
    static.check(kept)
    better = max if static.covers else min
    for p in {int(plan.sum()) for plan in able}:
        best = static.best(p, replace(kept, least=p, most=p))
        assert best.proven
        wanted = better(static.value(plan) for plan in able if plan.sum() == p)
        assert static.per_call(best.value) == pytest.approx(wanted, rel=1e-6)
        assert static.value(flags(best.sites, n)) == pytest.approx(wanted, rel=1e-6)


@given(st.sets(st.integers(0, 6), min_size=1), st.sampled_from(["move", "withdraw"]))
@settings(max_examples=15, deadline=None)
def test_a_plan_has_a_unit_at_every_open_site_and_none_elsewhere(area: Area, chosen: set[int], units: str) -> None:
    place, _ = placed(area, units=units)
    is_open = flags(sorted(chosen), len(place.sites))
    layout = lay_out(place, is_open)
    if layout is None:
        assert is_open.sum() > most_sites(place) or units == "withdraw" or is_open.sum() > place.stations.sum()
        return
    moves = layout.moves(place)
    assert not [p for p in check_moves(area, moves) if "needed" not in p.what]  # room at hosts is asked elsewhere
    after = apply_moves(area, moves)
    at = dict(zip(after.units["unit"], after.units["site"], strict=True))
    own = set(after.units.loc[after.units["service"] == "fire", "site"])
    assert own == {place.sites[i] for i in np.nonzero(is_open)[0]}
    before = dict(zip(area.units["unit"], area.units["site"], strict=True))
    assert {unit: at.get(unit) for unit in before if at.get(unit) != before[unit]} == layout.homes(place)


@given(st.sets(st.integers(0, 6), min_size=1, max_size=4))
@settings(max_examples=8, deadline=None)
def test_the_price_of_a_plan_is_that_of_its_moves_together(area: Area, chosen: set[int]) -> None:
    place, _ = placed(area)
    layout = lay_out(place, flags(sorted(chosen), len(place.sites)))
    if layout is None:
        return
    prices = Prices(place)
    whole = prices.appraise({"plan": layout.moves(place)}).options["plan"].worth["cash"].at_mode
    assert prices.plan(layout).npsv == pytest.approx(whole, abs=0.01)
    costs, all_closed = prices.by_site()
    least = costs[list(layout.open)].sum() + all_closed
    assert least <= prices.plan(layout).once + 0.01  # the map's budget refuses no plan that can be afforded


@given(st.integers(1, 8), st.lists(st.sets(st.integers(0, 7), min_size=1, max_size=4), min_size=1, max_size=5))
def test_of_the_conditions_named_none_could_be_left_out(n: int, clashes: list[set[int]]) -> None:
    clashes = [{i % n for i in clash} for clash in clashes]

    def met(items: list[int]) -> bool:
        return not any(clash <= set(items) for clash in clashes)

    found = irreducible(range(n), met)
    assert not met(found)
    assert all(met([i for i in found if i != item]) for item in found)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            {"most_sites": 1, "least_sites": 1, "stay": ("F1", "F2")},
            ["at most 1 sites", "Littleham Fire Station stays"],
        ),
        ({"most_sites": 1, "least_sites": 1, "slowest_min": 1.0}, ["no zone further than 1 minutes' drive"]),
        ({"stay": ("N1",), "budget_gbp": 1e5}, ["Weir Fire Station stays", "at most £100,000"]),
        ({"least_sites": 7, "most_sites": 7}, ["at least 7 sites", "sites at most"]),
    ],
)
def test_conditions_that_clash_are_named(area: Area, question: dict[str, object], said: list[str]) -> None:
    place, static = placed(area, **question)
    with pytest.raises(BluelightError) as told:
        static.check(static.conditions())
    assert all(words in str(told.value) for words in said)
    assert "closes" not in str(told.value)
    assert place.service == "fire"


def test_what_is_not_there_is_refused(area: Area) -> None:
    with pytest.raises(InputError) as told:
        build_place(area, load_search(None, stay=("F9", "P1"), hosts=("H1", "Z9")))
    text = str(told.value)
    assert all(name in text for name in ("'F9'", "'P1'", "'Z9'", "hospital"))
    with pytest.raises(InputError, match="no incident type"):
        build_place(area, Search(load_search().question, weights={"house_fires": 2.0}))


def test_conditions_that_do_not_matter_are_not_named(area: Area) -> None:
    _, static = placed(area, most_sites=1, stay=("F1",), budget_gbp=2e5)
    with pytest.raises(BluelightError, match=r"all of this: at most 1 sites; at most £200,000") as told:
        static.check(static.conditions())
    assert "stays" not in str(told.value)
