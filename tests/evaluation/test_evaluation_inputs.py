"""Protocol, panel and treatment are read as they were meant, and what is wrong with them is said at the door."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evaluation.panels import PROTOCOL, write_case

from bluelight.errors import InputError
from bluelight.evaluation import load_case
from bluelight.evaluation.periods import PER_YEAR, label, read_period

FLAT = np.arange(40, dtype=float).reshape(4, 10)


def test_a_case_knows_who_was_treated_when_and_who_was_not(tmp_path):
    case = load_case(write_case(tmp_path, FLAT, {1: 6, 3: 8}))
    assert case.treated_units == ("u1", "u3")
    assert case.starts == (6, 8)
    assert (case.before, case.after, case.last) == (6, 2, 10)
    assert case.comparators == ("u0", "u2")
    np.testing.assert_array_equal(case.values(("u2", "u0")), FLAT[[2, 0]])
    assert case.hashes.panel == hashlib.sha256((tmp_path / "panel.csv").read_bytes()).hexdigest()


def test_excluded_units_and_neighbours_are_no_comparators(tmp_path):
    more = 'spillover_neighbours = ["u0"]\n[donor_exclusions]\nu2 = "merged in 2003"\n'
    case = load_case(write_case(tmp_path, FLAT, {1: 6}, more=more))
    assert (case.comparators, case.neighbours) == (("u3",), ("u0",))


def test_a_rate_is_the_value_over_its_denominator(tmp_path):
    path = write_case(tmp_path, FLAT, {1: 6})
    rows = (tmp_path / "panel.csv").read_text(encoding="utf-8").replace(",break\n", ",denominator\n").splitlines()
    (tmp_path / "panel.csv").write_text("\n".join([rows[0], *(f"{row}4" for row in rows[1:])]), encoding="utf-8")
    np.testing.assert_allclose(load_case(path).values(("u3",)), FLAT[[3]] / 4)


def test_periods_after_a_treatment_ended_are_left_out(tmp_path):
    path = write_case(tmp_path, FLAT, {1: 6})
    (tmp_path / "treatment.csv").write_text("unit,start,end\nu1,2006,2008\n", encoding="utf-8")
    case = load_case(path)
    assert case.last == 9
    assert case.values(("u1",)).shape == (1, 9)


@given(st.sampled_from(list(PER_YEAR)), st.integers(1900, 2100), st.integers(0, 11))
def test_a_period_is_read_as_it_is_written(frequency, year, part):
    number = year * PER_YEAR[frequency] + part % PER_YEAR[frequency]
    read = read_period(label(number, frequency))
    assert (read.number, read.frequency) == (number, frequency)


@pytest.mark.parametrize("text", ["", "19", "2019-13", "2019-Q5", "2019/21", "May 2019", "2019-1"])
def test_no_other_text_is_a_period(text):
    with pytest.raises(ValueError, match="is no period"):
        read_period(text)


def values_of_comparators(path):
    case = load_case(path)
    return case.values(case.comparators)


def problems(path, file=None, old="", new=""):
    if file is not None:
        text = (path.parent / file).read_text(encoding="utf-8")
        assert old in text
        (path.parent / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        values_of_comparators(path)
    assert all(problem.what and problem.remedy for problem in refused.value.problems)
    return "\n".join(str(problem) for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("u0,2003,wait,3.0,", "u0,2003,wait,three,", "row 5, column value: 'three' is not a number."),
        ("u0,2003,wait,3.0,", "u0,2003,wait,nan,", "row 5, column value: 'nan' is not a number."),
        ("u0,2003,wait,3.0,", "u0,2003,wait,,", "row 5, column value: is empty."),
        ("u0,2003,wait,3.0,", "u0,2002,wait,3.0,", 'row 5: gives "wait" of u0 in 2002 again, after row 4.'),
        ("u0,2003,wait,3.0,", "u0,2003-04,wait,3.0,", "row 5, column period: 2003-04 is a month where other rows have"),
        ("u0,2003,wait,3.0,", "u0,soon,wait,3.0,", "row 5, column period: 'soon' is no period."),
        ("u0,2003,wait,3.0,", ",2003,wait,3.0,", "row 5, column unit: is empty."),
        ("u0,2003,wait,3.0,", "u0,2003,wait,3.0,maybe", "row 5, column break: 'maybe' is neither yes nor no."),
        ("u0,2003,wait,3.0,", "u0,9999,wait,3.0,", "runs over 8,000 years."),
        ("u0,2003,wait,3.0,\n", "", 'has no "wait" of u0 for 2003.'),
        ("period", "when", 'has an unknown column "when".'),
    ],
)
def test_a_panel_that_is_wrong_is_refused_by_row(tmp_path, old, new, said):
    assert said in problems(write_case(tmp_path, FLAT, {1: 6}), "panel.csv", old, new)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("u1,2006", "u1,2000", "row 2, column start: u1 was treated before the panel starts (2000)."),
        ("u1,2006", "u1,1990", "was treated before the panel starts"),
        ("u1,2006", "u1,2011", "u1 starts in 2011, after the panel ends (2009)."),
        ("u1,2006", "u9,2006", "column unit: u9 is not in the panel."),
        ("u1,2006", "u1,2006-Q1", "2006-Q1 is a quarter, and the panel has years."),
        ("u1,2006", "u1,2006\nu1,2007", "row 3, column unit: names u1 again, after row 2."),
        ("u1,2006", "", "has no treated unit."),
    ],
)
def test_a_treatment_that_is_wrong_is_refused_by_row(tmp_path, old, new, said):
    assert said in problems(write_case(tmp_path, FLAT, {1: 6}), "treatment.csv", old, new)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('outcome = "wait"', 'outcome = "weight"', 'column outcome: the panel has no outcome "weight". The panel has'),
        ("smallest_effect = 0.5", "", "column smallest_effect: is missing."),
        ("smallest_effect = 0.5", "smallest_effect = -1", "column smallest_effect: Input should be greater than 0"),
        ('better = "lower"', 'better = "less"', "column better:"),
        ("written = 2020-01-15", "written = 2999-01-01", "which is yet to come"),
        ("smallest_effect = 0.5", "smallest_effect = 0.5\nanticipation = 6", "leaves no period before u1"),
        ("smallest_effect = 0.5", 'smallest_effect = 0.5\ndonors = "all"', "column donors: is no key of a protocol."),
        ("smallest_effect = 0.5", "smallest_effect = = 0.5", "is not TOML"),
        ("smallest_effect = 0.5", 'smallest_effect = 0.5\nspillover_neighbours = ["u7"]', "u7 is not in the panel."),
    ],
)
def test_a_protocol_that_is_wrong_is_refused_by_key(tmp_path, old, new, said):
    assert said in problems(write_case(tmp_path, FLAT, {1: 6}), "protocol.toml", old, new)


def test_every_problem_is_told_at_once(tmp_path):
    path = write_case(tmp_path, FLAT, {1: 6}, protocol=PROTOCOL)
    (tmp_path / "treatment.csv").write_text("unit,start\nu1,then\n", encoding="utf-8")
    said = problems(path, "panel.csv", "u0,2003,wait,3.0,", "u0,2003,wait,three,")
    assert "panel.csv, row 5" in said
    assert "treatment.csv, row 2" in said


def test_a_log_scale_wants_values_above_nought(tmp_path):
    path = write_case(tmp_path, FLAT, {1: 6}, more='scale = "log"\n')
    assert "asks for a log scale" in problems(path)
