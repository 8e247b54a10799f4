"""What a business case says beside its figures: every register is of the study, every gap has a name beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from tests.studies.test_studies_worth import STUDY

from bluelight.errors import InputError
from bluelight.options import KINDS
from bluelight.options.governing import governance_models
from bluelight.studies import Results, Study, build_case, parse_study, run, to_content
from bluelight.studies.cases.assurance import checks_of
from bluelight.studies.cases.shape import BusinessCase
from bluelight.studies.money import appraise_study


@pytest.fixture(scope="module")
def study(littleham: Path) -> Study:
    text = STUDY.format(area=littleham.as_posix()) + SHARED
    return parse_study(tomllib.loads(text), folder=littleham)


SHARED = """
[[option]]
id = "next-door"
name = "Share what is next door"
do_minimum = true
[[option.move]]
kind = "share_neighbours"
"""


@pytest.fixture(scope="module")
def results(study: Study) -> Results:
    return build_case(run(study, workers=1))


@pytest.fixture(scope="module")
def case(results: Results) -> BusinessCase:
    assert results.business_case is not None
    return results.business_case


def test_the_long_list_names_every_kind_of_move_and_every_way_of_governing(case: BusinessCase) -> None:
    by_dimension: dict[str, list[str]] = {}
    for choice in case.framework:
        by_dimension.setdefault(choice.dimension, []).append(choice.choice)
        assert bool(choice.options) == (choice.filter != "not looked at")
    assert list(by_dimension) == ["scope", "solution", "delivery", "implementation", "funding"]
    assert set(by_dimension["solution"]) == {move.title for kind, move in KINDS.items() if kind != "governance"}
    assert len(by_dimension["delivery"]) == len(governance_models())


def test_each_way_of_governing_stands_beside_the_options_that_come_under_it(case: BusinessCase) -> None:
    options = {(view.model, view.option) for view in case.statutory}
    assert ("mayor", "governed") in options
    assert ("collaboration", "governed-by-collaboration") in options
    assert ("collaboration", "next-door") in options
    assert ("one-service", None) in options
    looked_at = [view for view in case.statutory if view.option is not None]
    assert all("not looked at" not in view.economy for view in looked_at)


def test_every_gain_has_an_owner_a_measure_and_a_way_to_evaluate_it(case: BusinessCase, results: Results) -> None:
    lines = {(option.id, line.id): line for option in results.options for line in option.money.lines}
    gains = {key for key, line in lines.items() if line.high > 0}
    registered = {(benefit.option, benefit.line) for benefit in case.benefits if benefit.line is not None}
    assert registered == gains
    assert gains
    for benefit in case.benefits:
        assert ": " in benefit.owner  # an organisation and a role
        assert not benefit.owner_named  # the study names nobody
        assert benefit.measure
        assert benefit.evaluation
        assert benefit.option != "today"


def test_every_risk_of_a_move_is_registered_once_and_none_is_priced_without_a_line(
    case: BusinessCase, results: Results
) -> None:
    stated = {risk.statement for option in results.options for move in option.moves for risk in move.risks}
    assert [risk.statement for risk in case.risks if risk.line is None] == list(
        dict.fromkeys(risk.statement for risk in case.risks)
    )
    assert {risk.statement for risk in case.risks} == stated
    assert all(risk.expected is None for risk in case.risks)


def test_the_logs_say_what_was_decided_and_what_only_people_can_check(case: BusinessCase, study: Study) -> None:
    decided = {entry.decision: entry for entry in case.decisions}
    assert decided["Prices"].value == study.money.price_year
    assert decided["Inflation"].value == "2% a year"
    assert any(not check.done for check in case.checks)
    assert {item.section for item in case.to_write} >= {
        "strategic",
        "commercial",
        "financial",
        "management",
        "equality",
    }
    assert all(item.by for item in case.to_write)


def test_what_happens_is_in_order_of_years(case: BusinessCase) -> None:
    for option in {milestone.option for milestone in case.milestones}:
        years = [milestone.year for milestone in case.milestones if milestone.option == option]
        assert years == sorted(years)


def test_the_law_is_dated_and_sourced(case: BusinessCase) -> None:
    assert case.rules_as_of == "2026-01"
    assert all(rule.source for rule in case.rules)
    assert any(rule.confidence == "GAP" or "not retrieved" in rule.item for rule in case.rules)


def test_the_short_list_says_whether_it_has_a_do_minimum(case: BusinessCase, study: Study, littleham: Path) -> None:
    (check,) = [check for check in case.checks if check.check.startswith("The short list")]
    assert check.done
    assert "Share what is next door as the do-minimum, and 2 more" in check.outcome
    assert parse_study(to_content(study), folder=littleham).options == study.options
    text = STUDY.format(area=littleham.as_posix()) + SHARED.replace("do_minimum = true", "")
    without = parse_study(tomllib.loads(text), folder=littleham)
    (check,) = [c for c in checks_of(without, [], appraise_study(study)) if "short" in c.check]
    assert not check.done
    assert "no option that the study names" in check.outcome


def test_two_cannot_be_the_do_minimum_nor_business_as_usual(littleham: Path) -> None:
    text = STUDY.format(area=littleham.as_posix()) + SHARED + SHARED.replace("next-door", "again")
    with pytest.raises(InputError, match="next-door and again cannot be the do-minimum"):
        parse_study(tomllib.loads(text), folder=littleham)
