"""Risks that a study states: their line in the sums, their place in the register, their owners, and what is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.studies.test_studies_worth import STUDY

from bluelight.errors import InputError
from bluelight.options import Chance
from bluelight.options.moves.shared_posts import SharedPosts
from bluelight.register.codelists import THEMES
from bluelight.studies import Results, Study, build_case, parse_study, run, to_content
from bluelight.studies.money import appraise_study
from bluelight.studies.owners import NOT_LINES, roles
from bluelight.studies.risk_scale import assumed_likelihood, scale_source

STANDING = "One post for several services stretches whoever holds it, most of all in a major incident."
RISKS = f"""
[owners.support-services]
fire = "Littleham Fire: director of finance"

[[risks]]
id = "pay-off"
what = "A director must be paid off."
cause = "Nobody leaves of their own will."
options = ["governed"]
where = "finance"
likelihood = 0.5
source = "a workshop"
impact = {{ low = 40000, mode = 60000, high = 80000, basis = "assumed", source = "the pay policy" }}
organisation = "police"
mitigation = "The post is left empty for a year first."
residual_likelihood = 0.25

[[risks]]
id = "consent"
what = "Consent comes late."
likelihood = 0.3
source = "a workshop"
impact = {{ low = 10000, mode = 10000, high = 10000, basis = "assumed", source = "a workshop" }}
organisation = "fire"
needs_governance = true
year = 2027
last_year = 2029

[[risks]]
id = "stretched"
what = "{STANDING.lower()}"
likelihood = 0.2
source = "a workshop"
people = "a director on two calls at once"
severity = 4
owner = "Littleham Police: deputy chief constable"
"""


def content(littleham: Path, risks: str = RISKS) -> dict[str, Any]:
    return tomllib.loads(STUDY.format(area=littleham.as_posix()) + risks)


@pytest.fixture(scope="module")
def study(littleham: Path) -> Study:
    return parse_study(content(littleham), folder=littleham)


@pytest.fixture(scope="module")
def results(study: Study) -> Results:
    return build_case(run(study, workers=1))


def test_a_risk_is_in_the_sums_as_its_likelihood_times_its_impact(study: Study) -> None:
    with_them = appraise_study(study).options["governed"]
    lines = {money.line.id: money for money in with_them.lines}
    line = lines["risk:pay-off"]
    assert (line.line.low, line.line.mode, line.line.high) == (-80_000, -60_000, -40_000)
    assert line.line.likelihood == 0.25  # what is left once something is done about it
    assert line.line.start_year == 2027
    assert line.npsv_at_mode == pytest.approx(-60_000 * 0.25 / 1.035)
    without = appraise_study(parse_study({**to_content(study), "risks": []}, folder=Path())).options["governed"]
    of_risks = lines["risk:pay-off"].npsv_at_mode + lines["risk:consent"].npsv_at_mode
    assert with_them.worth["cash"].at_mode - without.worth["cash"].at_mode == pytest.approx(of_risks)
    assert lines["risk:consent"].year_shares.sum() == 3  # once in each of three years


def test_a_risk_hangs_over_the_options_named_and_their_counterparts_unless_governance_brings_it(study: Study) -> None:
    appraisal = appraise_study(study)
    over = {
        risk.id: [o for o, money in appraisal.options.items() if risk.line_id in {m.line.id for m in money.lines}]
        for risk in study.risks
    }
    assert over["pay-off"] == ["governed", "governed-by-collaboration"]
    assert over["consent"] == ["governed"]


def test_a_study_with_risks_and_owners_writes_and_reads_back_the_same(study: Study) -> None:
    again = parse_study(to_content(study), folder=Path())
    assert (again.risks, again.owners) == (study.risks, study.owners)


def test_both_are_in_one_register_and_a_moves_own_words_take_its_place(results: Results) -> None:
    case = results.business_case
    assert case is not None
    stated = [risk for risk in case.risks if risk.stated_by == "study"]
    assert [risk.id for risk in stated] == ["pay-off", "consent", "stretched"]
    dearest, _, stretched = stated
    assert dearest.product == 30_000
    assert dearest.residual_product == 15_000
    assert dearest.expected is not None
    assert dearest.line == "risk:pay-off"
    assert stretched.score == pytest.approx(0.8)
    assert stretched.applies_to == ["command"]
    assert stretched.owner_named
    of_moves = {risk.statement for option in results.options for move in option.moves for risk in move.risks}
    rest = {risk.statement for risk in case.risks if risk.stated_by == "move"}
    assert rest == of_moves - {STANDING}


def test_an_owner_is_the_one_named_or_the_usual_role_marked_as_a_default(results: Results) -> None:
    governed = next(option for option in results.options if option.id == "governed")
    owners = {
        line.organisation: (line.owner, line.owner_named)
        for line in governed.money.lines
        if line.theme == "support-services"
    }
    assert owners["fire"] == ("Littleham Fire: director of finance", True)
    assert owners["police"] == (f"police force: {roles()[SharedPosts.theme]}", False)
    assert all(line.owner for option in results.options for line in option.money.lines)
    assert any(assumption.id == "owners" for assumption in results.assumptions)


def test_a_risk_that_nobody_has_judged_is_assumed_says_so_and_is_in_no_sum(results: Results) -> None:
    assert results.business_case is not None
    rest = [risk for risk in results.business_case.risks if risk.stated_by == "move"]
    assert rest
    for risk in rest:
        assert risk.basis == "assumed"
        assert risk.source == scale_source()
        assert risk.likelihood is not None
        assert risk.severity is not None
        assert risk.score == pytest.approx(risk.likelihood * risk.severity)
        assert (risk.impact, risk.product, risk.expected, risk.line) == (None,) * 4
    scores = [risk.score or 0.0 for risk in rest]
    assert scores == sorted(scores, reverse=True)
    assert "risk-scale" in {assumption.id for assumption in results.assumptions}


def test_every_word_of_the_scale_has_a_likelihood_and_they_rise() -> None:
    chances = [assumed_likelihood(word) for word in get_args(Chance)]
    assert chances == sorted(chances)
    assert 0 < chances[0] < chances[-1] < 1


def test_every_theme_has_a_usual_role() -> None:
    assert set(roles()) == set(THEMES) | set(NOT_LINES)


SOUND = """
[[risks]]
id = "late"
what = "It is late."
likelihood = 0.5
source = "a workshop"
impact = { low = 1, mode = 2, high = 3, basis = "assumed", source = "a workshop" }
organisation = "police"
"""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("likelihood = 0.5", "likelihood = 1.5"), "risk 'late': input should be less than or equal to 1"),
        (("likelihood = 0.5", "likelihood = 0.0"), "risk 'late': input should be greater than 0"),
        (("low = 1, ", "low = 9, "), "risk 'late': low 9, mode 2 and high 3 are not in rising order"),
        (("low = 1, mode = 2, high = 3", "mode = 2"), "risk 'late': its impact has no low and high"),
        (('organisation = "police"', ""), "risk 'late': its impact is money and nobody's"),
        (("organisation", 'options = ["govrened"]\norganisation'), "risk 'late' hangs over 'govrened'"),
        (("organisation", "year = 2099\norganisation"), "risk 'late' may happen in 2099, outside the appraisal"),
        (("organisation", "residual_likelihood = 0.1\norganisation"), "nothing is done about it"),
        (("organisation", 'mitigation = "x"\nresidual_likelihood = 0.6\norganisation'), "more of it is left"),
        (("organisation", 'people = "tired"\norganisation'), "has no severity"),
        (("organisation", "chance = 3\norganisation"), "risk 'late': has an unknown key \"chance\""),
        (("organisation", "last_year = 2028\norganisation"), "last_year is before year"),
        (('organisation = "police"', 'organisation = "police"' + SOUND), "two risks have the id 'late'"),
        (("[[risks]]", "[risks]"), "risks is not a list"),
        (("[[risks]]", '[owners]\nfleets = { fire = "x" }\n[[risks]]'), 'Did you mean "fleet"?'),
        (("[[risks]]", '[owners]\nfleet = "x"\n[[risks]]'), "fleet does not name an owner for each organisation"),
    ],
)
def test_what_is_wrong_is_named_with_the_risk(littleham: Path, change: tuple[str, str], says: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_study(content(littleham, SOUND.replace(*change, 1)), folder=littleham)
    assert says in str(raised.value)
