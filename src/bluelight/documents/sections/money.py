"""What it costs, what it saves, who pays, and what of it is not counted."""

from __future__ import annotations

from bluelight.documents import charts, words
from bluelight.documents.model import (
    Block,
    Column,
    Figure,
    Folded,
    Paragraph,
    Section,
    SideBySide,
    Table,
    Text,
    Value,
)
from bluelight.documents.sections.marks import at_once, linked, others, unique
from bluelight.documents.sections.money_lines import lines_of
from bluelight.studies.results import OptionResult, Results


def money(results: Results) -> Section:
    """Value with its range, cash by organisation and year, what it turns on, every line, what is not counted."""
    shown = others(results)
    year = results.study.price_year
    blocks: list[Block] = [
        Paragraph(
            f"All money is against business as usual, in {year} prices, over {results.study.appraisal_years} years "
            f"from {words.financial_year(results.study.first_year)}. Discount rates: "
            f"{words.dated(results.study.discounting)}. {words.count(results.study.draws)} draws within "
            "each line's range."
        ),
        Figure(charts.npsv(results.options, year)),
        _by_organisation(shown),
    ]
    with_cash = [option for option in shown if option.money.cash_by_year]
    if with_cash:
        blocks.append(
            Section(
                "money-years",
                "Year by year",
                (SideBySide(tuple(Figure(charts.cash_over_time(option, year)) for option in with_cash)),),
            )
        )
    with_lines = [option for option in shown if option.money.lines]
    if with_lines:
        blocks.append(
            Section(
                "money-lines",
                "Every line, its basis and its source",
                tuple(
                    Folded(f"{option.name}: {words.count(len(option.money.lines), 'line')}", (lines_of(option),))
                    for option in with_lines
                ),
            )
        )
    blocks += _caps(results)
    uncounted = unique([item for option in shown for item in option.money.not_counted])
    if uncounted:
        listed = at_once(tuple(words.sentence(item) for item in uncounted))
        blocks.append(
            Section(
                "money-uncounted",
                "Money that is not counted",
                (Paragraph("Nobody has told us these; they are left out, not taken to be zero."), listed),
            )
        )
    return Section("money", "What it costs, what it saves, and who pays", tuple(blocks))


def _by_organisation(options: list[OptionResult]) -> Table:
    rows: list[tuple[Text, ...]] = []
    data: list[tuple[Value, ...]] = [
        (
            "option",
            "organisation",
            *(f"{m}_{p}_gbp" for m in ("yearly_cash", "one_off", "npsv") for p in ("p10", "p50", "p90")),
        )
    ]
    for option in options:
        for who in option.money.by_organisation:
            rows.append(
                (
                    f"{option.name}: {words.service_name(who.organisation)}",
                    words.money_change(who.yearly_cash.p50),
                    words.money_change(who.one_off.p50),
                    words.money_change(who.npsv.p50),
                    words.money_range(who.npsv),
                )
            )
            sums = (who.yearly_cash, who.one_off, who.npsv)
            data.append((option.id, who.organisation, *(round(v) for s in sums for v in (s.p10, s.p50, s.p90))))
    return Table(
        "money-organisations",
        "Who pays and who gains",
        (
            Column("Option and organisation"),
            Column("Cash each year"),
            Column("One-off"),
            Column("Present value"),
            Column("P10 to P90"),
        ),
        tuple(rows),
        notes=("Ranges of organisations do not add up to the range of the whole: not everything goes badly at once.",),
        data=tuple(data),
        layout="cards",
    )


def _caps(results: Results) -> list[Block]:
    """Savings that claim from one pot, and what the cap on it takes off."""
    rows = [
        (option, cap, [line for line in option.money.lines if line.overlap_group == cap.group])
        for option in others(results)
        for cap in option.money.caps
    ]
    if not rows:
        return []
    table = Table(
        "money-caps",
        "Savings that claim from one pot",
        (
            Column("Option and pot"),
            Column("Lines that claim from it"),
            Column("Most it can save a year"),
            Column("Taken off, as present value", numeric=True),
            Column("Source"),
        ),
        tuple(
            (
                f"{option.name}: {cap.group}",
                words.listed([line.label for line in lines]),
                f"{words.money(cap.cap)}, {cap.price_year} prices",
                words.money(sum(line.taken_off for line in lines)),
                linked(cap.source),
            )
            for option, cap, lines in rows
        ),
        notes=("Where more is claimed than can be saved, each line keeps the same share of it, year by year.",),
        layout="cards",
    )
    return [Section("money-overlap", "Savings that overlap", (table,))]
