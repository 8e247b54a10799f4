"""A simulated change of response becomes outcomes by published relations, beside cash and in none of its sums."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bluelight.appraisal import load_parameters, outcomes
from bluelight.errors import InputError
from bluelight.studies import Results, Study, build_case, parse_study, run
from bluelight.studies.results import OptionResult
from bluelight.studies.running import StudyResult
from bluelight.studies.societal import RELATIONS

LOGISTIC = "cardiac_arrest_survival_logistic"
STUDY = """
[study]
id = "littleham"
name = "Littleham"
question = "Who survives?"
area = "{area}"
replications = 12
days = 800

[money]
draws = 200
{more}

[[option]]
id = "today"
name = "Business as usual"

[[option]]
id = "respond"
name = "Fire engines to cardiac arrests"
[[option.move]]
kind = "co_respond"
year = 2029
"""


def study(littleham: Path, more: str = "") -> Study:
    return parse_study(tomllib.loads(STUDY.format(area=littleham.as_posix(), more=more)), folder=littleham)


@pytest.fixture(scope="module")
def ran(littleham: Path) -> StudyResult:
    return run(study(littleham), workers=1)


@pytest.fixture(scope="module")
def results(ran: StudyResult) -> Results:
    return build_case(ran)


@pytest.fixture(scope="module")
def accepting(littleham: Path, ran: StudyResult) -> Results:
    asked = study(littleham, f'accept_unverified = ["{LOGISTIC}"]')
    return build_case(StudyResult(asked, ran.areas, ran.performances))


def responding(results: Results) -> OptionResult:
    return next(option for option in results.options if option.id == "respond")


def test_every_relation_named_is_one_of_the_file() -> None:
    assert {name for names in RELATIONS.values() for name in names} <= {
        relation.id for relation in load_parameters().response_outcomes.relations
    }


def test_the_change_of_whoever_comes_first_becomes_survivors_with_both_intervals(results: Results) -> None:
    option = responding(results)
    row = next(row for row in option.first_responder if row.id == "cardiac_arrest")
    assert row.change is not None
    change = row.change.mean_min
    assert change is not None
    assert change.high < 0
    (found,) = option.money.societal
    said = outcomes(
        "cardiac_arrest_survival",
        incidents_per_year=row.calls_per_year,
        change_min=change.value,
        change_low=change.low,
        change_high=change.high,
        price_year="2024/25",
    )
    assert found.quantity is not None
    assert (found.quantity.value, found.quantity.low, found.quantity.high) == pytest.approx(
        (said.change, said.low, said.high), rel=1e-4
    )
    assert found.relation == "cardiac_arrest_survival"
    assert found.from_year == 2029
    assert found.value is None  # no value of a survivor was read where it was published
    assert not found.unverified


def test_what_is_unverified_is_offered_and_acts_only_where_it_is_accepted(results: Results, accepting: Results) -> None:
    offered = {relation.id: relation for relation in results.relations}
    assert not offered[LOGISTIC].acts
    assert not offered[LOGISTIC].verified
    assert offered["cardiac_arrest_survival"].acts
    assert {value.relation for value in responding(results).money.societal} == {"cardiac_arrest_survival"}
    found = {value.relation: value for value in responding(accepting).money.societal}
    assert found[LOGISTIC].unverified
    assert found[LOGISTIC].note.startswith("Unverified")
    assert found[LOGISTIC].quantity is not None
    assert found[LOGISTIC].quantity.low <= found[LOGISTIC].quantity.value <= found[LOGISTIC].quantity.high
    assert next(relation for relation in accepting.relations if relation.id == LOGISTIC).acts


def test_no_sum_of_money_moves_with_what_outcomes_are_worth(results: Results, accepting: Results) -> None:
    for before, after in zip(results.options, accepting.options, strict=True):
        same = {"societal": []}
        assert before.money.model_copy(update=same) == after.money.model_copy(update=same)


def test_a_relation_that_nobody_offers_is_refused_before_any_call_is_simulated(littleham: Path) -> None:
    with pytest.raises(InputError, match="'guess' is no unverified value or relation"):
        run(study(littleham, 'accept_unverified = ["guess"]'))
