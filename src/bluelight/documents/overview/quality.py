"""How complete the entries of a register are, as tables: counts beside their base, never a score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bluelight.documents.model import Block, Column, Paragraph, Table
from bluelight.documents.overview.edition import Edition
from bluelight.register.quality import Quality, quality_of_all

QUALITY = "quality.csv"
_SOME = 10  # publishers that a document takes one by one


def quality_told(edition: Edition) -> Iterable[Block]:
    """The entries of each publisher, or of all together where there are many publishers."""
    reports = edition.quality
    if len(reports) > _SOME:
        yield Paragraph(f"The same of each of the {len(reports):,} publishers is in {QUALITY} beside this document.")
        reports = [quality_of_all(edition.register)]
    yield quality_table(reports)


def quality_table(reports: Sequence[Quality]) -> Table:
    """What is on record for how many of how many; by publisher where there are several."""
    several = len(reports) > 1
    rows = tuple(
        (*((report.publisher,) if several else ()), measure.what, f"{measure.met:,}", f"{measure.base:,} {measure.of}")
        for report in reports
        for measure in report.measures
    )
    of_whom = (Column("Publisher"),) if several else ()
    columns = (*of_whom, Column("What is on record"), Column("For", numeric=True), Column("Of"))
    caption = f"How complete entries are{', by publisher' if several else ''}"
    return Table("quality-table", caption, columns, rows, data=_data(reports), layout="cards")


def _data(reports: Iterable[Quality]) -> tuple[tuple[str | int, ...], ...]:
    rows = ((r.publisher, m.what, m.met, m.base, m.of) for r in reports for m in r.measures)
    return ("publisher", "what", "met", "base", "of"), *rows
