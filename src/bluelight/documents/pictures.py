"""A chart's drawing as a picture of dots, for formats that cannot be trusted to draw an SVG."""

from __future__ import annotations

import re
from functools import cache
from html import escape

import vl_convert

from bluelight.documents.lettering import FAMILY, FONT_FOLDER
from bluelight.documents.palette import FONT

_SCALE = 2.0  # dots for each CSS pixel: over 200 to the inch at the size a chart has on paper
_BOX = re.compile(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"')


def png(svg: str) -> bytes:
    """The drawing in the typeface that ships, so that it is the same dots on every machine."""
    _know_the_typeface()
    drawn: bytes = vl_convert.svg_to_png(svg.replace(escape(FONT), FAMILY), scale=_SCALE)
    return drawn


@cache
def _know_the_typeface() -> None:
    vl_convert.register_font_directory(str(FONT_FOLDER))


def size(svg: str) -> tuple[float, float]:
    """Width and height of the drawing in CSS pixels. Raises ValueError where it has no viewBox."""
    box = _BOX.search(svg)
    if box is None:
        raise ValueError("the drawing has no viewBox")
    return float(box[1]), float(box[2])
