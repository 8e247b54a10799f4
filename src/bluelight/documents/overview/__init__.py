"""The national overview of a register: an edition of its facts, the document that tells it, and tables beside it."""

from bluelight.documents.overview.changes import changes_csv
from bluelight.documents.overview.counts import gap_list, service_table, theme_table
from bluelight.documents.overview.document import overview_document
from bluelight.documents.overview.edition import LISTED, Edition
from bluelight.documents.overview.files import edition_files
from bluelight.documents.overview.quality import quality_table

__all__ = [
    "LISTED",
    "Edition",
    "changes_csv",
    "edition_files",
    "gap_list",
    "overview_document",
    "quality_table",
    "service_table",
    "theme_table",
]
