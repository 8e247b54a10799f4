"""From amounts to money: cash by year and present values of one option, with overlap caps, for any number of cases.

A case is a column of amounts: a draw of the Monte Carlo, the modes, or one line at its low. All go the same way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.prepared import Prepared, Rows
from bluelight.appraisal.settings import Measure

Floats = NDArray[np.float64]
FEW = 64


class Flows:
    """The money of one option for amounts in pounds of each line's own price year, shape (lines, cases)."""

    def __init__(self, prepared: Prepared, amounts: Floats) -> None:
        self.prepared = prepared
        self.cases = amounts.shape[1]
        self.amounts = amounts
        self.real = amounts * prepared.real[:, None]
        self.cuts = _cuts(prepared, self.real)
        self._cut_worth: dict[int, Floats] = {}

    def by_year(self, rows: Rows, weights: Floats | None = None) -> Floats:
        """Real cash of some lines, shape (years, cases). `weights`, shape (lines, years), multiplies each."""
        factors = np.ones_like(self.prepared.shares) if weights is None else weights
        shares = (self.prepared.shares * factors)[rows]
        # einsum without optimisation adds in one fixed order; a BLAS product would depend on its number of threads.
        cash = np.asarray(np.einsum("ly,ld->yd", shares, self.real[rows]))
        for row in rows:
            if row in self.cuts:
                cash = cash - self.cuts[row] * factors[row][:, None]
        return cash

    def present(self, rows: Rows, weights: Floats | None = None) -> Floats:
        """Present value of some lines, shape (cases,). `weights`, shape (lines,), multiplies each line."""
        prepared = self.prepared
        factors = np.ones(len(prepared.lines)) if weights is None else weights
        worth = self._sum(rows, prepared.burden * prepared.discounted * factors, self.real)
        for row in rows:
            if row in self.cuts:
                worth = worth - factors[row] * self.cut_worth(int(row))
        return worth

    def total(self, rows: Rows, year: int | None = None) -> Floats:
        """Undiscounted real cash of some lines over all years, or in one, shape (cases,)."""
        shares = self.prepared.shares
        weight = shares.sum(axis=1) if year is None else shares[:, year]
        money = self._sum(rows, weight, self.real)
        for row in rows:
            if row in self.cuts:
                money = money - (self.cuts[row].sum(axis=0) if year is None else self.cuts[row][year])
        return money

    def cut_worth(self, row: int) -> Floats:
        """Present value that a cap takes off a line, shape (cases,)."""
        if row not in self._cut_worth:
            factors = self.prepared.factors[row] * self.prepared.burden[row]
            self._cut_worth[row] = np.asarray(np.einsum("y,yd->d", factors, self.cuts[row]))
        return self._cut_worth[row]

    def residual(self, measure: Measure = "social") -> Floats:
        """Present value of what assets that a measure counts are still worth at the end, shape (cases,).

        Cash counts none: it is no cash.
        """
        rows = self.rows_of(measure) if measure != "cash" else self.rows_of(measure)[:0]
        return self._sum(rows, self.prepared.residual_worth, self.amounts)

    def _sum(self, rows: Rows, weights: Floats, money: Floats) -> Floats:
        """Weighted sum over some rows, added in one fixed order on any machine; of many cases without a copy."""
        if self.cases < FEW:
            return np.asarray(np.einsum("l,ld->d", weights[rows], money[rows]))
        total, term = np.zeros(self.cases), np.empty(self.cases)
        for row in rows:
            if weights[row]:
                np.multiply(money[row], weights[row], out=term)
                total += term
        return total

    def value(self, measure: Measure, weights: Floats | None = None) -> Floats:
        """Present value by a measure, shape (cases,).

        `cash`: cash-releasing lines. `public`: with non-cash-releasing lines and what assets are still worth. `social`:
        with societal lines too.
        """
        return self.present(self.rows_of(measure), weights) + self.residual(measure)

    def rows_of(self, measure: Measure) -> Rows:
        """Rows of the lines that a measure counts; a transfer is in none."""
        return self.prepared.rows_by_measure[measure]

    def benefits_and_costs(self, measure: Measure) -> tuple[Floats, Floats]:
        """Present value of what is gained and of what is paid, both positive, shape (cases,) each.

        A line is a cost if its category is one, or if it is capital that is paid; savings, receipts, capital avoided
        and what assets are still worth are gains. The two differ by `value`.
        """
        rows = self.rows_of(measure)
        lines = self.prepared.lines
        paid = np.array([lines[row].is_cost for row in rows], dtype=np.bool_)
        return self.present(rows[~paid]) + self.residual(measure), -self.present(rows[paid])


def _cuts(prepared: Prepared, real: Floats) -> dict[int, Floats]:
    """What caps take off each capped line: real cash by year, shape (years, cases).

    Where the gains of a group are more than its cap in a year, each is scaled down alike, so that they add up to it.
    """
    cuts: dict[int, Floats] = {}
    for rows, cap in prepared.caps.values():
        gains = {int(row): np.maximum(real[row], 0.0) for row in rows}
        claimed = np.zeros((prepared.shares.shape[1], real.shape[1]))
        for row, gain in gains.items():
            claimed += prepared.shares[row][:, None] * gain
        over = np.where(claimed > cap, 1.0 - cap / np.where(claimed > cap, claimed, 1.0), 0.0)
        for row, gain in gains.items():
            cuts[row] = prepared.shares[row][:, None] * gain * over
    return cuts
