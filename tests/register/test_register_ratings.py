"""How far a claim can be believed follows from its state and from what stands beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.register.make_registers import with_evaluation

from bluelight.register import codelists, load_register
from bluelight.register.ratings import RUNGS, evidence, rate, strongest

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


def test_an_evaluation_decides_the_rating_of_the_claim_it_speaks_to_and_of_the_entry() -> None:
    shipped = load_register()
    claim = next(claim for entry in shipped.collaborations for claim in entry.claims)
    told = with_evaluation(shipped, claim.id, "better", (1.0, 0.5, 1.5), "GBP").evaluations[0]
    own = told.model_copy(update={"evaluator": "partner", "maryland": 2, "protocol": "changed"})
    assert rate("forecast", {"OUTTURN"}, [told]).rung == "independent_evaluation"
    found = rate("forecast", (), [own])
    assert (found.rung, found.maryland, found.nesta) == ("internal_evaluation", 2, 3)
    assert "changed after the data had been evaluated" in found.rule
    assert rate("forecast", (), [own, told]).maryland == 3
    assert evidence("not_evaluated", [own])[0] == "evaluated"
    assert evidence("evaluated", [])[0] == "evaluation_mentioned"
    assert evidence("not_evaluated", [])[0] == "not_evaluated"
