"""What the value of an option turns on: one assumption at a time, widest swing first, and where it would switch."""

from __future__ import annotations

import textwrap

import altair as alt

from bluelight.documents import words
from bluelight.documents.charts.draw import WIDTH, inline, named, room_for, to_svg, two_lines
from bluelight.documents.charts.money import MONEY_AXIS, money_scale
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import FASTER, INK, SLOWER
from bluelight.studies.appraised import Swing
from bluelight.studies.results import OptionResult

TORNADO_LINES = 8
_LINE = 50  # characters that fit under a label


def swings(option: OptionResult) -> list[Swing]:
    """Every assumption with the present value at its ends, widest swing first."""
    found = option.money.appraised.swings if option.money.appraised is not None else []
    return sorted(found, key=lambda swing: -width(swing))


def width(swing: Swing) -> float:
    """How far the present value moves from one end of an assumption to the other."""
    return abs(swing.at_high - swing.at_low)


def tornado(option: OptionResult, price_year: str) -> Chart:
    """What an option's value turns on: each assumption at its low and its high, widest swing on top."""
    id = f"chart-tornado-{option.id}"
    everything = swings(option)
    shown = everything[:TORNADO_LINES]
    largest = max((abs(end - swing.at_mode) for swing in shown for end in (swing.at_low, swing.at_high)), default=0.0)
    by, _, letter = money_scale(largest)
    bars: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    for rank, swing in enumerate(shown):
        labels.append({"rank": rank, "words": _ends(swing), **two_lines(swing.label)})
        for end in (swing.at_low, swing.at_high):
            change = (end - swing.at_mode) / by
            bars.append({"rank": rank, "to": change, "from": 0.0, "colour": FASTER[1] if change > 0 else SLOWER[1]})
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
            x=alt.X("from:Q", axis=axis), x2=alt.X2("to:Q"), y=y, color=alt.Color("colour:N", scale=None)
        ),
        texts.mark_tick(orient="vertical", color=INK, thickness=1.5, size=18, yOffset=13 + more / 2).encode(
            x=alt.XDatum(0), y=y
        ),
        *named(texts, y, more / 2 - 3),
    ]
    drawn = alt.layer(*layers).properties(width=WIDTH - 20, height=alt.Step(58 + more))
    if shown:
        title = (
            f"{option.name}: most turns on “{shown[0].label}”, "
            f"which alone moves the value by {words.money(width(shown[0]))}"
        )
    else:
        title = f"{option.name}: no assumption has a range"
    rest = len(everything) - len(shown)
    summary = (
        "One assumption at a time from its low end to its high end, all others at their most likely. Present value, "
        f"{price_year} prices."
    )
    if rest > 0:
        summary += f" {words.count(rest, 'smaller one')} in the table only."
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, _table(id, option, everything))


def _ends(swing: Swing) -> str:
    """Both ends in one line, what they have in common said once."""
    low, _, of = swing.low.partition(" in ")
    both = f"{low} to {swing.high}" if of and swing.high.endswith(f" in {of}") else f"{swing.low} to {swing.high}"
    return textwrap.shorten(both, _LINE, placeholder=" …")


def _table(id: str, option: OptionResult, everything: list[Swing]) -> Table:
    return Table(
        id,
        f"{option.name}: what its value turns on",
        (
            Column("Assumption"),
            Column("Low end"),
            Column("High end"),
            Column("Value at its low end"),
            Column("Value at its high end"),
            Column("Swing"),
        ),
        tuple(
            (
                swing.label,
                swing.low,
                swing.high,
                words.money_change(swing.at_low),
                words.money_change(swing.at_high),
                words.money(width(swing)),
            )
            for swing in everything
        ),
        data=(
            ("kind", "name", "low", "high", "value_at_low_gbp", "value_at_mode_gbp", "value_at_high_gbp"),
            *((s.kind, s.name, s.low, s.high, round(s.at_low), round(s.at_mode), round(s.at_high)) for s in everything),
        ),
        layout="cards",
    )
