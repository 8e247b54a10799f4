"""Walks a document and builds the Word file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import count

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from bluelight.documents.docx.grid import GUTTER, Cell, grid, side_by_side
from bluelight.documents.docx.parts import (
    Element,
    bookmark,
    element,
    field,
    inner_link,
    outer_link,
    paragraph,
    run,
    strong,
)
from bluelight.documents.docx.sheets import Sheets
from bluelight.documents.docx.styles import dress
from bluelight.documents.model import (
    Block,
    Bullets,
    Document,
    Figure,
    Inline,
    KeyFigures,
    Link,
    Mark,
    Note,
    Paragraph,
    Section,
    SideBySide,
    Strong,
    Table,
    Text,
    plain,
    unbroken,
)
from bluelight.documents.office import printable, undated
from bluelight.documents.paper import ANNEXES, Sheet, anchors, for_paper, runs, sheet
from bluelight.documents.pictures import png, size

_WORD_2013 = "15"
_POINTS = 0.62  # of paper for each CSS pixel of a chart's greatest width
_TWIP = 635  # English metric units in a twentieth of a point
_LETTER, _PADDING = 92, 400  # twentieths of a point: the width of a letter of a cell's type, and the room beside words


def to_docx(document: Document) -> bytes:
    """The document as a Word file. The same document gives the same bytes: they hold no date."""
    return _Writer(for_paper(document)).write()


class _Writer:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._word: WordDocument = docx.Document()
        self._places = {id: number for number, id in enumerate(sorted(anchors(document)), start=1)}
        self._given: set[str] = set()
        self._numbers = {"Figure": count(1), "Table": count(1)}
        self._pictures = count(1)
        dress(self._word)
        self._style_ids = {style.name: str(style.style_id) for style in self._word.styles}
        self._head_and_foot()
        self._sheets = Sheets(self._word)

    def write(self) -> bytes:
        document = self._document
        self._properties()
        self._paragraph("Subtitle", document.kicker)
        self._paragraph("Title", document.title)
        self._paragraph("Lead", document.lead)
        self._contents()
        self._blocks(document.sections, 1)
        self._sheets.turn(False)
        for text in document.foot:
            self._paragraph("Small", text)
        out = io.BytesIO()
        self._word.save(out)
        return undated(out.getvalue())

    def _properties(self) -> None:
        core = self._word.core_properties
        core.title, core.subject = printable(self._document.title)[:255], printable(self._document.kicker)[:255]
        core.author, core.last_modified_by, core.comments = "Bluelight", "Bluelight", ""
        core.language, core.keywords, core.category = "en-GB", "", "Report"
        core.revision = 1
        for found in self._word.settings.element.iter(qn("w:compatSetting")):
            if found.get(qn("w:name")) == "compatibilityMode":
                found.set(qn("w:val"), _WORD_2013)  # as every Word since then lays out a page

    def _head_and_foot(self) -> None:
        section = self._word.sections[0]
        section.different_first_page_header_footer = True
        head = section.header.paragraphs[0]
        head.add_run(printable(f"{self._document.title}. {self._document.kicker}"))
        for foot in (section.footer.paragraphs[0], section.first_page_footer.paragraphs[0]):
            foot.style = self._word.styles["Footer"]
            foot._p.extend([run("Page "), *field("PAGE", "1"), run(" of "), *field("NUMPAGES", "1")])

    def _contents(self) -> None:
        """A field that Word fills: until it does, the chapters as links."""
        self._paragraph("Contents Heading", "Contents")
        begin, instruction, separate, _, end = field('TOC \\o "1-2" \\h \\z \\u', "", stale=True)
        sections = self._document.sections
        for number, section in enumerate(sections):
            line = paragraph(self._style_ids["toc 1"])
            if number == 0:
                line.extend([begin, instruction, separate])
            line.append(inner_link(self._places[section.id], section.title))
            if number == len(sections) - 1:
                line.append(end)
            self._add(line)

    def _add(self, *made: Element) -> None:
        for part in made:
            self._word.element.body[-1].addprevious(part)

    def _blocks(self, blocks: Sequence[Block], level: int, turned: bool = False) -> None:
        for wide, run_of_blocks in [(turned, list(blocks))] if turned else runs(blocks):
            self._sheets.turn(wide)
            for block in run_of_blocks:
                self._block(block, level, wide)

    def _block(self, block: Block, level: int, turned: bool) -> None:
        match block:
            case Section():
                self._heading(block, level)
                self._blocks(block.blocks, level + 1, turned)
            case Paragraph():
                self._paragraph("Lead" if block.lead else "Normal", block.text)
            case Bullets():
                self._bullets(block)
            case Note():
                style = "Warning" if block.tone == "warning" else "Note"
                self._paragraph(f"{style} Title", block.title)
                self._paragraph(style, block.text)
            case KeyFigures():
                self._key_figures(block)
            case Table():
                self._table(block)
            case Figure():
                self._add(*self._figure(block, self._sheets.width))
            case SideBySide() if len(block.figures) > 1:
                self._side_by_side(block)
            case SideBySide():
                self._blocks(block.figures, level, turned)
            case _:
                raise TypeError(f"{type(block).__name__} has no place on paper")

    def _heading(self, section: Section, level: int) -> None:
        made = self._paragraph(f"Heading {min(level, 3)}", section.title, section.id)
        if section.id in ANNEXES:
            made.paragraph_format.page_break_before = True

    def _paragraph(self, style: str, text: Text, anchor: str | None = None) -> WordParagraph:
        made = paragraph(self._style_ids[style], *self._place(anchor), *self._inline(text))
        self._add(made)
        return WordParagraph(made, self._word._body)

    def _place(self, anchor: str | None) -> list[Element]:
        """The place that links to this anchor lead to, the first time it is asked for."""
        if anchor is None or anchor in self._given or anchor not in self._places:
            return []
        self._given.add(anchor)
        return bookmark(self._places[anchor])

    def _inline(self, text: Text) -> Iterator[Element]:
        for part in (text,) if isinstance(text, str) else text:
            yield from self._piece(part)

    def _piece(self, part: Inline) -> Iterator[Element]:
        match part:
            case str():
                yield run(unbroken(part))
            case Strong():
                yield strong(unbroken(part.text))
            case Mark():
                yield run(" ")
                yield self._inside(part.target, f"[{part.text}]", "Mark")
            case Link() if part.target.startswith(("https://", "http://")):
                relation = self._word.part.relate_to(printable(part.target), RELATIONSHIP_TYPE.HYPERLINK, True)
                yield outer_link(relation, unbroken(part.text))
            case Link():
                yield self._inside(part.target, unbroken(part.text), "Hyperlink")

    def _inside(self, target: str, text: str, style: str) -> Element:
        id = target.removeprefix("#")
        known = target.startswith("#") and id in self._places
        return inner_link(self._places[id], text, style) if known else run(text, "Mark" if style == "Mark" else None)

    def _bullets(self, block: Bullets) -> None:
        style = "List Number" if block.numbered else "List Bullet"
        numbering = self._numbering_from_one(style) if block.numbered else None
        for item in block.items:
            properties = self._paragraph(style, item)._p.get_or_add_pPr()
            if numbering is not None:
                properties.append(element("numPr", element("ilvl", val=0), element("numId", val=numbering)))

    def _numbering_from_one(self, style: str) -> int:
        """A numbering like the style's own that starts again at 1."""
        lists = self._word.part.numbering_part.element
        own = self._word.styles[style].element.pPr.numPr.numId.val
        abstract = next(n for n in lists.num_lst if n.numId == own).abstractNumId.val
        made = lists.add_num(abstract)
        made.add_lvlOverride(0).add_startOverride(1)
        return int(made.numId)

    def _caption(self, kind: str, title: str, anchor: str | None = None) -> Element:
        number = str(next(self._numbers[kind]))
        made = paragraph(self._style_ids["Caption"], *self._place(anchor), run(f"{kind} "))
        made.extend([*field(f"SEQ {kind} \\* ARABIC", number), run(f". {unbroken(title)}")])
        return made

    def _figure(self, figure: Figure, room: Length) -> list[Element]:
        """A chart's finding, its picture no wider than the room, and its detail."""
        chart = figure.chart
        text: Text = chart.summary
        if chart.table.id in self._places:
            text = (chart.summary, " ", Link("Its numbers", f"#{chart.table.id}"), " are in the annex.")
        return [
            self._caption("Figure", chart.title),
            self._picture(chart.svg, f"{chart.title}. {chart.summary}", min(room, Pt(chart.widest * _POINTS))),
            paragraph(self._style_ids["Small"], *self._inline(text)),
        ]

    def _picture(self, svg: str, alternative: str, widest: Length) -> Element:
        width, height = size(svg)
        across = min(widest, 0.8 * self._sheets.height * width / height)
        holder = paragraph(self._style_ids["Picture"])
        made = WordParagraph(holder, self._word._body).add_run()
        properties = made.add_picture(io.BytesIO(png(svg)), width=Length(round(across)))._inline.docPr
        properties.set("id", str(next(self._pictures)))
        properties.set("name", f"Picture {properties.id}")
        properties.set("descr", printable(alternative))
        return holder

    def _side_by_side(self, block: SideBySide) -> None:
        """Two figures to a row; one left over stands alone."""
        half = round(self._sheets.width / 2)
        room = Length(half - GUTTER * _TWIP)
        for start in range(0, len(block.figures), 2):
            pair = [self._figure(figure, room) for figure in block.figures[start : start + 2]]
            if len(pair) == 1:
                self._add(*pair[0])
            else:
                self._add(side_by_side(pair, [round(half / _TWIP)] * 2))
                self._paragraph("Small", "")

    def _key_figures(self, block: KeyFigures) -> None:
        """The figures beside each other, each under what it is."""
        rows: list[tuple[str, list[Text]]] = [
            ("Cell Head", [f.label for f in block.figures]),
            ("Key Value", [f.value for f in block.figures]),
            ("Cell", [f.detail for f in block.figures]),
        ]
        cells = [[self._cell(text, style) for text in texts] for style, texts in rows]
        width = round(self._sheets.width / _TWIP / len(block.figures))
        title = ", ".join(f.label for f in block.figures)
        self._add(grid(cells, [width] * len(block.figures), title, kept=2))
        self._paragraph("Small", "")

    def _table(self, table: Table) -> None:
        self._add(self._caption("Table", table.caption, table.id))
        lay = sheet(table)
        heads = [self._cell(c.title, "Cell Head", right=c.numeric) for c in table.columns]
        cells = [heads, *(self._cells(table, number) for number in range(len(table.rows)))]
        kept = (len(cells) if table.notes else len(cells) - 1) if lay.whole else 1
        self._add(grid(cells, self._widths(table, lay), table.caption, kept=kept))
        for note in table.notes or ("",):
            self._paragraph("Small", note)

    def _cells(self, table: Table, number: int) -> list[Cell]:
        head, *rest = table.rows[number]
        anchor = table.row_ids[number] if table.row_ids else None
        return [
            self._cell(head, "Cell Head", anchor=anchor, right=table.columns[0].numeric),
            *(self._cell(cell, "Cell", right=c.numeric) for cell, c in zip(rest, table.columns[1:], strict=True)),
        ]

    def _cell(self, text: Text, style: str, *, right: bool = False, anchor: str | None = None) -> Cell:
        return Cell([*self._place(anchor), *self._inline(text)], self._style_ids[style], right)

    def _widths(self, table: Table, lay: Sheet) -> list[int]:
        """Columns' widths in twentieths of a point: their shares of the line, or as wide as their words."""
        if lay.shares is not None:
            room = self._sheets.width / _TWIP
            return [round(room * share) for share in lay.shares]
        longest = [
            max(len(column.title), *(len(plain(row[number])) for row in table.rows), 0)
            for number, column in enumerate(table.columns)
        ]
        return [round(characters * _LETTER + _PADDING) for characters in longest]
