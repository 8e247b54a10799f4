"""A national overview as a document: an edition of the register, counted, indexed and set beside the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bluelight.documents.formats import papers
from bluelight.documents.model import (
    Block,
    Bullets,
    Column,
    Document,
    Inline,
    KeyFigure,
    KeyFigures,
    Link,
    Note,
    Paragraph,
    Section,
    Table,
    Text,
)
from bluelight.register import FORMATS, Collaboration, Register, codelists
from bluelight.register.overview import Changes, Counts, Entry, Overview, Tallies, changes, overview
from bluelight.register.quality import quality
from bluelight.register.standard import VERSION, to_json

_COUNTED = ("Collaborations", "Live", "Ended", "A result is claimed", "Promise and outcome", "Evaluation mentioned")


@dataclass(frozen=True)
class Edition:
    """A register as it was on a day, under a name to cite it by, and the edition before it where there is one."""

    name: str
    made: date
    register: Register
    before: Edition | None = None

    @cached_property
    def counts(self) -> Overview:
        """What is counted of it."""
        return overview(self.register)

    @cached_property
    def changes(self) -> Changes | None:
        """What changed since the edition before; None for the first."""
        return changes(self.before.register, self.register) if self.before else None

    @cached_property
    def digest(self) -> str:
        """A name for exactly these facts: the SHA-256 of the register as the open standard writes it."""
        return hashlib.sha256(to_json(self.register).encode()).hexdigest()

    @property
    def citation(self) -> str:
        """How to cite it."""
        return f"Bluelight register, edition {self.name}, {day(self.made)}, sha256 {self.digest[:16]}"


def day(when: date) -> str:
    """A day written out."""
    return f"{when.day} {when:%B %Y}"


def edition_files(edition: Edition) -> dict[str, bytes]:
    """Everything that is published of an edition: the overview in three formats, and its facts as open data."""
    about = {
        "edition": edition.name,
        "made": edition.made.isoformat(),
        "before": edition.before.name if edition.before else None,
        "standard": VERSION,
        "sha256": edition.digest,
        "citation": edition.citation,
        "headlines": {each.id: {"count": each.count, "base": each.base} for each in edition.counts.tallies.headlines},
    }
    return {
        **papers(overview_document(edition), "overview"),
        "edition.json": (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode(),
        **{f"register.{form.ending}": form.write(edition.register) for form in FORMATS.values()},
    }


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
            Section("changes", "What changed since the last edition", tuple(_changes(edition))),
            Section("themes", "By theme", (theme_table(counts.tallies), _results(edition))),
            Section("services", "By service", tuple(_services(counts))),
            Section("gaps", "Gaps", tuple(_gaps(edition))),
            Section("areas", "A to Z by area", (_areas(counts),)),
            Section("index", "Index by service", tuple(_index(counts))),
            Section("entries", "Every collaboration", (_entries(edition.register),)),
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


def _changes(edition: Edition) -> Iterable[Block]:
    found = edition.changes
    if found is None or edition.before is None:
        yield Paragraph("This is the first edition. The next will say here what was added, ended and withdrawn.")
        return
    if found.none:
        yield Paragraph(f"Nothing changed since edition {edition.before.name} of {day(edition.before.made)}.")
        return
    sizes = [len(some) for some in (found.added, found.gone, found.moved, found.told_more)]
    yield Paragraph(
        f"Since edition {edition.before.name} of {day(edition.before.made)}: {sizes[0]} added, {sizes[1]} withdrawn, "
        f"{sizes[2]} with another status, {sizes[3]} told otherwise or in more detail."
    )
    if found.added:
        yield Section("added", "Added", (Bullets(tuple(_link(entry) for entry in found.added)),))
    if found.gone:
        yield Section("gone", "Withdrawn", (Bullets(tuple(entry.name for entry in found.gone)),))
    if found.moved:
        moved = tuple((*_link(now), f": {_status(then)}, now {_status(now).lower()}") for then, now in found.moved)
        yield Section("moved", "Another status", (Bullets(moved),))
    if found.told_more:
        told = tuple((*_link(entry), f": {', '.join(fields)}") for entry, fields in found.told_more)
        yield Section("told", "Told otherwise, or in more detail", (Bullets(told),))


def _link(entry: Entry) -> tuple[Inline, ...]:
    return (Link(entry.name, f"#c-{entry.slug}"),)


def _status(entry: Entry) -> str:
    return codelists.STATUSES[entry.status.value]


def theme_table(counts: Tallies) -> Table:
    """What is known of the collaborations of each theme."""
    return _by("theme", counts.by_theme, codelists.THEMES, "Theme")


def service_table(counts: Tallies) -> Table:
    """What is known of the collaborations of each service."""
    return _by("service", counts.by_service, codelists.SERVICES, "Service")


def _by(id: str, groups: dict[str, Counts], words: dict[str, str], title: str) -> Table:
    rows = [
        (words[code], *(f"{figure:,}" for figure in _figures(counts)))
        for code, counts in sorted(groups.items(), key=lambda item: -item[1].collaborations)
    ]
    columns = (Column(title), *(Column(name, numeric=True) for name in _COUNTED))
    return Table(f"by-{id}", f"Collaborations by {title.lower()}", columns, tuple(rows), layout="cards")


def _figures(counts: Counts) -> tuple[int, ...]:
    return (
        counts.collaborations,
        counts.live,
        counts.ended,
        counts.realised,
        counts.outcomes,
        counts.evaluated,
    )


def _results(edition: Edition) -> Table:
    """What came beside what was promised, pair by pair: never pooled, because classes of measure may not be."""
    names = edition.register.collaboration
    rows = tuple(
        (
            (*_link(names[pair.collaboration]),),
            codelists.THEMES[pair.theme],
            pair.measure,
            _figure(pair.forecast_amount, pair.forecast, pair.unit),
            _figure(pair.realised_amount, pair.realised, pair.unit),
            codelists.PAIR_GRADES[pair.grade].split(":")[0],
        )
        for pair in sorted(edition.register.pairs, key=lambda pair: (pair.theme, pair.collaboration))
    )
    columns = ("Collaboration", "Theme", "Measure", "Promised", "Came, or was said later", "Kind of proof")
    return Table(
        "pairs", "Promise and what came of it, pair by pair", tuple(map(Column, columns)), rows, layout="cards"
    )


def _figure(amount: float | None, printed: str, unit: str) -> str:
    if amount is None:
        return printed
    return f"£{amount:,.10g}" if unit == "GBP" else f"{amount:,.10g} {unit}"


def _services(counts: Overview) -> Iterable[Block]:
    yield service_table(counts.tallies)
    yield Paragraph("A collaboration counts under each service that takes part, so the rows do not add up.")


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
    rows = tuple(
        (report.publisher, measure.what, f"{measure.met:,}", f"{measure.base:,} {measure.of}")
        for report in quality(edition.register)
        for measure in report.measures
    )
    columns = (Column("Publisher"), Column("What is on record"), Column("For", numeric=True), Column("Of"))
    yield Section(
        "quality",
        "What entries do not say",
        (Table("quality-table", "How complete entries are, by publisher", columns, rows, layout="cards"),),
    )


def gap_table(counts: Tallies) -> Table:
    """How many collaborations of each theme each region has on record."""
    regions = [region for region in codelists.REGIONS if region in counts.by_region]
    rows = tuple(
        (words, *(str(counts.theme_by_region.get((theme, region), "none")) for region in regions))
        for theme, words in codelists.THEMES.items()
    )
    columns = (Column("Theme"), *(Column(codelists.REGIONS[region], numeric=True) for region in regions))
    return Table(
        "theme-by-region", "Collaborations by theme and region; none is a gap in what is on record", columns, rows
    )


def gap_list(counts: Tallies) -> Table:
    """The same in words, for a narrow place: where each theme has nothing on record."""
    regions = [region for region in codelists.REGIONS if region in counts.by_region]
    rows = tuple(
        (words, ", ".join(codelists.REGIONS[r] for r in regions if (theme, r) not in counts.theme_by_region) or "none")
        for theme, words in codelists.THEMES.items()
    )
    columns = (Column("Theme"), Column("Regions with nothing on record"))
    table = gap_table(counts)
    return Table("gaps", "Where nothing is on record, by theme", columns, rows, data=table.values(), layout="cards")


def _areas(counts: Overview) -> Table:
    rows = tuple((area, _names(entries)) for area, entries in counts.by_area.items())
    note = "An area is one that a partner serves; where none is recorded, the region."
    columns = (Column("Area"), Column("Collaborations"))
    return Table("by-area", "Collaborations by area", columns, rows, notes=(note,), layout="cards")


def _names(entries: Iterable[Collaboration]) -> Text:
    pieces: list[Inline] = []
    for entry in entries:
        pieces += ["; "] if pieces else []
        pieces += [*_link(entry), f" ({codelists.THEMES[entry.theme].lower()}, {_status(entry).lower()})"]
    return tuple(pieces) or "none on record"


def _index(counts: Overview) -> Iterable[Block]:
    for service, words in codelists.SERVICES.items():
        rows = tuple(
            (organisation.name, f"{len(entries)}", _names(entries))
            for organisation, entries in counts.by_organisation
            if organisation.service == service
        )
        if rows:
            columns = (Column("Organisation"), Column("Number", numeric=True), Column("Collaborations"))
            table = Table(
                f"index-{service}", f"{words}: organisations and what they share", columns, rows, layout="cards"
            )
            yield Section(f"index-of-{service}", words, (table,))


def _entries(register: Register) -> Table:
    entries = sorted(register.collaborations, key=lambda entry: (entry.theme, entry.name.casefold()))
    rows = tuple(
        (
            entry.name,
            codelists.THEMES[entry.theme],
            ", ".join(partner.organisation for partner in entry.partners),
            f"{_status(entry)}{f' ({entry.status.as_of})' if entry.status.as_of else ''}",
            codelists.EVIDENCE[entry.evidence].split(",")[0],
        )
        for entry in entries
    )
    columns = tuple(map(Column, ("Collaboration", "Theme", "Partners", "Status", "Evidence")))
    ids = tuple(f"c-{entry.slug}" for entry in entries)
    return Table("every", "Every collaboration, by theme", columns, rows, layout="cards", row_ids=ids)
