"""What the appraisal of an option says, as results hold it."""

from __future__ import annotations

from bluelight.appraisal import Appraisal, OptionMoney, Spread, ranking, switching_values, tornado
from bluelight.appraisal.money import BenefitCost, Increment, NominalCash, Weighted
from bluelight.appraisal.money import Payback as EnginePayback
from bluelight.appraisal.money import Worth as EngineWorth
from bluelight.studies import appraised as shape
from bluelight.studies.values import MoneyRange

ALL = "all"


def appraised_of(appraisal: Appraisal, option: str) -> shape.Appraised:
    """Everything the engine says of one option."""
    money = appraisal.options[option]
    return shape.Appraised(
        worth=[_worth(worth) for worth in money.worth.values()],
        payback=_payback(money.payback),
        discounted_payback=_payback(money.discounted_payback),
        non_cash_releasing=spread_of(money.non_cash_releasing),
        societal=spread_of(money.societal),
        residual=spread_of(money.residual),
        increments=[_increment(step) for step in money.increments],
        budgets=_budgets(money),
        swings=[shape.Swing.model_validate(swing, from_attributes=True) for swing in tornado(appraisal, option)],
        switches=[
            shape.Switch.model_validate(switch, from_attributes=True) for switch in switching_values(appraisal, option)
        ],
        weighted=_weighted(money.weighted),
    )


def ranking_of(appraisal: Appraisal) -> shape.Ranking:
    """The order of the options, and how sure it is."""
    found = ranking(appraisal)
    return shape.Ranking(
        measure=found.measure,
        order=[shape.Ranked(option=option, chance_first=found.first[option]) for option in found.order],
        flips=[shape.Flip(higher=high, lower=low, chance=chance) for (high, low), chance in found.flips.items()],
        order_changes=found.order_changes,
        preferred_loses=found.preferred_loses,
    )


def spread_of(spread: Spread) -> MoneyRange:
    """Percentiles of the engine as results hold them."""
    return MoneyRange(p10=spread.p10, p50=spread.p50, p90=spread.p90)


def _worth(worth: EngineWorth) -> shape.Worth:
    parts: BenefitCost = worth.benefit_cost
    return shape.Worth(
        measure=worth.measure,
        npsv=spread_of(worth.npsv),
        at_mode=worth.at_mode,
        mean=worth.mean,
        chance_positive=worth.chance_positive,
        equivalent_annual=spread_of(worth.equivalent_annual),
        benefits=spread_of(parts.benefits),
        costs=spread_of(parts.costs),
        benefit_cost=None if parts.ratio is None else shape.Percentiles(**parts.ratio._asdict()),
    )


def _payback(payback: EnginePayback) -> shape.Payback:
    return shape.Payback(**payback._asdict())


def _increment(step: Increment) -> shape.Increment:
    return shape.Increment(
        over=step.over,
        derived=step.derived,
        npsv=spread_of(step.npsv),
        other_npsv=spread_of(step.other_npsv),
        chance_positive=step.chance_positive,
        benefits_that_need_it=step.benefits_that_need_it,
        mean_gains=step.means.gains,
        mean_costs=step.means.costs,
        other_mean_gains=step.means.other_gains,
        other_mean_costs=step.means.other_costs,
    )


def _budgets(money: OptionMoney) -> list[shape.Budget]:
    if money.nominal is None or money.nominal_total is None:
        return []
    every: dict[str, NominalCash] = {**money.nominal, ALL: money.nominal_total}
    return [
        shape.Budget(
            organisation=name,
            years=[shape.BudgetYear(year=year, cash=spread_of(cash)) for year, cash in budget.by_year.items()],
            peak_funding=spread_of(budget.peak_funding),
            peak_year=budget.peak_year,
        )
        for name, budget in every.items()
    ]


def _weighted(found: Weighted | None) -> shape.Weighted | None:
    if found is None:
        return None
    return shape.Weighted(
        npsv=spread_of(found.npsv),
        unweighted=spread_of(found.unweighted),
        groups=[
            shape.IncomeGroup(
                group=name,
                weight=weight,
                npsv=spread_of(found.by_group[name]),
                switching_weight=found.switching[name],
            )
            for name, weight in found.weights.items()
        ],
    )
