"""Intervals over replications, and paired differences."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from bluelight.errors import BluelightError
from bluelight.response import Performance, compare, estimates


def _performance(means, **settings):
    measures = pd.DataFrame(
        {
            "replication": range(len(means)),
            "service": "fire",
            "grouping": "all",
            "group": "all",
            "arrival": "first",
            "clock": "call",
            "n": [100] * len(means),
            "mean_min": means,
            "median_min": means,
            "p90_min": means,
            "within_share": np.nan,
            "waited_share": 0.1,
        }
    )
    empty = pd.DataFrame()
    given = {"area_id": "a", "days": 10, "replications": len(means), "seed": 1, "warm_up_days": 2, **settings}
    return Performance(**given, measured=lambda: measures, units=empty, curves=empty, first=empty, published=empty,
                       standards=empty)  # fmt: skip


def test_an_estimate_has_students_interval():
    values = [6.0, 7.0, 8.5, 7.5]
    row = estimates(_performance(values)).iloc[0]
    low, high = stats.t.interval(0.95, 3, loc=np.mean(values), scale=stats.sem(values))
    assert row["n"] == 100
    assert (row["mean_min"], row["mean_low"], row["mean_high"]) == pytest.approx((np.mean(values), low, high))
    assert np.isnan(row["within_share"])
    assert np.isnan(row["within_low"])
    assert row["waited_low"] == pytest.approx(0.1)


def test_one_replication_has_no_interval():
    row = estimates(_performance([6.0])).iloc[0]
    assert row["mean_min"] == 6.0
    assert np.isnan(row["mean_low"])


def test_differences_are_paired():
    base, option = _performance([6.0, 9.0, 12.0]), _performance([5.0, 8.2, 10.8])
    row = compare(base, option).iloc[0]
    low, high = stats.ttest_rel([5.0, 8.2, 10.8], [6.0, 9.0, 12.0]).confidence_interval(0.95)
    assert (row["mean_min"], row["mean_low"], row["mean_high"]) == pytest.approx((-1.0, low, high))
    assert row["waited_share"] == 0


def test_a_missing_replication_is_left_out_of_both():
    option = _performance([5.0, 8.2, 10.8])
    option = dataclasses.replace(option, measured=lambda rows=option.measures.iloc[1:]: rows)
    assert compare(_performance([6.0, 9.0, 12.0]), option).iloc[0]["mean_min"] == pytest.approx(-1.0)


@pytest.mark.parametrize("setting", ["seed", "days", "warm_up_days"])
def test_other_calls_are_refused(setting):
    with pytest.raises(BluelightError, match="Simulate both on the same calls"):
        compare(_performance([1.0, 2.0]), _performance([1.0, 2.0], **{setting: 77}))
