"""Prices of moves: ranges, from the dated file of move prices and from an area's own costs and buildings."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Literal

import pandas as pd

from bluelight.appraisal import LineItem
from bluelight.area import Area
from bluelight.options.tables import records
from bluelight.response.once import once

Basis = Literal["published", "derived", "assumed", "unknown"]
_STRENGTH: tuple[Basis, ...] = ("published", "derived", "assumed", "unknown")


@dataclass(frozen=True)
class Range:
    """A positive quantity as low, mode and high, with how it is known.

    A product takes ends with ends, as if all parts came out low or high together: wide, on purpose. One that `asks` is
    a single figure whose range nobody gave; so is a product of single figures, where one of them asks.
    """

    low: float
    mode: float
    high: float
    price_year: str | None
    basis: Basis
    source: str
    note: str = ""
    asks: bool = False

    def __mul__(self, other: Range | float) -> Range:
        if isinstance(other, Range):
            low, mode, high = self.low * other.low, self.mode * other.mode, self.high * other.high
            return self.known_with(low, mode, high, other)
        return replace(self, low=self.low * other, mode=self.mode * other, high=self.high * other)

    def known_with(self, low: float, mode: float, high: float, other: Range) -> Range:
        """Another quantity that rests on this one and on `other`."""
        sources = dict.fromkeys(s for s in (*self.source.split("; "), *other.source.split("; ")) if s)
        return Range(
            low,
            mode,
            high,
            self.price_year or other.price_year,
            weakest(self.basis, other.basis),
            "; ".join(sources),
            "; ".join(n for n in dict.fromkeys((self.note, other.note)) if n),
            (self.asks or other.asks) and low == high,
        )


def weakest(*bases: Basis) -> Basis:
    """How a figure made of several is known: as its least known part; never better than derived."""
    worst = max(_STRENGTH.index(b) for b in bases)
    return _STRENGTH[max(worst, 1 if len(bases) > 1 else 0)]


def exactly(value: float, basis: Basis, source: str, price_year: str | None = None, note: str = "") -> Range:
    """A single figure as a range without width."""
    return Range(value, value, value, price_year, basis, source, note)


@cache
def _move_prices() -> dict[str, Any]:
    text = resources.files("bluelight.data").joinpath("parameters/moves.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def move_price(name: str) -> Range:
    """A range of the shipped file of move prices. KeyError when it has none of that name."""
    row = _move_prices()[name]
    return Range(
        float(row["low"]),
        float(row["mode"]),
        float(row["high"]),
        row.get("price_year"),
        row["basis"],
        row["source"],
        row.get("note", ""),
    )


def delay(name: str) -> int:
    """A number of years of the shipped file of move prices."""
    return round(move_price(name).mode)


def area_cost(area: Area, cost: str) -> Range | None:
    """One cost of the area's own table; None where the pack does not say. Without limits it has no width."""
    found = records(area.costs[area.costs["cost"] == cost])
    if not found:
        return None
    row = found[0]
    mode = float(row["amount_gbp"])
    low, high = (float(row[c]) if pd.notna(row[c]) else mode for c in ("low_gbp", "high_gbp"))
    return Range(
        low,
        mode,
        high,
        price_year(row["price_year"]),
        row["basis"],
        row["source"] or f"{area.name} area pack: {row['name']}",
        row["note"],
    )


@once
def site_figure(area: Area, site: str, figure: str) -> Range | None:
    """One figure of a building; None where nobody has told us."""
    rows = area.site_figures
    found = records(rows[(rows["site"] == site) & (rows["figure"] == figure) & rows["value"].notna()])
    if not found:
        return None
    row = found[0]
    return exactly(float(row["value"]), row["basis"], row["source"], price_year(row["price_year"]), row["note"])


def price_year(text: str) -> str | None:
    """A price year as the appraisal reads it, or None where the source gave none."""
    return text if len(text) == 7 and text[4] == "/" else None


def line(
    amount: Range,
    *,
    gain: bool,
    id: str,
    option: str,
    label: str,
    organisation: str,
    category: Literal["capital", "receipt", "transition", "running_cost", "saving"],
    start_year: int,
    end_year: int,
    price_year: str,
    ramp_years: int = 0,
    asset_type: str | None = None,
    works_months: float | None = None,
    depends_on: str | None = None,
    note: str = "",
    correlation_group: str | None = None,
    disposal: str | None = None,
    budget: str | None = None,
    governance_dependent: bool = False,
    benefit_class: Literal["cash_releasing", "non_cash_releasing"] = "cash_releasing",
    vat_percent: float = 0.0,
    theme: str | None = None,
) -> LineItem:
    """A line item of the appraisal from a range: a gain as it is, a cost below zero."""
    low, mode, high = (amount.low, amount.mode, amount.high) if gain else (-amount.high, -amount.mode, -amount.low)
    return LineItem(
        theme=theme,
        range_basis="asked" if amount.asks else "given",
        id=id,
        option=option,
        label=label,
        organisation=organisation,
        category=category,
        benefit_class=benefit_class,
        low=low,
        mode=mode,
        high=high,
        price_year=amount.price_year or price_year,
        start_year=start_year,
        ramp_years=ramp_years,
        end_year=end_year,
        asset_type=asset_type,
        works_months=works_months,
        depends_on=depends_on,
        basis=amount.basis,
        source=amount.source,
        note="; ".join(n for n in (note, amount.note) if n),
        correlation_group=correlation_group,
        disposal=disposal,
        budget=budget,
        governance_dependent=governance_dependent,
        vat_percent=vat_percent,
    )


def building_line(
    amount: Range,
    *,
    id: str,
    option: str,
    label: str,
    organisation: str,
    year: int,
    price_year: str,
    vat_percent: float = 0.0,
    note: str = "",
    theme: str | None = None,
) -> LineItem:
    """What building or fitting out costs: paid in the year of the move, a year's works on a standard building."""
    return line(
        amount,
        gain=False,
        id=id,
        option=option,
        label=label,
        organisation=organisation,
        category="capital",
        start_year=year,
        end_year=year,
        price_year=price_year,
        asset_type="standard_buildings",
        works_months=12,
        correlation_group="buildings:space",
        vat_percent=vat_percent,
        theme=theme,
        note=note,
    )
