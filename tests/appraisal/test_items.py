from typing import Any

import pytest
from tests.appraisal.appraisal_lines import line, settings

from bluelight.appraisal import appraise
from bluelight.errors import InputError


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"low": 5.0, "mode": 1.0, "high": 2.0}, "rising order"),
        ({"start_year": 2030, "end_year": 2029}, "before it starts in 2030"),
        ({"category": "receipt", "amount": -1.0, "disposal": "depot"}, "a receipt is negative"),
        ({"category": "receipt"}, "a receipt with no disposal"),
        ({"amount": -1.0}, "a saving has a negative mode"),
        ({"category": "running_cost", "amount": 1.0}, "running_cost is positive"),
        ({"category": "transition", "amount": 1.0}, "transition is positive"),
        ({"category": "capital", "low": -1.0, "mode": 0.0, "high": 1.0}, "from a cost to a gain"),
        ({"category": "capital", "amount": -1.0}, "no asset_type"),
        ({"category": "gift"}, "Input should be 'capital'"),
        ({"benefit_class": "magic"}, "Input should be 'cash_releasing'"),
        ({"benefit_class": "unmonetised"}, "an unmonetised line carries an amount"),
        ({"mode": float("nan")}, "finite number"),
        ({"works_months": 6.0}, "works_months belongs to a capital line"),
        ({"colour": "blue"}, "Extra inputs"),
        ({"organisation": ""}, "at least 1 character"),
        ({"ramp_years": -1}, "greater than or equal to 0"),
    ],
)
def test_a_bad_line_is_refused_by_name(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        line("the culprit", **fields)
    assert all("line 'the culprit' of option 'share'" in str(problem) for problem in raised.value.problems)


def test_a_line_reports_all_its_faults_at_once() -> None:
    with pytest.raises(InputError) as raised:
        line(category="receipt", low=-5.0, mode=-7.0, high=3.0, end_year=2020)
    assert [problem.column for problem in raised.value.problems] == ["low", "low", "end_year", "disposal"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"price_year": "2031/32"}, "outside the price index"),
        ({"price_year": "undated"}, "is not a year"),
        ({"start_year": 2020}, "before the appraisal does in 2026"),
        ({"start_year": 2050, "end_year": 2051}, "after the last year of the appraisal, 2035"),
        ({"category": "capital", "amount": -1.0, "asset_type": "castle"}, "unknown asset type 'castle'"),
        ({"asset_type": "standard_buildings"}, "measured on capital"),
        ({"category": "capital", "amount": -1.0, "asset_type": "outsourcing"}, "measured on running_cost"),
        ({"depends_on": "works"}, "depends on 'works', which is not a capital line"),
    ],
)
def test_a_line_that_does_not_fit_the_settings_is_refused_by_name(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        appraise([line("good"), line("the culprit", **fields)], settings())
    assert ["the culprit" in problem.what for problem in raised.value.problems] == [True]


def test_two_lines_of_an_option_may_not_share_an_id() -> None:
    with pytest.raises(InputError, match="line 'saving' of option 'share' appears twice"):
        appraise([line(), line()], settings())
    appraise([line(), line(option="other")], settings())


def test_lines_may_not_wait_in_a_circle() -> None:
    works = {"category": "capital", "amount": -1.0, "asset_type": "standard_buildings", "works_months": 6.0}
    with pytest.raises(InputError, match="waits for itself: a -> b -> a"):
        appraise([line("a", depends_on="b", **works), line("b", depends_on="a", **works)], settings())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"appraisal_years": 0}, "appraisal_years"),
        ({"draws": 1}, "draws"),
        ({"optimism_bias_mitigation": 0.4}, "without mitigation_evidence"),
        ({"optimism_bias_mitigation": 1.4, "mitigation_evidence": "plan"}, "less than or equal to 1"),
    ],
)
def test_bad_settings_are_refused(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        settings(**fields)


@pytest.mark.parametrize(
    ("fields", "says"),
    [({"schedule": "mild"}, "standard, health, lower_rate"), ({"price_year": "2040"}, "outside the price index")],
)
def test_settings_that_name_unknown_parameters_are_refused(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        appraise([line()], settings(**fields))
