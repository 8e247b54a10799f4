"""From files to a verdict: the method is chosen by rule, checks speak up, and what cannot be told is not told."""

import numpy as np
import pytest
from tests.evaluation.panels import PROTOCOL, autocorrelated, write_case

from bluelight.evaluation import load_case
from bluelight.evaluation.choose import NotEnoughError, choose
from bluelight.evaluation.run import evaluate
from bluelight.evaluation.seen import History


def values(units, periods, treated, effect=0.0, seed=1, size=0.2):
    found = 10 + size * (autocorrelated(np.random.default_rng(seed), units, periods, 0.4) - 10)
    for unit, start in treated.items():
        found[unit, start:] += effect
    return found


def case_of(folder, units, periods, treated, effect=0.0, seed=1, **more):
    table = values(units, periods, treated, effect, seed)
    return load_case(write_case(folder, table, treated, **more))


ONE, THREE, SEVERAL = {0: 10}, {0: 10, 1: 10, 2: 10}, {0: 6, 1: 8, 2: 8}


@pytest.mark.parametrize(
    ("units", "periods", "treated", "frequency", "method"),
    [
        (20, 14, ONE, "year", "synthetic"),
        (44, 20, THREE, "quarter", "synthetic"),
        (20, 12, SEVERAL, "year", "staggered"),
        (20, 12, dict.fromkeys(range(4), 6), "year", "staggered"),
        (7, 84, {0: 60}, "month", "controlled_series"),
        (1, 84, {0: 60}, "month", "series"),
    ],
)
def test_the_method_follows_from_the_data(tmp_path, units, periods, treated, frequency, method):
    choice = choose(case_of(tmp_path, units, periods, treated, frequency=frequency))
    assert choice.method == method
    assert "Chosen" in choice.steps[-1]


def test_errors_are_worked_out_from_the_units_only_where_there_are_many(tmp_path):
    many = {unit: 6 + unit % 2 for unit in range(30)}
    assert choose(case_of(tmp_path / "a", 60, 10, many)).inference == "analytic"
    few = {unit: 6 + unit % 2 for unit in range(29)}
    assert choose(case_of(tmp_path / "b", 60, 10, few)).inference == "permutation"


@pytest.mark.parametrize(
    ("units", "periods", "treated", "frequency", "enough"),
    [
        (1, 13, {0: 8}, "year", "monthly values"),
        (12, 12, ONE, "year", "19 comparators (there are 11)"),
        (30, 8, {0: 5}, "year", "8 periods before the start (there are 5)"),
        (30, 2, {0: 1}, "year", "8 periods before the start (there is 1)"),
        (3, 12, SEVERAL, "year", "8 comparators (there are none)"),
        (1, 60, {0: 40}, "month", "48 months before the start (there are 40)"),
        (1, 60, {0: 55}, "month", "12 months after the start (there are 5)"),
    ],
)
def test_too_little_is_refused_and_told_what_would_be_enough(tmp_path, units, periods, treated, frequency, enough):
    with pytest.raises(NotEnoughError, match="What would be enough") as refused:
        choose(case_of(tmp_path, units, periods, treated, frequency=frequency))
    assert enough in str(refused.value)


@pytest.mark.parametrize(("effect", "better", "verdict"), [(-1.5, "lower", "better"), (-1.5, "higher", "worse")])
def test_an_effect_is_found_and_called_by_its_direction(tmp_path, effect, better, verdict):
    protocol = PROTOCOL.replace('better = "lower"', f'better = "{better}"')
    found = evaluate(case_of(tmp_path, 24, 14, ONE, effect, protocol=protocol))
    assert found.verdict == verdict
    assert found.estimate.low < effect < found.estimate.high < 0
    assert found.estimate.expected == pytest.approx(10, abs=1)
    assert f"got {verdict}" in found.sentence
    assert found.rating.maryland == found.rating.ceiling - sum(
        check.passed is False and check.weight != "note" for check in found.checks
    )


def test_no_effect_where_one_would_have_shown_is_no_detectable_change(tmp_path):
    protocol = PROTOCOL.replace("smallest_effect = 0.5", "smallest_effect = 2.0")
    found = evaluate(case_of(tmp_path, 40, 14, ONE, seed=2, protocol=protocol))
    assert found.verdict == "no detectable change"
    assert found.estimate.detectable < 2.0
    assert (found.rating.maryland, found.rating.nesta) == (3, 1)


def test_no_effect_where_one_might_have_been_missed_is_not_called_none(tmp_path):
    protocol = PROTOCOL.replace("smallest_effect = 0.5", "smallest_effect = 0.01")
    found = evaluate(case_of(tmp_path, 40, 14, ONE, seed=2, protocol=protocol))
    assert found.verdict == "cannot tell"
    assert "cannot say" in found.paragraph
    assert (found.rating.maryland, found.rating.nesta) == (3, 1)


@pytest.mark.parametrize(
    ("units", "periods", "treated", "frequency"),
    [(20, 12, SEVERAL, "year"), (7, 84, {0: 60}, "month"), (1, 84, {0: 60}, "month"), (24, 14, THREE, "quarter")],
)
def test_every_method_finds_what_was_put_in(tmp_path, units, periods, treated, frequency):
    found = evaluate(case_of(tmp_path, units, periods, treated, -1.5, frequency=frequency))
    assert found.estimate.low < -1.5 < found.estimate.high
    assert found.verdict == "better"
    assert found.rating.nesta == (3 if found.rating.maryland == 3 else 2)
    assert len(found.trends) == periods
    assert evaluate(load_case(tmp_path / "protocol.toml")).to_json() == found.to_json()


def test_a_log_scale_speaks_in_percent_and_in_units(tmp_path):
    table = values(24, 14, {})
    table[0, 10:] *= 0.8
    found = evaluate(load_case(write_case(tmp_path, table, ONE, more='scale = "log"\n'))).estimate
    assert found.percent_low < -20 < found.percent_high
    assert found.effect == pytest.approx(found.expected * found.percent / 100)


def failed(found):
    return {check.id for check in found.checks if check.passed is False}


def test_a_definition_changed_at_the_start_means_that_nobody_can_tell(tmp_path):
    found = evaluate(case_of(tmp_path, 24, 14, ONE, -1.5, breaks={(0, 10)}))
    assert "breaks" in failed(found)
    assert found.verdict == "cannot tell"


def test_a_definition_changed_elsewhere_costs_a_level(tmp_path):
    found = evaluate(case_of(tmp_path, 24, 14, ONE, -1.5, breaks={(5, 4)}))
    assert "breaks" in failed(found)
    assert found.verdict == "better"
    assert found.rating.maryland == 2


def test_a_definition_changed_for_all_at_once_costs_nothing(tmp_path):
    found = evaluate(case_of(tmp_path, 24, 14, ONE, -1.5, breaks={(unit, 4) for unit in range(24)}))
    assert "breaks" not in failed(found)


def test_a_protocol_changed_after_the_data_were_seen_costs_a_level(tmp_path):
    case = case_of(tmp_path, 24, 14, ONE, -1.5)
    found = evaluate(case, History((), None, changed=True, torn=False))
    assert "protocol" in failed(found)
    assert found.asked.changed_after_seen
    assert found.rating.maryland == 2


def test_trends_that_part_before_the_start_are_noticed(tmp_path):
    table = values(24, 14, {})
    table[:4] += 0.25 * np.arange(14)
    found = evaluate(load_case(write_case(tmp_path, table, dict.fromkeys(range(4), 8))))
    assert {"pre_trend", "drift"} & failed(found)


def test_a_series_that_hangs_on_one_comparator_is_noticed(tmp_path):
    table = values(4, 72, {0: 60}, effect=0.5, size=0.1)
    table[1, 60:] += 3
    found = evaluate(load_case(write_case(tmp_path, table, {0: 60}, frequency="month")))
    assert found.estimate.effect < 0
    assert "leave_one_out" in failed(found)


def test_a_unit_treated_at_its_worst_is_noticed(tmp_path):
    table = values(24, 14, {}, size=0.1)
    table[0, 8:10] += 2
    found = evaluate(load_case(write_case(tmp_path, table, ONE, more="permutations = 200\n")))
    assert "regression_to_mean" in failed(found)


def test_neighbours_who_change_too_are_noticed(tmp_path):
    found = evaluate(case_of(tmp_path, 30, 14, ONE, -1.5, more='spillover_neighbours = ["u1", "u2"]\n'))
    assert "spillover" not in failed(found)
    table = values(30, 14, {0: 10, 1: 10, 2: 10}, -1.5)
    path = write_case(tmp_path / "spilt", table, ONE, more='spillover_neighbours = ["u1", "u2"]\n')
    assert "spillover" in failed(evaluate(load_case(path)))


def test_comparators_without_a_reason_cost_a_level(tmp_path):
    protocol = "\n".join(line for line in PROTOCOL.splitlines() if not line.startswith("comparators_why")) + "\n"
    assert evaluate(case_of(tmp_path, 24, 14, ONE, -1.5, protocol=protocol)).rating.maryland == 2


def test_a_series_alone_is_rated_two_at_most(tmp_path):
    found = evaluate(case_of(tmp_path, 1, 96, {0: 60}, -1.5, frequency="month"))
    assert found.rating.ceiling == 2
    assert found.rating.maryland <= 2
