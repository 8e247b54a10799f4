"""Tornado and switching values: what moves the answer, and where it changes."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.appraisal.appraisal_lines import FIRST_YEAR, line, settings

from bluelight.appraisal import LineItem, appraise, switching_values, tornado

SMALL = hypothesis_settings(max_examples=25, deadline=None)
WORKS = {"category": "capital", "asset_type": "standard_buildings", "end_year": FIRST_YEAR}


def estate() -> list[LineItem]:
    return [
        line("works", low=-9000, mode=-6000, high=-5000, works_months=12, **WORKS),
        line("running", low=500, mode=1000, high=1200, start_year=2027, depends_on="works"),
        line("sale", amount=800, category="receipt", disposal="depot", start_year=2028, end_year=2028),
        line("late", amount=-1000, category="risk", likelihood=0.25, start_year=2027, end_year=2027),
    ]


def at_mode(lines: list[LineItem], **given: object) -> float:
    return appraise(lines, settings(**given)).options["share"].worth["cash"].at_mode


def changed(lines: list[LineItem], id: str, amount: float) -> list[LineItem]:
    same = {"low": amount, "mode": amount, "high": amount}
    return [item.model_copy(update=same) if item.id == id else item for item in lines]


def test_each_end_is_the_value_with_that_line_there() -> None:
    found = {swing.name: swing for swing in tornado(appraise(estate(), settings()), "share")}
    assert found["works"].at_low == pytest.approx(at_mode(changed(estate(), "works", -9000)))
    assert found["works"].at_high == pytest.approx(at_mode(changed(estate(), "works", -5000)))
    assert found["running"].at_low == pytest.approx(at_mode(changed(estate(), "running", 500)))
    assert found["works"].at_mode == pytest.approx(at_mode(estate()))
    assert "sale" not in found  # it has no range


def test_it_holds_more_than_money() -> None:
    found = {swing.name: swing for swing in tornado(appraise(estate(), settings()), "share")}
    assert {"bias", "delay", "rate", "risks"} <= set(found)
    managed = {"optimism_bias_mitigation": 22 / 24, "duration_mitigation": 0.75, "mitigation_evidence": "x"}
    assert found["bias"].at_high == pytest.approx(at_mode(estate(), **managed))  # 2% and 1%: the lower bounds
    assert found["bias"].at_low == pytest.approx(at_mode(estate()))
    assert found["rate"].at_high == pytest.approx(at_mode(estate(), schedule="lower_rate"))
    assert found["risks"].at_low == pytest.approx(at_mode(estate()) - 750 / 1.035)
    late = [
        item.model_copy(update={"start_year": item.start_year + 1, "end_year": item.end_year + (item.id == "sale")})
        if item.id in ("running", "sale")
        else item
        for item in estate()
    ]
    assert found["delay"].at_low == pytest.approx(at_mode(late))


def test_lines_that_move_together_are_shown_together() -> None:
    lines = [line(n, low=0, mode=50, high=100, correlation_group="estate") for n in "ab"]
    widest = tornado(appraise(lines, settings()), "share")[0]
    assert (widest.kind, widest.name) == ("group", "estate")


def test_a_switching_value_put_back_in_gives_zero() -> None:
    appraisal = appraise(estate(), settings())
    found = {(s.against, s.name): s for s in switching_values(appraisal, "share")}
    for name in ("works", "running"):
        assert at_mode(changed(estate(), name, found["zero", name].at)) == pytest.approx(0, abs=1e-6)
    assert not found["zero", "running"].within or found["zero", "running"].at <= 1200
    gains = found["zero", "gains"].at
    scaled = changed(changed(estate(), "running", 1000 * gains), "sale", 800 * gains)
    assert at_mode(scaled) == pytest.approx(0, abs=1e-6)
    assert found["zero", "late"].at is None or found["zero", "late"].at <= 0


def test_the_internal_rate_of_return() -> None:
    lines = [
        line("paid", amount=-100, category="transition", end_year=2026),
        line("gain", amount=30, start_year=2027, end_year=2031),
    ]
    found = {s.name: s for s in switching_values(appraise(lines, settings()), "share")}
    rate = found["rate"].at / 100
    assert -100 + sum(30 / (1 + rate) ** year for year in range(1, 6)) == pytest.approx(0, abs=1e-9)
    assert found["delay"].at == pytest.approx(1.0, abs=1.0)


def test_the_green_books_land() -> None:
    # Box 12: 39 acres from 30,659 to 200,000 pounds, 1.4 million wider, 10 million paid. Zero at 251,172 an acre.
    lines = [
        line("future", amount=39 * 200_000, category="receipt", disposal="land", end_year=2026),
        line("existing", amount=-39 * 30_659, category="transition", end_year=2026),
        line("wider", amount=1.4e6, benefit_class="societal", end_year=2026),
        line("paid", amount=-10e6, category="transition", end_year=2026),
    ]
    found = {s.name: s for s in switching_values(appraise(lines, settings(measure="social")), "share")}
    assert found["future"].at / 39 == pytest.approx(251_172, abs=1)
    assert found["future"].change == pytest.approx(251_172 / 200_000 - 1, abs=1e-5)


def test_the_order_of_two_options_switches_where_they_are_worth_the_same() -> None:
    lines = [
        line("own", option="first", amount=100),
        line("other", option="second", amount=80),
        *(line("shared", option=option, amount=-10, category="running_cost") for option in ("first", "second")),
    ]
    found = {(s.against, s.name): s for s in switching_values(appraise(lines, settings()), "first")}
    assert found["second", "own"].at == pytest.approx(80)
    assert found["second", "shared"].at is None  # it moves both alike
    assert found["zero", "own"].at == pytest.approx(10)


@given(st.floats(10, 1e6), st.floats(10, 1e6), st.integers(0, 8), st.floats(100, 2000))
@SMALL
def test_every_solution_solves(cost: float, gain: float, start: int, cap: float) -> None:
    given_settings = settings(overlap_groups=[{"group": "g", "cap": cap, "price_year": "2024", "source": "x"}])
    lines = [
        line("cost", amount=-cost, category="transition", end_year=FIRST_YEAR),
        line("free", amount=gain, start_year=FIRST_YEAR + start),
        line("capped", amount=gain, overlap_group="g"),
    ]
    for switch in switching_values(appraise(lines, given_settings), "share"):
        if switch.kind == "line" and switch.at is not None:
            value = appraise(changed(lines, switch.name, switch.at), given_settings).options["share"]
            assert value.worth["cash"].at_mode == pytest.approx(0, abs=1e-6 * max(cost, gain) * 20)
