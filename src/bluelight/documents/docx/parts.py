"""The pieces of WordprocessingML that python-docx has no words for."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bluelight.documents.office import printable

Element = Any  # an lxml element; lxml has no types


def element(tag: str, *children: Element, **attributes: str | int) -> Element:
    """An element of the `w` namespace with attributes and children of it: `element("jc", val="right")`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(text: str, style: str | None = None) -> Element:
    """Words in one style of character."""
    words = element("t")
    words.text = printable(text)
    words.set(qn("xml:space"), "preserve")
    made = element("r", words)
    if style is not None:
        made.insert(0, element("rPr", element("rStyle", val=style)))
    return made


def strong(text: str) -> Element:
    """Words that carry weight."""
    return run(text, "Strong")


def paragraph(style: str | None, *content: Element) -> Element:
    """A paragraph of a style."""
    made = element("p", *content)
    if style is not None:
        made.insert(0, element("pPr", element("pStyle", val=style)))
    return made


def field(code: str, shown: str, stale: bool = False) -> list[Element]:
    """A field with what it shows until it is worked out again; a stale one is worked out when the file is opened."""
    begin = element("fldChar", fldCharType="begin")
    if stale:
        begin.set(qn("w:dirty"), "true")
    instruction = element("instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    return [
        element("r", begin),
        element("r", instruction),
        element("r", element("fldChar", fldCharType="separate")),
        run(shown),
        element("r", element("fldChar", fldCharType="end")),
    ]


def bookmark(number: int) -> list[Element]:
    """A place that links lead to; `number` names it."""
    start = element("bookmarkStart", id=number, name=bookmark_name(number))
    return [start, element("bookmarkEnd", id=number)]


def bookmark_name(number: int) -> str:
    """The name of a place: Word allows few characters in one, so it is a number."""
    return f"place{number}"


def inner_link(number: int, text: str, style: str = "Hyperlink") -> Element:
    """Words that lead to a place in this file."""
    return element("hyperlink", run(text, style), anchor=bookmark_name(number), history=1)


def outer_link(relation: str, text: str) -> Element:
    """Words that lead to an address, which the file keeps as a relation."""
    made = element("hyperlink", run(text, "Hyperlink"), history=1)
    made.set(qn("r:id"), relation)
    return made
