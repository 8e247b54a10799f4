"""The chart of a fit's errors: fitted and held out told apart, every figure in the table, one year's luck drawn."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from bluelight.documents.charts import fit_errors
from bluelight.documents.charts.fitlog import log_errors, write_log_errors


def figures(**more):
    row = {
        "figure": "f", "name": "First engine, mean", "service": "fire", "period": "2024/25", "unit": "minutes",
        "role": "held out", "published": 8.0, "start": 7.5, "model": 8.2, "low": 7.9, "high": 8.5, "start_error": -6.25,
        "error": 2.5, "error_in": "percent", "within": True, "said": "+2.5%: within 5",
    }  # fmt: skip
    share = {"unit": "share", "published": 0.9, "model": 0.83, "low": 0.8, "high": 0.86, "error": -7.0}
    missed = share | {"error_in": "points", "within": False, "said": "-7.0 points: missed; not explained"}
    rows = [
        row | {"role": "fitted"},
        row | {"period": "2023/24"} | more,
        row | {"name": "Within ten minutes"} | missed | more,
        row | {"service": "ambulance", "role": "nothing fitted"},
    ]
    return pd.DataFrame(rows)


def test_it_says_how_many_held_out_figures_are_met_and_lists_them_all():
    chart = fit_errors("fire", figures())
    assert chart.title == "Fire: 1 of 2 figures that the fit has not seen are met"
    assert [row[2] for row in chart.table.rows] == ["Fitted", "Held out", "Held out"]
    assert "not explained" in str(chart.table.rows[2][5])
    assert "5% of a mean, 5 points of a share" in chart.summary
    assert "ambulance" not in chart.svg.lower()


def test_a_fit_of_one_replication_has_marks_without_intervals():
    svg = fit_errors("fire", figures(low=np.nan, high=np.nan)).svg
    assert svg.startswith("<svg")
    assert not re.search(r"\bNaN\b", svg)


def test_the_figures_are_said_in_the_picture():
    svg = fit_errors("fire", figures()).svg
    assert "Within ten minutes" in svg
    assert "held out: published 90.0%" in svg


def timings(**more):
    row = {
        "part": "turnout", "group": "all", "held_out_n": 400, "held_out_median_percent": 2.0,
        "held_out_median_percent_low": -1.5, "held_out_median_percent_high": 5.5, "held_out_mean_percent": -3.25,
        "held_out_below_p90": 0.88,
    }  # fmt: skip
    return pd.DataFrame(
        [
            row,
            row | {"group": "pump, day", "held_out_median_percent": -12.0, "held_out_median_percent_low": np.nan},
            row | {"group": "ladder, night", "held_out_median_percent": np.nan},
            row | {"part": "on_scene"} | more,
        ]
    )


def test_a_fitted_log_says_how_near_its_medians_are_to_calls_held_out():
    chart = log_errors("turnout", timings())
    assert chart.title == "Turnout: the fitted median is within 5% of the median held out in 1 of 2 groups"
    assert [row[0] for row in chart.table.rows] == ["All", "pump, day"]
    assert chart.table.rows[1][2] == "-12.0%"
    assert "400 held out; median off +2.0%" in chart.svg
    assert chart.table.rows[0][4] == "88%"
    assert not re.search(r"\bNaN\b", chart.svg)


def test_an_interval_with_nothing_held_out_has_no_chart(tmp_path):
    bare = timings(held_out_median_percent=np.nan)
    assert log_errors("on_scene", bare) is None
    assert [path.name for path in write_log_errors(bare, tmp_path)] == ["errors_turnout.svg"]
    assert {path.name for path in tmp_path.iterdir()} == {"errors_turnout.svg"}
