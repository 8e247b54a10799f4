"""How far to believe it: limits, risks, calibration, assumptions, sources, and how to run it again."""

from __future__ import annotations

from bluelight.documents import charts, words
from bluelight.documents.model import Block, Bullets, Column, Figure, Note, Paragraph, Section, Table, Text
from bluelight.documents.sections.marks import base_of, linked, others, services, unique
from bluelight.studies.results import Results


def limits(results: Results) -> Section:
    """What the model cannot see and what was left out."""
    blocks: list[Block] = []
    unseen = unique([item for option in others(results) for move in option.moves for item in move.unseen])
    if unseen:
        blocks.append(
            Paragraph("The response model sees vehicles and calls. It cannot see what else a building is for:")
        )
        blocks.append(Bullets(tuple(words.sentence(item) for item in unseen)))
    if results.exclusions:
        blocks.append(Paragraph("Not modelled or not counted at all:"))
        blocks.append(Bullets(tuple(words.sentence(item) for item in results.exclusions)))
    return Section("limits", "What this cannot see", tuple(blocks))


def risks(results: Results) -> Section | None:
    """Every risk, each once, with the options and places it touches; None where no move names any."""
    touched: dict[str, tuple[list[str], list[str]]] = {}
    for option in others(results):
        for move in option.moves:
            for risk in move.risks:
                names, places = touched.setdefault(risk.statement, ([], []))
                names.append(option.name)
                places.append(risk.applies_to)
    if not touched:
        return None
    table = Table(
        "risks-table",
        "Risks",
        (Column("What could go wrong"), Column("Option"), Column("Where")),
        tuple(
            (words.sentence(statement), words.listed(unique(names)), words.listed(unique(places)))
            for statement, (names, places) in touched.items()
        ),
        layout="cards",
    )
    return Section("risks", "What could go wrong", (table,))


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
    if results.calibration:
        blocks.append(Figure(charts.calibration(results.calibration)))
    blocks.append(
        Paragraph(
            "A service whose business as usual misses a judging figure by more than a tenth is kept out of the "
            "headline, as is one with nothing published to judge by."
        )
    )
    return Section("calibration", "Where the model is off", tuple(blocks))


def assumptions(results: Results) -> Section:
    """What was assumed, the weightiest first, and what would replace it."""
    table = Table(
        "assumptions-table",
        "What was assumed",
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
            for a in results.assumptions
        ),
        layout="cards",
        row_ids=tuple(f"assumption-{a.id}" for a in results.assumptions),
    )
    lead = Paragraph("The ones that matter most come first. Replace those before relying on the result.")
    return Section("assumptions", "What is assumed, and what to replace first", (lead, table))


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
    blocks: list[Block] = [table]
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
        ("Discounting", s.discounting),
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
