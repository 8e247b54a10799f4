"""An appraisal of line items alone, written as a page to read and files to compute with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from bluelight import __version__
from bluelight.appraisal import Appraisal
from bluelight.appraisal.tables import content_of, tables_of
from bluelight.documents.appraisal_page import appraisal_page, data_of
from bluelight.documents.formats import PAPERS, named, papers
from bluelight.documents.html import csv_text
from bluelight.files import write_all

FORMATS = (*PAPERS, "xlsx")
NOTHING = (("option",),)  # a table without rows still replaces one of an earlier case


def write_appraisal(appraisal: Appraisal, folder: Path, formats: Iterable[str] | None = None) -> list[Path]:
    """Write the page in these formats, all where none is named, `appraisal.json` and a CSV for each table; the paths.

    All are complete or none is replaced. Raises `BluelightError` for a format there is not, and where the folder
    cannot be written.
    """
    asked = named(formats, FORMATS)
    tables = tables_of(appraisal)
    page = appraisal_page(appraisal, tables)
    content = {"bluelight_version": __version__, **content_of(appraisal, tables)}
    files: dict[str, str | bytes] = {**papers(page, "appraisal", [name for name in asked if name in PAPERS])}
    if "xlsx" in asked:
        from bluelight.documents.xlsx import to_xlsx

        files["appraisal.xlsx"] = to_xlsx(page, appraisal, {option: option for option in appraisal.options})
    files["appraisal.json"] = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    files |= {f"{name}.csv": csv_text(data_of(rows) or NOTHING) for name, rows in tables.items()}
    return write_all(folder, files)
