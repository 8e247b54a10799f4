"""Caps on savings that claim from one pot: what each group claims in a year, and the share of it that is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from openpyxl.utils import get_column_letter

from bluelight.appraisal import Appraisal, LineMoney
from bluelight.documents.xlsx.cells import FACTOR, PLAIN, POUNDS, Content, Live, Sheet, address, span

CAPS = "Caps"
_HEAD = 7  # the row of titles
_BEFORE = ("Option", "Overlap group", "What", "Most a year")

Floats = NDArray[np.float64]


def real_amount(money: LineMoney) -> float:
    """The most likely amount of a line at full effect, in the appraisal's prices with optimism bias and likelihood."""
    return money.line.mode * money.unit * money.deflator * money.uplift * money.chance


def groups_of(appraisal: Appraisal) -> list[tuple[str, str]]:
    """(option, group) of every group that lines of an option are in, in the order of the options and the settings."""
    named = [group.group for group in appraisal.settings.overlap_groups]
    return [
        (option, group)
        for option, money in appraisal.options.items()
        for group in named
        if any(found.line.overlap_group == group for found in money.lines)
    ]


def kept(appraisal: Appraisal) -> dict[tuple[str, str], tuple[float, Floats, Floats]]:
    """By (option, group): the cap in the appraisal's prices, what is claimed and the share kept, by year."""
    deflator, to = appraisal.parameters.gdp_deflator, appraisal.settings.price_year
    caps = {g.group: g.cap * deflator.factor(g.price_year, to) for g in appraisal.settings.overlap_groups}
    found = {}
    for option, group in groups_of(appraisal):
        claimed = np.zeros(appraisal.settings.appraisal_years)
        for money in appraisal.options[option].lines:
            if money.line.overlap_group == group:
                claimed = claimed + max(real_amount(money), 0.0) * money.year_shares
        share = np.where(claimed > caps[group], caps[group] / np.where(claimed > 0, claimed, 1.0), 1.0)
        found[(option, group)] = (caps[group], claimed, share)
    return found


def row_kept(appraisal: Appraisal, option: str, group: str) -> int:
    """The row of the shares that are kept of what a group claims under an option."""
    return _HEAD + 2 + 2 * groups_of(appraisal).index((option, group))


def cell_kept(appraisal: Appraisal, option: str, group: str, year: int) -> str:
    """The share of a group that is kept in a year, from 0."""
    return f"{CAPS}!{address(len(_BEFORE) + 1 + year, row_kept(appraisal, option, group))}"


def cells_kept(appraisal: Appraisal, option: str, group: str) -> str:
    """The shares of a group that are kept, all years."""
    row, first = row_kept(appraisal, option, group), len(_BEFORE) + 1
    return f"{CAPS}!{span((first, row), (first + appraisal.settings.appraisal_years - 1, row))}"


def fill_caps(
    sheet: Sheet,
    appraisal: Appraisal,
    caps: Mapping[str, str],
    columns: Mapping[str, str],
    shares: Sequence[str],
    years: Sequence[Live],
) -> None:
    """The sheet of caps.

    `caps` gives the formula of each group's cap in the appraisal's prices, `columns` where Option, Overlap group and
    Amount of all lines stand, and `shares` where all lines' shares of each year do.
    """
    sheet.words(
        "Savings of one overlap group claim from one pot. Claimed = the sum of amount x share over the lines of"
    )
    sheet.words("the group that gain. Where that is more than the cap in a year, each line keeps cap / claimed of it.")
    sheet.row = _HEAD
    sheet.head([*_BEFORE, *years], freeze_columns=3)
    for (option, group), (cap, claimed, share) in kept(appraisal).items():
        row = sheet.row
        of_group = f"({columns['Option']}=$A{row})*({columns['Overlap group']}=$B{row})*({columns['Amount']}>0)"
        first: list[Content] = [option, group, "claimed", Live(caps[group], cap)]
        first += [
            Live(f"SUMPRODUCT({of_group}*{columns['Amount']}*{at})", float(claimed[year]))
            for year, at in enumerate(shares)
        ]
        sheet.line(first, [PLAIN] * 3 + [POUNDS] * (1 + len(shares)))
        above = [f"{get_column_letter(len(_BEFORE) + 1 + year)}{row}" for year in range(len(shares))]
        keeps = [Live(f"IF({at}>$D{row},$D{row}/{at},1)", float(share[year])) for year, at in enumerate(above)]
        sheet.line([option, group, "share kept", "", *keeps], [PLAIN] * 4 + [FACTOR] * len(shares))
    sheet.widths(26, 22, 12, 14, *[13] * len(shares))
