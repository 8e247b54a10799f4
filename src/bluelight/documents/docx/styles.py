"""How a Word report looks: its named styles, which a reader can change in one place."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from bluelight.documents.docx.parts import element

_FONT = "Arial"  # on every machine that has Word; Liberation Sans, its equal in width, stands in elsewhere
_INK = RGBColor(0x0B, 0x0C, 0x0C)
_MUTED = RGBColor(0x50, 0x5A, 0x5F)
_LINK = RGBColor(0x1A, 0x4A, 0x8A)
_OCHRE = RGBColor(0x5C, 0x39, 0x00)

# name, what it is based on, size in points, bold, space before and after in points
_PARAGRAPHS = (
    ("Normal", None, 10, False, 0, 6),
    ("Title", None, 22, True, 0, 8),
    ("Subtitle", None, 10, False, 0, 4),
    ("Lead", "Normal", 12, False, 0, 8),
    ("Heading 1", None, 16, True, 20, 8),
    ("Heading 2", None, 12.5, True, 14, 6),
    ("Heading 3", None, 10.5, True, 10, 5),
    ("Caption", None, 9, True, 8, 4),
    ("List Bullet", None, 10, False, 0, 3),
    ("List Number", None, 10, False, 0, 3),
    ("Contents Heading", "Normal", 12.5, True, 8, 4),
    ("toc 1", "Normal", 10, False, 0, 2),
    ("toc 2", "Normal", 9.5, False, 0, 1),
    ("Cell", "Normal", 8, False, 1, 1),
    ("Cell Head", "Cell", 8, True, 1, 1),
    ("Key Value", "Cell", 13, True, 2, 2),
    ("Small", "Normal", 8.5, False, 3, 8),
    ("Picture", "Normal", 10, False, 0, 2),
    ("Note Title", "Normal", 10, True, 8, 0),
    ("Note", "Normal", 10, False, 0, 8),
    ("Warning Title", "Note Title", 10, True, 8, 0),
    ("Warning", "Note", 10, False, 0, 8),
    ("Header", None, 8, False, 0, 0),
    ("Footer", None, 8, False, 0, 0),
)
_KEPT_WITH_NEXT = ("Heading 1", "Heading 2", "Heading 3", "Caption", "Picture", "Note Title", "Warning Title")
_MUTED_STYLES = ("Subtitle", "Header", "Footer", "Small")
_BOXES = {
    "Note Title": ("F8F8F8", "B1B4B6"),
    "Note": ("F8F8F8", "B1B4B6"),
    "Warning Title": ("FDF6E6", "7A4B00"),
    "Warning": ("FDF6E6", "7A4B00"),
}


def dress(document: Document) -> None:
    """Give a new document Bluelight's styles, in British English."""
    for name, base, size, bold, before, after in _PARAGRAPHS:
        style = _paragraph_style(document, name)
        if base is not None:
            style.base_style = document.styles[base]
        _letters(style, size, bold, _MUTED if name in _MUTED_STYLES else _INK)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = name in _KEPT_WITH_NEXT
        style.paragraph_format.line_spacing = 1.1
    _lines_and_boxes(document)
    _characters(document)
    document.styles.element.append(parse_xml(_TABLE))
    _speak_british(document)


def _paragraph_style(document: Document, name: str) -> ParagraphStyle:
    known = name in (style.name for style in document.styles)
    style = (
        document.styles[name]
        if known
        else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))
    )
    assert isinstance(style, ParagraphStyle)
    return style


def _letters(style: ParagraphStyle | CharacterStyle, size: float, bold: bool, colour: RGBColor) -> None:
    style.font.name = _FONT
    fonts = style.element.rPr.rFonts
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = colour


def _lines_and_boxes(document: Document) -> None:
    """A line over each chapter, none under the title, and a coloured box for what must not be missed."""
    for name in ("Title", "Heading 1", *_BOXES):
        properties = document.styles[name].element.get_or_add_pPr()
        for old in properties.findall(qn("w:pBdr")):
            properties.remove(old)
        if name == "Heading 1":
            _insert(properties, element("pBdr", element("top", val="single", sz=10, space=4, color="0B0C0C")))
        elif name in _BOXES:
            fill, edge = _BOXES[name]
            _insert(properties, element("pBdr", element("left", val="single", sz=36, space=8, color=edge)))
            _insert(properties, element("shd", val="clear", color="auto", fill=fill))


_AFTER_BORDER = ("shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl")


def _insert(properties: object, made: object) -> None:
    """Put a border or a shade where the order of a paragraph's properties has it."""
    after = _AFTER_BORDER if made.tag == qn("w:pBdr") else _AFTER_BORDER[1:]  # type: ignore[attr-defined]
    for place in properties:  # type: ignore[attr-defined]
        if place.tag in {qn(f"w:{name}") for name in after}:
            place.addprevious(made)
            return
    properties.append(made)  # type: ignore[attr-defined]


def _characters(document: Document) -> None:
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark = document.styles.add_style("Mark", WD_STYLE_TYPE.CHARACTER)
    assert isinstance(link, CharacterStyle)
    assert isinstance(mark, CharacterStyle)
    link.font.color.rgb = _LINK
    link.font.underline = True
    mark.font.color.rgb = _OCHRE
    mark.font.size = Pt(7)
    mark.element.get_or_add_rPr().append(element("shd", val="clear", color="auto", fill="FDF6E6"))


def _speak_british(document: Document) -> None:
    properties = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("lang", val="en-GB", eastAsia="en-GB", bidi="ar-SA"))


# Lines between rows, a heavy one under the header row.
_TABLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Figures"><w:name w:val="Figures"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/></w:tblBorders>
<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="0B0C0C"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>
</w:tblStylePr></w:style>"""
