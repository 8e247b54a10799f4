"""Figures in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.documents import words
from bluelight.studies.results import Estimate, MoneyRange

minutes = st.floats(-500, 500, allow_nan=False)
pounds = st.floats(-5e9, 5e9, allow_nan=False)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "£0"),
        (85.4, "£85"),
        (1234, "£1,200"),
        (-43_210, "£43,000"),
        (998_000, "£1,000,000"),
        (1_000_000, "£1 million"),
        (1_234_567, "£1.2 million"),
        (123_456_789, "£123 million"),
        (999_600_000, "£1 billion"),
        (2_345_000_000, "£2.35 billion"),
    ],
)
def test_money_is_rounded_to_what_a_reader_can_use(amount: float, said: str) -> None:
    assert words.money(amount) == said


def test_money_says_its_sign_in_words() -> None:
    assert words.money_change(-700_000) == "costs £700,000"
    assert words.money_change(700_000) == "saves £700,000"
    assert words.money_change(0.3) == "no cost or saving"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-300_000, 1_200_000, "costs £300,000 to saves £1.2 million"),
        (300_000, 1_200_000, "saves £300,000 to £1.2 million"),
        (-1_200_000, -300_000, "costs £300,000 to £1.2 million"),
        (0, 1_200_000, "saves nothing to £1.2 million"),
        (0, 0, "no cost or saving"),
        (500_100, 500_200, "saves £500,000"),
    ],
)
def test_a_range_of_money_keeps_both_signs(low: float, high: float, said: str) -> None:
    assert words.money_range(MoneyRange(p10=low, p50=(low + high) / 2, p90=high)) == said


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (7 + 4 / 60, "7 minutes 4 seconds"),
        (1, "1 minute"),
        (1 / 60, "1 second"),
        (0, "0 seconds"),
        (0.999, "1 minute"),
        (120, "2 hours"),
        (100.4, "1 hour 40 minutes"),
    ],
)
def test_durations_are_minutes_and_seconds(time: float, said: str) -> None:
    assert words.duration(time) == said


def test_short_durations_keep_their_units() -> None:
    assert words.duration(7 + 4 / 60, short=True) == "7 min 4 s"


def test_a_change_across_zero_is_not_claimed() -> None:
    unsure = Estimate(value=0.2, low=-0.1, high=0.5)
    assert not words.detectable(unsure)
    assert words.time_change(unsure) == "no detectable change (6 seconds faster to 30 seconds slower)"


def test_a_detectable_change_names_its_direction_once_with_its_interval() -> None:
    assert words.time_change(Estimate(value=0.2, low=0.1, high=0.3)) == "12 seconds slower (6 seconds to 18 seconds)"
    assert (
        words.time_change(Estimate(value=-1, low=-1.5, high=-0.5))
        == "1 minute faster (30 seconds to 1 minute 30 seconds)"
    )


def test_a_change_below_a_second_is_said_to_be_so() -> None:
    assert words.time_change(Estimate(value=0.005, low=0.003, high=0.007)) == "less than a second slower"


def test_dates_are_written_out() -> None:
    assert words.dated("Standard, as of 2026-04-16") == "Standard, as of 16 April 2026"
    assert words.dated("2026-13-16 and 12026-04-166") == "2026-13-16 and 12026-04-166"


def test_a_time_and_a_share_stay_within_what_they_can_be() -> None:
    assert words.time_estimate(Estimate(value=1, low=-1, high=3)) == "1 min (0 s to 3 min)"
    assert words.share_estimate(Estimate(value=0.98, low=0.9, high=1.1)) == "98.0% (90.0% to 100.0%)"


def test_what_is_missing_is_not_known() -> None:
    assert words.time_change(None) == words.NOT_KNOWN
    assert words.share_change(None) == words.NOT_KNOWN
    assert words.share_estimate(None) == words.NOT_KNOWN


def test_shares_change_in_calls_of_every_hundred() -> None:
    assert words.share_change(Estimate(value=-0.012, low=-0.02, high=-0.004)) == "1.2 fewer of every 100 (0.4 to 2.0)"
    assert words.share_change(Estimate(value=0.01, low=-0.01, high=0.03)) == words.NO_CHANGE


def test_chances_never_claim_certainty() -> None:
    assert words.chance(1.0) == "more than 99 in 100"
    assert words.chance(0.0) == "less than 1 in 100"
    assert words.chance(0.93) == "93 in 100"


def test_lists_counts_and_years() -> None:
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.count(1, "zone") == "1 zone"
    assert words.count(4620, "zone") == "4,620 zones"
    assert words.financial_year(2099) == "2099/00"
    assert words.sentence("it works") == "It works."


@given(minutes)
def test_slower_and_faster_never_swap(change: float) -> None:
    said = words.slower(change)
    assert ("slower" in said) == (round(change * 60) > 0)
    assert ("faster" in said) == (round(change * 60) < 0)


@given(minutes, minutes, minutes)
def test_an_interval_that_holds_zero_never_reads_as_a_finding(a: float, b: float, c: float) -> None:
    low, value, high = sorted((a, b, c))
    said = words.time_change(Estimate(value=value, low=low, high=high))
    if low <= 0 <= high:
        assert said.startswith(words.NO_CHANGE)
    elif round(value * 60) == 0:
        assert said.startswith("less than a second")
    else:
        assert said.startswith(words.slower(value))


@given(pounds)
def test_money_is_within_six_percent_of_what_it_says(amount: float) -> None:
    text = words.money(amount)
    number, _, size = text.removeprefix("£").partition(" ")
    said = float(number.replace(",", "")) * {"": 1, "million": 1e6, "billion": 1e9}[size]
    assert said == pytest.approx(abs(amount), rel=0.06, abs=0.5)
