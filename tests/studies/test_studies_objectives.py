"""Objectives of a study: which options meet them by their figures, and which are for people to judge."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.documents.make_results import make_results
from tests.studies.test_studies_worth import STUDY

from bluelight.errors import InputError
from bluelight.studies import parse_study, to_content
from bluelight.studies.cases import rules
from bluelight.studies.cases.framework import factor_views
from bluelight.studies.cases.objectives import objectives_of
from bluelight.studies.objectives import Objective

OPTIONS = make_results().options
OPTION = OPTIONS[1]


def met(**target: Any) -> str:
    objective = Objective(text="Save.", measure="the accounts", **target)
    (seen,) = objectives_of([objective], [OPTIONS[0], OPTION])
    (view,) = seen.options
    return view.met


def test_a_target_is_met_by_the_whole_range_missed_by_all_of_it_and_else_not_sure() -> None:
    money = OPTION.money.npsv
    assert met(figure="present_value", at_least=money.p10) == "met"
    assert met(figure="present_value", at_least=money.p90 + 1) == "not met"
    assert met(figure="present_value", at_least=money.p50) == "not sure"
    assert met(figure="peak_funding", at_most=OPTION.money.peak_funding.p90) == "met"
    assert met(figure="chance_it_saves", at_least=1.0 + 1e-9) == "not met"


def test_what_no_figure_measures_or_the_model_is_not_relied_on_for_is_for_people_to_judge() -> None:
    assert met() == "to be judged"
    off = next(service for service in ("police", "fire", "ambulance") if not OPTION.response[service].in_headline)
    assert met(figure=f"response_{off}", at_most=0.0) == "to be judged"


def test_the_framework_counts_the_objectives_of_each_factor() -> None:
    value = Objective(text="Save.", measure="x", factor="value", figure="chance_it_saves", at_least=0.0)
    seen = objectives_of([value, Objective(text="Keep trust.", measure="a survey")], OPTIONS)
    known = {(view.factor, view.option): view.known for view in factor_views(OPTIONS, 10, seen)}
    assert known[("Potential value for money", OPTION.id)].startswith("1 of 1 objectives met; ")
    assert known[("Strategic fit and business needs", OPTION.id)].startswith("0 of 1 objectives met (1 to be judged)")


def test_the_gap_stays_marked_where_none_are_given() -> None:
    assert rules.OBJECTIVES in {item.title for item in rules.to_write()}
    assert rules.OBJECTIVES not in {item.title for item in rules.to_write(with_objectives=True)}


GIVEN = '[[case.objectives]]\ntext = "Save."\nmeasure = "the accounts"\n'


def test_a_study_with_objectives_writes_and_reads_back_the_same(littleham: Path) -> None:
    study = parse_study(tomllib.loads(STUDY.format(area=littleham.as_posix()) + GIVEN), folder=littleham)
    assert parse_study(to_content(study), folder=Path()).case == study.case
    assert study.case.objectives[0].factor == "strategic_fit"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('figure = "profit"\nat_least = 1', "objective 1: input should be 'present_value'"),
        ('figure = "one_off"', "objective 1: its figure needs one target"),
        ("at_least = 1", "objective 1: it has a target and no figure"),
        ('factor = "fit"', "objective 1: input should be 'strategic_fit'"),
        ('fcator = "value"', 'Did you mean "factor"?'),
    ],
)
def test_what_is_wrong_is_named_with_the_objective(littleham: Path, more: str, says: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_study(tomllib.loads(STUDY.format(area=littleham.as_posix()) + GIVEN + more), folder=littleham)
    assert says in str(raised.value)
