"""What the value of an option turns on: its lines by the swing each brings alone."""

from __future__ import annotations

import math

import altair as alt

from bluelight.documents import words
from bluelight.documents.charts.draw import WIDTH, inline, named, room_for, to_svg, two_lines
from bluelight.documents.charts.money import MONEY_AXIS, money_scale
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import FASTER, INK, SLOWER
from bluelight.studies.results import MoneyLine, OptionResult

TORNADO_LINES = 8


def swings(option: OptionResult) -> list[tuple[MoneyLine, float, float]]:
    """Each line with the present value it would have at its low and at its high, widest swing first.

    A line's present value is in proportion to its amount, so its P50 is scaled by low and high over the median of
    the triangle that low, mode and high span.
    """
    found = []
    for line in option.money.lines:
        middle = triangle_median(line.low, line.mode, line.high)
        if middle and line.high > line.low:
            found.append((line, line.npsv_p50 * line.low / middle, line.npsv_p50 * line.high / middle))
    return sorted(found, key=lambda item: -abs(item[2] - item[1]))


def triangle_median(low: float, mode: float, high: float) -> float:
    """The median of a triangular distribution."""
    if high <= low:
        return mode
    half = (low + high) / 2
    if mode >= half:
        return low + math.sqrt((high - low) * (mode - low) / 2)
    return high - math.sqrt((high - low) * (high - mode) / 2)


def tornado(option: OptionResult, price_year: str) -> Chart:
    """What an option's value turns on: each line at its low and its high, widest swing on top."""
    id = f"chart-tornado-{option.id}"
    everything = swings(option)
    shown = everything[:TORNADO_LINES]
    largest = max((max(abs(low), abs(high)) for _, low, high in shown), default=0.0)
    by, _, letter = money_scale(largest)
    bars: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    for rank, (line, low, high) in enumerate(shown):
        middle = line.npsv_p50
        ends = f"{words.service_name(line.organisation)} {words.money_change(low)} to {words.money_change(high)}"
        labels.append({"rank": rank, "words": ends, **two_lines(line.label)})
        for end, worse in ((low, True), (high, False)):
            bars.append(
                {
                    "rank": rank,
                    "from": 0.0,
                    "to": (end - middle) / by,
                    "colour": SLOWER[1] if worse else FASTER[1],
                }
            )
    more = room_for(labels)
    base = alt.Chart(inline(bars))
    texts = alt.Chart(inline(labels))
    y = alt.Y("rank:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0.1))
    axis = alt.Axis(
        title="← worse\u00a0\u00a0\u00a0\u00a0change of present value\u00a0\u00a0\u00a0\u00a0better →",
        labelExpr=MONEY_AXIS.format(letter),
        tickCount=5,
        grid=False,
    )
    layers: list[alt.Chart] = [
        base.mark_bar(height=14, yOffset=13 + more / 2).encode(
            x=alt.X("from:Q", axis=axis), x2="to:Q", y=y, color=alt.Color("colour:N", scale=None)
        ),
        texts.mark_tick(orient="vertical", color=INK, thickness=1.5, size=18, yOffset=13 + more / 2).encode(
            x=alt.datum(0), y=y
        ),
        *named(texts, y, more / 2 - 3),
    ]
    drawn = alt.layer(*layers).properties(width=WIDTH - 20, height=alt.Step(58 + more))
    if shown:
        widest = shown[0]
        title = (
            f"{option.name}: most turns on “{widest[0].label}”, "
            f"which alone moves the value by {words.money(widest[2] - widest[1])}"
        )
    else:
        title = f"{option.name}: no line has a range"
    rest = len(everything) - len(shown)
    summary = (
        f"One line at a time from its low to its high, all others in the middle. Present value, {price_year} prices."
    )
    if rest > 0:
        summary += f" {words.count(rest, 'smaller line')} in the table only."
    table = Table(
        id,
        f"{option.name}: what its value turns on",
        (Column("Line"), Column("Who"), Column("At its low"), Column("At its high"), Column("Swing")),
        tuple(
            (
                line.label,
                words.service_name(line.organisation),
                words.money_change(low),
                words.money_change(high),
                words.money(high - low),
            )
            for line, low, high in everything
        ),
        data=(
            ("line", "organisation", "npsv_at_low_gbp", "npsv_at_high_gbp"),
            *((line.id, line.organisation, round(low), round(high)) for line, low, high in everything),
        ),
        layout="cards",
    )
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, table)
