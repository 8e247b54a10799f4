"""A national overview as a document: an edition of the register, counted, indexed and set beside the one before."""

from __future__ import annotations

from collections.abc import Iterable

from bluelight.documents.model import (
    Block,
    Bullets,
    Document,
    Figure,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Section,
)
from bluelight.documents.overview import lists
from bluelight.documents.overview.bars import by_theme
from bluelight.documents.overview.changes import changes_told
from bluelight.documents.overview.counts import gap_table, service_table, theme_table
from bluelight.documents.overview.edition import Edition, day
from bluelight.documents.overview.quality import quality_told
from bluelight.documents.overview.tiles import organisations_map
from bluelight.register import codelists
from bluelight.register.overview import BLUE_LIGHT, Overview
from bluelight.register.standard import VERSION


def overview_document(edition: Edition) -> Document:
    """The overview of an edition."""
    counts = edition.counts
    size = len(edition.register.collaborations)
    return Document(
        title="Where blue light collaboration stands",
        kicker=f"National overview, edition {edition.name}, {day(edition.made)}",
        lead=f"What {size:,} collaborations of blue light services promised and did, and what is not known.",
        sections=(
            Section("headlines", "Headlines", tuple(_headlines(edition))),
            Section("changes", "What changed since the last edition", tuple(changes_told(edition))),
            Section("themes", "By theme", tuple(_themes(edition))),
            Section("services", "By service", tuple(_services(counts))),
            Section("gaps", "Gaps", tuple(_gaps(edition))),
            Section("areas", "A to Z by area", tuple(lists.areas(edition))),
            Section("index", "Index by service", tuple(lists.index(edition))),
            Section("entries", "Every collaboration", (lists.collaborations(edition),)),
        ),
        foot=(
            f"To cite: {edition.citation}. The facts of this edition are frozen and published beside it, in version "
            f"{VERSION} of the register's open standard.",
            "Entries are what public sources say, in our own words. What is not here is not recorded; it may well "
            "exist. Failed computer projects and audited programmes are over-represented, and savings that "
            "partners claim of themselves skew high.",
        ),
    )


def _headlines(edition: Edition) -> Iterable[Block]:
    headlines = edition.counts.tallies.headlines
    yield KeyFigures(
        tuple(KeyFigure(each.label, f"{each.count:,}", f"of {each.base:,} {each.of}") for each in headlines)
    )
    yield Note("How to read this", "Each figure is a count of what is on record. None is an estimate of the country.")


def _themes(edition: Edition) -> Iterable[Block]:
    tallies = edition.counts.tallies
    if tallies.by_theme:
        yield Figure(by_theme(tallies))
    yield theme_table(tallies)
    yield from lists.pairs(edition)


def _services(counts: Overview) -> Iterable[Block]:
    yield service_table(counts.tallies)
    yield Paragraph("A collaboration counts under each service that takes part, so the rows do not add up.")
    for service in BLUE_LIGHT:
        found = [
            (organisation, len(some))
            for organisation, some in counts.by_organisation
            if organisation.service == service
        ]
        drawn = organisations_map(service, found)
        if drawn is not None:
            yield Figure(drawn)


def _gaps(edition: Edition) -> Iterable[Block]:
    counts = edition.counts
    yield gap_table(counts.tallies)
    without = counts.tallies.without_any
    if without:
        yield Section(
            "without-any",
            f"{len(without)} of {counts.tallies.organisations} organisations have nothing on record",
            (
                Bullets(
                    tuple(
                        f"{codelists.SERVICES[service]}: {', '.join(o.name for o in without if o.service == service)}"
                        for service in codelists.SERVICES
                        if any(o.service == service for o in without)
                    )
                ),
            ),
        )
    yield Section("quality", "What entries do not say", tuple(quality_told(edition)))
