"""A document as it goes on paper: opened, its charts' numbers in an annex, its tables fitted to a sheet.

Shared by the writers of formats with pages. It knows sheets and nothing of any format.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from bluelight.documents.model import (
    Block,
    Column,
    Document,
    Figure,
    Folded,
    Link,
    Mark,
    Paragraph,
    Section,
    Table,
    Text,
    blocks_of,
    plain,
)

ANNEXES = DETAIL, NUMBERS = "annex-detail", "annex-numbers"
UPRIGHT, TURNED = 105, 165  # characters of a table's type that fit a line of an upright or a turned A4 sheet
_TOO_WIDE = 100  # a table of seven columns or more is turned when its rows hold more than this many characters
_WHOLE = 36  # lines of the longest table that is kept on one sheet


def for_paper(document: Document) -> Document:
    """The document with nothing folded: folded tables and the numbers of charts stand in annexes at its end.

    A wide table of few rows is turned over.
    """
    detail: list[Table] = []
    sections = [_section(section, detail) for section in document.sections]
    figures = [block for block in blocks_of(sections) if isinstance(block, Figure)]
    if detail:
        lead = Paragraph("What the report draws on, table by table.")
        sections.append(Section(DETAIL, "Annex: the detail", (lead, *sorted(detail, key=is_wide))))
    if figures:
        lead = Paragraph("Each chart of this report, as the numbers it is drawn from.")
        tables = [_fitted(figure.chart.table) for figure in figures]
        sections.append(Section(NUMBERS, "Annex: the numbers behind the charts", (lead, *tables)))
    return replace(document, sections=tuple(sections))


def _section(section: Section, detail: list[Table]) -> Section:
    return replace(section, blocks=tuple(_opened(section.blocks, detail)))


def _opened(blocks: Iterable[Block], detail: list[Table]) -> list[Block]:
    """The blocks with folded ones opened; folded tables go to `detail`, and a link to each stays."""
    found: list[Block] = []
    for block in blocks:
        match block:
            case Folded():
                tables = [inner for inner in block.blocks if isinstance(inner, Table)]
                detail += [_fitted(table) for table in tables]
                found += [Paragraph((Link(table.caption, f"#{table.id}"), ".")) for table in tables]
                found += _opened([inner for inner in block.blocks if inner not in tables], detail)
            case Section():
                found.append(_section(block, detail))
            case Table():
                found.append(_fitted(block))
            case _:
                found.append(block)
    return found


def _fitted(table: Table) -> Table:
    """A table of many columns and few rows, its rows become columns."""
    few = len(table.rows) <= 5 and len(table.columns) > len(table.rows) + 1
    return turned_over(table) if few and len(table.columns) >= 7 and not table.row_ids else table


def turned_over(table: Table) -> Table:
    """The same cells with rows and columns changed about: what headed the rows now heads the columns."""
    head = (Column(table.columns[0].title), *(Column(_words(row[0])) for row in table.rows))
    rows = tuple(
        (column.title, *(row[number] for row in table.rows)) for number, column in enumerate(table.columns[1:], start=1)
    )
    return replace(table, columns=head, rows=rows, data=table.values())


def _words(text: Text) -> str:
    """The words of a heading, with its marks in brackets: a heading has no room for links."""
    marks = () if isinstance(text, str) else tuple(part.text for part in text if isinstance(part, Mark))
    return plain(text) + "".join(f" ({mark})" for mark in marks)


@dataclass(frozen=True)
class Sheet:
    """How a table is laid on a page.

    `shares` are its columns' shares of the width; without them columns are as wide as their words. `whole` tables are
    short enough to be kept on one sheet.
    """

    shares: tuple[float, ...] | None
    whole: bool


def sheet(table: Table) -> Sheet:
    """How to lay a table: each column as wide as its longest word, and what is left to those with most to say."""
    texts = [
        [column.title, *(_words(row[number]) for row in table.rows)] for number, column in enumerate(table.columns)
    ]
    needs = [_longest_word(column) for column in texts]
    wants = [max(need, _wanted(column)) for need, column in zip(needs, texts, strict=True)]
    line = TURNED if is_wide(table) else UPRIGHT
    if sum(max(len(text) for text in column) + 2 for column in texts) < 0.8 * line:
        return Sheet(None, len(table.rows) < _WHOLE)
    room = max(line - sum(needs), 0) / max(sum(wants) - sum(needs), 1)
    widths = [need + (want - need) * room for need, want in zip(needs, wants, strict=True)]
    lines = sum(
        max(math.ceil(len(text) / width) for text, width in zip(row, widths, strict=True))
        for row in zip(*texts, strict=True)
    )
    return Sheet(tuple(round(width / sum(widths), 4) for width in widths), lines <= _WHOLE)


def _longest_word(texts: Sequence[str]) -> float:
    """Characters of width without which a word would be broken; an address may be."""
    return 2 + min(24, max(len(word) for text in texts for word in re.split(r"[\s/]", text)))


def _wanted(texts: Sequence[str]) -> float:
    """Characters of width a column would like: more for long texts, though less than they are long."""
    lengths = sorted(len(text) for text in texts)
    usual = lengths[math.ceil(0.9 * (len(lengths) - 1))]
    return min(usual + 2.0, 3 * math.pow(usual, 0.6))


def is_wide(block: Block) -> bool:
    """Whether a block is a table of many columns of many words, which needs a turned sheet."""
    if not isinstance(block, Table) or len(block.columns) < 7 or not block.rows:
        return False
    return sum(len(_words(cell)) for row in block.rows for cell in row) / len(block.rows) > _TOO_WIDE


def opens_wide(section: Section) -> bool:
    """Whether a section goes on turned sheets as a whole, so that its heading is not left behind by its table."""
    after = [block for block in section.blocks if not isinstance(block, Paragraph)]
    return bool(after) and is_wide(after[0])


def runs(blocks: Sequence[Block]) -> list[tuple[bool, list[Block]]]:
    """The blocks in runs that share sheets: (whether turned, blocks)."""
    turned = [is_wide(block) or (isinstance(block, Section) and opens_wide(block)) for block in blocks]
    found = groupby(zip(turned, blocks, strict=True), key=itemgetter(0))
    return [(wide, [block for _, block in run]) for wide, run in found]


def anchors(document: Document) -> frozenset[str]:
    """Every id that a link within the document may lead to."""
    found: set[str] = set()
    for block in blocks_of(document.sections):
        if isinstance(block, Section | Table):
            found.add(block.id)
        if isinstance(block, Table):
            found.update(block.row_ids)
    return frozenset(found)
