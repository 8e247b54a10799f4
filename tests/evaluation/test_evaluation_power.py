"""What could be seen is what is seen: a plan is held to evaluations of the same panels."""

import numpy as np
import pytest
from click.testing import CliRunner
from tests.evaluation.panels import autocorrelated, write_case

from bluelight.cli import main
from bluelight.errors import BluelightError
from bluelight.evaluation import load_case
from bluelight.evaluation.estimators import permute, synthetic
from bluelight.evaluation.power import plan


def a_plan(folder, units=44, periods=24, frequency="year", **more):
    values = autocorrelated(np.random.default_rng(5), units, periods, 0.4)
    return load_case(write_case(folder, values, {0: periods}, frequency=frequency, **more), planned=True)


def test_longer_and_more_comparators_show_smaller_effects(tmp_path):
    found = plan(a_plan(tmp_path))
    assert {row.after for row in found.rows} == {2, 4, 6, 8}
    short, long = (min(row.effect for row in found.rows if row.after == after) for after in (2, 8))
    assert long < short


def test_an_effect_of_the_size_planned_is_seen_four_times_in_five(tmp_path):
    """40 panels like the one that was planned with, each with an effect of the size that the plan says."""
    row = next(row for row in plan(a_plan(tmp_path)).rows if row.after == 8 and row.comparators == 43)
    seen = 0
    for seed in range(40):
        values = autocorrelated(np.random.default_rng((7, seed)), 44, 24, 0.4)
        values[0, 16:] += row.effect
        effect = synthetic.fit("sdid", values[:1], values[1:], 16).effect
        gaps = synthetic.placebo_gaps("sdid", values[1:], permute.subsets(43, 1, 100, 1), 16)
        seen += permute.from_placebos(effect, gaps[:, 16:].mean(axis=1), "").p_value <= 0.05
    assert 25 <= seen <= 39


def test_many_treated_plan_differences_in_differences(tmp_path):
    values = autocorrelated(np.random.default_rng(5), 44, 24, 0.4)
    path = write_case(tmp_path, values, dict.fromkeys(range(8), 24))
    many = plan(load_case(path, planned=True))
    assert {row.method for row in many.rows} == {"difference in differences"}
    one = plan(a_plan(tmp_path / "one"))
    assert min(row.effect for row in many.rows) < min(row.effect for row in one.rows)


def test_few_comparators_and_many_months_plan_a_series(tmp_path):
    found = plan(a_plan(tmp_path, units=5, periods=96, frequency="month"))
    assert {row.method for row in found.rows} == {"interrupted series"}
    assert {row.after for row in found.rows} == {12, 24, 36}


def test_what_matters_and_can_be_seen_is_said(tmp_path):
    loud = plan(a_plan(tmp_path / "a"))
    assert loud.enough is None
    assert "No plan that these data allow" in loud.sentence
    path = write_case(tmp_path / "b", autocorrelated(np.random.default_rng(5), 44, 24, 0.4), {0: 24})
    path.write_text(path.read_text(encoding="utf-8").replace("0.5", "5"), encoding="utf-8")
    quiet = plan(load_case(path, planned=True))
    assert quiet.enough.after == 2
    assert "An effect of 5 minutes could be seen after 2 years" in quiet.sentence


def test_too_short_a_past_is_refused(tmp_path):
    with pytest.raises(BluelightError, match="too little to say what could be seen"):
        plan(a_plan(tmp_path, units=4, periods=8))


def test_the_command_plans_without_looking_further(tmp_path):
    values = autocorrelated(np.random.default_rng(5), 24, 24, 0.4)
    path = write_case(tmp_path, values, {0: 24})
    said = CliRunner().invoke(main, ["evaluate", str(path), "--plan", "--out", str(tmp_path / "out")])
    assert said.exit_code == 0, said.output
    assert "four times in five" in said.output
    assert (tmp_path / "out" / "plan.csv").read_text(encoding="utf-8").startswith("after,comparators,method")
    assert not (tmp_path / "protocol.log").exists()
