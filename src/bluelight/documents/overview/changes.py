"""What changed from one register to another: long lists shortened in a document, and whole as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bluelight.documents.html import csv_file
from bluelight.documents.model import Block, Bullets, Paragraph, Section, Text, Value
from bluelight.documents.overview.edition import Edition, day
from bluelight.documents.overview.lists import name, status_words
from bluelight.register.overview import Changes

CHANGES = "changes.csv"
_MOST = 300  # of one kind that a document names


def changes_told(edition: Edition) -> Iterable[Block]:
    """How much changed since the edition before, and what."""
    before, found = edition.before, edition.changes
    if before is None or found is None:
        yield Paragraph("This is the first edition. The next will say here what was added, ended and withdrawn.")
        return
    since = f"edition {before.name} of {day(before.made)}"
    if found.none:
        yield Paragraph(f"Nothing changed since {since}.")
        return
    sizes = [len(some) for some in (found.added, found.gone, found.moved, found.told_more)]
    yield Paragraph(
        f"Since {since}: {sizes[0]:,} added, {sizes[1]:,} withdrawn, "
        f"{sizes[2]:,} with another status, {sizes[3]:,} told otherwise or in more detail."
    )
    yield from _list("added", "Added", [(name(entry, edition),) for entry in found.added])
    yield from _list("gone", "Withdrawn", [entry.name for entry in found.gone])
    moved = [
        (name(now, edition), f": {status_words(then)}, now {status_words(now).lower()}") for then, now in found.moved
    ]
    yield from _list("moved", "Another status", moved)
    told = [(name(entry, edition), f": {', '.join(fields)}") for entry, fields in found.told_more]
    yield from _list("told", "Told otherwise, or in more detail", told)


def _list(id: str, title: str, items: Sequence[Text]) -> Iterable[Block]:
    if not items:
        return
    blocks: list[Block] = [Bullets(tuple(items[:_MOST]))]
    if len(items) > _MOST:
        blocks.append(Paragraph(f"And {len(items) - _MOST:,} more: {CHANGES} beside this document has them all."))
    yield Section(id, title, tuple(blocks))


def changes_csv(found: Changes) -> bytes:
    """Every change as a row: of what kind, of which entry, its status before and after, or the fields told anew."""
    rows: list[tuple[Value, ...]] = [("change", "slug", "name", "status_before", "status_after", "fields")]
    rows += [("added", entry.slug, entry.name, None, entry.status.value, None) for entry in found.added]
    rows += [("withdrawn", entry.slug, entry.name, entry.status.value, None, None) for entry in found.gone]
    rows += [("status", now.slug, now.name, then.status.value, now.status.value, None) for then, now in found.moved]
    rows += [("told", entry.slug, entry.name, None, None, " ".join(fields)) for entry, fields in found.told_more]
    return csv_file(tuple(rows))
