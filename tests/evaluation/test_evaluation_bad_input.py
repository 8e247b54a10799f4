"""What goes wrong with real files, one by one: a clear refusal, or a stated consequence for the rating."""

from datetime import UTC, datetime

import numpy as np
import pytest
from tests.evaluation.panels import autocorrelated, write_case

from bluelight.errors import BluelightError
from bluelight.evaluation import load_case
from bluelight.evaluation.run import evaluate, ready
from bluelight.evaluation.seen import note

FEWEST = "permutations = 200\n"


def table(units=22, periods=14, seed=2):
    return 10 + 0.2 * (autocorrelated(np.random.default_rng(seed), units, periods, 0.4) - 10)


def refusal(path):
    with pytest.raises(BluelightError) as refused:
        ready(load_case(path))
    return str(refused.value)


def changed(path, file, old, new):
    text = (path.parent / file).read_text(encoding="utf-8")
    assert old in text
    (path.parent / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_gap_names_the_unit_and_the_period(tmp_path):
    values = table()
    values[3, 5] = np.nan
    assert 'panel.csv, column value: has no "wait" of u3 for 2005.' in refusal(write_case(tmp_path, values, {0: 10}))


def test_a_duplicate_names_both_rows(tmp_path):
    path = write_case(tmp_path, table(), {0: 10})
    assert "again, after row 2. Keep one of the two." in refusal(changed(path, "panel.csv", "u0,2001,", "u0,2000,"))


def test_a_unit_treated_before_the_panel_starts_has_no_before(tmp_path):
    path = changed(write_case(tmp_path, table(), {0: 10}), "treatment.csv", "u0,2010", "u0,1999")
    assert "u0 was treated before the panel starts (2000)." in refusal(path)


def test_a_panel_in_which_all_are_always_treated_has_no_comparison(tmp_path):
    path = write_case(tmp_path, table(), dict.fromkeys(range(22), 0))
    assert "u21 was treated before the panel starts" in refusal(path)
    later = write_case(tmp_path / "later", table(), dict.fromkeys(range(22), 9))
    said = refusal(later)
    assert "No method can tell an effect from chance" in said
    assert "8 comparators (there are none)" in said


def test_two_periods_say_how_many_would_be_enough(tmp_path):
    said = refusal(write_case(tmp_path, table(periods=2), {0: 1}))
    assert "8 periods before the start (there is 1)" in said


@pytest.mark.parametrize("text", ["ten", "1,5", "5 min", "£3", "12%", "--"])
def test_text_in_a_number_names_the_row(tmp_path, text):
    path = write_case(tmp_path, np.full((22, 14), 3.0), {0: 10})
    said = refusal(changed(path, "panel.csv", "u0,2003,wait,3.0,", f'u0,2003,wait,"{text}",'))
    assert f"row 5, column value: '{text}' is not a number." in said


@pytest.mark.parametrize(
    ("breaks", "passed", "verdict"),
    [
        ({(5, 7)}, False, None),  # some series and not others: a level lower
        ({(unit, 7) for unit in range(22)}, True, None),  # all at once: comparisons hold
        ({(0, 10)}, False, "cannot tell"),  # the treated unit's own, at its start
    ],
)
def test_a_definition_changed_half_way_costs_a_level_or_the_verdict(tmp_path, breaks, passed, verdict):
    values = table()
    values[0, 10:] -= 1.5
    found = evaluate(load_case(write_case(tmp_path, values, {0: 10}, breaks=breaks, more=FEWEST)))
    check = next(check for check in found.checks if check.id == "breaks")
    assert check.passed is passed
    assert any("measured in the same way" in reason for reason in found.rating.maryland_reasons) is not passed
    assert verdict is None or found.verdict == verdict


def test_a_protocol_changed_after_the_data_were_seen_is_shown_and_costs_a_level(tmp_path):
    values = table()
    values[0, 10:] -= 1.5
    path = write_case(tmp_path, values, {0: 10}, more=FEWEST)
    first = evaluate(load_case(path), note(path, "evaluated", load_case(path).hashes, datetime(2026, 1, 1, tzinfo=UTC)))
    changed(path, "protocol.toml", "smallest_effect = 0.5", "smallest_effect = 0.4")
    again = evaluate(load_case(path), note(path, "evaluated", load_case(path).hashes, datetime(2026, 1, 2, tzinfo=UTC)))
    assert not first.asked.changed_after_seen
    assert again.asked.changed_after_seen
    assert again.rating.maryland == first.rating.maryland - 1
    assert any("changed after the data had been evaluated" in reason for reason in again.rating.maryland_reasons)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("u0,2010,lots\nu1,2010,1\n", "row 2, column dose: 'lots' is not a number above 0."),
        ("u0,2010,0\nu1,2010,1\n", "row 2, column dose: '0' is not a number above 0."),
        ("u0,2010,2\nu1,2010,\n", "row 3, column dose: gives no dose of u1, and one of others."),
    ],
)
def test_a_dose_that_is_none_is_refused(tmp_path, rows, said):
    path = write_case(tmp_path, table(), {0: 10})
    (tmp_path / "treatment.csv").write_text(f"unit,start,dose\n{rows}", encoding="utf-8")
    assert said in refusal(path)


def test_doses_that_differ_are_told_with_what_the_average_is_then_of(tmp_path):
    path = write_case(tmp_path, table(), {0: 10}, more=FEWEST)
    (tmp_path / "treatment.csv").write_text("unit,start,dose\nu0,2010,1\nu1,2010,3\n", encoding="utf-8")
    found = evaluate(load_case(path))
    check = next(check for check in found.checks if check.id == "dose")
    assert "Doses run from 1 to 3, 2 on average." in check.finding
    assert "not the effect of one unit of dose" in check.finding
    assert f"{found.estimate.effect / 2:+.3g} minutes" in check.finding
