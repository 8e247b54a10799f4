import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.appraisal.appraisal_lines import FIRST_YEAR, line, settings

from bluelight.appraisal import LineItem, Settings, Spread, appraise, load_parameters
from bluelight.appraisal.draws import triangular, uniforms

ORGANISATIONS = ("police", "fire", "ambulance")
SMALL = hypothesis_settings(max_examples=40, deadline=None)


@st.composite
def line_items(draw: st.DrawFn) -> list[LineItem]:
    """Sound lines of every category and class, some of them waiting for works."""
    works = line(
        "works",
        amount=-draw(st.integers(0, 10**6)),
        category="capital",
        asset_type=draw(st.sampled_from(sorted(set(load_parameters().project_types) - {"outsourcing"}))),
        works_months=draw(st.integers(0, 60)),
        end_year=FIRST_YEAR + draw(st.integers(0, 2)),
        organisation=draw(st.sampled_from(ORGANISATIONS)),
    )
    lines = [works]
    for number in range(draw(st.integers(0, 6))):
        category = draw(st.sampled_from(("capital", "receipt", "transition", "risk", "running_cost", "saving")))
        amounts = sorted(draw(st.lists(st.integers(0, 10**6), min_size=3, max_size=3)))
        cost = category not in ("receipt", "saving")
        low, mode, high = [-amount for amount in reversed(amounts)] if cost else amounts
        start = FIRST_YEAR + draw(st.integers(0, 9))
        fields: dict[str, Any] = {
            "capital": draw(
                st.sampled_from(
                    (
                        {"asset_type": "equipment_development"},
                        {"asset_type": "0.25 standard_buildings + 0.75 non_standard_buildings"},
                        {"optimism_bias_percent": 12.5},
                        {"asset_type": "contracted"},
                    )
                )
            )
            | {"life_years": draw(st.sampled_from((None, 3.0, 40.0)))},
            "receipt": {"disposal": f"site {number}"},
            "saving": {"budget": f"budget {number}"},
            "risk": {"likelihood": draw(st.sampled_from((0.1, 0.5, 1.0)))},
        }.get(category, {})
        if draw(st.booleans()):
            fields["ramp_shares"] = tuple(draw(st.lists(st.sampled_from((0.2, 0.5, 1.0)), min_size=1, max_size=3)))
        else:
            fields["ramp_years"] = draw(st.integers(0, 4))
        kind = draw(st.sampled_from(("cash_releasing", "non_cash_releasing", "societal")))
        if kind == "societal":
            fields["discounting"] = draw(st.sampled_from(("standard", "health")))
        if kind == "cash_releasing":
            fields["transfer"] = draw(st.integers(0, 4)) == 0
        lines.append(
            line(
                f"line {number}",
                category=category,
                organisation=draw(st.sampled_from(ORGANISATIONS)),
                benefit_class=kind,
                low=low,
                mode=mode,
                high=high,
                price_year=draw(st.sampled_from(("2011", "2019/20", "2024/25"))),
                start_year=start,
                end_year=start + draw(st.integers(0, 12)),
                depends_on=draw(st.sampled_from((None, "works"))),
                **fields,
            )
        )
    return lines


def slow_bias(item: LineItem, given: Settings) -> float:
    """Upper bounds of the guidance, typed again, by share of capital."""
    upper = {"standard_buildings": 24, "non_standard_buildings": 51, "equipment_development": 200, "contracted": 0}
    upper |= {"standard_civil_engineering": 44, "non_standard_civil_engineering": 66}
    if item.category != "capital" or item.high > 0:
        return 1.0
    percent = item.optimism_bias_percent or 0.0
    for part in (item.asset_type or "").split(" + "):
        share, _, kind = part.rpartition(" ")
        percent += float(share or 1) * upper.get(kind, 0)
    return 1 + percent / 100 * (1 - given.optimism_bias_mitigation)


def slow_cash(item: LineItem, amount: float, lines: list[LineItem], given: Settings) -> list[float]:
    """The obvious way: one line, one draw, a loop over years (and over months' shares of them)."""
    parameters = load_parameters()
    amount *= parameters.gdp_deflator.at(given.price_year) / parameters.gdp_deflator.at(item.price_year)
    amount *= slow_bias(item, given) * item.likelihood
    late = 0.0
    if item.depends_on is not None:
        works = next(other for other in lines if other.id == item.depends_on)
        percent = parameters.project_types[str(works.asset_type)].duration_upper or 0.0
        late = (works.works_months or 0.0) * percent / 100 * (1 - given.optimism_bias_mitigation) / 12
    cash = [0.0] * given.appraisal_years
    lasts_on = item.category in ("running_cost", "saving")
    for year in range(item.start_year, item.end_year + 1):
        since = year - item.start_year
        full = min(1.0, (since + 1) / (item.ramp_years + 1))
        if item.ramp_shares:
            full = item.ramp_shares[since] if since < len(item.ramp_shares) else 1.0
        whole, part = math.floor(late), late - math.floor(late)
        for moved, share in ((year + whole, 1 - part), (year + whole + 1, part)):
            if lasts_on and moved > item.end_year:
                continue
            if given.first_year <= moved <= given.last_year:
                cash[moved - given.first_year] += amount * full * share
    return cash


def slow_left(item: LineItem, cash: list[float], given: Settings) -> float:
    """What is left of an asset in the last year, year of payment by year of payment."""
    if item.life_years is None:
        return 0.0
    used = range(len(cash), 0, -1)
    paid = [-year / slow_bias(item, given) for year in cash]
    return sum(amount * max(0.0, 1 - years / item.life_years) for amount, years in zip(paid, used, strict=True))


@given(lines=line_items(), mitigation=st.sampled_from((0.0, 0.4, 1.0)))
@SMALL
def test_the_engine_agrees_with_the_obvious_way(lines: list[LineItem], mitigation: float) -> None:
    given_settings = settings(draws=100, optimism_bias_mitigation=mitigation, mitigation_evidence="a plan")
    money = appraise(lines, given_settings).options["share"]
    chosen = 17
    totals = {name: np.zeros(10) for name in ("recurring", "one-off")}
    measures = {"cash": 0.0, "public": 0.0, "social": 0.0}
    for item in lines:
        amount = triangular(uniforms(7, f"line/{item.id}", 100), item.low, item.mode, item.high)[chosen]
        cash = slow_cash(item, amount, lines, given_settings)
        rate = 1.015 if item.discounting == "health" else 1.035
        present = sum(year / rate**number for number, year in enumerate(cash))
        left = slow_left(item, cash, given_settings) / rate**9
        if item.transfer:
            continue
        if item.benefit_class == "cash_releasing":
            kind = "recurring" if item.category in ("running_cost", "saving") else "one-off"
            totals[kind] += cash
            measures["cash"] += present
        measures["public"] += left + present if item.benefit_class != "societal" else 0.0
        measures["social"] += left + present
    cash = totals["recurring"] + totals["one-off"]
    peak, running = 0.0, 0.0
    for year in cash:
        running += year
        peak = max(peak, -running)
    expected = {
        "npsv": measures["cash"],
        "yearly_cash": totals["recurring"][-1],
        "one_off": totals["one-off"].sum(),
        "peak_funding": peak,
    }
    got = {name: float(draws[chosen]) for name, draws in money.total.draws.items()}
    assert got == pytest.approx(expected, rel=1e-9, abs=1e-5)
    assert {name: float(worth.draws[chosen]) for name, worth in money.worth.items()} == pytest.approx(
        measures, rel=1e-9, abs=1e-5
    )


@given(line_items())
@SMALL
def test_what_each_organisation_gains_adds_up_draw_by_draw(lines: list[LineItem]) -> None:
    money = appraise(lines, settings(draws=100)).options["share"]
    for name in ("npsv", "yearly_cash", "one_off"):
        parts = sum(part.draws[name] for part in money.by_organisation.values())
        np.testing.assert_allclose(parts, money.total.draws[name], rtol=1e-9, atol=1e-6)


@given(lines=line_items(), data=st.data())
@SMALL
def test_the_order_of_lines_changes_nothing(lines: list[LineItem], data: st.DataObject) -> None:
    one = appraise(lines, settings(draws=100)).options["share"]
    other = appraise(data.draw(st.permutations(lines)), settings(draws=100)).options["share"]
    assert one.total.npsv == other.total.npsv
    assert (one.total.draws["npsv"] == other.total.draws["npsv"]).all()


@given(line_items())
@SMALL
def test_percentiles_are_in_order(lines: list[LineItem]) -> None:
    money = appraise(lines, settings(draws=100)).options["share"]
    spreads = [money.npsv, money.yearly_cash, money.one_off, money.peak_funding, *money.total.cash_by_year.values()]
    assert all(spread.p10 <= spread.p50 <= spread.p90 for spread in spreads)
    assert money.peak_funding.p10 >= 0
    assert 0 <= money.chance_positive <= 1


@given(lines=line_items(), times=st.integers(2, 9))
@SMALL
def test_amounts_that_double_double_the_result(lines: list[LineItem], times: int) -> None:
    scaled = [
        item.model_copy(update={name: getattr(item, name) * times for name in ("low", "mode", "high")})
        for item in lines
    ]
    one = appraise(lines, settings(draws=100)).options["share"]
    other = appraise(scaled, settings(draws=100)).options["share"]
    np.testing.assert_allclose(other.total.draws["npsv"], one.total.draws["npsv"] * times, rtol=1e-9, atol=1e-6)
    assert other.chance_positive == one.chance_positive


@given(share=st.floats(0.01, 0.99), low=st.integers(0, 500), spread=st.integers(0, 500))
@SMALL
def test_a_line_split_in_two_that_move_together_gives_the_same_total(share: float, low: int, spread: int) -> None:
    whole = line(low=low, mode=low + spread / 3, high=low + spread, correlation_group="estate")
    parts = [
        whole.model_copy(
            update={"id": name, "label": name}
            | {field: getattr(whole, field) * part for field in ("low", "mode", "high")}
        )
        for name, part in (("a", share), ("b", 1 - share))
    ]
    one = appraise([whole], settings()).options["share"].total.draws["npsv"]
    np.testing.assert_allclose(appraise(parts, settings()).options["share"].total.draws["npsv"], one, rtol=1e-9)


def test_a_shared_line_takes_the_same_draws_in_every_option_whatever_stands_beside_it() -> None:
    shared = {"low": 0.0, "mode": 10.0, "high": 500.0}
    lines = [
        line("shared", option="one", **shared),
        line("shared", option="two", **shared),
        line("extra", option="two", amount=1000),
    ]
    options = appraise(lines, settings()).options
    difference = options["two"].total.draws["yearly_cash"] - options["one"].total.draws["yearly_cash"]
    np.testing.assert_allclose(difference, 1000)
    alone = appraise([line("shared", option="one", **shared)], settings()).options["one"]
    assert (alone.total.draws["npsv"] == options["one"].total.draws["npsv"]).all()


def test_lines_of_different_ids_are_independent_and_a_new_seed_gives_new_draws() -> None:
    one, two = uniforms(1, "line/a", 20_000), uniforms(1, "line/b", 20_000)
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.03
    assert (uniforms(2, "line/a", 20_000) != one).any()
    assert (uniforms(1, "line/a", 20_000) == one).all()


def test_triangular_draws_have_the_shape_they_should() -> None:
    low, mode, high = -50.0, 20.0, 100.0
    sample = triangular(uniforms(3, "x", 200_000), low, mode, high)
    assert sample.min() >= low
    assert sample.max() <= high
    assert sample.mean() == pytest.approx((low + mode + high) / 3, abs=0.3)
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    assert sample.var() == pytest.approx(variance, rel=0.02)
    assert (sample <= mode).mean() == pytest.approx((mode - low) / (high - low), abs=0.005)


def test_business_as_usual_is_the_zero_line() -> None:
    appraisal = appraise([line()], settings(), options=["business as usual", "share"])
    assert list(appraisal.options) == ["business as usual", "share"]
    base = appraisal.options["business as usual"]
    zero = Spread(0.0, 0.0, 0.0)
    assert (base.npsv, base.yearly_cash, base.one_off, base.peak_funding) == (zero, zero, zero, zero)
    assert base.chance_positive == 0.0
    assert base.by_organisation == {}


def test_only_cash_enters_the_totals() -> None:
    lines = [
        line("cash", amount=100),
        line("time", amount=10_000, benefit_class="non_cash_releasing"),
        line("lives", amount=1_000_000, benefit_class="societal", organisation="patients"),
        line("morale", amount=0, benefit_class="unmonetised"),
    ]
    money = appraise(lines, settings()).options["share"]
    assert money.yearly_cash.p50 == pytest.approx(100)
    assert list(money.by_organisation) == ["fire"]
    assert money.non_cash_releasing.p50 == pytest.approx(money.npsv.p50 * 100)
    assert money.societal.p50 == pytest.approx(money.npsv.p50 * 10_000)
    assert [item.line.id for item in money.tornado] == ["cash"]


def test_a_ramp_reaches_its_full_effect_in_equal_steps() -> None:
    money = appraise([line(amount=100, ramp_years=3)], settings()).options["share"]
    assert [money.total.cash_by_year[FIRST_YEAR + year].p50 for year in range(5)] == pytest.approx(
        [25, 50, 75, 100, 100]
    )


def test_late_works_delay_what_waits_for_them() -> None:
    works = line(
        "works",
        amount=-1000,
        category="capital",
        asset_type="equipment_development",
        works_months=20,
        end_year=FIRST_YEAR,
    )
    lines = [
        works,
        line("saving", amount=100, start_year=2028, depends_on="works"),
        line(
            "receipt", amount=500, category="receipt", start_year=2028, end_year=2028, depends_on="works", disposal="x"
        ),
        line("unaffected", amount=7, start_year=2028),
    ]
    money = appraise(lines, settings()).options["share"]
    late = 20 * 0.54 / 12  # nine tenths of a year
    by_id = {item.line.id: item for item in money.lines}
    assert by_id["saving"].delay_years == pytest.approx(late)
    assert by_id["saving"].year_shares.tolist() == pytest.approx([0, 0, 1 - late, 1, 1, 1, 1, 1, 1, 1])
    assert by_id["receipt"].year_shares.tolist() == pytest.approx([0, 0, 1 - late, late, 0, 0, 0, 0, 0, 0])
    assert by_id["unaffected"].delay_years == 0
    assert by_id["works"].uplift == 3.0


def test_a_line_can_be_recomputed_from_its_factors() -> None:
    item = line(
        low=-900.0,
        mode=-500.0,
        high=-400.0,
        price_year="2011",
        category="capital",
        asset_type="standard_buildings",
        start_year=2027,
        end_year=2027,
    )
    money = appraise([item], settings()).options["share"].lines[0]
    assert money.deflator == pytest.approx(100 / 70.834)
    assert money.uplift == 1.24
    assert money.discounted_years == pytest.approx(1 / 1.035)
    assert money.npsv_at_mode == pytest.approx(-500 * 100 / 70.834 * 1.24 / 1.035)
    assert money.npsv_at_low < money.npsv.p10 < money.npsv.p50 < money.npsv.p90 < money.npsv_at_high
    assert money.swing == pytest.approx(500 * 100 / 70.834 * 1.24 / 1.035)


def test_gains_are_not_marked_up_by_optimism_bias() -> None:
    avoided = line(amount=100, category="capital", asset_type="standard_buildings", end_year=FIRST_YEAR)
    assert appraise([avoided], settings()).options["share"].one_off.p50 == pytest.approx(100)


def test_outsourcing_bias_is_on_what_is_paid_every_year() -> None:
    fee = line(amount=-100, category="running_cost", asset_type="outsourcing")
    assert appraise([fee], settings()).options["share"].yearly_cash.p50 == pytest.approx(-141)


def test_the_widest_swing_comes_first() -> None:
    lines = [line("narrow", low=90.0, mode=100.0, high=110.0), line("wide", low=0.0, mode=100.0, high=300.0)]
    assert [item.line.id for item in appraise(lines, settings()).options["share"].tornado] == ["wide", "narrow"]


def test_the_parameters_used_are_named_with_their_sources() -> None:
    uses = [use for use, _ in appraise([line()], settings()).references]
    assert [use.split(",")[0] for use in uses] == ["Standard discount rates", "Price index", "Optimism bias"]
