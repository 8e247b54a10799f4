"""Tables of a Word file: a header row that repeats, rows that stay whole, columns of set widths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bluelight.documents.docx.parts import Element, element
from bluelight.documents.office import printable

GUTTER = 200  # twentieths of a point between what stands side by side


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, in a style of paragraph, at its left or its right."""

    content: Sequence[Element]
    style: str
    right: bool = False


def grid(rows: Sequence[Sequence[Cell]], widths: Sequence[int], title: str, *, kept: int) -> Element:
    """A table whose first row and column are its headers.

    `widths` are in twentieths of a point; `title` is what a screen reader says of it. The first `kept` rows stay on
    the sheet of what follows them.
    """
    look = {"firstRow": 1, "firstColumn": 1, "lastRow": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    made = element(
        "tbl",
        element(
            "tblPr",
            element("tblStyle", val="Figures"),
            element("tblW", w=sum(widths), type="dxa"),
            element("tblLayout", type="fixed"),
            element("tblLook", val="06A0", **look),
            element("tblCaption", val=printable(title)),
        ),
        element("tblGrid", *(element("gridCol", w=width) for width in widths)),
    )
    made.extend(_row(row, widths, head=number == 0, kept=number < kept) for number, row in enumerate(rows))
    return made


def side_by_side(cells: Sequence[Sequence[Element]], widths: Sequence[int]) -> Element:
    """Paragraphs beside each other in cells without lines, on one sheet."""
    return element(
        "tbl",
        element(
            "tblPr",
            element("tblW", w=sum(widths), type="dxa"),
            element("tblLayout", type="fixed"),
            element("tblCellMar", element("left", w=0, type="dxa"), element("right", w=GUTTER, type="dxa")),
            element("tblLook", val="0000"),
        ),
        element("tblGrid", *(element("gridCol", w=width) for width in widths)),
        element(
            "tr",
            element("trPr", element("cantSplit")),
            *(
                element("tc", element("tcPr", element("tcW", w=width, type="dxa")), *paragraphs)
                for width, paragraphs in zip(widths, cells, strict=True)
            ),
        ),
    )


def _row(row: Sequence[Cell], widths: Sequence[int], *, head: bool, kept: bool) -> Element:
    made = element("tr", element("trPr", element("cantSplit"), *([element("tblHeader")] if head else [])))
    for cell, width in zip(row, widths, strict=True):
        properties = element("pPr", element("pStyle", val=cell.style))
        if kept:
            properties.append(element("keepNext"))
        if cell.right:
            properties.append(element("jc", val="right"))
        words = element("p", properties, *cell.content)
        made.append(element("tc", element("tcPr", element("tcW", w=width, type="dxa")), words))
    return made
