"""docs/methods/calibration.md runs, and says what the code and the pack say."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from bluelight.area import load_area
from bluelight.response import simulate
from bluelight.response.fitting import DECIMALS, STEP
from bluelight.response.judging import MEAN_PERCENT, SHARE_POINTS

PAGE = (Path(__file__).parents[2] / "docs" / "methods" / "calibration.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def herts():
    return load_area("hertfordshire")


def test_the_examples_run():
    test = doctest.DocTestParser().get_doctest(PAGE, {}, "calibration.md", "calibration.md", 0)
    assert len(test.examples) > 5
    assert doctest.DocTestRunner().run(test).failed == 0


def test_constants_are_those_of_the_code():
    assert f"a step of {STEP:.0%}" in PAGE
    assert DECIMALS == 3
    assert "rounded to three decimals" in PAGE
    assert f"met within {MEAN_PERCENT:g}%, a share within {SHARE_POINTS:g} points" in PAGE


def test_the_page_and_the_pack_give_the_same_scale(herts):
    (told,) = re.findall(r"The pack carries \*\*([0-9.]+)\*\*", PAGE)
    assert herts.parameter("travel_scale", "fire") == float(told)


def test_the_shipped_scale_still_meets_what_it_was_fitted_to(herts):
    model = simulate(herts, days=365, replications=2, seed=1, workers=2).published.groupby("figure")["value"].mean()
    fitted = herts.published[herts.published["fits"]]
    for figure, value in zip(fitted["figure"], fitted["value"], strict=True):
        assert model[figure] == pytest.approx(value, rel=MEAN_PERCENT / 100), figure


def test_the_table_holds_the_published_figures_of_the_pack(herts):
    rows = re.findall(
        r"^\| (?:\*fitted:\* )?(first|second|third|primary)[^|]* \| ([0-9.]+)(%| min) \|", PAGE, re.MULTILINE
    )
    told = sorted(round(float(value) / (100 if unit == "%" else 1), 3) for _, value, unit in rows)
    fire = herts.published[(herts.published["service"] == "fire")]
    measured = fire[fire["measure"].isin(["mean_min", "share_within"])]
    assert told == pytest.approx(sorted(measured["value"]), abs=0.004)
