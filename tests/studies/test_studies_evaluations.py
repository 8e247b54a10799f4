"""A study says how its benefits will be evaluated, and is told what that could show."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from tests.evaluation.panels import autocorrelated, write_case

from bluelight.errors import InputError
from bluelight.studies import parse_study, to_content
from bluelight.studies.cases.registers import _with_plan
from bluelight.studies.cases.shape import Benefit
from bluelight.studies.evaluations import EvaluationPlan, planned, sentence_of

KNOWN = {
    "benefit": "response",
    "organisation": "fire",
    "indicator": "mean response to dwelling fires",
    "unit": "minutes",
    "smallest_effect": 1.0,
    "mean": 7.8,
    "spread": 0.3,
    "frequency": "year",
    "periods": 12,
    "comparators": 43,
    "source": "FIRE1001",
}


def said(**changed: object) -> str:
    return sentence_of(planned(EvaluationPlan.model_validate({**KNOWN, **changed}), None))


def test_what_can_be_seen_is_said_with_how_long_and_how_many_and_what_it_rests_on() -> None:
    found = said()
    assert found.startswith(
        "mean response to dwelling fires: can be seen. An effect of 1 minutes could be seen after 2"
    )
    assert "comparators" in found
    assert "a spread of 0.3 minutes (FIRE1001) and a memory of 0.5, assumed" in found
    assert found == said()


def test_what_cannot_be_seen_is_said() -> None:
    assert said(smallest_effect=0.01).startswith("mean response to dwelling fires: cannot be seen. No plan")
    assert "cannot be seen. " in said(periods=4, comparators=3)
    assert "too little to say what could be seen" in said(periods=4, comparators=3)


def test_an_effect_grows_with_the_spread() -> None:
    def best(spread: float) -> float:
        return float(said(smallest_effect=0.0001, spread=spread).split("The best shows ")[1].split(",")[0])

    assert best(0.3) * 2 == pytest.approx(best(0.6), rel=0.02)


def test_a_planned_protocol_says_it_of_its_own_panel(tmp_path: Path) -> None:
    write_case(tmp_path / "plan", autocorrelated(np.random.default_rng(5), 44, 24, 0.4), {0: 24})
    about = EvaluationPlan(benefit="response", protocol="plan/protocol.toml")
    found = sentence_of(planned(about, tmp_path))
    assert found.startswith("mean wait: ")
    assert "Worked out from the panel of plan/protocol.toml." in found


def test_only_the_benefits_meant_are_told() -> None:
    benefit = Benefit.model_construct(organisation="fire")
    plan = planned(EvaluationPlan.model_validate(KNOWN), None)
    assert _with_plan(benefit, "response", [(plan, "Said.")]).plan == "Said."
    for category, organisation in (("saving", "fire"), ("response", "ambulance")):
        other = benefit.model_copy(update={"organisation": organisation, "plan": None})
        assert _with_plan(other, category, [(plan, "Said.")]).plan is None


STUDY = """
[study]
id = "one"
name = "One"
question = "What?"
area = "hertfordshire"
[[option]]
id = "today"
name = "Today"
[[evaluate]]
"""


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('benefit = "response"', "has neither a protocol nor indicator"),
        ('benefit = "joy"', "benefit"),
        ('benefit = "response"\nprotocol = "a.toml"\nspread = 1', "names a protocol, which says spread itself"),
        ('benefit = "response"\nprotocol = "../../etc/a.toml"', "does not lie below the study's folder"),
        ('benefit = "response"\nprotocol = "none.toml"', "none.toml"),
        ('benefit = "response"\nsprad = 1', 'Did you mean "spread"?'),
    ],
)
def test_a_plan_that_is_wrong_is_refused_with_the_study(lines: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        parse_study(tomllib.loads(STUDY + lines), folder=tmp_path)
    assert says in str(refused.value)


def test_plans_are_written_with_the_study_as_they_were_given(tmp_path: Path) -> None:
    content = tomllib.loads(STUDY.removesuffix("[[evaluate]]\n"))
    write_case(tmp_path / "plan", autocorrelated(np.random.default_rng(5), 44, 24, 0.4), {0: 24})
    content["evaluate"] = [KNOWN, {"benefit": "saving", "protocol": "plan/protocol.toml"}]
    study = parse_study(content, folder=tmp_path)
    again = parse_study(to_content(study), folder=tmp_path)
    assert to_content(study)["evaluate"] == content["evaluate"]  # what was left out stays out: it is told as assumed
    assert [sentence_of(plan) for plan in again.evaluations] == [sentence_of(plan) for plan in study.evaluations]
