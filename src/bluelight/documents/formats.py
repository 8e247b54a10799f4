"""The formats a case is written in: what each is called, and who writes it.

Writers are imported when they are first needed; the list itself is quick to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bluelight.errors import BluelightError

if TYPE_CHECKING:
    from bluelight.documents.case_report import CaseReport


@dataclass(frozen=True)
class Format:
    """One format: its name on the command line, its file, and what readers and their machines are told of it."""

    name: str
    file: str
    title: str
    media_type: str
    render: Callable[[CaseReport], bytes]


def _html(case: CaseReport) -> bytes:
    from bluelight.documents.html import to_html

    return to_html(case.document).encode()


def _pdf(case: CaseReport) -> bytes:
    from bluelight.documents.pdf import to_pdf

    return to_pdf(case.document)


def _docx(case: CaseReport) -> bytes:
    from bluelight.documents.docx import to_docx

    return to_docx(case.document)


def _xlsx(case: CaseReport) -> bytes:
    from bluelight.documents.xlsx import to_xlsx

    return to_xlsx(case.document, case.appraisal, {option.id: option.name for option in case.results.options})


def _json(case: CaseReport) -> bytes:
    from bluelight.studies import to_json

    return to_json(case.results).encode()


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS: dict[str, Format] = {
    found.name: found
    for found in (
        Format("html", "report.html", "the report as one page (HTML)", "text/html; charset=utf-8", _html),
        Format("pdf", "report.pdf", "the report to print (PDF)", "application/pdf", _pdf),
        Format("docx", "report.docx", "the report to edit (Word)", f"{_OFFICE}.wordprocessingml.document", _docx),
        Format("xlsx", "workbook.xlsx", "the money as formulas (Excel)", f"{_OFFICE}.spreadsheetml.sheet", _xlsx),
        Format("json", "results.json", "the results (JSON)", "application/json", _json),
    )
}


def chosen(names: Iterable[str] | None) -> list[Format]:
    """The formats of these names in their usual order, all of them where none is named; results always among them.

    Raises `BluelightError` for a name that is no format.
    """
    asked = {name.strip().lower() for name in names} if names is not None else set(FORMATS)
    unknown = sorted(asked - set(FORMATS))
    if unknown:
        raise BluelightError(f"There is no format {unknown[0]!r}. Choose from {', '.join(FORMATS)}.")
    return [found for found in FORMATS.values() if found.name in asked or found.name == "json"]
