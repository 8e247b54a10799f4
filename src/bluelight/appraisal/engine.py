"""The appraisal: prices, optimism bias, timing, risk, discounting and uncertainty, in that order.

Method: the Green Book's social cost-benefit arithmetic, with the equations and what is left out in
`docs/methods/appraisal.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.budgets import nominal_cash
from bluelight.appraisal.cash import cash_money
from bluelight.appraisal.checks import check_lines, check_settings
from bluelight.appraisal.compare import increments
from bluelight.appraisal.distribution import weighted
from bluelight.appraisal.draws import LineDraws
from bluelight.appraisal.flows import Flows
from bluelight.appraisal.items import LineItem
from bluelight.appraisal.lives import ValuedOutcome, value_outcomes
from bluelight.appraisal.measures import benefit_cost, equivalent_annual, payback
from bluelight.appraisal.money import Appraisal, LineMoney, OptionMoney, Spread, Worth
from bluelight.appraisal.notices import notices_of
from bluelight.appraisal.parameters import Parameters, load_parameters
from bluelight.appraisal.prepared import Prepared, prepare, with_certain_risks
from bluelight.appraisal.reference_ranges import ranged
from bluelight.appraisal.settings import MEASURES, Measure, Settings
from bluelight.appraisal.uplift import bias_percent
from bluelight.errors import InputError
from bluelight.register import Observation

Floats = NDArray[np.float64]


def appraise(
    lines: Iterable[LineItem],
    settings: Settings,
    *,
    options: Sequence[str] = (),
    parameters: Parameters | None = None,
    observed: Sequence[Observation] | None = None,
) -> Appraisal:
    """Appraise every option named in the lines, each against business as usual, which is zero.

    `options` names options to report first and in that order, with or without lines of their own. The same settings,
    lines and parameters give the same figures, whatever the order of the lines. `observed` is what a register says came
    of promises, from which lines that ask for it take their range; the shipped register unless given. Raises
    `InputError` with every problem of every line.
    """
    every = list(lines)
    parameters = parameters or load_parameters()
    problems = check_settings(settings, parameters)
    lives: list[ValuedOutcome] = []
    if not problems:
        lives, problems = value_outcomes(settings, parameters)
    every, classes, without = ranged(every, observed)
    problems += [*without, *check_lines(every, settings, parameters, options)]
    if problems:
        raise InputError(problems)
    by_option: dict[str, list[LineItem]] = {option: [] for option in options}
    for line in every:
        by_option.setdefault(line.option, []).append(line)
    draws = LineDraws(settings)
    flows = {option: drawn(prepare(own, settings, parameters), draws) for option, own in by_option.items()}
    factors = parameters.schedules[settings.schedule].factors(settings.appraisal_years)
    return Appraisal(
        settings=settings,
        parameters=parameters,
        options={
            option: _option(option, by_option[option], flow, flows, parameters, factors)
            for option, flow in flows.items()
        },
        outcomes=tuple(lives),
        notices=notices_of(every, settings, parameters),
        reference_classes=classes,
    )


def drawn(prepared: Prepared, draws: LineDraws) -> Flows:
    """The flows of an option over all draws."""
    settings = prepared.settings
    if not prepared.lines:
        return Flows(prepared, np.zeros((0, settings.draws)))
    amounts = np.stack([draws.of(line) for line in prepared.lines])
    if settings.risks == "drawn" and any(line.likelihood < 1 for line in prepared.lines):
        happens = [draws.happens(line) if line.likelihood < 1 else np.ones(settings.draws) for line in prepared.lines]
        return Flows(with_certain_risks(prepared), amounts * np.stack(happens))
    return Flows(prepared, amounts)


def at(prepared: Prepared, end: str = "mode") -> Flows:
    """The flows of an option with every line at its low, mode or high: one case."""
    return Flows(prepared, np.array([getattr(line, end) for line in prepared.lines], dtype=np.float64).reshape(-1, 1))


def _option(
    option: str,
    lines: Sequence[LineItem],
    flows: Flows,
    every: dict[str, Flows],
    parameters: Parameters,
    factors: Floats,
) -> OptionMoney:
    prepared, settings = flows.prepared, flows.prepared.settings
    modes = at(prepare(lines, settings, parameters))
    cash = flows.rows_of("cash")
    organisations = dict.fromkeys(
        line.organisation for line in lines if line.benefit_class == "cash_releasing" and not line.transfer
    )
    by_organisation = {
        name: prepared.rows([row in cash and line.organisation == name for row, line in enumerate(prepared.lines)])
        for name in organisations
    }
    by_year = {name: flows.by_year(rows) for name, rows in by_organisation.items()}
    together = sum((by_year[name] for name in sorted(by_year)), np.zeros((settings.appraisal_years, settings.draws)))
    nominal = nominal_cash(flows, by_year, parameters)
    return OptionMoney(
        option=option,
        total=cash_money(flows, cash, together),
        by_organisation={name: cash_money(flows, rows, by_year[name]) for name, rows in by_organisation.items()},
        lines=_lines(lines, flows, modes, parameters),
        non_cash_releasing=Spread.of(_of_class(flows, "non_cash_releasing")),
        societal=Spread.of(_of_class(flows, "societal")),
        residual=Spread.of(flows.residual()),
        worth={measure: _worth(measure, flows, modes, factors) for measure in MEASURES},
        payback=payback(together),
        discounted_payback=payback(together * factors[:, None]),
        nominal=None if nominal is None else nominal[0],
        nominal_total=None if nominal is None else nominal[1],
        increments=increments(option, every),
        weighted=weighted(flows, modes, parameters),
    )


def _of_class(flows: Flows, kind: str) -> Floats:
    return flows.present(flows.prepared.rows([line.benefit_class == kind for line in flows.prepared.lines]))


def _worth(measure: Measure, flows: Flows, modes: Flows, factors: Floats) -> Worth:
    value = flows.value(measure)
    return Worth(
        measure=measure,
        npsv=Spread.of(value),
        at_mode=float(modes.value(measure)[0]),
        mean=float(value.mean()),
        chance_positive=float(np.mean(value > 0)),
        equivalent_annual=Spread.of(equivalent_annual(value, factors)),
        benefit_cost=benefit_cost(*flows.benefits_and_costs(measure)),
        draws=value,
    )


def _lines(lines: Sequence[LineItem], flows: Flows, modes: Flows, parameters: Parameters) -> tuple[LineMoney, ...]:
    prepared, settings = modes.prepared, modes.prepared.settings
    value = flows.real * (prepared.burden * prepared.discounted)[:, None]
    for row in flows.cuts:
        value[row] -= flows.cut_worth(row)
    spreads = Spread.each(value)
    money: dict[str, LineMoney] = {}
    for row, line in enumerate(prepared.lines):
        worth = float(prepared.worth[row])
        money[line.id] = LineMoney(
            line=line,
            unit=float(prepared.unit[row]),
            deflator=float(prepared.deflator[row]),
            uplift=float(prepared.uplift[row]),
            delay_years=float(prepared.delay[row]),
            year_shares=prepared.shares[row],
            discounted_years=float(prepared.discounted[row]),
            npsv=spreads[row],
            npsv_at_low=line.low * worth,
            npsv_at_mode=line.mode * worth,
            npsv_at_high=line.high * worth,
            bias_percent=bias_percent(line, settings, parameters),
            chance=float(prepared.chance[row]),
            burden=float(prepared.burden[row]),
            factors=prepared.factors[row],
            cut=float(modes.cut_worth(row)[0]) if row in modes.cuts else 0.0,
            residual=line.mode * float(prepared.residual_worth[row]),
        )
    return tuple(money[line.id] for line in lines)
