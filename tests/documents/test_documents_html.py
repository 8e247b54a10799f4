"""The writer of HTML: escaped, well formed, fetching nothing."""

from __future__ import annotations

import codecs
import csv
import io
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.documents.html import csv_link, csv_text, inline_html, table_html, to_html
from bluelight.documents.model import (
    Bullets,
    Column,
    Document,
    Folded,
    KeyFigure,
    KeyFigures,
    Link,
    Mark,
    Note,
    Paragraph,
    Section,
    Strong,
    Table,
)
from bluelight.files import safe_cell

HOSTILE = "<script>alert('x')</script>\"&<img src=x onerror=1>"


def table(cell: str = "one", layout: str = "scroll") -> Table:
    return Table(
        "numbers",
        "Some numbers",
        (Column("What"), Column("How many", numeric=True)),
        ((cell, "1"),),
        layout=layout,  # type: ignore[arg-type]
    )


class Reader(HTMLParser):
    """Elements in order, with what is still open."""

    VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_names_are_words_wherever_they_stand() -> None:
    document = Document(
        title=HOSTILE,
        kicker=HOSTILE,
        lead=(HOSTILE, Strong(HOSTILE), Link(HOSTILE, "https://example.org/?a=1&b=" + HOSTILE)),
        sections=(
            Section(
                "s",
                HOSTILE,
                (
                    Paragraph(HOSTILE),
                    Bullets((HOSTILE,)),
                    Note(HOSTILE, HOSTILE),
                    KeyFigures((KeyFigure(HOSTILE, HOSTILE, HOSTILE),)),
                    Table("t", HOSTILE, (Column(HOSTILE), Column(HOSTILE)), ((HOSTILE, HOSTILE),), (HOSTILE,)),
                    Folded(HOSTILE, (Paragraph((Mark(HOSTILE, "#s", HOSTILE),)),)),
                ),
            ),
        ),
        foot=(HOSTILE,),
    )
    page = Reader(to_html(document))
    assert page.open == []
    assert not {"script", "img"} & set(page.tags)
    assert page.words.count(HOSTILE) == 23


def test_a_link_that_is_not_the_web_or_this_page_is_only_words() -> None:
    assert inline_html((Link("press", "javascript:alert(1)"),)) == "press"
    assert inline_html((Mark("press", "data:text/html,x", ""),)) == "press"


def test_a_table_says_what_heads_each_row_and_column() -> None:
    html = table_html(table())
    assert "<caption>Some numbers</caption>" in html
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 1
    assert 'tabindex="0"' in html
    assert 'data-label="How many"' in html


def test_a_table_with_a_short_row_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Table("t", "T", (Column("a"), Column("b")), (("only",),))


def test_csv_comes_back_as_it_was() -> None:
    data = (("name", "n"), ('a, "quoted"\nname & more # %', 1.5), ("é£", None))
    href = csv_link(data)
    assert href.startswith("data:text/csv;charset=utf-8,")
    assert not set(href) & set('"<>& #\n')
    content = unquote_to_bytes(href.split(",", 1)[1])
    assert content.startswith(codecs.BOM_UTF8), "a spreadsheet would take it for another alphabet"
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [["name", "n"], ['a, "quoted"\nname & more # %', "1.5"], ["é£", ""]]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9), min_size=2))
def test_any_text_comes_back_from_csv(cells: list[str]) -> None:
    (row,) = csv.reader(io.StringIO(csv_text((("a\rb", *cells),)), newline=""), strict=True)
    assert row == ["a\rb", *(safe_cell(cell) for cell in cells)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＠"])
def test_csv_text_is_never_a_formula(start: str) -> None:
    assert csv_text(((f"{start}cmd()",),)).strip('"\n') == f"'{start}cmd()"


def test_csv_numbers_keep_their_minus() -> None:
    assert csv_text(((-1.5,),)) == "-1.5\n"


def test_marks_are_left_out_of_data() -> None:
    marked = Table("t", "T", (Column("a"),), ((("costs £1", Mark("assumed", "#x", "why")),),))
    assert marked.values() == (("a",), ("costs £1",))
