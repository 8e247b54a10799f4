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
TEXT_LINE = 14
_LABEL = 44  # characters of a label that fit a line

_TODAY = "#767b7e"  # business as usual, under the lines of the options
_DASHES = [[1, 0], [1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2, 1, 2]]

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
        "labelOverlap": "greedy",
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


def two_lines(label: str) -> dict[str, str]:
    """A label on the lower of two lines, or on both, broken between words."""
    lines = textwrap.wrap(label, _LABEL, max_lines=2, placeholder=" …") or [""]
    return {"upper": lines[0] if len(lines) == 2 else "", "lower": lines[-1]}


def named(base: alt.Chart, y: alt.Y, bottom: float) -> list[alt.Chart]:
    """Each row's `upper`, `lower` and `words`, from the left edge; the last is `bottom` pixels below its middle."""

    def said(field: str, up: float, weight: Literal["normal", "bold"], colour: str) -> alt.Chart:
        place: dict[str, Any] = {"align": "left", "dy": bottom - up, "fontWeight": weight, "color": colour}
        left = alt.XValue(0)  # type: ignore[no-untyped-call]
        drawn: alt.Chart = base.mark_text(**place).encode(x=left, y=y, text=alt.Text(field))
        return drawn

    return [
        said("upper:N", 2 * TEXT_LINE + 1, "bold", INK),
        said("lower:N", TEXT_LINE + 1, "bold", INK),
        said("words:N", 0, "normal", MUTED),
    ]


def room_for(labels: Iterable[dict[str, Any]]) -> int:
    """How much taller rows must be where a label takes two lines, in pixels."""
    return TEXT_LINE if any(label["upper"] for label in labels) else 0


def to_svg(chart: alt.TopLevelMixin, id: str, label: str) -> str:
    """The chart as one `<svg>`: sized by its place, named for a screen reader, its ids its own."""
    spec = chart.to_dict(validate=False)  # vl-convert refuses what is not a chart
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


SIGNED = "(datum.value > 0 ? '+' : '') + datum.label"  # labels of an axis of differences


def intervals(
    rows: Sequence[Row],
    x_title: str,
    *,
    band: tuple[float, float] | None = None,
    label_expression: str = "datum.label",
) -> Layered:
    """Dots with their intervals against zero, one row each, its name and its figure in words above it."""
    data: list[dict[str, Any]] = [{"row": i, **vars(row), **two_lines(row.label)} for i, row in enumerate(rows)]
    ends = [0.0, *(r.low for r in rows), *(r.high for r in rows), *(band or ())]
    room = (max(ends) - min(ends)) * 0.06 or 1.0
    more = room_for(data)
    base = alt.Chart(inline(data))
    y = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0.1))
    scale = alt.Scale(domain=[min(ends) - room, max(ends) + room], nice=False, zero=False)
    axis = alt.Axis(title=x_title, tickCount=5, labelExpr=label_expression, labelFlush=True, grid=False)
    x = alt.X("value:Q", scale=scale, axis=axis)
    layers: list[alt.Chart] = []
    if band is not None:
        ends_of_band = alt.Chart(inline([{"from": band[0], "to": band[1]}]))
        layers.append(
            ends_of_band.mark_rect(color=FAINT).encode(x=alt.X("from:Q", scale=scale, axis=axis), x2=alt.X2("to:Q"))
        )
    layers.append(
        base.mark_tick(orient="vertical", color=INK, thickness=1.5, size=18, yOffset=14 + more / 2).encode(
            x=alt.XDatum(0, scale=scale), y=y
        )
    )
    layers += named(base, y, more / 2)
    colour = alt.Color("colour:N", scale=None)
    layers.append(
        base.mark_rule(strokeWidth=3, strokeCap="round", yOffset=14 + more / 2).encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2=alt.X2("high:Q"), y=y, color=colour
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
    """Lines over x, told apart by dash as well as tone; the first of several, business as usual, is thick and grey.

    Points have `x`, `y` and `series`. `marks` are upright lines at an x with their words.
    """
    base = alt.Chart(inline(points))
    if len(series) == 1:
        drawn = base.mark_line(strokeWidth=2.5, color=colour).encode(x=x, y=y)
    else:
        domain = list(series)
        dashes = [_DASHES[i % len(_DASHES)] for i in range(len(series))]
        drawn = base.mark_line().encode(
            x=x,
            y=y,
            color=alt.Color("series:N", scale=alt.Scale(domain=domain, range=[_TODAY, *[colour] * (len(series) - 1)])),
            strokeDash=alt.StrokeDash("series:N", scale=alt.Scale(domain=domain, range=dashes)),
            strokeWidth=alt.StrokeWidth(
                "series:N", scale=alt.Scale(domain=domain, range=[5.0, *[2.2] * (len(series) - 1)])
            ),
        )
    layers: list[alt.Chart] = [drawn]
    furthest = max((point["x"] for point in points), default=1.0)
    level, before = 0, -furthest
    for at, words in marks:
        level = level + 1 if at - before < furthest / 5 else 0
        before = at
        late = at > furthest * 0.8
        limit = alt.Chart(inline([{"x": at, "words": words}]))
        layers.append(limit.mark_rule(color=INK, strokeDash=[4, 3]).encode(x=x))
        layers.append(
            limit.mark_text(align="right" if late else "left", dx=-4 if late else 4).encode(
                x=x, y=alt.value(190 - TEXT_LINE * level), text=alt.Text("words:N")
            )
        )
    return alt.layer(*layers).properties(width=WIDTH - 50, height=200)
