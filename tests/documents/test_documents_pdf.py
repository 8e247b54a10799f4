"""The writer of PDF: tagged for screen readers, every word and picture in it, the same bytes again."""

from __future__ import annotations

import pytest
from tests.documents.read_pdf import alternatives, opened, structure
from tests.documents.test_documents_html import HOSTILE

from bluelight.documents.model import (
    Bullets,
    Column,
    Document,
    Figure,
    KeyFigure,
    KeyFigures,
    Link,
    Mark,
    Note,
    Paragraph,
    Section,
    Strong,
    Table,
    blocks_of,
    unbroken,
)
from bluelight.documents.paper import for_paper
from bluelight.documents.pdf import to_pdf


@pytest.fixture(scope="module")
def pdf(report: Document) -> bytes:
    return to_pdf(report)


def test_it_says_that_it_is_pdf_ua_in_british_english_with_its_title(pdf: bytes) -> None:
    whole = opened(pdf)
    assert b"pdfuaid:part>1<" in whole
    assert b"/Lang(en-GB)" in whole
    assert b"/Marked true" in whole
    assert b"DisplayDocTitle true" in whole
    assert b"What could Littleham share?" in whole


def test_its_structure_holds_every_heading_table_and_figure(report: Document, pdf: bytes) -> None:
    blocks = blocks_of(for_paper(report).sections)
    tables = [block for block in blocks if isinstance(block, Table)]
    found = structure(pdf)
    assert found["H1"] == len(for_paper(report).sections)
    assert sum(found[f"H{level}"] for level in range(1, 7)) == sum(isinstance(b, Section) for b in blocks)
    assert found["Table"] == len(tables)
    assert found["TH"] == sum(len(table.columns) for table in tables)
    assert found["TD"] == sum(len(table.columns) * len(table.rows) for table in tables)
    assert found["Figure"] == sum(isinstance(block, Figure) for block in blocks)


def test_every_picture_has_words_in_its_place(report: Document, pdf: bytes) -> None:
    charts = [block.chart for block in blocks_of(report.sections) if isinstance(block, Figure)]
    assert alternatives(pdf) == [unbroken(f"{chart.title}. {chart.summary}") for chart in charts]


def test_it_carries_its_typeface_and_asks_the_machine_for_none(pdf: bytes) -> None:
    whole = opened(pdf)
    assert whole.count(b"+LiberationSans") >= 2
    assert b"+DejaVu" not in whole
    assert b"+Libertinus" not in whole


def test_the_same_document_gives_the_same_bytes_without_a_date(report: Document, pdf: bytes) -> None:
    assert to_pdf(report) == pdf
    assert b"/CreationDate" not in opened(pdf)


def test_words_stay_words_whatever_they_say() -> None:
    said = HOSTILE + ' #panic() \\ "$x$ *b* _i_ @ref <label> // 漢 \x01'
    document = Document(
        title=said,
        kicker=said,
        lead=(said, Strong(said), Link(said, "https://example.org/?a=1&b=" + HOSTILE), Link(said, "javascript:x")),
        sections=(
            Section(
                "s",
                said,
                (
                    Paragraph((said, Mark(said, "#s", said), Mark(said, "#nowhere", said))),
                    Bullets((said,), numbered=True),
                    Note(said, said),
                    KeyFigures((KeyFigure(said, said, said),)),
                    Table("t", said, (Column(said), Column(said)), ((said, said),), (said,), row_ids=("r",)),
                    Paragraph((Link("to the row", "#r"),)),
                ),
            ),
            Section("s", "The same id again", (Paragraph(""),)),
        ),
        foot=(said,),
    )
    assert structure(to_pdf(document))["Table"] == 1


def test_a_document_of_next_to_nothing_can_be_written() -> None:
    bare = Document("T", "", "", (Section("s", "S", ()),))
    assert to_pdf(bare).startswith(b"%PDF")
