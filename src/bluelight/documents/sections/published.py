"""Beside what others published: a real case of the area, other areas' cases, and what came of such promises."""

from __future__ import annotations

from bluelight.documents import words
from bluelight.documents.model import Block, Bullets, Column, Folded, Mark, Paragraph, Section, Table, Text
from bluelight.documents.sections.marks import at_once, linked
from bluelight.options.words import join, pounds
from bluelight.register import codelists
from bluelight.studies.results import Beside, BesideGroup, BesideLine, PublishedFigure, ReferenceRange, Results

_PERIOD = {"year": "a year", "once": "once"}


def published(results: Results) -> Section | None:
    """The option that names a published case beside that case, line by line; then other cases and their like."""
    blocks: list[Block] = [block for beside in results.beside_published for block in _beside(results, beside)]
    if results.published_elsewhere:
        blocks.append(
            Folded(
                f"{words.count(len(results.published_elsewhere), 'figure')} that cases of other areas published",
                (_figures("published-elsewhere", "What cases of other areas published", results.published_elsewhere),),
            )
        )
    if results.reference_classes:
        blocks += [_what_came(results.reference_classes), _pairs(results.reference_classes)]
    return Section("published", "Beside what others published", tuple(blocks)) if blocks else None


def _beside(results: Results, beside: Beside) -> list[Block]:
    name = next(option.name for option in results.options if option.id == beside.option)
    counted = [(group, line) for group in beside.groups for line in group.lines]
    missing = [said for group in beside.groups for said in group.not_counted]
    return [
        Paragraph(f"{name}, beside what the area's own case published:", lead=True),
        Bullets(tuple(beside.words)),
        _figures(f"published-{beside.option}", f"What the case {beside.case} published", beside.figures),
        _groups(results, beside),
        Folded(f"Every line of it, {words.count(len(counted), 'line')}", (_lines(results, beside, counted),)),
        Paragraph("What nobody could put a figure on, which is not nothing:"),
        at_once(tuple(words.sentence(item) for item in dict.fromkeys(missing))),
    ]


def _groups(results: Results, beside: Beside) -> Table:
    return Table(
        f"groups-{beside.option}",
        f"The same, by group of benefits, in {results.study.price_year} prices",
        (
            Column("Group"),
            Column("A year: low, most likely, high"),
            Column("Once: low, most likely, high"),
            Column("In words"),
            Column("Not counted"),
        ),
        tuple(
            (
                codelists.THEMES[group.theme],
                _sums(group, "year"),
                _sums(group, "once"),
                group.words.split(": ", 1)[1],
                words.count(len(group.not_counted), "thing") if group.not_counted else "nothing known to be left out",
            )
            for group in beside.groups
        ),
        notes=(
            "Each end takes all lines of the group at that end. Gains less costs, optimism bias included. The case "
            "itself gave no split by group.",
        ),
        data=(
            ("group", "period", "low_gbp", "mode_gbp", "high_gbp", "lines", "not_counted"),
            *(
                (group.theme, period, *(_sum(group, period, end) for end in _ENDS), len(own), len(group.not_counted))
                for group in beside.groups
                for period in _PERIOD
                for own in [[line for line in group.lines if line.period == period]]
            ),
        ),
        layout="cards",
    )


_ENDS = ("low", "mode", "high")


def _sum(group: BesideGroup, period: str, end: str) -> float | None:
    own = [float(getattr(line, end)) for line in group.lines if line.period == period]
    return sum(own) if own else None


def _sums(group: BesideGroup, period: str) -> str:
    ends = [_sum(group, period, end) for end in _ENDS]
    return "not counted" if None in ends else "; ".join(pounds(end or 0.0) for end in ends)


def _lines(results: Results, beside: Beside, counted: list[tuple[BesideGroup, BesideLine]]) -> Table:
    return Table(
        f"beside-lines-{beside.option}",
        f"Every line set beside the case, in {results.study.price_year} prices",
        (Column("Line"), Column("Group"), Column("Who"), Column("Low, most likely, high"), Column("Basis and source")),
        tuple(
            (
                line.label,
                codelists.THEMES[group.theme],
                words.service_name(line.organisation),
                f"{'; '.join(pounds(end) for end in (line.low, line.mode, line.high))} {_PERIOD[line.period]}",
                linked(f"{words.sentence(line.basis)} {line.source}"),
            )
            for group, line in counted
        ),
        layout="cards",
    )


def _figures(id: str, caption: str, figures: list[PublishedFigure]) -> Table:
    return Table(
        id,
        caption,
        (
            Column("Case"),
            Column("What"),
            Column("Figure as published"),
            Column("What is missing"),
            Column("What became of it"),
            Column("Source"),
        ),
        tuple(
            (
                figure.area,
                figure.title,
                _as_printed(figure),
                words.sentence(figure.missing) if figure.missing else "not said",
                words.sentence(figure.outcome) if figure.outcome else "not known",
                linked(" ".join(figure.sources)),
            )
            for figure in figures
        ),
        notes=(
            "Forecasts, claims and outturns are not added together. A price year marked as assumed is the year of "
            "publication: the case did not say in which prices it is.",
        ),
        data=(
            (
                "case",
                "area",
                "theme",
                "measure",
                "state",
                "low_gbp",
                "high_gbp",
                "period",
                "years",
                "price_year",
                "price_basis",
            ),
            *(
                (
                    f.case,
                    f.area,
                    f.theme,
                    f.measure,
                    f.state,
                    f.low,
                    f.high,
                    f.period,
                    f.years,
                    f.price_year,
                    f.price_year_basis,
                )
                for f in figures
            ),
        ),
        layout="cards",
    )


def _as_printed(figure: PublishedFigure) -> Text:
    ends = (
        f"more than {pounds(figure.low)}"
        if figure.high is None
        else " to ".join(dict.fromkeys((pounds(figure.low), pounds(figure.high))))
    )
    over = {"year": "a year", "once": "once", "whole": f"over {figure.years} years" if figure.years else "in all"}
    said = f"{figure.measure}, {figure.state}: {ends} {over[figure.period]}, {figure.price_year} prices"
    if figure.price_year_basis != "assumed":
        return said
    return (said, Mark("assumed", "#published", "The case did not say its prices: read as those of its publication"))


def _what_came(classes: list[ReferenceRange]) -> Table:
    return Table(
        "reference-classes",
        "What became of promises like these",
        (Column("Theme and measure"), Column("Low, middle, high"), Column("Pairs"), Column("What it rests on")),
        tuple(
            (
                f"{codelists.THEMES[found.theme]}: {found.measure}",
                _range(found),
                f"{found.number}, {found.own} of the theme",
                words.sentence(found.words)
                + (f" It gave {words.count(len(found.lines), 'line')} a range." if found.lines else ""),
            )
            for found in classes
        ),
        notes=("Multiples of what was forecast; for dates, months late. Equations: docs/methods/reference-class.md.",),
        data=(
            ("theme", "measure", "low", "middle", "high", "pairs", "own_pairs", "pooled", "haircut", "lines"),
            *(
                (f.theme, f.measure, f.low, f.mode, f.high, f.number, f.own, str(f.pooled), f.haircut, len(f.lines))
                for f in classes
            ),
        ),
        layout="cards",
    )


def _range(found: ReferenceRange) -> str:
    digits, unit = (0, " months late") if found.measure == "date" else (2, " times")
    return join(f"{value:.{digits}f}" for value in (found.low, found.mode, found.high)) + unit


def _pairs(classes: list[ReferenceRange]) -> Folded:
    """Every pair once, with its sources and, where it has no weight, why."""
    rows: dict[tuple[str, str], tuple[Text, ...]] = {}
    for found in classes:
        for pair in found.pairs:
            ends = [f"{end:.2f}" for end in (pair.low, pair.high) if end is not None]
            rows[(pair.collaboration, pair.measure)] = (
                pair.collaboration.replace("-", " "),
                f"{found.measure}: {pair.measure}",
                " to ".join(dict.fromkeys(ends)) or "none",
                words.sentence(f"{pair.grade.lower()}{': ' + pair.left_out if pair.left_out else ''}"),
                linked(f"{words.sentence(pair.note)} {' '.join(pair.sources)}"),
            )
    columns = (Column("Collaboration"), Column("Measure"), Column("Came out at"), Column("Proof"), Column("Source"))
    table = Table("reference-pairs", "Promises and what came of them", columns, tuple(rows.values()), layout="cards")
    return Folded(f"The {len(rows)} pairs behind them", (table,))
