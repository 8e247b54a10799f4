"""Each rule of the arithmetic on its own, by figures that can be done by hand."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.appraisal.appraisal_lines import FIRST_YEAR, line, settings

from bluelight.appraisal import OptionMoney, appraise, load_parameters
from bluelight.appraisal.draws import LineDraws
from bluelight.errors import InputError

SMALL = hypothesis_settings(max_examples=40, deadline=None)
CAP = {"group": "procurement", "cap": 1500.0, "price_year": "2024", "source": "the budget"}


def money(*lines: Any, **given: Any) -> OptionMoney:
    return appraise(list(lines), settings(**given)).options["share"]


def test_savings_on_one_pot_are_worth_no_more_than_the_pot() -> None:
    pair = [line(name, amount=1000, overlap_group="procurement") for name in ("police", "fire")]
    found = money(*pair, overlap_groups=[CAP])
    assert found.yearly_cash.p50 == pytest.approx(1500)
    assert [found.lines[row].cut / found.lines[row].npsv_at_mode for row in (0, 1)] == pytest.approx([0.25, 0.25])
    alone = money(pair[0], overlap_groups=[CAP])
    assert alone.yearly_cash.p50 == pytest.approx(1000)
    assert alone.lines[0].cut == 0


def test_a_cap_is_in_the_prices_of_its_year() -> None:
    found = money(line(amount=10_000, overlap_group="procurement"), overlap_groups=[{**CAP, "price_year": "2011"}])
    assert found.yearly_cash.p50 == pytest.approx(1500 * 100 / 70.834)


@given(st.lists(st.tuples(st.floats(0, 3000), st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=5))
@SMALL
def test_no_year_of_any_draw_passes_the_cap_and_what_is_below_it_is_untouched(savings: Any) -> None:
    lines = [
        line(f"s{n}", low=0, mode=amount, high=2 * amount, start_year=FIRST_YEAR + start, ramp_years=ramp)
        for n, (amount, start, ramp) in enumerate(savings)
    ]
    free = money(*lines)
    capped = money(*[x.model_copy(update={"overlap_group": "procurement"}) for x in lines], overlap_groups=[CAP])
    for year, spread in capped.total.cash_by_year.items():
        assert spread.p90 <= 1500 * (1 + 1e-12)
        if free.total.cash_by_year[year].p90 < 1500:
            assert spread.p50 == pytest.approx(min(free.total.cash_by_year[year].p50, 1500))
    assert (capped.total.draws["npsv"] <= free.total.draws["npsv"] + 1e-6).all()


BUILDING = {"category": "capital", "asset_type": "standard_buildings"}


def test_what_is_left_of_an_asset_is_worth_something_and_is_no_cash() -> None:
    # 1,000 paid in year 0 with a life of 40 years: ten used, three quarters left, a year 9 from now, without the bias.
    found = money(line(amount=-1000, end_year=FIRST_YEAR, life_years=40, **BUILDING))
    assert found.residual.p50 == pytest.approx(750 / 1.035**9)
    assert found.npsv.p50 == pytest.approx(-1240)
    assert found.worth["cash"].npsv.p50 == found.npsv.p50
    assert found.worth["public"].npsv.p50 == pytest.approx(-1240 + 750 / 1.035**9)
    assert found.lines[0].residual == pytest.approx(750 / 1.035**9)


def test_an_asset_that_wears_out_is_worth_nothing_and_asks_for_its_renewal() -> None:
    appraisal = appraise([line("van", amount=-1000, end_year=FIRST_YEAR, life_years=7, **BUILDING)], settings())
    assert appraisal.options["share"].residual.p50 == 0
    assert any("van" in notice and "renewal" in notice for notice in appraisal.notices)


def test_a_risk_costs_its_likelihood_times_its_impact() -> None:
    risk = line("late", amount=-1000, category="risk", likelihood=0.3, end_year=FIRST_YEAR)
    assert money(risk).npsv == pytest.approx((-300, -300, -300))
    drawn = money(risk, risks="drawn", draws=20_000).total.draws["npsv"]
    assert set(np.unique(drawn)) == {-1000.0, 0.0}
    assert drawn.mean() == pytest.approx(-300, abs=15)


def test_health_has_its_own_rate() -> None:
    lives = line("lives", amount=1000, benefit_class="societal", discounting="health", start_year=2035, end_year=2035)
    assert money(lives).societal.p50 == pytest.approx(1000 / 1.015**9)
    assert money(lives, schedule="lower_rate").societal.p50 == pytest.approx(1000 / 1.015**9)


def test_the_three_measures_add_up_what_they_name() -> None:
    found = money(
        line("cash", amount=100),
        line("time", amount=10, benefit_class="non_cash_releasing"),
        line("lives", amount=1, benefit_class="societal"),
    )
    cash = found.npsv.p50
    assert found.worth["public"].npsv.p50 == pytest.approx(cash * 1.1)
    assert found.worth["social"].npsv.p50 == pytest.approx(cash * 1.11)


def test_the_cost_of_public_money_is_on_costs_alone_and_is_no_cash() -> None:
    found = money(
        line("paid", amount=-100, category="transition", end_year=2026), line(amount=10), tax_burden_percent=20
    )
    assert found.lines[0].npsv_at_mode == pytest.approx(-120)
    assert found.lines[1].burden == 1
    assert found.one_off.p50 == pytest.approx(-100)


def test_own_evidence_comes_before_the_types() -> None:
    fields = {"category": "capital", "amount": -100.0, "end_year": FIRST_YEAR, "optimism_bias_percent": 50.0}
    assert money(line(**fields)).one_off.p50 == pytest.approx(-150)
    half = {"optimism_bias_mitigation": 0.5, "mitigation_evidence": "a survey"}
    assert money(line(**fields), **half).one_off.p50 == pytest.approx(-125)


def test_duration_may_be_managed_apart_from_cost() -> None:
    works = line("works", amount=-1000, works_months=100, end_year=FIRST_YEAR, **BUILDING)
    found = money(
        works, line(depends_on="works"), duration_mitigation=0.5, mitigation_evidence="a programme with float"
    )
    assert found.lines[0].uplift == 1.24
    assert found.lines[1].delay_years == pytest.approx(100 * 0.04 * 0.5 / 12)


def test_a_ramp_may_be_given_in_shares() -> None:
    found = money(line(amount=100, ramp_shares=(0.3, 0.5, 0.9)))
    assert [found.total.cash_by_year[FIRST_YEAR + year].p50 for year in range(5)] == pytest.approx(
        [30, 50, 90, 100, 100]
    )


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.8])
def test_lines_of_a_group_correlate_as_asked(rho: float) -> None:
    given = settings(draws=40_000, correlations={"estate": rho})
    draws = LineDraws(given)
    one, two = (draws.of(line(n, low=0, mode=5, high=10, correlation_group="estate")) for n in ("a", "b"))
    ranks = np.corrcoef(one.argsort().argsort(), two.argsort().argsort())[0, 1]
    assert ranks == pytest.approx(6 / np.pi * np.arcsin(rho / 2), abs=0.02)  # Spearman's of a normal copula
    assert one.mean() == pytest.approx(5, abs=0.1)


def test_a_group_moves_as_one_unless_told_otherwise() -> None:
    draws = LineDraws(settings())
    one, two = (draws.of(line(n, low=0, mode=5, high=10, correlation_group="estate")) for n in ("a", "b"))
    assert (one == two).all()
    apart = LineDraws(settings(correlations={"estate": 0.0}))
    assert (apart.of(line("a", low=0, mode=5, high=10, correlation_group="estate")) != one).any()


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([{"id": "a", "budget": "ICT"}, {"id": "b", "budget": "ICT", "organisation": "police"}], "'ICT'"),
        ([{"id": "a", "label": "Back office"}, {"id": "b", "label": "back  office"}], "same label"),
        (
            [
                {"id": name, "category": "receipt", "disposal": "depot", "end_year": FIRST_YEAR, "organisation": name}
                for name in "ab"
            ],
            "same disposal, 'depot'",
        ),
    ],
)
def test_two_lines_that_claim_the_same_are_refused_by_name(lines: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        appraise([line(**fields) for fields in lines], settings())
    assert "lines 'a' and 'b' of option 'share'" in str(raised.value)


def test_two_lines_on_one_budget_may_stand_under_one_cap_or_one_after_the_other() -> None:
    capped = [line(n, budget="ICT", overlap_group="procurement") for n in "ab"]
    money(*capped, overlap_groups=[CAP])
    money(line("a", budget="ICT", end_year=2028), line("b", budget="ICT", start_year=2029))


@pytest.mark.parametrize(
    ("fields", "given", "says"),
    [
        ({"currency": "EUR"}, {}, "is in EUR"),
        ({"overlap_group": "lost"}, {}, "which has no cap"),
        ({"income_group": "low"}, {}, "whose income is not known"),
        ({"category": "capital", "amount": -1.0, "asset_type": "0.3 castle + 0.7 standard_buildings"}, {}, "castle"),
        (
            {"category": "capital", "amount": -1.0, "asset_type": "0.3 standard_buildings + 0.3 equipment_development"},
            {},
            "add up to 1",
        ),
        ({}, {"base": "nothing"}, "'nothing' is in no line"),
        ({}, {"counterparts": {"share": "ghost"}}, "'ghost' is in no line"),
        ({}, {"counterparts": {"share": "share"}}, "its own counterpart"),
        ({}, {"correlations": {"ghosts": 0.5}}, "'ghosts' is in no line"),
        ({}, {"overlap_groups": [CAP]}, "'procurement' is in no line"),
        ({"overlap_group": "procurement"}, {"overlap_groups": [{**CAP, "price_year": "1066"}]}, "outside the price"),
    ],
)
def test_what_does_not_fit_is_refused(fields: dict[str, Any], given: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        appraise([line("the culprit", **fields)], settings(**given))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"likelihood": 0.5}, "a saving has a likelihood"),
        ({"discounting": "health"}, "discounted as health"),
        ({"life_years": 10.0}, "belongs to a capital line"),
        ({"ramp_years": 2, "ramp_shares": (0.5,)}, "both ramp_years and ramp_shares"),
        ({"ramp_shares": (50.0,)}, "not between 0 and 1"),
        ({"category": "transition", "amount": -1.0, "overlap_group": "x"}, "in an overlap group"),
        ({"category": "transition", "amount": -1.0, "budget": "x"}, "names a budget"),
        ({"category": "transition", "amount": -1.0, "disposal": "x"}, "names a disposal"),
        ({"benefit_class": "societal", "vat_percent": 20}, "not cash"),
        ({"benefit_class": "societal", "transfer": True}, "not cash"),
        ({"evidence_grade": "gold"}, "evidence_grade"),
        ({"source": " "}, "where its figures come from"),
    ],
)
def test_more_bad_lines_are_refused_by_name(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        line("the culprit", **fields)
    assert all("line 'the culprit' of option 'share'" in str(problem) for problem in raised.value.problems)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"inflation_percent": 2.0}, "without inflation_source"),
        ({"duration_mitigation": 0.5}, "without mitigation_evidence"),
        ({"correlations": {"a": 1.5}}, "not between 0 and 1"),
        ({"overlap_groups": [CAP, CAP]}, "two caps"),
        ({"income_groups": {"median": 1, "incomes": {"low": 0}, "source": "x"}}, "not above 0"),
        (
            {
                "managed_causes": [
                    {"applies_to": "cost", "cause": c, "contribution_percent": 60, "managed": 1, "evidence": "x"}
                    for c in "ab"
                ]
            },
            "more than 100%",
        ),
    ],
)
def test_more_bad_settings_are_refused(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        settings(**fields)


def test_notices_tell_what_may_be_wrong_although_nothing_is() -> None:
    lines = [
        line("works", amount=-1000, works_months=12, end_year=FIRST_YEAR, **BUILDING),
        line("saving", start_year=2027),
        line("late", amount=-10, category="risk", likelihood=0.5, end_year=FIRST_YEAR),
    ]
    told = " ".join(appraise(lines, settings(appraisal_years=60, tax_burden_percent=20)).notices)
    for word in ("unmitigated optimism bias", "nothing waits for them", "lower_rate", "public money", "No inflation"):
        assert word in told
    waiting = [lines[0], lines[1].model_copy(update={"depends_on": "works"})]
    assert appraise(waiting, settings(inflation_percent=2.0, inflation_source="made up")).notices == ()


def test_parameters_without_a_health_schedule_serve_what_needs_none() -> None:
    shipped = load_parameters()
    rates = shipped.discount_rates.model_copy(update={"schedules": shipped.discount_rates.schedules[:1]})
    parts = {name: getattr(shipped, name) for name in type(shipped).model_fields}
    plain = type(shipped)(**{**parts, "discount_rates": rates})
    assert appraise([line()], settings(), parameters=plain).options["share"].npsv.p50 > 0
    lives = line("lives", benefit_class="societal", discounting="health")
    with pytest.raises(InputError, match="line 'lives' of option 'share' is discounted as health"):
        appraise([lives], settings(), parameters=plain)
