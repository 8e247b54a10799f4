"""How far to believe it: limits, calibration, assumptions, sources, and how to run it again."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.documents import charts, words
from bluelight.documents.model import (
    Block,
    Bullets,
    Column,
    Figure,
    Folded,
    Note,
    Paragraph,
    Section,
    SideBySide,
    Table,
    Text,
)
from bluelight.documents.sections.marks import at_once, base_of, linked, others, services, unique
from bluelight.studies.results import Assumption, Results

_FIRST = 12  # rows shown without being asked for


def limits(results: Results) -> Section:
    """What the model cannot see and what was left out."""
    blocks: list[Block] = []
    unseen = unique([item for option in others(results) for move in option.moves for item in move.unseen])
    if unseen:
        blocks.append(
            Paragraph("The response model sees vehicles and calls. It cannot see what else a building is for:")
        )
        blocks.append(at_once(tuple(words.sentence(item) for item in unseen)))
    if results.exclusions:
        blocks.append(Paragraph("Not modelled or not counted at all:"))
        blocks.append(Bullets(tuple(words.sentence(item) for item in results.exclusions)))
    return Section("limits", "What this cannot see", tuple(blocks))


def calibration(results: Results) -> Section:
    """The model's business as usual beside what was published, and what is therefore kept out of the headline."""
    blocks: list[Block] = []
    for service in services(results):
        response = base_of(results).response[service]
        if not response.in_headline:
            blocks.append(
                Note(
                    f"{words.service_name(service)}: not relied on",
                    words.sentence(response.caveat or "The model is off for this service."),
                    tone="warning",
                )
            )
    compared = [row for row in results.calibration if row.model is not None]
    shown = [s for s in services(results) if any(row.service == s for row in compared)]
    if shown:
        drawn = [charts.calibration(s, [row for row in compared if row.service == s]) for s in shown]
        blocks.append(SideBySide(tuple(Figure(chart) for chart in drawn)))
    rest = [row for row in results.calibration if row.model is None]
    if rest:
        title = f"{words.count(len(rest), 'published figure')} with no counterpart in the model"
        blocks.append(Folded(title, (charts.calibration_table(rest, "calibration-context", title),)))
    blocks.append(
        Paragraph(
            "A service whose business as usual misses a judging figure by more than a tenth is kept out of the "
            "headline, as is one with nothing published to judge by."
        )
    )
    return Section("calibration", "Where the model is off", tuple(blocks))


def assumptions(results: Results) -> Section:
    """What was assumed, the weightiest first, and what would replace it."""
    measured = [a for a in results.assumptions if a.matters][:_FIRST]
    first = measured or results.assumptions[:_FIRST]
    rest = [a for a in results.assumptions if a not in first]
    blocks: list[Block] = [
        Paragraph("The ones that matter most come first. Replace those before relying on the result."),
        _assumed("assumptions-first", "The assumptions that matter most", first),
    ]
    if rest:
        title = f"{words.count(len(rest), 'further assumption')}"
        blocks.append(Folded(title, (_assumed("assumptions-rest", title, rest),)))
    return Section("assumptions", "What is assumed, and what to replace first", tuple(blocks))


def _assumed(id: str, caption: str, assumptions: Sequence[Assumption]) -> Table:
    return Table(
        id,
        caption,
        (
            Column("Assumption"),
            Column("Value"),
            Column("Why"),
            Column("What would replace it"),
            Column("How much it matters"),
        ),
        tuple(
            (
                words.sentence(a.statement),
                f"{a.value} {a.unit}".strip(),
                a.why or "no reason recorded",
                a.replace_with or "nothing named",
                a.matters or "not measured",
            )
            for a in assumptions
        ),
        layout="cards",
        row_ids=tuple(f"assumption-{a.id}" for a in assumptions),
    )


def sources(results: Results) -> Section:
    """Where figures were read, and the licences they came under."""
    rows: list[tuple[Text, ...]] = [
        (linked(source.source), source.used_for, words.count(source.figures)) for source in results.sources
    ]
    table = Table(
        "sources-table",
        "Where the figures were read",
        (Column("Source"), Column("Used for"), Column("Figures", numeric=True)),
        tuple(rows),
    )
    figures = sum(source.figures for source in results.sources)
    title = f"All {len(results.sources)} sources" if len(results.sources) > _FIRST else "Sources"
    blocks: list[Block] = [
        Paragraph(
            f"{words.count(figures, 'figure')} from {words.count(len(results.sources), 'source')}, the most used first."
        ),
        Folded(title, (table,)) if len(results.sources) > _FIRST else table,
    ]
    if results.notices:
        blocks.append(Paragraph("Licences and notices:"))
        blocks.append(Bullets(tuple(linked(notice) for notice in results.notices)))
    return Section("sources", "Sources and licences", tuple(blocks))


def again(results: Results) -> Section:
    """Everything needed to get the same numbers."""
    s = results.study
    facts = (
        ("Study", s.id),
        ("Area", f"{s.area_name} ({s.area})"),
        ("Digest of the area's figures", s.area_digest),
        ("Bluelight", results.bluelight_version),
        ("Seed", str(s.seed)),
        ("Replications", f"{s.replications} of {s.days} days, after {s.warm_up_days} days of warming up"),
        ("Draws of money", words.count(s.draws)),
        ("Prices", s.price_year),
        ("Years appraised", f"{s.appraisal_years}, from {words.financial_year(s.first_year)}"),
        ("Discount rates", words.dated(s.discounting)),
    )
    return Section(
        "again",
        "How to run this again",
        (
            Paragraph(
                f"bluelight run {s.id} --out report gives these numbers again with the same version, area and seed."
            ),
            Table("again-table", "What was run", (Column("What"), Column("Value")), facts),
        ),
    )
