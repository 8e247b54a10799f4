"""The writer of Word files: real headings, captions, header rows and alternative texts; the same bytes again."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from tests.documents.test_documents_html import HOSTILE

from bluelight.documents.docx import to_docx
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
from bluelight.documents.paper import for_paper, is_wide


@pytest.fixture(scope="module")
def content(report: Document) -> bytes:
    return to_docx(report)


@pytest.fixture(scope="module")
def word(content: bytes):
    return docx.Document(io.BytesIO(content))


def texts(word, style: str) -> list[str]:
    """The words of every paragraph of a style, wherever it stands."""
    style_id = word.styles[style].style_id
    styles = word.element.body.iter(qn("w:pStyle"))
    return [words(found.getparent().getparent()) for found in styles if found.get(qn("w:val")) == style_id]


def words(part) -> str:
    """The words of a part of the file, and the codes of its fields."""
    return "".join(found.text or "" for found in part.iter(qn("w:t"), qn("w:instrText")))


def test_headings_are_headings(report: Document, word) -> None:
    chapters = [section.title for section in for_paper(report).sections]
    assert texts(word, "Heading 1") == chapters
    assert texts(word, "Title") == [report.title]
    assert len(texts(word, "Heading 2")) >= 10


def test_every_table_has_a_caption_a_header_row_and_a_title(report: Document, word) -> None:
    tables = [block for block in blocks_of(for_paper(report).sections) if isinstance(block, Table)]
    captions = [said for said in texts(word, "Caption") if said.startswith("Table")]
    assert [said.split(". ", 1)[1] for said in captions] == [unbroken(table.caption) for table in tables]
    assert " SEQ Table " in captions[0]
    titled = {
        found.find(f".//{qn('w:tblCaption')}").get(qn("w:val")): found
        for found in word.element.body.iter(qn("w:tbl"))
        if found.find(f".//{qn('w:tblCaption')}") is not None
    }
    for table in tables:
        rows = titled[table.caption].findall(qn("w:tr"))
        assert len(rows) == len(table.rows) + 1
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * len(table.rows)


def test_every_picture_has_words_in_its_place_and_a_caption(report: Document, word) -> None:
    charts = [block.chart for block in blocks_of(report.sections) if isinstance(block, Figure)]
    pictures = list(word.element.body.iter(qn("wp:docPr")))
    assert [p.get("descr") for p in pictures] == [f"{chart.title}. {chart.summary}" for chart in charts]
    assert len({p.get("id") for p in pictures}) == len(charts)
    captions = [said for said in texts(word, "Caption") if said.startswith("Figure")]
    assert [said.split(". ", 1)[1] for said in captions] == [unbroken(chart.title) for chart in charts]


def test_no_picture_and_no_table_is_wider_than_its_sheet(word) -> None:
    widest = max(section.page_width - section.left_margin - section.right_margin for section in word.sections)
    narrowest = min(section.page_width - section.left_margin - section.right_margin for section in word.sections)
    assert all(int(p.get("cx")) <= narrowest for p in word.element.body.iter(qn("wp:extent")))
    for table in word.element.body.iter(qn("w:tbl")):
        assert 635 * sum(int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))) <= widest + 635 * 20


def test_wide_tables_lie_on_turned_sheets(report: Document, word) -> None:
    assert any(is_wide(block) for block in blocks_of(for_paper(report).sections))
    turned = [section.orientation == WD_ORIENT.LANDSCAPE for section in word.sections]
    assert True in turned
    assert not turned[0]
    assert all(section.page_width > section.page_height for section in word.sections if section.orientation)


def test_contents_are_a_field_that_lists_the_chapters(report: Document, word) -> None:
    codes = [found.text for found in word.element.body.iter(qn("w:instrText"))]
    assert ' TOC \\o "1-2" \\h \\z \\u ' in codes
    assert [said.split(" \\u ")[-1] for said in texts(word, "toc 1")] == [s.title for s in for_paper(report).sections]


def test_every_link_inside_leads_somewhere(word) -> None:
    places = [mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))]
    targets = {link.get(qn("w:anchor")) for link in word.element.body.iter(qn("w:hyperlink"))} - {None}
    assert len(places) == len(set(places))
    assert targets <= set(places)
    assert len(targets) > 20


def test_it_is_british_english_and_says_what_it_is(report: Document, word) -> None:
    core = word.core_properties
    assert (core.title, core.subject, core.author, core.language) == (report.title, report.kicker, "Bluelight", "en-GB")
    languages = [found.get(qn("w:val")) for found in word.styles.element.iter(qn("w:lang"))]
    assert languages == ["en-GB"]


def test_the_same_document_gives_the_same_bytes_without_a_date(report: Document, content: bytes) -> None:
    assert to_docx(report) == content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in file.read("docProps/core.xml").split(b">", 2)[2]


def test_numbered_lists_each_start_at_one() -> None:
    lists = (Bullets(("a", "b"), numbered=True), Paragraph("between"), Bullets(("c",), numbered=True))
    word = docx.Document(io.BytesIO(to_docx(Document("T", "k", "l", (Section("s", "S", lists),)))))
    numbers = [found.get(qn("w:val")) for found in word.element.body.iter(qn("w:numId"))]
    assert numbers[0] == numbers[1] != numbers[2]


def test_words_stay_words_whatever_they_say() -> None:
    said = HOSTILE + " \x01\x0b\ud800 漢 \U0001f600"
    inner = (
        Paragraph((said, Mark(said, "#s", said), Mark(said, "#nowhere", said), Link(said, "javascript:x"))),
        Bullets((said,), numbered=True),
        Note(said, said, tone="warning"),
        KeyFigures((KeyFigure(said, said, said),)),
        Table("t", said, (Column(said), Column(said)), ((said, said),), (said,), row_ids=("r",)),
    )
    link = Link(said, "https://example.org/?a=1&b=" + HOSTILE)
    document = Document(said, said, (said, Strong(said), link), (Section("s", said, inner),), foot=(said,))
    word = docx.Document(io.BytesIO(to_docx(document)))
    everything = words(word.element.body)
    assert everything.count(HOSTILE + "  漢 \U0001f600") >= 17
    assert "\x01" not in everything
