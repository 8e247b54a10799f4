"""The appraisal: prices, optimism bias, timing, discounting and uncertainty, in that order.

Method: the Green Book's social cost-benefit arithmetic, with the equations and what is left out in
`docs/methods/appraisal.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.checks import check_lines, check_settings
from bluelight.appraisal.draws import LineDraws
from bluelight.appraisal.items import CONTRACTED, ONE_OFF, LineItem, Settings
from bluelight.appraisal.money import Appraisal, CashMoney, LineMoney, OptionMoney, Spread
from bluelight.appraisal.parameters import Parameters, load_parameters
from bluelight.appraisal.profile import year_shares
from bluelight.errors import InputError

Floats = NDArray[np.float64]


def appraise(
    lines: Iterable[LineItem],
    settings: Settings,
    *,
    options: Sequence[str] = (),
    parameters: Parameters | None = None,
) -> Appraisal:
    """Appraise every option named in the lines, each against business as usual, which is zero.

    `options` names options to report first and in that order, with or without lines of their own. The same settings,
    lines and parameters give the same figures, whatever the order of the lines. Raises `InputError` with every
    problem of every line.
    """
    every = list(lines)
    parameters = parameters or load_parameters()
    problems = check_settings(settings, parameters) + check_lines(every, settings, parameters)
    if problems:
        raise InputError(problems)
    by_option: dict[str, list[LineItem]] = {option: [] for option in options}
    for line in every:
        by_option.setdefault(line.option, []).append(line)
    draws = LineDraws(settings.seed, settings.draws)
    factors = parameters.schedules[settings.schedule].factors(settings.appraisal_years)
    return Appraisal(
        settings=settings,
        parameters=parameters,
        options={
            option: _option(option, own, settings, parameters, factors, draws) for option, own in by_option.items()
        },
    )


def _option(
    option: str,
    lines: list[LineItem],
    settings: Settings,
    parameters: Parameters,
    factors: Floats,
    draws: LineDraws,
) -> OptionMoney:
    by_id = {line.id: line for line in lines}
    money: dict[str, LineMoney] = {}
    real: dict[str, Floats] = {}
    for line in sorted(lines, key=lambda item: item.id):  # one order of adding up, whatever order they came in
        delay = _delay_years(line, by_id, settings, parameters)
        shares = year_shares(line, settings, delay)
        scale = parameters.gdp_deflator.factor(line.price_year, settings.price_year)
        uplift = _uplift(line, settings, parameters)
        discounted = float(shares @ factors)
        worth = scale * uplift * discounted
        real[line.id] = draws.of(line) * (scale * uplift)
        money[line.id] = LineMoney(
            line=line,
            deflator=scale,
            uplift=uplift,
            delay_years=delay,
            year_shares=shares,
            discounted_years=discounted,
            npsv=Spread.of(real[line.id] * discounted),
            npsv_at_low=line.low * worth,
            npsv_at_mode=line.mode * worth,
            npsv_at_high=line.high * worth,
        )
    cash = [item for item in money.values() if item.line.benefit_class == "cash_releasing"]
    organisations = dict.fromkeys(line.organisation for line in lines if line.benefit_class == "cash_releasing")
    return OptionMoney(
        option=option,
        total=_cash(cash, real, settings, factors),
        by_organisation={
            name: _cash([item for item in cash if item.line.organisation == name], real, settings, factors)
            for name in organisations
        },
        lines=tuple(money[line.id] for line in lines),
        non_cash_releasing=_beside(money, real, "non_cash_releasing", settings),
        societal=_beside(money, real, "societal", settings),
    )


def _uplift(line: LineItem, settings: Settings, parameters: Parameters) -> float:
    """Factor on a cost for optimism bias: gains are never marked up."""
    if line.asset_type in (None, CONTRACTED) or line.high > 0:
        return 1.0
    return parameters.project_types[str(line.asset_type)].cost_uplift(settings.optimism_bias_mitigation)


def _delay_years(line: LineItem, option: Mapping[str, LineItem], settings: Settings, parameters: Parameters) -> float:
    """How late a line begins because the works it waits for, and the works those wait for, overrun."""
    if line.depends_on is None:
        return 0.0
    works = option[line.depends_on]
    late = _delay_years(works, option, settings, parameters)
    kind = parameters.project_types.get(str(works.asset_type))
    if kind is not None and works.works_months is not None:
        late += kind.overrun_months(works.works_months, settings.optimism_bias_mitigation) / 12
    return late


def _cash(lines: list[LineMoney], real: Mapping[str, Floats], settings: Settings, factors: Floats) -> CashMoney:
    one_off = _by_year([line for line in lines if line.line.category in ONE_OFF], real, settings)
    recurring = _by_year([line for line in lines if line.line.category not in ONE_OFF], real, settings)
    cash = one_off + recurring
    lowest = np.minimum(np.cumsum(cash, axis=0).min(axis=0), 0.0)
    draws = {
        "npsv": np.einsum("y,yd->d", factors, cash),
        "yearly_cash": recurring[-1],
        "one_off": one_off.sum(axis=0),
        "peak_funding": np.abs(lowest),
    }
    by_year = np.quantile(cash, (0.1, 0.5, 0.9), axis=1)
    return CashMoney(
        npsv=Spread.of(draws["npsv"]),
        yearly_cash=Spread.of(draws["yearly_cash"]),
        one_off=Spread.of(draws["one_off"]),
        peak_funding=Spread.of(draws["peak_funding"]),
        chance_positive=float(np.mean(draws["npsv"] > 0)),
        cash_by_year={
            settings.first_year + year: Spread(*(float(value) for value in by_year[:, year]))
            for year in range(settings.appraisal_years)
        },
        draws=draws,
    )


def _by_year(lines: list[LineMoney], real: Mapping[str, Floats], settings: Settings) -> Floats:
    """Real cash, shape (years, draws)."""
    if not lines:
        return np.zeros((settings.appraisal_years, settings.draws))
    shares = np.stack([line.year_shares for line in lines])
    amounts = np.stack([real[line.line.id] for line in lines])
    # einsum without optimisation adds in one fixed order; a BLAS product would depend on its number of threads.
    return np.asarray(np.einsum("ly,ld->yd", shares, amounts))


def _beside(money: Mapping[str, LineMoney], real: Mapping[str, Floats], kind: str, settings: Settings) -> Spread:
    total = np.zeros(settings.draws)
    for item in money.values():
        if item.line.benefit_class == kind:
            total = total + real[item.line.id] * item.discounted_years
    return Spread.of(total)
