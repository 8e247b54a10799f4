"""What is published beside the model, and what follows from it."""

from __future__ import annotations

import numpy as np
import pytest

from bluelight.area import load_area
from bluelight.response import calibration_table, off_services, simulate


@pytest.fixture(scope="module")
def area(littleham):
    return load_area(littleham)


@pytest.fixture(scope="module")
def performance(area):
    return simulate(area, days=60, replications=2, seed=1)


def _published_as(area, performance, **factors):
    """The area with published figures that are the model's times a factor."""
    model = performance.published.groupby("figure")["value"].mean()
    published = area.published.copy()
    for figure, factor in factors.items():
        published.loc[published["figure"] == figure, "value"] = model[figure] * factor
    return area.with_tables(published=published)


def test_a_tenth_is_the_line_and_only_judging_figures_count(area, performance):
    table = calibration_table(
        _published_as(
            area, performance, first_engine_mean=1.09, second_engine_mean=0.89, first_engine_within=2.0, c2_mean=1.0
        ),
        performance,
    ).set_index("figure")
    assert not table.loc["first_engine_mean", "off"]
    assert table.loc["first_engine_mean", "difference_percent"] == pytest.approx(100 * (1 / 1.09 - 1))
    assert table.loc["first_engine_mean", "verdict"] == "agrees within a tenth: 8.3% below"
    assert table.loc["second_engine_mean", "off"]
    assert table.loc["second_engine_mean", "verdict"] == "off: 12% above"
    assert not table.loc["first_engine_within", "off"]
    assert table.loc["first_engine_within", "verdict"] == "50% below; not used to judge"
    assert table.loc["c2_mean", "low"] < table.loc["c2_mean", "published"] < table.loc["c2_mean", "high"]


def test_services_are_kept_out_of_headlines_with_the_reason(area, performance):
    known = _published_as(area, performance, first_engine_mean=1.0, second_engine_mean=1.0, c2_mean=4.0)
    caveats = off_services(calibration_table(known, performance))
    assert caveats["fire"] is None
    assert caveats["police"].startswith("Nothing published to compare with")
    assert "Category 2, mean (2024/25)" in caveats["ambulance"]


def test_figures_that_the_model_cannot_give_are_context(area, performance):
    published = area.published.copy()
    published["measure"] = "context"
    context = simulate(area.with_tables(published=published), days=2, replications=2, seed=1)
    table = calibration_table(area.with_tables(published=published), context)
    assert table["model"].isna().all()
    assert (table["verdict"] == "for context: the model gives no such figure").all()
    assert not table["off"].any()
    assert all(caveat is not None for caveat in off_services(table).values())


def test_a_published_zero_has_no_percentage(area, performance):
    table = calibration_table(_published_as(area, performance, c2_mean=0.0), performance).set_index("figure")
    assert np.isnan(table.loc["c2_mean", "difference_percent"])
    assert table.loc["c2_mean", "verdict"] == "published as zero: no percentage to give"
    assert not table.loc["c2_mean", "off"]
