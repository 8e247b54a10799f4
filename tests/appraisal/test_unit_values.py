"""Values of a unit act where a line names them, and unverified ones only where they are accepted by name."""

from typing import Any

import pytest
from tests.appraisal.appraisal_lines import line, settings

from bluelight.appraisal import appraise
from bluelight.errors import InputError

FEWER = {"benefit_class": "societal", "price_year": "2015/16", "unit_value": "robbery"}
LIVES = {
    "benefit_class": "societal",
    "price_year": "2010",
    "unit_value": "fatality_prevented",
    "discounting": "health",
}


def test_a_number_of_units_is_worth_their_value() -> None:
    found = appraise([line(amount=0.5, start_year=2027, end_year=2027, **LIVES)], settings()).options["share"]
    assert found.lines[0].unit == 1_632_892
    assert found.societal.p50 == pytest.approx(0.5 * 1_632_892 * 100 / 69.1217 / 1.015)
    assert found.npsv.p50 == 0


def test_an_unverified_value_does_not_act_by_default() -> None:
    with pytest.raises(InputError, match="line 'saving' of option 'share' uses the unit value 'robbery'"):
        appraise([line(amount=2, **FEWER)], settings())


def test_an_unverified_value_that_is_accepted_acts_and_is_marked() -> None:
    appraisal = appraise([line(amount=2, end_year=2026, **FEWER)], settings(accept_unverified=["robbery"]))
    assert appraisal.options["share"].societal.p50 == pytest.approx(2 * 11_320 * 100 / 75.1536)
    assert any("UNVERIFIED" in notice and "robbery" in notice for notice in appraisal.notices)


@pytest.mark.parametrize(
    ("fields", "given", "says"),
    [
        ({**LIVES, "unit_value": "luck"}, {}, "unknown unit value 'luck'"),
        ({**LIVES, "price_year": "2024"}, {}, "its unit value in those of 2010"),
        ({**LIVES, "discounting": "standard"}, {}, "at the standard rate"),
        ({}, {"accept_unverified": ["fatality_prevented"]}, "no unverified value or relation"),
    ],
)
def test_what_does_not_fit_is_refused(fields: dict[str, Any], given: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        appraise([line(amount=1, **fields)], settings(**given))


CHANGE = {
    "option": "share",
    "relation": "dwelling_fire_deaths",
    "incidents_per_year": 1000,
    "change_min": -0.5,
    "change_low": -1.0,
    "change_high": 0.0,
    "source": "a simulation",
}


def test_response_is_turned_into_lives_beside_the_money() -> None:
    with_lives = appraise([line()], settings(response_changes=[CHANGE | {"start_year": 2028}]))
    without = appraise([line()], settings())
    assert with_lives.options["share"].worth["social"].npsv == without.options["share"].worth["social"].npsv
    found = with_lives.outcomes[0]
    assert found.change.change == pytest.approx(0.175)
    years = sum(1.015**-year for year in range(2, 10))
    assert found.present_value == pytest.approx(0.175 * 1_632_892 * 100 / 69.1217 * years)
    assert found.present_low is None  # published without an interval


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"relation": "luck"}, "no published relation 'luck'"),
        ({"relation": "cardiac_arrest_survival_logistic"}, "unverified"),
        ({"change_low": 1.0}, "outside its interval"),
        ({"start_year": 2050}, "outside the appraisal"),
        ({"option": "ghost"}, "'ghost' is in no line"),
    ],
)
def test_response_that_cannot_be_valued_is_refused(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        appraise([line()], settings(response_changes=[CHANGE | changed]))
