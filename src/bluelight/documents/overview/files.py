"""Everything that is published of an edition, file by file."""

from __future__ import annotations

import json

from bluelight.documents.formats import papers
from bluelight.documents.html import csv_file
from bluelight.documents.overview import lists
from bluelight.documents.overview.changes import CHANGES, changes_csv
from bluelight.documents.overview.document import overview_document
from bluelight.documents.overview.edition import Edition
from bluelight.documents.overview.quality import QUALITY, quality_table
from bluelight.register import FORMATS
from bluelight.register.standard import VERSION


def edition_files(edition: Edition) -> dict[str, bytes]:
    """The overview in three formats, what it lists as tables, its facts as open data, and how to cite them.

    What changed since the edition before is a table as well, where there is one.
    """
    changed = {} if edition.changes is None else {CHANGES: changes_csv(edition.changes)}
    return {
        **papers(overview_document(edition), "overview"),
        lists.COLLABORATIONS: csv_file(lists.collaborations_table(edition).values()),
        lists.PAIRS: csv_file(lists.pairs_table(edition).values()),
        QUALITY: csv_file(quality_table(edition.quality).values()),
        **changed,
        "edition.json": _about(edition),
        "register.json": edition.standard,
        "register.csv": FORMATS["csv"].write(edition.register),
    }


def _about(edition: Edition) -> bytes:
    about = {
        "edition": edition.name,
        "made": edition.made.isoformat(),
        "before": edition.before.name if edition.before else None,
        "standard": VERSION,
        "sha256": edition.digest,
        "citation": edition.citation,
        "headlines": {each.id: {"count": each.count, "base": each.base} for each in edition.counts.tallies.headlines},
    }
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
