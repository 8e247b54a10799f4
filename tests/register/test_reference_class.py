"""What became of promises: the class of a theme and measure, held to what must be true of any register."""

import doctest
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.register.make_registers import with_evaluation

from bluelight.register import Observation, load_register, observations, reference_class
from bluelight.register.reference_class import GAINS, MEASURES, MeasureClass, rules

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "reference-class.md"
SEEN = observations(load_register())
GRADES = st.sampled_from(["OUTTURN", "CLAIM", "INTERIM", "REFORECAST", "NOT COMPARABLE"])
THEMES = st.sampled_from(["control-room", "fleet", "procurement"])
VALUES = st.floats(0, 5)


def pair(value: float, theme: str = "fleet", grade: str = "OUTTURN", measure: str = "saving") -> Observation:
    return Observation(
        "somewhere", theme, measure, "a measure", grade, value, value, "https://a.uk/1", "https://a.uk/2", ""
    )


pairs = st.builds(pair, VALUES, THEMES, GRADES, st.sampled_from(MEASURES))
proven = st.builds(pair, VALUES, THEMES, st.sampled_from(["OUTTURN", "CLAIM"]))


def ends(seen: list[Observation], measure: MeasureClass = "saving") -> tuple[float, float, float] | None:
    whole = reference_class(seen, "fleet", measure)
    return None if whole is None else (whole.low, whole.mode, whole.high)


@given(st.lists(pairs, max_size=12), st.sampled_from(MEASURES), st.randoms())
def test_the_order_of_the_pairs_does_not_matter(
    seen: list[Observation], measure: MeasureClass, luck: random.Random
) -> None:
    mixed = seen[:]
    luck.shuffle(mixed)
    assert ends(seen, measure) == ends(mixed, measure)


@given(st.lists(proven, min_size=1, max_size=12))
def test_its_ends_are_in_order_and_no_further_out_than_what_was_seen_and_the_haircut(seen: list[Observation]) -> None:
    low, mode, high = ends(seen) or (1, 0, 0)
    values = [found.low or 0.0 for found in seen]
    assert low <= mode <= high <= max(values)
    assert low >= min(values) * (1 - rules().haircut)


@given(st.lists(proven, min_size=1, max_size=12), VALUES, st.sampled_from(["OUTTURN", "CLAIM"]))
def test_a_pair_beyond_an_end_never_draws_that_end_in(seen: list[Observation], by: float, grade: str) -> None:
    """As long as the class rests on the same pool: with a fifth pair of its own a theme may stand alone, rightly."""
    others = [replace(found, theme="procurement") for found in seen]
    low, _, high = ends(others) or (0, 0, 0)
    seen_low = low / (1 - rules().haircut)
    more = ends([*others, pair(high + by, "procurement", grade)])
    less = ends([*others, pair(max(0.0, seen_low - by), "procurement", grade)])
    assert more is not None
    assert more[2] >= high
    assert less is not None
    assert less[0] <= low + 1e-12


@given(st.lists(pairs, max_size=12), VALUES, st.sampled_from(["INTERIM", "REFORECAST", "NOT COMPARABLE"]))
def test_a_forecast_again_is_never_an_outturn(seen: list[Observation], value: float, grade: str) -> None:
    assert ends(seen) == ends([*seen, pair(value, grade=grade)])


@given(st.lists(pairs, max_size=12), VALUES, st.sampled_from(["cost", "date", "receipt"]))
def test_measures_are_never_pooled(seen: list[Observation], value: float, measure: str) -> None:
    assert ends(seen) == ends([*seen, pair(value, measure=measure)])


@given(st.lists(proven, min_size=5, max_size=10))
def test_pooling_only_widens(seen: list[Observation]) -> None:
    """The same pairs as a theme's own and as another's: the pooled class holds the other."""
    own = ends([replace(found, theme="fleet") for found in seen])
    pooled = ends([replace(found, theme="procurement") for found in seen])
    assert own is not None
    assert pooled is not None
    assert pooled[0] <= own[0]
    assert pooled[1] <= own[1]
    assert pooled[2] == own[2]


@given(st.lists(st.tuples(VALUES, st.sampled_from(["OUTTURN", "CLAIM"])), min_size=5, max_size=9))
@settings(max_examples=50)
def test_the_quantiles_are_those_of_pairs_repeated_by_their_weight(values: list[tuple[float, str]]) -> None:
    """The slow obvious way: an outturn counts as two claims, so write it down twice and count."""
    written = sorted(value for value, grade in values for _ in range(2 if grade == "OUTTURN" else 1))
    whole, tenth = len(written), len(written) / 10
    low = min(x for x in written if sum(y <= x for y in written) >= tenth)
    high = max(x for x in written if sum(y >= x for y in written) >= tenth)
    middle = (written[(whole - 1) // 2] + written[whole // 2]) / 2
    assert ends([pair(value, grade=grade) for value, grade in values]) == pytest.approx((low, middle, high))


def test_a_theme_with_five_pairs_of_its_own_stands_alone() -> None:
    four = [pair(value) for value in (0.5, 0.6, 0.7, 0.8)]
    other = [pair(3.0, "procurement")]
    pooled = reference_class([*four, *other], "fleet", "saving")
    alone = reference_class([*four, pair(0.9), *other], "fleet", "saving")
    assert pooled is not None
    assert pooled.pooled
    assert pooled.number == 5
    assert pooled.own == 4
    assert "fewer than 5, so all themes are pooled: 5 pairs (5 outturns); a haircut of 25%, assumed" in pooled.words
    assert alone is not None
    assert not alone.pooled
    assert alone.haircut == 0
    assert (alone.low, alone.mode, alone.high) == (0.5, 0.7, 0.9)
    assert "haircut" not in alone.words


def test_a_claim_weighs_half_an_outturn() -> None:
    whole = reference_class([pair(0.0), pair(1.0, grade="CLAIM"), *[pair(1.0, grade="CLAIM")] * 2], "fleet", "saving")
    assert whole is not None
    assert whole.weight == 2.5
    assert whole.median == 1.0


def test_a_range_stands_at_both_its_ends() -> None:
    late = [replace(pair(8.0, measure="date"), high=18.0)]
    assert ends(late, "date") == pytest.approx((8.0, 13.0 * 1.25, 18.0 * 1.25))


def test_no_pair_no_class() -> None:
    assert reference_class([pair(1.0, grade="REFORECAST")], "fleet", "saving") is None


@pytest.mark.parametrize("measure", MEASURES)
def test_every_class_of_the_shipped_register_says_what_it_rests_on(measure: MeasureClass) -> None:
    whole = reference_class(SEEN, "control-room", measure)
    assert whole is not None
    assert whole.pooled
    assert {found.grade for found in whole.used} <= {"OUTTURN", "CLAIM"}
    assert {found.measure_class for found in whole.used} == {measure}
    assert {found.grade for found, _ in whole.left_out} <= {"INTERIM", "REFORECAST", "NOT COMPARABLE"}
    assert all(why for _, why in whole.left_out)
    assert f"{whole.number} pairs" in whole.words
    assert all(url.startswith("http") for url in whole.sources)
    assert (whole.mode < whole.median) == (measure in GAINS)


def test_dates_are_months_late_as_the_claims_say() -> None:
    dates = {found.collaboration: (found.low, found.high) for found in SEEN if found.measure_class == "date"}
    assert dates["thames-valley-fire-control"] == (12, 12)
    assert dates["south-west-yorkshire-linked-fire-control"] == (8, 18)


def test_its_page_says_the_rules() -> None:
    text = PAGE.read_text(encoding="utf-8")
    weights = {
        name: float(weight) for name, weight in re.findall(r"^\| `([A-Z ]+)` \| ([\d.]+) \|", text, re.MULTILINE)
    }
    assert weights == rules().weights
    assert f"fewer than {rules().needed} of them" in text
    assert f"h = {rules().haircut:g}$" in text
    counts = {m: sum(found.measure_class == m and rules().weights[found.grade] > 0 for found in SEEN) for m in MEASURES}
    assert f"{counts['saving']} pairs of savings, {counts['cost']} of costs, {counts['date']} of dates" in text
    assert f"{counts['receipt']} of receipts have an outturn or a claim" in text
    result = doctest.testfile(str(PAGE), module_relative=False)
    assert result.attempted > 5
    assert result.failed == 0


def test_what_an_evaluation_found_is_weighed_with_its_interval_and_takes_the_place_of_the_pair_of_its_claim() -> None:
    shipped = load_register()
    promise = next(
        claim
        for entry in shipped.collaborations
        for claim in entry.claims
        if claim.state == "forecast" and claim.unit == "GBP" and claim.amount and not claim.amount_max and claim.pair
    )
    slug = promise.id.split("/")[0]
    for verdict, grade in (("better", "EVALUATION"), ("cannot tell", "UNDECIDED")):
        told = with_evaluation(shipped, promise.id, verdict, (0.5, 0.2, 0.8), "GBP")
        seen = [found for found in observations(told) if found.collaboration == slug]
        assert [(found.low, found.high) for found in seen if found.grade == grade] == [
            (pytest.approx(0.2), pytest.approx(0.8))
        ]
        assert any(found.grade == "SUPERSEDED" for found in seen)
        whole = reference_class(observations(told), "fleet", "saving")
        assert whole is not None
        used = [found.grade for found in whole.used]
        assert used.count("EVALUATION") == (verdict == "better")
    other_unit = observations(with_evaluation(shipped, promise.id, "better", (0.5, 0.2, 0.8), "hours"))
    assert next(found for found in other_unit if found.grade == "EVALUATION").low is None
