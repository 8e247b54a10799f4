"""Drives that take longer in some hours: from a pack's table to what the simulation says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bluelight.area import load_area
from bluelight.response import simulate
from bluelight.response.ready import prepare
from bluelight.response.rules import left_out
from bluelight.response.rules.travel_periods import compile_pace, multipliers, scale_at

SHORT = {"days": 40, "warm_up_days": 2, "replications": 2, "seed": 9}
EVERY_DAY = (0.0, 24.0)


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


def with_periods(area, *rows):
    """Rows are service, weekdays, from, to, multiplier."""
    table = pd.DataFrame([[*row, "assumed", "", ""] for row in rows], columns=area.travel_periods.columns)
    return area.with_tables(travel_periods=table)


def mean_minutes(area, service, hours=None):
    table = simulate(area, **SHORT).measures
    grouping = "all" if hours is None else "hour"
    rows = table[(table["service"] == service) & (table["grouping"] == grouping) & (table["arrival"] == "first")]
    rows = rows[rows["clock"] == "mobilisation"]
    if hours is not None:
        rows = rows[rows["group"].astype(int).isin(hours)]
    return np.average(rows["mean_min"], weights=rows["n"])


def test_a_row_for_a_service_goes_before_one_for_all_hour_by_hour(area):
    weekdays = ("mon", "tue", "wed", "thu", "fri")
    slow = with_periods(
        area, ("fire", weekdays, 8.0, 9.0, 1.4), ("all", (), 7.0, 10.0, 1.2), ("all", (), 23.0, 2.0, 0.9)
    )
    fire, police = multipliers(slow, "fire"), multipliers(slow, "police")
    assert fire[[7, 8, 9, 10]].tolist() == [1.2, 1.4, 1.2, 1.0]
    assert police[[7, 8, 9, 10]].tolist() == [1.2, 1.2, 1.2, 1.0]
    assert fire[5 * 24 + 8] == 1.2  # Saturday
    assert police[[22, 23, 24, 25, 26, 0, 1]].tolist() == [1.0, 0.9, 0.9, 0.9, 1.0, 0.9, 0.9]
    assert multipliers(with_periods(area, ("fire", (), 8.0, 9.0, 1.4)), "police") is None


def test_without_periods_there_is_no_pace_and_the_report_says_so(area):
    assert prepare(area).scenario.rules.pace is None
    sentence = "Drives take as long at every hour of the day."
    assert sentence in left_out(area)
    slow = with_periods(area, ("all", (), 7.0, 10.0, 1.2))
    assert sentence not in left_out(slow)
    assert area.digest != slow.digest
    pace = prepare(slow).scenario.rules.pace
    kinds = prepare(slow).scenario.fleet.kinds
    np.testing.assert_allclose(pace[8], 1.2 * kinds["scale"])
    np.testing.assert_array_equal(pace[12], kinds["scale"])
    fire_alone = with_periods(area, ("fire", (), 8.0, 9.0, 2.0))
    only = compile_pace(fire_alone, (("fire", "pump"), ("police", "car")), {"fire": 1.1, "police": 1.0})
    assert only is not None
    assert only[8].tolist() == [2.2, 1.0]


def test_the_scale_of_a_moment_is_that_of_its_hour(area):
    ready = prepare(with_periods(area, ("all", (), 8.0, 9.0, 2.0)))
    kinds, pace = ready.scenario.fleet.kinds, ready.scenario.rules.pace
    time, kind = np.array([479.0, 480.0, 539.9, 540.0, np.nan]), np.zeros(5, np.int32)
    usual = kinds["scale"][0]
    np.testing.assert_allclose(scale_at(pace, kinds, kind, time), usual * np.array([1, 2, 2, 1, np.nan]))
    np.testing.assert_array_equal(scale_at(None, kinds, kind, time), np.full(5, usual))


def test_drives_are_longer_in_the_slow_hours_and_in_no_others(area):
    slow = with_periods(area, ("fire", (), 8.0, 20.0, 2.0))
    day, night = range(9, 20), [*range(21, 24), *range(8)]
    assert mean_minutes(slow, "fire", day) > 1.3 * mean_minutes(area, "fire", day)
    assert mean_minutes(slow, "fire", night) == pytest.approx(
        mean_minutes(area, "fire", night), rel=0.05
    )  # some are late from before


def test_a_period_of_one_changes_nothing_but_the_last_bit(area):
    same = with_periods(area, ("all", (), *EVERY_DAY, 1.0))
    ours, theirs = (simulate(a, **SHORT).measures for a in (same, area))
    np.testing.assert_allclose(ours["mean_min"], theirs["mean_min"], rtol=1e-9)
    np.testing.assert_array_equal(ours["n"], theirs["n"])
