"""Real cash of some lines, over all draws."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.flows import Flows
from bluelight.appraisal.items import ONE_OFF
from bluelight.appraisal.measures import peak_funding
from bluelight.appraisal.money import CashMoney, Spread
from bluelight.appraisal.prepared import Rows

Floats = NDArray[np.float64]


def cash_money(flows: Flows, rows: Rows, by_year: Floats) -> CashMoney:
    """The cash of some lines, whose cash by year, shape (years, draws), is known already."""
    settings, lines = flows.prepared.settings, flows.prepared.lines
    once = np.array([lines[row].category in ONE_OFF for row in rows], dtype=np.bool_)
    draws = {
        "npsv": flows.present(rows),
        "yearly_cash": flows.total(rows[~once], year=settings.appraisal_years - 1),
        "one_off": flows.total(rows[once]),
        "peak_funding": peak_funding(by_year),
    }
    npsv, yearly, one_off, peak, *years = Spread.each(np.stack([*draws.values(), *by_year]))
    return CashMoney(
        npsv=npsv,
        yearly_cash=yearly,
        one_off=one_off,
        peak_funding=peak,
        chance_positive=float(np.mean(draws["npsv"] > 0)),
        cash_by_year=dict(zip(range(settings.first_year, settings.last_year + 1), years, strict=True)),
        draws=draws,
    )
