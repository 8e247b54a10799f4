"""How every chart is drawn: one look, one way from Altair to an SVG that can stand in any page.

Rendering runs inside vl-convert: no browser, no network (its data addresses are closed, and every chart carries its
own data).
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Literal

import altair as alt
import vl_convert

from bluelight.documents.palette import FAINT, FONT, INK, MUTED, PAPER, RULE

WIDTH = 350  # CSS pixels: a phone shows this nearly at full size, a wide page sets two or three side by side
_TEXT = 12
_TEXT_LINE = 14
_LABEL = 44  # characters of a label that fit a line

_CONFIG: dict[str, Any] = {
    "background": PAPER,
    "font": FONT,
    "padding": {"left": 2, "right": 8, "top": 4, "bottom": 2},
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": _TEXT,
        "titleFontSize": _TEXT,
        "titleFontWeight": "normal",
        "titleColor": INK,
        "labelColor": INK,
        "gridColor": "#e4e4e2",
        "domainColor": RULE,
        "tickColor": RULE,
        "titlePadding": 8,
    },
    "legend": {
        "labelFontSize": _TEXT,
        "labelColor": INK,
        "title": None,
        "orient": "top",
        "direction": "vertical",
        "labelLimit": WIDTH - 40,
        "symbolSize": 260,
        "symbolStrokeWidth": 2.5,
        "rowPadding": 2,
        "offset": 6,
    },
    "text": {"fontSize": _TEXT, "color": INK},
}


Layered = alt.LayerChart | alt.FacetChart


@dataclass(frozen=True)
class Row:
    """One row of a chart of intervals: a label, the figure in words, and the point with its ends."""

    label: str
    words: str
    value: float
    low: float
    high: float
    colour: str
    shape: str
    quiet: bool = False  # drawn hollow: shown, but not relied on


def inline(rows: Iterable[dict[str, Any]]) -> alt.Data:
    """Rows that travel inside the chart."""
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def wrapped(label: str) -> str:
    """A label on two lines at most, broken between words."""
    return "\n".join(textwrap.wrap(label, _LABEL, max_lines=2, placeholder=" …", break_long_words=True)) or " "


def said(
    base: alt.Chart, field: str, *, dy: float, y: alt.Y, weight: Literal["normal", "bold"] = "normal", colour: str = INK
) -> alt.Chart:
    """Words over a row, from the left edge."""
    words: alt.Chart = base.mark_text(
        align="left", baseline="bottom", dy=dy, fontWeight=weight, color=colour, lineBreak="\n", lineHeight=_TEXT_LINE
    ).encode(x=alt.value(0), y=y, text=field)
    return words


def to_svg(chart: alt.TopLevelMixin, id: str, label: str) -> str:
    """The chart as one `<svg>`: sized by its place, named for a screen reader, its ids its own."""
    spec = chart.to_dict()
    spec.pop("config", None)
    return _own(_render(json.dumps(spec)), id, label)


@lru_cache(maxsize=256)
def _render(spec: str) -> str:
    """The same specification always gives the same picture, and pages ask for it again and again."""
    svg: str = vl_convert.vegalite_to_svg(spec, config=_CONFIG, allowed_base_urls=[])
    return svg


def _own(svg: str, id: str, label: str) -> str:
    opening, body = svg.split(">", 1)
    box = re.search(r'viewBox="([^"]+)"', opening)
    if box is None:
        raise ValueError("the chart came back without a viewBox")
    _, _, width, height = box.group(1).split()
    body = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", body)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{escape(id)}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{escape(id)}-\1)", body)
    body = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{escape(id)}-\1"', body)
    body = re.sub(r' class="[^"]*"', "", body)
    body = re.sub(r' font-family="[^"]*"', "", body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(label)}" font-family="{escape(FONT)}" id="{escape(id)}-chart">{body}'
    )


def intervals(
    rows: Sequence[Row],
    x_title: str,
    *,
    band: tuple[float, float] | None = None,
    label_expression: str = "datum.label",
) -> Layered:
    """Dots with their intervals against zero, one row each, its name and its figure in words above it."""
    data = [{"row": i, **vars(row)} for i, row in enumerate(rows)]
    ends = [0.0, *(r.low for r in rows), *(r.high for r in rows), *(band or ())]
    room = (max(ends) - min(ends)) * 0.06 or 1.0
    for datum in data:
        datum["label"] = wrapped(str(datum["label"]))
    more = max((datum["label"].count("\n") for datum in data), default=0) * _TEXT_LINE
    base = alt.Chart(inline(data))
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0.1))
    scale = alt.Scale(domain=[min(ends) - room, max(ends) + room], nice=False, zero=False)
    axis = alt.Axis(title=x_title, tickCount=5, labelExpr=label_expression, labelFlush=True, grid=False)
    x = alt.X("value:Q", scale=scale, axis=axis)
    layers: list[alt.Chart] = []
    if band is not None:
        ends_of_band = alt.Chart(inline([{"from": band[0], "to": band[1]}]))
        layers.append(ends_of_band.mark_rect(color=FAINT).encode(x=alt.X("from:Q", scale=scale, axis=axis), x2="to:Q"))
    layers.append(
        base.mark_tick(orient="vertical", color=INK, thickness=1.5, size=24, yOffset=14 + more / 2).encode(
            x=alt.datum(0, scale=scale), y=y
        )
    )
    layers.append(said(base, "label:N", dy=more / 2 - 14, y=y, weight="bold"))
    layers.append(said(base, "words:N", dy=more / 2 + 1, y=y, colour=MUTED))
    colour = alt.Color("colour:N", scale=None)
    layers.append(
        base.mark_rule(strokeWidth=3, strokeCap="round", yOffset=14 + more / 2).encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y, color=colour
        )
    )
    fill = alt.Fill("fill:N", scale=None)
    layers.append(
        base.transform_calculate(fill=f"datum.quiet ? '{PAPER}' : datum.colour")
        .mark_point(size=110, strokeWidth=2, opacity=1, yOffset=14 + more / 2)
        .encode(x=x, y=y, stroke=alt.Stroke("colour:N", scale=None), fill=fill, shape=alt.Shape("shape:N", scale=None))
    )
    return alt.layer(*layers).properties(width=WIDTH - 20, height=alt.Step(62 + more))


def lines(
    points: Sequence[dict[str, Any]],
    series: Sequence[str],
    colour: str,
    *,
    x: alt.X,
    y: alt.Y,
    marks: Sequence[tuple[float, str]] = (),
) -> Layered:
    """Lines over x, told apart by dash as well as tone: the first series, business as usual, thick and grey.

    Points have `x`, `y` and `series`. `marks` are upright lines at an x with their words.
    """
    tones = ["#767b7e", *[colour] * (len(series) - 1)]
    dashes = [[1, 0], [1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2, 1, 2]]
    legend = alt.Legend() if len(series) > 1 else None
    drawn = (
        alt.Chart(inline(points))
        .mark_line()
        .encode(
            x=x,
            y=y,
            color=alt.Color("series:N", scale=alt.Scale(domain=list(series), range=tones), legend=legend),
            strokeDash=alt.StrokeDash(
                "series:N",
                scale=alt.Scale(domain=list(series), range=[dashes[i % len(dashes)] for i in range(len(series))]),
                legend=legend,
            ),
            strokeWidth=alt.StrokeWidth(
                "series:N",
                scale=alt.Scale(domain=list(series), range=[5.0, *[2.2] * (len(series) - 1)]),
                legend=legend,
            ),
        )
    )
    layers: list[alt.Chart] = [drawn]
    if marks:
        limits = alt.Chart(inline([{"x": at, "words": words} for at, words in marks]))
        layers.append(limits.mark_rule(color=INK, strokeDash=[4, 3]).encode(x=x))
        layers.append(
            limits.mark_text(align="left", baseline="bottom", dx=4, dy=-4).encode(x=x, y=alt.value(196), text="words:N")
        )
    return alt.layer(*layers).properties(width=WIDTH - 50, height=200)
