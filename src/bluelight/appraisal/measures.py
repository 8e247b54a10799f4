"""What is read off money by year and present values: peak funding, payback, equivalent annual value, ratios."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.money import BenefitCost, Payback, Spread

Floats = NDArray[np.float64]


def peak_funding(by_year: Floats) -> Floats:
    """The deepest the running total goes, as a positive amount, shape (cases,), from cash of shape (years, cases)."""
    return np.asarray(np.abs(np.minimum(np.cumsum(by_year, axis=0).min(axis=0), 0.0)))


def payback_years(by_year: Floats) -> Floats:
    """Years until the running total is no longer below zero, and stays so; infinite where that is never.

    1 is the first year of the appraisal. 0 where the running total is never below zero. Shape (cases,).
    """
    years = by_year.shape[0]
    below = np.cumsum(by_year, axis=0) < 0
    last = years - np.argmax(below[::-1], axis=0)  # number of the last year below, where there is one
    return np.where(~below.any(axis=0), 0.0, np.where(last >= years, np.inf, last + 1.0))


def payback(by_year: Floats) -> Payback:
    """Percentiles of the years until it pays back, and how often it does within the appraisal.

    A percentile beyond the share of draws that pay back is None: not within the appraisal.
    """
    years = np.sort(payback_years(by_year))
    places = [min(int(np.ceil(share * len(years))), len(years)) - 1 for share in (0.1, 0.5, 0.9)]
    p10, p50, p90 = (float(years[place]) if np.isfinite(years[place]) else None for place in places)
    return Payback(p10, p50, p90, float(np.isfinite(years).mean()))


def equivalent_annual(value: Floats, factors: Floats) -> Floats:
    """The same amount in every year of the appraisal that has the same present value: value over the sum of factors."""
    return np.asarray(value / factors.sum())


def benefit_cost(benefits: Floats, costs: Floats) -> BenefitCost:
    """Benefits over costs by draw; no ratio where some draw has no cost to divide by."""
    ratio = Spread.of(benefits / costs) if (costs > 0).all() else None
    return BenefitCost(Spread.of(benefits), Spread.of(costs), ratio)


def price_index(settings_first: int, years: int, known: dict[int, float], base: float, percent: float) -> Floats:
    """Prices of each year against those of the price year, shape (years,): the index known, then steady growth."""
    last = max(known)
    return np.array(
        [
            (known[year] if year in known else known[last] * (1 + percent / 100) ** (year - last)) / base
            for year in range(settings_first, settings_first + years)
        ]
    )
