"""Every line of money of an option: its amount, its range, its basis and its source."""

from __future__ import annotations

from bluelight.documents import words
from bluelight.documents.model import Column, Table, Text
from bluelight.documents.sections.marks import assumed, default_owner, linked, pieces
from bluelight.studies.results import MoneyLine, OptionResult

_CATEGORIES = {
    "capital": "building work",
    "receipt": "sale",
    "transition": "cost of the change itself",
    "running_cost": "cost each year",
    "saving": "saving each year",
    "risk": "risk",
}
_CLASSES = {
    "cash_releasing": "cash",
    "non_cash_releasing": "time freed, not cash",
    "societal": "value to society",
    "unmonetised": "not priced",
}


def _price_years(option: OptionResult) -> str:
    return words.listed(sorted({line.price_year for line in option.money.lines}))


def _anchor(option: OptionResult, line: MoneyLine) -> str:
    """Where a line's basis and source stand."""
    return f"line-{option.id}-{line.id}"


def _kind(line: MoneyLine) -> str:
    category = _CATEGORIES.get(line.category, line.category)
    if line.category == "risk":
        category += f", {words.share(line.likelihood)} likely: only that share of it is in the sums"
    return f"{category}; {_CLASSES.get(line.benefit_class, line.benefit_class)}"


def _who(line: MoneyLine) -> Text:
    name = words.service_name(line.organisation)
    return (f"{name}. Owner: ", *pieces(default_owner(line.owner, line.owner_named))) if line.owner else name


def lines_of(option: OptionResult) -> Table:
    """A row a line, with where its basis and source stand."""
    return Table(
        f"lines-{option.id}",
        f"{option.name}: every line of money",
        (
            Column("Line"),
            Column("Who"),
            Column("Kind"),
            Column("Most likely"),
            Column("Low to high"),
            Column("Years"),
            Column("Basis"),
            Column("Source"),
        ),
        tuple(
            (
                line.label,
                _who(line),
                _kind(line),
                assumed(
                    words.money_change(line.mode),
                    line.basis,
                    f"#{_anchor(option, line)}",
                    line.source,
                ),
                f"{words.money_change(line.low)} to {words.money_change(line.high)}",
                words.financial_year(line.start_year)
                if line.end_year == line.start_year
                else f"{words.financial_year(line.start_year)} to {words.financial_year(line.end_year)}",
                line.basis,
                linked(f"{line.source} {line.note}".strip()),
            )
            for line in option.money.lines
        ),
        notes=(f"Amounts are in the price year of each line's source: {_price_years(option)}.",),
        data=(
            (
                "line",
                "label",
                "organisation",
                "category",
                "benefit_class",
                "low_gbp",
                "mode_gbp",
                "high_gbp",
                "price_year",
                "start_year",
                "end_year",
                "npsv_p50_gbp",
                "owner",
                "overlap_group",
                "taken_off_by_cap_gbp",
                "basis",
                "source",
                "note",
            ),
            *(
                (
                    x.id,
                    x.label,
                    x.organisation,
                    x.category,
                    x.benefit_class,
                    x.low,
                    x.mode,
                    x.high,
                    x.price_year,
                    x.start_year,
                    x.end_year,
                    round(x.npsv_p50),
                    x.owner,
                    x.overlap_group,
                    round(x.taken_off),
                    x.basis,
                    x.source,
                    x.note,
                )
                for x in option.money.lines
            ),
        ),
        layout="cards",
        row_ids=tuple(_anchor(option, line) for line in option.money.lines),
    )
