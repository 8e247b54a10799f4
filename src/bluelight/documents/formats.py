"""The formats that documents and cases are written in: what each is called, and who writes it.

Writers are imported when they are first needed; the list itself is quick to read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bluelight.errors import BluelightError

if TYPE_CHECKING:
    from bluelight.documents.case_report import CaseReport
    from bluelight.documents.model import Document


@dataclass(frozen=True)
class Format:
    """One format: its name on the command line, its file, and what readers and their machines are told of it."""

    name: str
    file: str
    title: str
    media_type: str
    render: Callable[[CaseReport], bytes]


def _html(document: Document) -> bytes:
    from bluelight.documents.html import to_html

    return to_html(document).encode()


def _pdf(document: Document) -> bytes:
    from bluelight.documents.pdf import to_pdf

    return to_pdf(document)


def _docx(document: Document) -> bytes:
    from bluelight.documents.docx import to_docx

    return to_docx(document)


# What any document may be written in.
PAPERS: dict[str, Callable[[Document], bytes]] = {"html": _html, "pdf": _pdf, "docx": _docx}


def papers(document: Document, file: str, names: Iterable[str] = tuple(PAPERS)) -> dict[str, bytes]:
    """The document in these formats, each under the name of its file."""
    return {f"{file}.{name}": PAPERS[name](document) for name in names}


def named(names: Iterable[str] | None, known: Collection[str]) -> list[str]:
    """Those of the known formats that are named, in their usual order; all of them where none is named.

    Raises `BluelightError` for a name that is no format.
    """
    asked = {name.strip().lower() for name in names} if names is not None else set(known)
    unknown = sorted(asked - set(known))
    if unknown:
        raise BluelightError(f"There is no format {unknown[0]!r}. Choose from {', '.join(known)}.")
    return [name for name in known if name in asked]


def _paper(name: str) -> Callable[[CaseReport], bytes]:
    return lambda case: PAPERS[name](case.document)


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
        Format("html", "report.html", "the report as one page (HTML)", "text/html; charset=utf-8", _paper("html")),
        Format("pdf", "report.pdf", "the report to print (PDF)", "application/pdf", _paper("pdf")),
        Format(
            "docx", "report.docx", "the report to edit (Word)", f"{_OFFICE}.wordprocessingml.document", _paper("docx")
        ),
        Format("xlsx", "workbook.xlsx", "the money as formulas (Excel)", f"{_OFFICE}.spreadsheetml.sheet", _xlsx),
        Format("json", "results.json", "the results (JSON)", "application/json", _json),
    )
}


def chosen(names: Iterable[str] | None) -> list[Format]:
    """The formats of these names in their usual order, all of them where none is named; results always among them.

    Raises `BluelightError` for a name that is no format.
    """
    asked = named(names, FORMATS)
    return [found for found in FORMATS.values() if found.name in asked or found.name == "json"]
