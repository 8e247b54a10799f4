"""Cash as budgets meet it: nominal, by organisation and year, with VAT and transfers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.flows import Flows
from bluelight.appraisal.measures import peak_funding, price_index
from bluelight.appraisal.money import NominalCash, Spread
from bluelight.appraisal.parameters import Parameters

Floats = NDArray[np.float64]


def nominal_cash(
    flows: Flows, real: dict[str, Floats], parameters: Parameters
) -> tuple[dict[str, NominalCash], NominalCash] | None:
    """Nominal cash of each organisation and of all; None where no inflation is assumed.

    `real` is each organisation's real cash, shape (years, draws), without VAT and transfers, which are added here.
    """
    settings, lines = flows.prepared.settings, flows.prepared.lines
    if settings.inflation_percent is None:
        return None
    deflator = parameters.gdp_deflator
    index = price_index(
        settings.first_year,
        settings.appraisal_years,
        deflator.index,
        deflator.at(settings.price_year),
        settings.inflation_percent,
    )[:, None]
    vat = np.array([line.vat_percent / 100 for line in lines]).reshape(-1, 1)
    names = dict.fromkeys([*real, *(line.organisation for line in lines if line.transfer)])
    nominal: dict[str, Floats] = {}
    for name in names:
        own = [line.organisation == name and line.benefit_class == "cash_releasing" for line in lines]
        moved = flows.prepared.rows([mine and x.transfer for mine, x in zip(own, lines, strict=True)])
        taxed = flows.prepared.rows([mine and x.vat_percent > 0 for mine, x in zip(own, lines, strict=True)])
        cash = real.get(name, np.zeros((settings.appraisal_years, settings.draws)))
        if len(moved):
            cash = cash + flows.by_year(moved)
        if len(taxed):
            cash = cash + flows.by_year(taxed, vat * np.ones_like(flows.prepared.shares))
        nominal[name] = cash * index
    together = sum((nominal[name] for name in sorted(nominal)), np.zeros((settings.appraisal_years, settings.draws)))
    return {name: _nominal(cash, settings.first_year) for name, cash in nominal.items()}, _nominal(
        together, settings.first_year
    )


def _nominal(by_year: Floats, first: int) -> NominalCash:
    peak, *years = Spread.each(np.stack([peak_funding(by_year), *by_year]))
    running = np.cumsum([year.p50 for year in years])
    return NominalCash(
        by_year=dict(enumerate(years, start=first)),
        peak_funding=peak,
        peak_year=first + int(np.argmin(running)) if running.min() < 0 else None,
    )
