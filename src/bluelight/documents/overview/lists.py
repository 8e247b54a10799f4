"""The lists of a national overview: areas from A to Z, organisations by service, pairs, and every collaboration.

A list is for looking up. Where an edition is not `listed`, areas and organisations have their counts in place of names,
and the pairs and collaborations are in tables beside the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bluelight.documents.model import Block, Column, Inline, Link, Paragraph, Section, Table, Text, Value
from bluelight.documents.overview.counts import counts_table
from bluelight.documents.overview.edition import LISTED, Edition
from bluelight.register import Collaboration, codelists
from bluelight.register.model import Pair
from bluelight.register.overview import Counts, Entry, Overview, counted

COLLABORATIONS, PAIRS = "collaborations.csv", "pairs.csv"
_AREA = "An area is one that a partner serves; where none is recorded, the region."


def name(entry: Entry, edition: Edition) -> Inline:
    """The name of a collaboration, leading to where it is listed."""
    return Link(entry.name, f"#c-{entry.slug}") if edition.listed else entry.name


def status_words(entry: Entry) -> str:
    """What has become of a collaboration."""
    return codelists.STATUSES[entry.status.value]


def areas(edition: Edition) -> Iterable[Block]:
    """The areas from A to Z, and what each has."""
    counts = edition.counts
    if edition.listed:
        rows = tuple((area, _names(entries, edition)) for area, entries in counts.by_area.items())
        columns = (Column("Area"), Column("Collaborations"))
        yield Table("by-area", "Collaborations by area", columns, rows, notes=(_AREA,), layout="cards")
    else:
        yield _beside("those of each area are counted here, and each is listed once, with its partners", COLLABORATIONS)
        groups = [(area, _counts(entries, counts)) for area, entries in counts.by_area.items()]
        yield counts_table("by-area", "Area", groups, note=_AREA)


def index(edition: Edition) -> Iterable[Block]:
    """The organisations of each service, and what each takes part in."""
    for service, words in codelists.SERVICES.items():
        found = [row for row in edition.counts.by_organisation if row[0].service == service]
        if found:
            groups = [(organisation.name, entries) for organisation, entries in found]
            table = _organisations(f"index-{service}", f"{words}: organisations and what they share", groups, edition)
            yield Section(f"index-of-{service}", words, (table,))


def _organisations(
    id: str, caption: str, groups: Sequence[tuple[str, Sequence[Collaboration]]], edition: Edition
) -> Table:
    if not edition.listed:
        counts = [(organisation, _counts(entries, edition.counts)) for organisation, entries in groups]
        return counts_table(id, "Organisation", counts, caption)
    rows = tuple((organisation, f"{len(entries)}", _names(entries, edition)) for organisation, entries in groups)
    columns = (Column("Organisation"), Column("Number", numeric=True), Column("Collaborations"))
    return Table(id, caption, columns, rows, layout="cards")


def _counts(entries: Iterable[Collaboration], counts: Overview) -> Counts:
    return counted([counts.alike[entry.slug] for entry in entries])


def _names(entries: Iterable[Collaboration], edition: Edition) -> Text:
    pieces: list[Inline] = []
    for entry in entries:
        pieces += ["; "] if pieces else []
        pieces += [name(entry, edition), f" ({codelists.THEMES[entry.theme].lower()}, {status_words(entry).lower()})"]
    return tuple(pieces) or "none on record"


def collaborations(edition: Edition) -> Block:
    """Every collaboration, once."""
    return collaborations_table(edition) if edition.listed else _beside("they are listed", COLLABORATIONS)


def collaborations_table(edition: Edition) -> Table:
    """Every collaboration by theme and name: who takes part, what has become of it, whether it was evaluated."""
    found = sorted(edition.register.collaborations, key=lambda entry: (entry.theme, entry.name.casefold()))
    rows = tuple(
        (
            entry.name,
            codelists.THEMES[entry.theme],
            ", ".join(partner.organisation for partner in entry.partners),
            f"{status_words(entry)}{f' ({entry.status.as_of})' if entry.status.as_of else ''}",
            codelists.EVIDENCE[entry.evidence].split(",")[0],
        )
        for entry in found
    )
    columns = tuple(map(Column, ("Collaboration", "Theme", "Partners", "Status", "Evidence")))
    ids = tuple(f"c-{entry.slug}" for entry in found)
    return Table(
        "every", "Every collaboration, by theme", columns, rows, data=_every(found), layout="cards", row_ids=ids
    )


def _every(entries: Iterable[Collaboration]) -> tuple[tuple[Value, ...], ...]:
    head = ("slug", "name", "theme", "region", "partners", "status", "status_as_of", "evidence")
    return (
        head,
        *(
            (
                entry.slug,
                entry.name,
                entry.theme,
                entry.region,
                "; ".join(partner.organisation for partner in entry.partners),
                entry.status.value,
                entry.status.as_of,
                entry.evidence,
            )
            for entry in entries
        ),
    )


def pairs(edition: Edition) -> Iterable[Block]:
    """What came beside what was promised: never pooled, because classes of measure may not be."""
    if edition.listed:
        yield pairs_table(edition)
    else:
        yield _beside("pairs of a promise and what came of it are counted here by theme, and listed", PAIRS)
        yield _pairs_by_theme(edition.register.pairs)


def pairs_table(edition: Edition) -> Table:
    """What came beside what was promised, pair by pair."""
    names = edition.register.collaboration
    found = sorted(edition.register.pairs, key=lambda pair: (pair.theme, pair.collaboration))
    rows = tuple(
        (
            (name(names[pair.collaboration], edition),),
            codelists.THEMES[pair.theme],
            pair.measure,
            _figure(pair.forecast_amount, pair.forecast, pair.unit),
            _figure(pair.realised_amount, pair.realised, pair.unit),
            _grade(pair.grade),
        )
        for pair in found
    )
    columns = ("Collaboration", "Theme", "Measure", "Promised", "Came, or was said later", "Kind of proof")
    title = "Promise and what came of it, pair by pair"
    return Table("pairs", title, tuple(map(Column, columns)), rows, data=_figures(found), layout="cards")


def _figure(amount: float | None, printed: str, unit: str) -> str:
    if amount is None:
        return printed
    sign, size = "\u2212" if amount < 0 else "", abs(amount)
    return f"{sign}£{size:,.10g}" if unit == "GBP" else f"{sign}{size:,.10g} {unit}"


def _grade(grade: str) -> str:
    return codelists.PAIR_GRADES[grade].split(":")[0]


def _figures(found: Iterable[Pair]) -> tuple[tuple[Value, ...], ...]:
    names = (
        *("collaboration", "theme", "measure", "measure_class", "grade", "unit"),
        *("forecast", "forecast_amount", "realised", "realised_amount", "ratio"),
        *("source_forecast", "source_realised"),
    )
    return names, *(tuple(getattr(pair, each) for each in names) for pair in found)


def _pairs_by_theme(found: Sequence[Pair]) -> Table:
    numbers = Counter((pair.theme, pair.grade) for pair in found)
    themes = [theme for theme in codelists.THEMES if any(numbers[theme, grade] for grade in codelists.PAIR_GRADES)]
    rows = tuple(
        (codelists.THEMES[theme], *(f"{numbers[theme, grade]:,}" for grade in codelists.PAIR_GRADES))
        for theme in themes
    )
    columns = (Column("Theme"), *(Column(_grade(grade), numeric=True) for grade in codelists.PAIR_GRADES))
    return Table(
        "pairs", "Promise and what came of it: pairs by theme and kind of proof", columns, rows, layout="cards"
    )


def _beside(what: str, file: str) -> Paragraph:
    return Paragraph(f"With more than {LISTED:,} collaborations on record, {what} in {file} beside this document.")
