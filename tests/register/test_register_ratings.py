"""How far a claim can be believed follows from its state and from what stands beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.register import codelists, load_register
from bluelight.register.ratings import RUNGS, rate, strongest

STATES = st.sampled_from(sorted(codelists.CLAIM_STATES))
GRADES = st.sets(st.sampled_from(sorted(codelists.PAIR_GRADES)))


@pytest.mark.parametrize(
    ("state", "grades", "rung", "nesta"),
    [
        ("forecast", set(), "plan", None),
        ("profiled", set(), "plan", None),
        ("forecast", {"OUTTURN"}, "plan", None),
        ("realised", set(), "account", 1),
        ("realised", {"CLAIM"}, "account", 1),
        ("realised", {"REFORECAST"}, "account", 1),
        ("realised", {"OUTTURN"}, "official_report", 1),
        ("not_recorded", set(), "not_recorded", None),
    ],
)
def test_a_claim_rests_on(state: str, grades: set[str], rung: str, nesta: int | None) -> None:
    rating = rate(state, grades)
    assert (rating.rung, rating.nesta) == (rung, nesta)
    assert rating.rule


@given(STATES, GRADES)
def test_no_claim_without_a_comparison_has_a_maryland_level(state: str, grades: set[str]) -> None:
    assert rate(state, grades).maryland is None


@given(STATES, GRADES, GRADES)
def test_one_more_pair_never_weakens_a_claim(state: str, some: set[str], more: set[str]) -> None:
    rungs = list(RUNGS)
    assert rungs.index(rate(state, some | more).rung) >= rungs.index(rate(state, some).rung)


@given(st.lists(st.tuples(STATES, GRADES)))
def test_the_strongest_is_one_of_them(claims: list[tuple[str, set[str]]]) -> None:
    ratings = [rate(*claim) for claim in claims]
    assert not ratings or strongest(ratings) in ratings


def test_every_shipped_claim_is_on_a_rung_that_is_named() -> None:
    for collaboration in load_register().collaborations:
        for claim in collaboration.claims:
            assert rate(claim.state, ()).rung in RUNGS
