"""What a document is made of, whatever format it is written in.

Plain frozen values: a writer walks them and decides how they look. Text is a string, or a sequence of strings and
the few inline things a reader needs: strong words, links, and the mark of an assumed figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Strong:
    """Words that carry the weight of a sentence."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: `#id` in this document, or an http(s) address."""

    text: str
    target: str


@dataclass(frozen=True)
class Mark:
    """A mark on a figure or a service, leading to the place in this document that explains it."""

    text: str
    target: str
    title: str


Inline = str | Strong | Link | Mark
Text = str | tuple[Inline, ...]


_UNIT = re.compile(r"(?<=\d) (?=(?:min|s|h|m|km|million|billion)\b)")


def unbroken(words: str) -> str:
    """Words with no line break between a number and its unit."""
    return _UNIT.sub("\u00a0", words)


def plain(text: Text) -> str:
    """The words alone, marks left out, as for a data file or a label."""
    if isinstance(text, str):
        return text
    return "".join(part if isinstance(part, str) else "" if isinstance(part, Mark) else part.text for part in text)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a lead paragraph answers the section's question."""

    text: Text
    lead: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of points, numbered where their order matters."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Note:
    """Something the reader must not miss."""

    title: str
    text: Text
    tone: Literal["plain", "warning"] = "plain"


@dataclass(frozen=True)
class KeyFigure:
    """One number in words, what it is, and what qualifies it."""

    label: str
    value: str
    detail: Text = ""


@dataclass(frozen=True)
class KeyFigures:
    """A handful of key figures, side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Column:
    """One column of a table; numbers are set to the right."""

    title: str
    numeric: bool = False


Value = str | int | float | None
Data = tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Table:
    """Rows under titled columns; the first column heads its row.

    `data` is what a download holds, its first row the column titles: full precision and every row, where `rows` are
    rounded, in words, or fewer. Without it, a download holds the words of `rows`. `layout` says what becomes of a
    table too wide for a narrow screen: its rows become cards, or it scrolls.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    notes: tuple[Text, ...] = ()
    data: Data | None = None
    layout: Literal["cards", "scroll"] = "scroll"
    row_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.id}: a row has {len(row)} cells for {len(self.columns)} columns")
        if self.row_ids and len(self.row_ids) != len(self.rows):
            raise ValueError(f"table {self.id}: {len(self.row_ids)} row ids for {len(self.rows)} rows")

    def values(self) -> Data:
        """What a data file of this table holds."""
        if self.data is not None:
            return self.data
        return (tuple(c.title for c in self.columns), *(tuple(plain(cell) for cell in row) for row in self.rows))


@dataclass(frozen=True)
class Chart:
    """A picture that states a finding, the finding's detail in words, and the numbers it is drawn from.

    `svg` is one self-contained element with a viewBox, a role and a label, whose ids start with the table's id.
    It shrinks to fit its place, and grows no wider than `widest` CSS pixels.
    """

    svg: str
    title: str
    summary: str
    table: Table
    widest: int = 430


@dataclass(frozen=True)
class Figure:
    """A chart in its place."""

    chart: Chart


@dataclass(frozen=True)
class SideBySide:
    """Figures of one form for several services or options, to be compared."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Folded:
    """Detail that opens when asked for, and is always there in print."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """A titled part of a document; `id` is where links lead."""

    id: str
    title: str
    blocks: tuple[Block, ...]


Block = Paragraph | Bullets | Note | KeyFigures | Table | Figure | SideBySide | Folded | Section


@dataclass(frozen=True)
class Document:
    """A whole document: a title, what it is about in a sentence, its sections, and what stands at its foot."""

    title: str
    kicker: str
    lead: Text
    sections: tuple[Section, ...]
    foot: tuple[Text, ...] = ()


def blocks_of(blocks: Sequence[Block]) -> list[Block]:
    """Every block, those inside others included, in reading order."""
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Section | Folded):
            found.extend(blocks_of(block.blocks))
        elif isinstance(block, SideBySide):
            found.extend(block.figures)
    return found
