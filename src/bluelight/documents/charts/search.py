"""The chart of a search: money against response, the plans that nothing beats in both joined by a line."""

from __future__ import annotations

import altair as alt

from bluelight.documents import words
from bluelight.documents.charts.draw import SIGNED, WIDTH, inline, to_svg
from bluelight.documents.charts.money import MONEY_AXIS, money_scale
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import INK, MUTED, PAPER
from bluelight.studies.results import Estimate
from bluelight.studies.search.results import Plan, SearchResults

ID = "chart-front"
SPACE = "\u00a0" * 4


def change_of(plan: Plan, aim: str) -> Estimate:
    """What a plan changes, by the aim: minutes, or the share within the standard."""
    change = plan.within_change if aim == "cover" else plan.mean_change
    return change if change is not None else Estimate(value=0.0, low=0.0, high=0.0)


def change_said(plan: Plan, aim: str) -> str:
    """The same in words."""
    if plan.is_today:
        return "today"
    return words.share_change(plan.within_change) if aim == "cover" else words.time_change(plan.mean_change, short=True)


def front(results: SearchResults) -> Chart:
    """Each plan of the race: its change in response across, its present value up, both with their intervals."""
    aim = results.asked.aim
    scale, unit = (100.0, "calls in every 100") if aim == "cover" else (60.0, "seconds")
    by, _, letter = money_scale(max((max(abs(p.npsv.p10), abs(p.npsv.p90)) for p in results.plans), default=0.0))
    points = [_point(plan, aim, scale, by) for plan in results.plans]
    changes = [change_of(plan, aim) for plan in results.plans]
    ends = [0.0, *(end * scale for change in changes for end in (change.low, change.high))]
    room = (max(ends) - min(ends)) * 0.06 or 1.0
    toward = "more within →" if aim == "cover" else "slower →"
    away = "← fewer within" if aim == "cover" else "← faster"
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[min(ends) - room, max(ends) + room], nice=False, zero=False),
        axis=alt.Axis(
            title=f"{away}{SPACE}{unit}{SPACE}{toward}", tickCount=5, labelExpr=SIGNED, labelFlush=True, grid=False
        ),
    )
    y = alt.Y(
        "y:Q",
        axis=alt.Axis(
            title="present value: costs below, saves above", tickCount=6, labelExpr=MONEY_AXIS.format(letter)
        ),
    )
    base = alt.Chart(inline(points))
    on_front = alt.Chart(inline([point for point in points if point["front"]]))
    shade = alt.Color("colour:N", scale=None)
    drawn = alt.layer(
        alt.Chart(inline([{"zero": 0}])).mark_rule(color=INK, strokeDash=[4, 3]).encode(x=alt.X("zero:Q")),
        on_front.mark_line(color=INK, strokeWidth=1.5, interpolate="linear").encode(x=x, y=y, order=alt.Order("x:Q")),
        base.mark_rule(strokeWidth=1.5).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y, color=shade),
        base.mark_rule(strokeWidth=1.5).encode(x=x, y=alt.Y("bottom:Q"), y2=alt.Y2("top:Q"), color=shade),
        base.mark_point(size=90, strokeWidth=2, opacity=1).encode(
            x=x,
            y=y,
            stroke=alt.Stroke("colour:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            shape=alt.Shape("shape:N", scale=None),
        ),
        base.mark_text(align="left", dx=7, dy=-8, color=INK).encode(x=x, y=y, text=alt.Text("label:N")),
    ).properties(width=WIDTH - 50, height=300)
    best = next((plan for plan in results.plans if plan.recommended), None)
    title = f"{best.name} is recommended" if best is not None else "No plan is recommended"
    summary = (
        "Filled: plans that no other beats both in money and in response, joined by a line. Hollow: the others. A "
        "diamond is the plan recommended. Bars: 95% over replications across, 10th to 90th percentile of draws upwards."
    )
    table = Table(
        ID,
        "The plans of the race against today",
        (Column("Plan"), Column("Present value"), Column("Response"), Column("On the front")),
        tuple(
            (
                plan.name,
                "" if plan.is_today else words.money_range(plan.npsv),
                change_said(plan, aim),
                "yes" if plan.on_front else "no",
            )
            for plan in results.plans
        ),
        data=(
            ("plan", "npsv_p10_gbp", "npsv_p50_gbp", "npsv_p90_gbp", "change", "change_low", "change_high", "on_front"),
            *(
                (p.id, p.npsv.p10, p.npsv.p50, p.npsv.p90, c.value, c.low, c.high, "yes" if p.on_front else "no")
                for p in results.plans
                for c in (change_of(p, aim),)
            ),
        ),
        layout="cards",
    )
    return Chart(to_svg(drawn, ID, f"{title}. {summary}"), title, summary, table, widest=560)


def _point(plan: Plan, aim: str, scale: float, by: float) -> dict[str, float | str | bool]:
    change = change_of(plan, aim)
    colour = INK if plan.on_front else MUTED
    return {
        "label": "Today" if plan.is_today else plan.id.removeprefix("sites-") if plan.on_front else "",
        "x": change.value * scale,
        "low": change.low * scale,
        "high": change.high * scale,
        "y": plan.npsv.p50 / by,
        "bottom": plan.npsv.p10 / by,
        "top": plan.npsv.p90 / by,
        "front": plan.on_front,
        "colour": colour,
        "fill": colour if plan.on_front else PAPER,
        "shape": "diamond" if plan.recommended else "circle",
    }
