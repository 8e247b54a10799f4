"""An appraisal of line items alone, as a page to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bluelight import __version__
from bluelight.appraisal import Appraisal
from bluelight.appraisal.tables import Record
from bluelight.documents import words
from bluelight.documents.model import Block, Bullets, Column, Document, Link, Paragraph, Section, Table, Text

MEASURES = {
    "cash": "Cash",
    "public": "Cash, time saved and what assets are still worth",
    "social": "The same with value to society",
    "non_cash_releasing": "of that: time and quality, no cash",
    "societal": "of that: value to society",
    "residual": "of that: what assets are still worth",
}
SHOWN = 12


def appraisal_page(appraisal: Appraisal, tables: dict[str, list[Record]]) -> Document:
    """The page: what each option is worth and how sure that is, then who pays, what it turns on, and every step."""
    settings = appraisal.settings
    prices = f"{settings.price_year} prices"
    sections = [
        Section("worth", "What each option is worth", tuple(_worth(appraisal, tables, prices))),
        Section("added", "What it adds", (_increments(tables),)),
        Section("order", "How sure the order is", (_ranking(tables),)),
        Section("who", "Who pays, who gains, and when", tuple(_who(appraisal, tables))),
        Section("turns", "What the answer turns on", (_tornado(tables), _switching(tables))),
        *_beside(tables),
        Section("steps", "Every step", (_steps(tables),)),
        Section("basis", "What it rests on", tuple(_basis(appraisal))),
    ]
    return Document(
        title="Appraisal",
        kicker=f"{_financial(settings.first_year)} to {_financial(settings.last_year)}, {prices}",
        lead="What each option is worth against business as usual, which is the zero line.",
        sections=tuple(sections),
        foot=(
            f"Made by Bluelight {__version__}, seed {settings.seed}, {settings.draws:,} draws. Ranges run from the "
            "10th to the 90th percentile. No threshold of the benefit-cost ratio decides, and a ratio below 1 is not "
            "in itself poor value.",
        ),
    )


def _financial(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def _pounds(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{'-' if round(value) < 0 else ''}£{abs(value):,.0f}"


def _range(row: Record, prefix: str = "") -> str:
    if row[f"{prefix}p50"] is None:
        return "none"
    low, middle, high = (_pounds(row[f"{prefix}{p}"]) for p in ("p10", "p50", "p90"))
    return middle if low == high else f"{middle} ({low} to {high})"


def _share(value: float | None) -> str:
    return "none" if value is None else f"{value:.0%}"


def _table(
    id: str, caption: str, columns: Iterable[str], rows: Iterable[tuple[Text, ...]], data: list[Record], *notes: Text
) -> Table:
    return Table(
        id,
        caption,
        tuple(Column(title) for title in columns),
        tuple(rows),
        notes=notes,
        data=data_of(data) or None,
        layout="cards",
    )


def _worth(appraisal: Appraisal, tables: dict[str, list[Record]], prices: str) -> Iterable[Block]:
    first = tables["ranking"][0] if tables["ranking"] else None
    if first is not None:
        value = appraisal.options[first["option"]].worth[appraisal.settings.measure]
        yield Paragraph(
            f"{first['option']} comes first by {MEASURES[appraisal.settings.measure].lower()}: "
            f"{_range(dict(value.npsv._asdict()))} over {appraisal.settings.appraisal_years} years. It is first in "
            f"{_share(first['chance_first'])} of draws.",
            lead=True,
        )
    yield _table(
        "npsv",
        f"Net present value by measure, {prices}",
        ("Option", "Measure", "Present value", "Chance above zero", "Gains over costs", "The same every year"),
        (
            (
                row["option"],
                MEASURES[row["value"]],
                _range(row),
                _share(row["chance_positive"]) if row["value"] in appraisal.options[row["option"]].worth else "",
                "" if row["benefit_cost_p50"] is None else f"{row['benefit_cost_p50']:.2f}",
                _range(row, "equivalent_annual_") if row["equivalent_annual_p50"] is not None else "",
            )
            for row in tables["npsv"]
        ),
        tables["npsv"],
        "The three measures are shown side by side: nothing but cash is in the first.",
    )


def _increments(tables: dict[str, list[Record]]) -> Block:
    return _table(
        "increments",
        "What each option adds to business as usual, and to collaboration without a change of governance",
        ("Option", "Over", "Adds", "Chance above zero", "Share of gains that needs the change"),
        (
            (
                row["option"],
                row["over"],
                _range(row),
                _share(row["chance_positive"]),
                "" if row["benefits_that_need_it"] is None else _share(row["benefits_that_need_it"]),
            )
            for row in tables["increments"]
        ),
        tables["increments"],
    )


def _ranking(tables: dict[str, list[Record]]) -> Block:
    return _table(
        "ranking",
        "The order of the options over the same draws",
        ("Option", "Rank", "First in", "Next", "Next is better in"),
        (
            (
                row["option"],
                str(row["rank"]),
                _share(row["chance_first"]),
                row["next"] or "",
                "" if row["chance_next_is_better"] is None else _share(row["chance_next_is_better"]),
            )
            for row in tables["ranking"]
        ),
        tables["ranking"],
    )


def _who(appraisal: Appraisal, tables: dict[str, list[Record]]) -> Iterable[Block]:
    nominal = appraisal.settings.inflation_percent is not None
    yield _table(
        "funding",
        "Cash by organisation: a steady year, one-off money, and the most to be found at any time",
        ("Option", "Organisation", "A steady year", "One-off", "Most to be found", "In prices of the day", "Pays back"),
        (
            (
                row["option"],
                words.service_name(row["organisation"]),
                _range(row, "yearly_cash_"),
                _range(row, "one_off_"),
                _range(row, "peak_funding_"),
                _range(row, "nominal_peak_funding_") if nominal else "no inflation given",
                _payback(row),
            )
            for row in tables["funding"]
        ),
        tables["funding"],
    )
    yield _table(
        "cash",
        "Cash by year" + (", in prices of the day, with VAT and transfers" if nominal else ", real"),
        ("Option", "Organisation", "Year", "Cash"),
        (
            (
                row["option"],
                words.service_name(row["organisation"]),
                _financial(row["year"]),
                _range(row, "nominal_" if nominal else "real_"),
            )
            for row in tables["cash"]
        ),
        tables["cash"],
    )


def _payback(row: Record) -> str:
    if row["payback_chance"] is None:
        return ""
    if row["payback_years_p50"] == 0:
        return "nothing to pay back"
    years = "not within the appraisal" if row["payback_years_p50"] is None else f"{row['payback_years_p50']:g} years"
    return f"{years}; in time in {_share(row['payback_chance'])}"


def _tornado(tables: dict[str, list[Record]]) -> Block:
    widest: dict[str, list[Record]] = {}
    for row in tables["tornado"]:
        widest.setdefault(row["option"], []).append(row)
    shown = [row for rows in widest.values() for row in rows[:SHOWN]]
    return _table(
        "tornado",
        "One assumption at a time, all others at their modes, widest first",
        ("Option", "Assumption", "Low end", "High end", "Value at low", "Value at high"),
        (
            (row["option"], row["label"], row["low"], row["high"], _pounds(row["at_low"]), _pounds(row["at_high"]))
            for row in shown
        ),
        tables["tornado"],
        f"The {SHOWN} widest of each option; the download has all.",
    )


def _switching(tables: dict[str, list[Record]]) -> Block:
    found = [row for row in tables["switching"] if row["at"] is not None]
    return _table(
        "switching",
        "Switching values: where an option is worth nothing, or as much as its rival",
        ("Option", "Worth as much as", "Assumption", "Now", "Switches at", "Within its range"),
        (
            (
                row["option"],
                "nothing" if row["against"] == "zero" else row["against"],
                row["label"],
                "" if row["now"] is None else f"{row['now']:,.4g} {row['unit']}",
                f"{row['at']:,.4g} {row['unit']}",
                "" if row["within_range"] is None else _plain(row["within_range"]),
            )
            for row in found
        ),
        tables["switching"],
        "Found by solving, all else at its mode. What no value can switch is in the download alone.",
    )


def _beside(tables: dict[str, list[Record]]) -> Iterable[Section]:
    if tables["outcomes"]:
        table = _table(
            "outcomes",
            "What changes in response do for people, by published relations",
            ("Option", "Outcome", "A year", "Worth over the appraisal", "Source"),
            (
                (
                    row["option"],
                    f"{'UNVERIFIED: ' if row['unverified'] else ''}{row['outcome']}",
                    f"{row['a_year']:.3g}"
                    + (
                        " (published without an interval)"
                        if row["a_year_low"] is None
                        else f" ({row['a_year_low']:.3g} to {row['a_year_high']:.3g})"
                    ),
                    "not priced" if row["present_value"] is None else _pounds(row["present_value"]),
                    f"{row['source']}. {row['note']}",
                )
                for row in tables["outcomes"]
            ),
            tables["outcomes"],
        )
        lead = Paragraph("This stands beside the money above and is in none of its sums.")
        yield Section("people", "Lives, beside the money", (lead, table))
    if tables["weights"]:
        table = _table(
            "weights",
            "With and without distributional weights",
            ("Option", "Income group", "Weight", "Present value", "Zero at a weight of"),
            (
                (
                    row["option"],
                    row["income_group"],
                    "" if row["weight"] is None else f"{row['weight']:.3f}",
                    _range(row),
                    "" if row["switching_weight"] is None else f"{row['switching_weight']:.3f}",
                )
                for row in tables["weights"]
            ),
            tables["weights"],
        )
        yield Section("incomes", "Who gains, by income", (table,))


def _steps(tables: dict[str, list[Record]]) -> Block:
    return _table(
        "lines",
        "Each line from its amount to its present value, at the mode",
        ("Option", "Line", "Amount", "Prices", "Bias", "Chance", "Late by", "Discounted years", "Present value"),
        (
            (
                row["option"],
                f"{row['id']}: {row['label']} ({row['organisation']}; {row['basis']}, {row['source']})",
                f"{row['mode']:,.0f}" + (f" x {row['unit']:,.0f}" if row["unit"] != 1 else ""),
                f"x {row['deflator']:.4f}",
                f"x {row['uplift']:.4f}",
                f"x {row['chance']:.2f}",
                f"{row['delay_years']:.2f} years",
                f"x {row['discounted_years']:.4f}",
                _pounds(row["npsv_at_mode"]),
            )
            for row in tables["lines"]
        ),
        tables["lines"],
        "line_years.csv has each line by year with its share and discount factor.",
    )


def _basis(appraisal: Appraisal) -> Iterable[Block]:
    if appraisal.notices:
        yield Bullets(tuple(appraisal.notices))
    for found in appraisal.reference_classes:
        yield Paragraph(f"Range that was not given, from what became of such promises: {found.words}. Read at:")
        yield Bullets(tuple((Link(source, source),) for source in found.sources))
    yield Bullets(
        tuple(
            (f"{use}: {source.title}, {source.publisher}, ", Link(source.href, source.href))
            for use, source in appraisal.references
        )
    )


def data_of(rows: list[Record]) -> tuple[tuple[Any, ...], ...]:
    """Rows as a table of values with its header; empty without rows."""
    return (tuple(rows[0]), *(tuple(_plain(value) for value in row.values()) for row in rows)) if rows else ()


def _plain(value: Any) -> Any:
    return "yes" if value is True else "no" if value is False else value
