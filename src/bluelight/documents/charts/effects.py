"""Charts of an evaluation: what happened beside what was to be expected, and where nothing happened."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from typing import Any

import altair as alt

from bluelight.documents import words
from bluelight.documents.charts.draw import WIDTH, Layered, inline, lines, to_svg
from bluelight.documents.model import Chart, Column, Table, Value
from bluelight.documents.palette import FAINT, INK, MUTED, RULE
from bluelight.evaluation.figures import change, figure
from bluelight.evaluation.result import Evaluation

COLOUR = "#1b3f8b"
BINS = 25
MOST_POINTS = 60
TREATED, EXPECTED = "What happened", "What was to be expected"


def trends(found: Evaluation) -> Chart:
    """The treated and what was to be expected, period by period."""
    id = "chart-trends"
    points = [
        {"x": n, "y": y, "series": name}
        for n, point in enumerate(found.trends)
        for name, y in ((EXPECTED, point.expected), (TREATED, point.treated))
    ]
    labels = [point.period for point in found.trends]
    first = next(n for n, point in enumerate(found.trends) if point.after)
    drawn = lines(
        points,
        (EXPECTED, TREATED),
        COLOUR,
        x=alt.X("x:Q", title=None, axis=_calendar(labels), scale=alt.Scale(nice=False)),
        y=alt.Y("y:Q", title=found.asked.unit, scale=alt.Scale(zero=False)),
        marks=((first - 0.5, "start"),),
    )
    side = "below" if found.estimate.effect < 0 else "above"
    title = (
        f"After the start {found.asked.outcome_words} was {figure(abs(found.estimate.effect))} {found.asked.unit} "
        f"{side} what was to be expected"
    )
    summary = "Grey: what the comparison leads one to expect. Blue: the treated. The upright line is the first start."
    table = Table(
        id,
        f"{_capital(found.asked.outcome_words)} by period, {found.asked.unit}",
        (Column("Period"), Column("Treated", True), Column("Expected", True), Column("Difference", True)),
        tuple((p.period, figure(p.treated), figure(p.expected), change(p.treated - p.expected)) for p in found.trends),
        data=(
            ("period", "treated", "expected", "after_start"),
            *((p.period, p.treated, p.expected, "yes" if p.after else "no") for p in found.trends),
        ),
    )
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, table)


def gap(found: Evaluation) -> Chart:
    """The gap to what was to be expected, with what it is where nothing happened."""
    id = "chart-gap"
    said = _scale(found)
    x = _since(found)
    y = alt.Y("y:Q", title=_axis(found), scale=alt.Scale(zero=False))
    layers: list[alt.Chart] = []
    if found.null_paths:
        faint = [
            {"x": point.relative, "y": said(value), "path": n}
            for n, path in enumerate(found.null_paths)
            for point, value in zip(found.path, path, strict=True)
        ]
        drawn = alt.Chart(inline(faint)).mark_line(color=RULE, strokeWidth=0.8, opacity=0.6)
        layers.append(drawn.encode(x=x, y=y, detail=alt.Detail("path:N")))
    else:
        halves = [(p.relative, (p.high - p.low) / 2) for p in found.path]
        around = [{"x": at, "y": said(-half), "top": said(half)} for at, half in halves]
        layers.append(alt.Chart(inline(around)).mark_area(color=FAINT).encode(x=x, y=y, y2=alt.Y2("top:Q")))
    own = [{"x": p.relative, "y": said(p.gap)} for p in found.path]
    layers += [*_cross(x, y), alt.Chart(inline(own)).mark_line(color=COLOUR, strokeWidth=2.5).encode(x=x, y=y)]
    after = [p for p in found.path if p.relative >= 0]
    out = sum(p.low > 0 or p.high < 0 for p in after)
    title = f"After the start the gap stands out in {out} of {words.count(len(after), 'period')}"
    summary = (
        f"Blue: the gap. Grey: the same for {len(found.null_paths)} permutations in which nothing happened."
        if found.null_paths
        else "Blue: the gap to the series as it would have gone on. Grey: where 95% of months lie by chance."
    )
    return Chart(to_svg(_whole(layers), id, f"{title}. {summary}"), title, summary, _path_table(found, id, "The gap"))


def event_study(found: Evaluation) -> Chart | None:
    """The gap at each time since the start with its band; None where there are too many points to tell apart."""
    if len(found.path) > MOST_POINTS or not found.null_paths:
        return None
    id = "chart-event-study"
    said = _scale(found)
    x, y = _since(found), alt.Y("y:Q", title=_axis(found), scale=alt.Scale(zero=False))
    rows = [{"x": p.relative, "y": said(p.gap), "low": said(p.low), "high": said(p.high)} for p in found.path]
    base = alt.Chart(inline(rows))
    layers = [
        *_cross(x, y),
        base.mark_rule(color=COLOUR, strokeWidth=2).encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")),
        base.mark_point(color=COLOUR, fill=COLOUR, size=40, opacity=1).encode(x=x, y=y),
    ]
    before = [p for p in found.path if p.relative < 0]
    after = [p for p in found.path if p.relative >= 0]
    out, early = (sum(p.low > 0 or p.high < 0 for p in part) for part in (after, before))
    title = (
        f"{out} of {words.count(len(after), 'period')} after the start stand out from nothing; before it, {early} of "
        f"{len(before)}"
    )
    summary = "Dots: the gap so many periods from the start. Bars: 95%, period by period."
    table = _path_table(found, id, "The gap by time since the start, with its 95% band")
    return Chart(to_svg(_whole(layers), id, f"{title}. {summary}"), title, summary, table)


def placebo(found: Evaluation) -> Chart:
    """The effect among those that the method finds where nothing happened."""
    id = "chart-placebo"
    said = _scale(found)
    effects = [said(p.effect) for p in found.placebos]
    own = found.estimate.percent if found.asked.scale == "log" else found.estimate.effect
    assert own is not None
    ends = (min([*effects, own, 0.0]), max([*effects, own, 0.0]))
    width = (ends[1] - ends[0]) / BINS or 1.0
    counts = [0] * BINS
    for effect in effects:
        counts[min(int((effect - ends[0]) / width), BINS - 1)] += 1
    bars = [
        {"x": ends[0] + n * width, "to": ends[0] + (n + 1) * width, "y": count, "zero": 0}
        for n, count in enumerate(counts)
        if count
    ]
    scale = alt.Scale(domain=[ends[0] - width, ends[1] + width], nice=False)
    x = alt.X("x:Q", title=_axis(found), scale=scale, axis=alt.Axis(tickCount=5))
    room = alt.Scale(domain=[0, 1.15 * max(counts)], nice=False)  # above the bars, for the words
    late = own > (ends[0] + ends[1]) / 2
    mark = alt.Chart(inline([{"x": own, "words": "the effect found"}]))
    layers = [
        alt.Chart(inline(bars))
        .mark_bar(color=RULE, stroke="white", strokeWidth=0.5)
        .encode(
            x=x,
            x2=alt.X2("to:Q"),
            y=alt.Y("y:Q", title="Placebos", scale=room, axis=alt.Axis(tickMinStep=1, format="d")),
            y2=alt.Y2("zero:Q"),
        ),
        mark.mark_rule(color=COLOUR, strokeWidth=2.5).encode(x=x),
        mark.mark_text(align="right" if late else "left", dx=-5 if late else 5, color=INK).encode(
            x=x, y=alt.value(8), text=alt.Text("words:N")
        ),
    ]
    larger = sum(abs(effect) >= abs(own) for effect in effects)
    title = (
        f"The effect found is larger than all {len(effects):,} placebos"
        if not larger
        else f"{larger:,} of {words.count(len(effects), 'placebo')} as large as the effect found"
    )
    summary = "Each placebo is what the same method finds where, or when, nothing happened."
    table = Table(
        id,
        f"Effects where nothing happened, {_axis(found)}",
        (Column("Placebo"), Column("Effect", True)),
        tuple((p.name, change(said(p.effect))) for p in _largest(found)),
        notes=() if len(found.placebos) <= 20 else ("The twenty largest; the download holds all of them.",),
        data=(("placebo", "effect"), *((p.name, said(p.effect)) for p in found.placebos)),
    )
    return Chart(to_svg(_whole(layers), id, f"{title}. {summary}"), title, summary, table)


def _largest(found: Evaluation) -> Sequence[Any]:
    return sorted(found.placebos, key=lambda placebo: -abs(placebo.effect))[:20]


def _scale(found: Evaluation) -> Callable[[float], float]:
    """From the protocol's scale to the one drawn: log points become percent."""
    return (lambda value: 100 * math.expm1(value)) if found.asked.scale == "log" else float


def _axis(found: Evaluation) -> str:
    return "percent" if found.asked.scale == "log" else found.asked.unit


def _since(found: Evaluation) -> alt.X:
    title = f"{_capital(found.design.frequency)}s since the start"
    return alt.X("x:Q", title=title, scale=alt.Scale(nice=False), axis=alt.Axis(tickMinStep=1, tickCount=6, grid=False))


def _cross(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    nothing = alt.Chart(inline([{"y": 0.0}])).mark_rule(color=MUTED).encode(y=y)
    start = alt.Chart(inline([{"x": -0.5}])).mark_rule(color=INK, strokeDash=[4, 3]).encode(x=x)
    return [nothing, start]


def _whole(layers: Sequence[alt.Chart]) -> Layered:
    return alt.layer(*layers).properties(width=WIDTH - 60, height=200)


def _calendar(labels: Sequence[str]) -> alt.Axis:
    every = max(1, -(-len(labels) // 5))
    names = {str(n): labels[n] for n in range(0, len(labels), every)}
    return alt.Axis(values=[int(n) for n in names], labelExpr=f"({json.dumps(names)})[datum.value]", grid=False)


def _path_table(found: Evaluation, id: str, caption: str) -> Table:
    said = _scale(found)
    rows: list[tuple[Value, ...]] = [(p.relative, said(p.gap), said(p.low), said(p.high)) for p in found.path]
    return Table(
        id,
        f"{caption}, {_axis(found)}",
        (Column("Since the start", True), Column("Gap", True), Column("Lower", True), Column("Upper", True)),
        tuple((change(p.relative), *(change(said(v)) for v in (p.gap, p.low, p.high))) for p in found.path),
        data=(("since_start", "gap", "low", "high"), *rows),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
