"""What results hold of the appraisal, for a study that changes who governs."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bluelight.errors import InputError
from bluelight.studies import Results, Study, StudyResult, build_case, parse_study, run, to_content
from bluelight.studies.fairness import fifths_of
from bluelight.studies.money import appraise_study

STUDY = """
[study]
id = "littleham"
name = "Littleham"
question = "What would a change of who governs add?"
area = "{area}"
replications = 2
days = 40

[money]
draws = 500
inflation_percent = 2.0
inflation_source = "assumed"
income_groups = {{ median = 30000, incomes = {{ "all households" = 33000 }}, source = "assumed" }}
payers = {{ police = "all households" }}

[[option]]
id = "today"
name = "Business as usual"

[[option]]
id = "governed"
name = "One employer"
[[option.move]]
kind = "shared_posts"
services = ["police", "fire"]
posts = ["a director of finance"]
[option.move.saving]
police = {{ low = 40000, mode = 60000, high = 90000, basis = "assumed", source = "a reviewer" }}
fire = {{ low = 20000, mode = 30000, high = 50000, basis = "assumed", source = "a reviewer", needs_governance = true }}
[[option.move]]
kind = "governance"
services = ["police", "fire"]
model = "mayor"
"""


@pytest.fixture(scope="module")
def study(littleham: Path) -> Study:
    return parse_study(tomllib.loads(STUDY.format(area=littleham.as_posix())), folder=littleham)


@pytest.fixture(scope="module")
def result(study: Study) -> StudyResult:
    return run(study, workers=1)


@pytest.fixture(scope="module")
def case(result: StudyResult) -> Results:
    return build_case(result)


def test_an_option_that_changes_who_governs_brings_its_counterpart(study: Study) -> None:
    assert [option.id for option in study.options] == ["today", "governed", "governed-by-collaboration"]
    assert study.settings.counterparts == {"governed": "governed-by-collaboration"}
    assert [move.kind for move in study.options[2].moves] == ["shared_posts"]
    again = parse_study(to_content(study), folder=Path())
    assert [option.id for option in again.options] == [option.id for option in study.options]


def test_what_it_adds_is_the_option_less_its_counterpart_draw_by_draw(study: Study, case: Results) -> None:
    appraisal = appraise_study(study)
    draws = {name: appraisal.options[name].worth["cash"].draws for name in ("governed", "governed-by-collaboration")}
    added = draws["governed"] - draws["governed-by-collaboration"]
    appraised = case.options[1].money.appraised
    assert appraised is not None
    over_today, over_alone = appraised.increments
    assert over_alone.over == "governed-by-collaboration"
    assert over_alone.npsv.p50 == pytest.approx(np.median(added), rel=1e-5)
    means = over_alone.mean_gains - over_alone.mean_costs - over_alone.other_mean_gains + over_alone.other_mean_costs
    assert means == pytest.approx(added.mean(), rel=1e-4)
    assert over_today.mean_gains - over_today.mean_costs == pytest.approx(draws["governed"].mean(), rel=1e-4)


def test_nominal_cash_is_by_organisation_and_year_and_all_together(case: Results) -> None:
    appraised = case.options[1].money.appraised
    assert appraised is not None
    assert [budget.organisation for budget in appraised.budgets] == ["police", "fire", "all"]
    years = range(case.study.first_year, case.study.first_year + case.study.appraisal_years)
    assert all([entry.year for entry in budget.years] == list(years) for budget in appraised.budgets)
    assert case.study.inflation == "Inflation 2% a year: assumed"


def test_weights_fall_on_whoever_pays_for_the_organisation(case: Results) -> None:
    appraised = case.options[1].money.appraised
    assert appraised is not None
    assert appraised.weighted is not None
    (group,) = appraised.weighted.groups
    assert group.weight == pytest.approx((30_000 / 33_000) ** 1.3, rel=1e-5)
    assert appraised.weighted.unweighted == appraised.worth[0].npsv


def test_business_as_usual_is_in_the_ranking_and_has_no_appraisal_of_its_own(case: Results) -> None:
    assert case.options[0].money.appraised is None
    assert case.ranking is not None
    assert {ranked.option for ranked in case.ranking.order} == {option.id for option in case.options}
    assert sum(ranked.chance_first for ranked in case.ranking.order) == pytest.approx(1)


def test_a_change_by_fifth_of_deprivation_is_that_of_its_calls(result: StudyResult) -> None:
    area, base = result.study.area, result.base
    rows = base.measures
    slower = rows.assign(mean_min=rows["mean_min"] + np.where(rows["service"] == "fire", 2.0, 0.0))
    option = replace(base, measured=lambda: slower)
    found = fifths_of(area, base, option)
    assert {row.fifth for row in found} <= {1, 2, 3, 4, 5}
    for row in found:
        wanted = 2.0 if row.service == "fire" else 0.0
        assert row.change_min.value == pytest.approx(wanted)
        assert row.change_min.high - row.change_min.low == pytest.approx(0, abs=1e-9)
    assert fifths_of(area, base, base) == []


def test_a_payer_of_an_unknown_income_group_is_refused(littleham: Path) -> None:
    text = STUDY.format(area=littleham.as_posix()).replace('police = "all households"', 'police = "tenants"')
    with pytest.raises(InputError, match="income group 'tenants'"):
        parse_study(tomllib.loads(text), folder=littleham)
