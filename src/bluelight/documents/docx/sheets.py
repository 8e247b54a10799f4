"""Which way the sheets of a Word file lie."""

from __future__ import annotations

from copy import deepcopy

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Length

from bluelight.documents.docx.parts import Element, element, paragraph

_SHORT, _LONG, _MARGIN = Cm(21), Cm(29.7), Cm(2)


class Sheets:
    """The sections of a file, in Word's sense: each ends with the description of its own sheets."""

    def __init__(self, document: Document) -> None:
        self._body: Element = document.element.body
        self._turned = False
        self._first = True
        self._describe(self._body[-1])

    @property
    def width(self) -> Length:
        """How wide the text is."""
        return Length((_LONG if self._turned else _SHORT) - 2 * _MARGIN)

    @property
    def height(self) -> Length:
        """How high the text may be."""
        return Length((_SHORT if self._turned else _LONG) - 2 * _MARGIN)

    def turn(self, turned: bool) -> None:
        """Go on upon sheets that lie this way: new ones, unless they lie so already."""
        if turned == self._turned:
            return
        description = deepcopy(self._body[-1])
        end = self._body[-2] if len(self._body) > 1 else None
        if end is None or end.tag != qn("w:p"):
            end = paragraph("Picture")
            self._body[-1].addprevious(end)
        if end.pPr is None:
            end.insert(0, element("pPr"))
        end.pPr.append(description)
        self._turned, self._first = turned, False
        self._describe(self._body[-1])

    def _describe(self, description: Element) -> None:
        """Make a section's description say how its sheets lie; only the first has a first page of its own."""
        for name in ("type", "pgSz", "pgMar", "cols", "titlePg", "docGrid"):
            for old in description.findall(qn(f"w:{name}")):
                description.remove(old)
        size = {"w": _twips(_LONG if self._turned else _SHORT), "h": _twips(_SHORT if self._turned else _LONG)}
        if self._turned:
            size["orient"] = "landscape"
        margin = dict.fromkeys(("top", "right", "bottom", "left"), _twips(_MARGIN))
        edge = _twips(Cm(1))
        description.extend(
            [
                element("type", val="nextPage"),
                element("pgSz", **size),
                element("pgMar", **margin, header=edge, footer=edge, gutter="0"),
                element("cols", space="708"),
            ]
        )
        if self._first:
            description.append(element("titlePg"))


def _twips(length: Length) -> str:
    return str(round(length / 635))
