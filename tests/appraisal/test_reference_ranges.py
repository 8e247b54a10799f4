"""Lines whose range nobody gave take it from what became of promises like them."""

from pathlib import Path
from typing import Any

import pytest
from tests.appraisal.appraisal_lines import line, settings

from bluelight.appraisal import LineItem, appraise
from bluelight.appraisal.reading import read_lines
from bluelight.errors import InputError
from bluelight.register import Observation, load_register, observations, reference_class

SEEN = observations(load_register())


def asking(mode: float, **fields: Any) -> LineItem:
    return line(**{"mode": mode, "low": None, "high": None, "theme": "control-room", **fields})


def ranged(given: LineItem, observed: tuple[Observation, ...] | None = None) -> LineItem:
    [found] = appraise([given], settings(), observed=observed).lines_of("share")
    return found


def test_a_saving_without_a_range_takes_that_of_its_class() -> None:
    whole = reference_class(SEEN, "control-room", "saving")
    assert whole is not None
    found = ranged(asking(40_000.0))
    assert (found.low, found.mode, found.high) == pytest.approx(
        (40_000 * whole.low, 40_000 * whole.mode, 40_000 * whole.high)
    )
    assert found.range_basis == "reference_class"
    assert found.basis == "assumed"
    assert whole.words in found.note
    assert "40,000 stated" in found.note
    assert "7 pairs of the register of collaborations" in found.source


def test_a_cost_is_dearer_at_its_low_end() -> None:
    whole = reference_class(SEEN, "control-room", "cost")
    assert whole is not None
    found = ranged(asking(-1000.0, category="transition"))
    assert (found.low, found.mode, found.high) == pytest.approx(
        (-1000 * whole.high, -1000 * whole.mode, -1000 * whole.low)
    )


def test_where_optimism_bias_sets_the_middle_the_class_gives_the_spread_alone() -> None:
    whole = reference_class(SEEN, "control-room", "cost")
    assert whole is not None
    found = ranged(asking(-1000.0, category="capital", asset_type="standard_buildings"))
    assert found.mode == -1000.0
    assert found.low == pytest.approx(-1000 * whole.high / whole.median)
    assert found.high == pytest.approx(-1000 * whole.low / whole.median)


def test_optimism_bias_is_never_on_a_saving() -> None:
    [money] = appraise([asking(1000.0)], settings()).options["share"].lines
    assert money.uplift == 1.0


def test_a_range_that_was_given_is_left_alone() -> None:
    given = line(low=900.0, mode=1000.0, high=1100.0, theme="control-room")
    assert ranged(given) == given


def test_what_has_its_range_from_a_class_keeps_it() -> None:
    once = ranged(asking(1000.0))
    assert ranged(once) == once


def test_the_register_at_hand_is_the_one_that_is_asked() -> None:
    own = Observation(
        "here", "control-room", "saving", "m", "OUTTURN", 0.5, 0.5, "https://a.uk/1", "https://a.uk/2", ""
    )
    found = ranged(asking(1000.0), observed=(own,) * 5)
    assert (found.low, found.mode, found.high) == (500.0, 500.0, 500.0)
    assert found.basis == "assumed"  # as its own figure is


def test_the_classes_that_acted_are_told() -> None:
    lines = [asking(1000.0), asking(-10.0, id="cost", category="transition"), line("given", amount=5.0)]
    found = appraise(lines, settings()).reference_classes
    assert [(c.theme, c.measure_class) for c in found] == [("control-room", "saving"), ("control-room", "cost")]


def test_the_same_value_whether_the_class_or_the_planner_gave_the_range() -> None:
    found = ranged(asking(1000.0))
    stated = line(low=found.low, mode=found.mode, high=found.high)
    by_class, by_hand = (appraise([x], settings()).options["share"].npsv for x in (asking(1000.0), stated))
    assert by_class == by_hand


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"theme": "magic"}, "line 'saving' of option 'share' has the unknown theme 'magic'"),
        ({"theme": None}, "its range is not whole: give low and high, or leave out both and name a theme"),
        ({"low": 1.0}, "line 'saving' of option 'share': its range is not whole"),
        ({"low": 1.0, "high": 3.0, "range_basis": "asked"}, "asks for a range and gives one"),
        ({"low": 2.0, "high": 2.0, "range_basis": "asked", "theme": None}, "names no theme"),
    ],
)
def test_half_a_range_or_no_theme_is_refused(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        ranged(asking(2.0, **fields))


def test_a_register_without_such_pairs_says_that_a_range_is_needed() -> None:
    with pytest.raises(InputError, match="has no range, and the register holds no pair of its kind"):
        ranged(asking(2.0), observed=())


def test_a_table_may_leave_both_ends_empty(tmp_path: Path) -> None:
    header = "id,option,label,organisation,category,benefit_class,low,mode,high,price_year,start_year,end_year,basis,"
    header += "source,theme"
    row = "a,share,A saving,fire,saving,cash_releasing,,500,,2024,2026,2030,assumed,finance officers,procurement"
    (tmp_path / "lines.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    [found] = read_lines(tmp_path / "lines.csv")
    assert found.range_basis == "asked"
    assert ranged(found).high == pytest.approx(500 * 1.39, rel=0.01)
