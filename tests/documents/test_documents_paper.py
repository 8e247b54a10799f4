"""A document as it goes on paper: nothing folded away, nothing lost, tables that fit a sheet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluelight.documents.lettering import legible
from bluelight.documents.model import (
    Bullets,
    Column,
    Document,
    Figure,
    Folded,
    Link,
    Mark,
    Paragraph,
    Section,
    Table,
    blocks_of,
)
from bluelight.documents.paper import DETAIL, NUMBERS, anchors, for_paper, is_wide, runs, sheet, turned_over


def made(columns: int, rows: int, words: str = "word", **more: object) -> Table:
    heads = tuple(Column(f"column {number}") for number in range(columns))
    return Table("t", "A table", heads, ((words,) * columns,) * rows, **more)  # type: ignore[arg-type]


def test_every_table_and_every_charts_numbers_are_on_paper(report: Document) -> None:
    folded = blocks_of(report.sections)
    wanted = {b.id for b in folded if isinstance(b, Table)} | {
        b.chart.table.id for b in folded if isinstance(b, Figure)
    }
    paper = blocks_of(for_paper(report).sections)
    assert {b.id for b in paper if isinstance(b, Table)} == wanted
    assert not any(isinstance(b, Folded) for b in paper)


def test_a_folded_table_leaves_a_link_to_its_place_in_the_annex() -> None:
    table = made(3, 2)
    document = Document("T", "k", "l", (Section("s", "S", (Folded("More", (table, Bullets(("kept",)))),)),))
    section, annex = for_paper(document).sections
    assert section.blocks == (Paragraph((Link("A table", "#t"), ".")), Bullets(("kept",)))
    assert annex.id == DETAIL
    assert table in annex.blocks


def test_a_document_without_charts_or_folds_has_no_annex() -> None:
    document = Document("T", "k", "l", (Section("s", "S", (made(2, 2),)),))
    assert for_paper(document) == document


def test_annexes_come_last(report: Document) -> None:
    assert [section.id for section in for_paper(report).sections][-2:] == [DETAIL, NUMBERS]


def test_every_place_a_link_may_lead_to_is_kept(report: Document) -> None:
    assert anchors(report) <= anchors(for_paper(report))


def test_a_table_turned_over_keeps_its_cells_and_says_its_marks_in_words() -> None:
    mark = Mark("not relied on", "#x", "why")
    table = Table("t", "T", (Column("What"), Column("One"), Column("Two")), ((("Police", mark), "a", "b"),))
    turned = turned_over(table)
    assert [column.title for column in turned.columns] == ["What", "Police (not relied on)"]
    assert turned.rows == (("One", "a"), ("Two", "b"))
    assert turned.values() == table.values()


def test_only_many_columns_of_many_words_need_a_turned_sheet() -> None:
    assert is_wide(made(8, 20, "several words in a cell"))
    assert not is_wide(made(8, 20, "12"))
    assert not is_wide(made(6, 20, "several words in a cell"))


def test_blocks_that_share_sheets_stay_together_and_a_heading_goes_with_its_table() -> None:
    wide = made(8, 20, "several words in a cell")
    chapter = Section("s", "S", (Paragraph("lead"), wide))
    assert runs([Paragraph("a"), wide, wide, Paragraph("b"), chapter]) == [
        (False, [Paragraph("a")]),
        (True, [wide, wide]),
        (False, [Paragraph("b")]),
        (True, [chapter]),
    ]


texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs", "P"]), max_size=120)


@settings(max_examples=40)
@given(st.lists(st.lists(texts, min_size=4, max_size=4), min_size=1, max_size=8))
def test_columns_share_the_whole_width_and_each_gets_some(rows: list[list[str]]) -> None:
    table = Table("t", "T", tuple(Column(f"c{n}") for n in range(4)), tuple(tuple(row) for row in rows))
    lay = sheet(table)
    if lay.shares is not None:
        assert sum(lay.shares) == pytest.approx(1, abs=0.001)
        assert min(lay.shares) > 0.01


def test_a_long_text_gets_more_room_than_a_word() -> None:
    table = Table("t", "T", (Column("Word"), Column("Text")), (("short", "a long text " * 20),))
    lay = sheet(table)
    assert lay.shares is not None
    assert lay.shares[1] > 3 * lay.shares[0]


def test_a_short_table_is_kept_whole_and_a_long_one_is_not() -> None:
    assert sheet(made(3, 10)).whole
    assert not sheet(made(3, 60)).whole


def test_letters_of_the_typeface_stay_and_others_become_squares() -> None:
    assert legible("“£1.2 million” → 3 m² – ÅŁÿ") == "“£1.2 million” → 3 m² – ÅŁÿ"
    assert legible("漢 \U0001f600") == "□ □"
    assert legible("a\tb\x01c\n") == "a bc\n"
