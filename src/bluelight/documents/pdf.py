"""A document as a tagged PDF (PDF/UA-1), set by Typst: no system library, no network, no font of the machine's.

This module says what the document holds, as plain data; `report.typ` says how it looks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from bluelight.documents.lettering import FONT_FOLDER, legible
from bluelight.documents.model import (
    Block,
    Bullets,
    Document,
    Figure,
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
    unbroken,
)
from bluelight.documents.paper import ANNEXES, anchors, for_paper, runs, sheet

_Node = dict[str, Any]


def to_pdf(document: Document) -> bytes:
    """The document as PDF/UA-1. The same document gives the same bytes: they hold no date."""
    content = json.dumps(_Content(for_paper(document)).whole(), ensure_ascii=False)
    return typst.compile(
        files("bluelight.documents").joinpath("report.typ").read_bytes(),
        sys_inputs={"document": content},
        font_paths=_typeface(),
        format="pdf",
        pdf_standards=["ua-1"],
    )


@cache
def _typeface() -> typst.Fonts:
    """The typeface that ships, and none of the machine's or of Typst's own."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)])


class _Content:
    """A document as nodes of plain data, each anchor given to the first block that asks for it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._anchors = anchors(document)
        self._given: set[str] = set()

    def whole(self) -> _Node:
        document = self._document
        return {
            "title": _words(document.title),
            "kicker": _words(document.kicker),
            "lead": self._text(document.lead),
            "contents": [{"title": _words(s.title), "target": s.id} for s in document.sections],
            "sections": self._blocks(document.sections, 1),
            "foot": [self._text(text) for text in document.foot],
        }

    def _blocks(self, blocks: Sequence[Block], level: int, turned: bool = False) -> list[_Node]:
        """The blocks, with those that need turned sheets in nodes of their own, unless the sheet is turned already."""
        if turned:
            return [self._block(block, level, turned=True) for block in blocks]
        nodes: list[_Node] = []
        for wide, run in runs(blocks):
            inner = [self._block(block, level, turned=wide) for block in run]
            nodes += [{"kind": "turned", "blocks": inner}] if wide else inner
        return nodes

    def _block(self, block: Block, level: int, turned: bool = False) -> _Node:
        match block:
            case Section():
                return {
                    "kind": "section",
                    "anchor": self._anchor(block.id),
                    "level": level,
                    "new_page": block.id in ANNEXES,
                    "title": _words(block.title),
                    "blocks": self._blocks(block.blocks, level + 1, turned),
                }
            case Paragraph():
                return {"kind": "paragraph", "text": self._text(block.text), "lead": block.lead}
            case Bullets():
                items = [self._text(item) for item in block.items]
                return {"kind": "bullets", "items": items, "numbered": block.numbered}
            case Note():
                title, text = _words(block.title), self._text(block.text)
                return {"kind": "note", "title": title, "text": text, "tone": block.tone}
            case KeyFigures():
                return {"kind": "key", "figures": [self._key(f.label, f.value, f.detail) for f in block.figures]}
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case SideBySide():
                return {"kind": "side", "blocks": self._blocks(block.figures, level)}
            case _:
                raise TypeError(f"{type(block).__name__} has no place on paper")

    def _key(self, label: str, value: str, detail: Text) -> _Node:
        return {"label": _words(label), "value": _words(value), "detail": self._text(detail)}

    def _figure(self, figure: Figure) -> _Node:
        chart = figure.chart
        return {
            "kind": "figure",
            "title": _words(chart.title),
            "summary": _words(chart.summary),
            "svg": legible(chart.svg),
            "alternative": _words(f"{chart.title}. {chart.summary}"),
            "widest": chart.widest,
            "numbers": chart.table.id if chart.table.id in self._anchors else None,
        }

    def _table(self, table: Table) -> _Node:
        lay = sheet(table)
        return {
            "kind": "table",
            "anchor": self._anchor(table.id),
            "caption": _words(table.caption),
            "shares": lay.shares,
            "whole": lay.whole,
            "columns": [{"title": _words(c.title), "numeric": c.numeric} for c in table.columns],
            "rows": [
                {
                    "anchor": self._anchor(table.row_ids[number]) if table.row_ids else None,
                    "cells": [self._text(cell) for cell in row],
                }
                for number, row in enumerate(table.rows)
            ],
            "notes": [self._text(note) for note in table.notes],
        }

    def _anchor(self, id: str) -> str | None:
        if id in self._given:
            return None
        self._given.add(id)
        return id

    def _text(self, text: Text) -> list[_Node]:
        if isinstance(text, str):
            return [{"kind": "words", "text": _words(text)}] if text else []
        return [self._inline(part) for part in text]

    def _inline(self, part: str | Strong | Link | Mark) -> _Node:
        match part:
            case str():
                return {"kind": "words", "text": _words(part)}
            case Strong():
                return {"kind": "strong", "text": _words(part.text)}
            case Mark():
                return {"kind": "mark", "text": _words(part.text), "target": self._inside(part.target)}
            case Link() if part.target.startswith(("https://", "http://")):
                return {"kind": "link", "text": _words(part.text), "address": part.target}
            case Link():
                return {"kind": "goto", "text": _words(part.text), "target": self._inside(part.target)}

    def _inside(self, target: str) -> str | None:
        id = target.removeprefix("#")
        return id if target.startswith("#") and id in self._anchors else None


def _words(text: str) -> str:
    return legible(unbroken(text))
