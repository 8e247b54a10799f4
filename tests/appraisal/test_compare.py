"""Options beside one another, money by organisation in budgets' terms, and who gains of what income."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.appraisal.appraisal_lines import FIRST_YEAR, line, settings

from bluelight.appraisal import appraise, load_parameters, ranking
from bluelight.appraisal.distribution import weight
from bluelight.appraisal.measures import payback, payback_years, peak_funding

SMALL = hypothesis_settings(max_examples=50, deadline=None)


def test_collaboration_alone_is_the_same_lines_without_what_needs_governance() -> None:
    lines = [
        line("joint buying", amount=80),
        line("one board", amount=20, governance_dependent=True),
        line("order", amount=-50, category="transition", end_year=FIRST_YEAR, governance_dependent=True),
    ]
    money = appraise(lines, settings()).options["share"]
    usual, alone = money.increments
    assert (usual.over, alone.over, alone.derived) == ("business as usual", "collaboration only", True)
    factors = sum(1.035**-year for year in range(10))
    assert usual.npsv.p50 == pytest.approx(100 * factors - 50)
    assert alone.npsv.p50 == pytest.approx(20 * factors - 50)
    assert alone.other_npsv.p50 == pytest.approx(80 * factors)
    assert alone.benefits_that_need_it == pytest.approx(0.2)


def test_a_named_counterpart_is_compared_draw_by_draw() -> None:
    wide = {"low": 0.0, "mode": 100.0, "high": 1000.0}
    lines = [
        line("joint buying", option="collaborate", **wide),
        line("joint buying", option="merge", **wide),
        line("one board", option="merge", amount=20),
    ]
    money = appraise(lines, settings(counterparts={"merge": "collaborate"})).options["merge"]
    alone = money.increments[1]
    assert (alone.over, alone.derived) == ("collaborate", False)
    assert alone.npsv.p10 == pytest.approx(alone.npsv.p90)  # the shared line's luck is the same in both
    assert alone.chance_positive == 1


def test_business_as_usual_may_have_lines_of_its_own() -> None:
    lines = [
        line("upkeep", option="usual", amount=-100, category="running_cost"),
        line("upkeep", option="share", amount=-40, category="running_cost"),
    ]
    options = appraise(lines, settings(base="usual")).options
    assert options["usual"].increments == ()
    assert options["share"].increments[0].over == "usual"
    assert options["share"].increments[0].npsv.p50 == pytest.approx(60 * sum(1.035**-year for year in range(10)))


def test_how_sure_an_order_is() -> None:
    lines = [
        line("a", option="sure", amount=100),
        line("b", option="wide", low=0, mode=90, high=190),
        line("c", option="poor", amount=1),
    ]
    found = ranking(appraise(lines, settings(draws=20_000), options=["nothing"]))
    assert found.order == ("sure", "wide", "poor", "nothing")
    above = (190 - 100) ** 2 / (190 * (190 - 90))  # the upper tail of the triangular distribution
    assert found.flips["sure", "wide"] == pytest.approx(above, abs=0.01)
    assert found.first["wide"] == pytest.approx(above, abs=0.01)
    assert found.preferred_loses == pytest.approx(above, abs=0.01)
    assert sum(found.first.values()) == pytest.approx(1)
    assert found.order_changes >= found.preferred_loses
    assert found.flips["poor", "nothing"] == 0


def test_options_that_are_the_same_do_not_flip() -> None:
    lines = [line("a", option=option, low=0, mode=5, high=10) for option in ("one", "two")]
    found = ranking(appraise(lines, settings()))
    assert found.flips == {("one", "two"): 0.0}
    assert found.first["one"] == 1


def test_nominal_cash_has_prices_vat_and_transfers() -> None:
    lines = [
        line("paid", amount=-100, category="transition", start_year=2027, end_year=2027, vat_percent=20),
        line("grant", amount=50, start_year=2026, end_year=2026, transfer=True, organisation="police"),
    ]
    given_settings = settings(inflation_percent=10.0, inflation_source="made up")
    money = appraise(lines, given_settings).options["share"]
    assert money.nominal is not None
    assert money.nominal_total is not None
    # 2024 is the last year of the index and the price year: 2027 is three years of growth away.
    assert money.nominal["fire"].by_year[2027].p50 == pytest.approx(-100 * 1.2 * 1.1**3)
    assert money.nominal["police"].by_year[2026].p50 == pytest.approx(50 * 1.1**2)
    assert money.npsv.p50 == pytest.approx(-100 / 1.035)  # neither VAT nor the transfer is in the economic case
    assert list(money.by_organisation) == ["fire"]
    assert money.nominal["fire"].peak_funding.p50 == pytest.approx(100 * 1.2 * 1.1**3)
    assert money.nominal_total.peak_year == 2027
    assert appraise(lines, settings()).options["share"].nominal is None


def test_past_years_take_the_published_index() -> None:
    money = appraise(
        [line(amount=100, start_year=2021, price_year="2020")],
        settings(first_year=2021, price_year="2020", inflation_percent=2.0, inflation_source="made up"),
    ).options["share"]
    index = load_parameters().gdp_deflator.index
    assert money.nominal is not None
    assert money.nominal["fire"].by_year[2023].p50 == pytest.approx(100 * index[2023] / index[2020])
    assert money.nominal["fire"].by_year[2026].p50 == pytest.approx(100 * index[2024] / index[2020] * 1.02**2)


CASH = st.lists(st.integers(-100, 100), min_size=1, max_size=12)


@given(CASH)
@SMALL
def test_payback_is_the_first_year_that_stays_up(cash: list[int]) -> None:
    running, down = 0, 0
    for year, amount in enumerate(cash, start=1):
        running += amount
        if running < 0:
            down = year
    expected = np.inf if down == len(cash) else 0 if down == 0 else down + 1
    assert payback_years(np.array(cash, dtype=float).reshape(-1, 1))[0] == expected
    assert peak_funding(np.array(cash, dtype=float).reshape(-1, 1))[0] == max(
        0, *(-sum(cash[:n]) for n in range(1, len(cash) + 1))
    )


def test_a_payback_that_most_draws_never_see_is_none() -> None:
    cash = np.array([[-10.0] * 10, [11.0] * 4 + [1.0] * 6])
    assert payback(cash) == (2.0, None, None, 0.4)


@given(st.floats(-1e6, 1e6), st.integers(1, 40))
@SMALL
def test_the_same_amount_every_year_is_worth_the_same(amount: float, years: int) -> None:
    size = abs(amount) + 1
    money = appraise([line(amount=size, end_year=FIRST_YEAR + years - 1)], settings(appraisal_years=years))
    assert money.options["share"].worth["cash"].equivalent_annual.p50 == pytest.approx(size)


def test_ratio_of_benefits_to_costs() -> None:
    lines = [line("paid", amount=-100, category="transition", end_year=2026), line(amount=50, end_year=2026)]
    found = appraise(lines, settings()).options["share"].worth["cash"].benefit_cost
    assert found.ratio == pytest.approx((0.5, 0.5, 0.5))
    assert found.benefits.p50 - found.costs.p50 == pytest.approx(-50)
    free = appraise([line()], settings()).options["share"].worth["cash"].benefit_cost
    assert free.ratio is None


INCOMES = {"median": 35_000, "incomes": {"low": 17_500, "high": 70_000}, "source": "a survey"}


def test_weighted_stands_beside_unweighted() -> None:
    lines = [
        line("poorer", amount=100, end_year=2026, income_group="low"),
        line("richer", amount=-100, category="transition", end_year=2026, income_group="high"),
        line("all", amount=-20, category="transition", end_year=2026),
    ]
    found = appraise(lines, settings(income_groups=INCOMES)).options["share"].weighted
    assert found is not None
    assert found.weights == pytest.approx({"low": 2**1.3, "high": 0.5**1.3})
    assert found.unweighted.p50 == pytest.approx(-20)
    assert found.npsv.p50 == pytest.approx(100 * 2**1.3 - 100 * 0.5**1.3 - 20)
    assert 100 * found.switching["low"] - 100 * 0.5**1.3 - 20 == pytest.approx(0)
    assert 100 * 2**1.3 - 100 * found.switching["high"] - 20 == pytest.approx(0)


def test_weights_are_those_of_the_formula_not_of_a_table_known_to_be_wrong() -> None:
    # A published table prints 1.65, 0.62, 0.36 and 0.24 where the formula gives these.
    ratios = [weight(35, income, load_parameters().distribution.eta) for income in (25, 50, 75, 100)]
    assert [round(ratio, 3) for ratio in ratios] == [1.549, 0.629, 0.371, 0.255]
