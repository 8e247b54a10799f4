"""Charts of load: units on duty and busy by hour, and calls that wait minute by minute."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from bluelight.documents import words
from bluelight.documents.charts.draw import WIDTH, Layered, inline, lines, to_svg
from bluelight.documents.charts.response import clock
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import INK, mark
from bluelight.studies.results import HourLoad, Service

_HOURS = [0, 4, 8, 12, 16, 20, 24]


def load_by_hour(service: Service, hours: Sequence[HourLoad], *, relied_on: bool = True, id: str = "") -> Chart:
    """One service's units on duty and busy by hour of the day; a band where the interval holds 95% of days."""
    id = id or f"chart-load-{service}"
    many = any(h.busy.high > h.busy.low for h in hours)
    name = words.service_name(service) + ("" if relied_on else " (not relied on)")
    top = max(hours, key=lambda h: h.busy.value)
    title = (
        f"{name}: busiest around {clock(top.hour)}, "
        f"{_units(top.busy.value)} of {words.count(top.on_duty, 'vehicle')} on duty busy"
    )
    if not top.busy.value:
        title = f"{name}: no vehicle is ever busy"
    summary = "Vehicles on a call, from being sent to being free again (line), of those on duty (dashed), by hour."
    if many:
        summary += " The line is the average over all simulated days; the band holds 95% of days."
    over = [h for h in hours if h.busy.value > h.on_duty]
    if over:
        summary += " Crews that finish a call after their duty ends count as busy and no longer as on duty."
    table = Table(
        id,
        f"{words.service_name(service)}: vehicles on duty and busy by hour",
        (
            Column("Hour"),
            Column("On duty", numeric=True),
            Column("Busy", numeric=True),
            *((Column("Busy on 95% of days"),) if many else ()),
            Column("Share busy", numeric=True),
        ),
        tuple(
            (
                f"{h.hour:02d}:00",
                _units(h.on_duty),
                _units(h.busy.value),
                *((f"{_units(h.busy.low)} to {_units(h.busy.high)}",) if many else ()),
                words.share(h.busy.value / h.on_duty) if h.on_duty else words.NOT_KNOWN,
            )
            for h in hours
        ),
        data=(
            ("hour", "on_duty", "busy", "busy_low", "busy_high"),
            *((h.hour, *(round(v, 4) for v in (h.on_duty, h.busy.value, h.busy.low, h.busy.high))) for h in hours),
        ),
    )
    return Chart(to_svg(_drawn(service, hours, many), id, f"{title}. {summary}"), title, summary, table)


def _units(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _drawn(service: Service, hours: Sequence[HourLoad], many: bool) -> Layered:
    rows = [
        {"x": h.hour + end, "on": h.on_duty, "busy": h.busy.value, "low": h.busy.low, "high": h.busy.high}
        for h in hours
        for end in (0, 1)
    ]
    colour = mark(service).colour
    base = alt.Chart(inline(rows))
    x = alt.X("x:Q", title="Hour of the day", scale=alt.Scale(domain=[0, 24]), axis=alt.Axis(values=_HOURS, grid=False))
    y = alt.Y("busy:Q", title="Vehicles", scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=5, tickMinStep=1))
    layers = (
        [base.mark_area(color=colour, opacity=0.25).encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"))] if many else []
    )
    layers.append(base.mark_line(color=colour, strokeWidth=2.5).encode(x=x, y=y))
    layers.append(base.mark_line(color=INK, strokeWidth=1.5, strokeDash=[5, 3]).encode(x=x, y=alt.Y("on:Q")))
    return alt.layer(*layers).properties(width=WIDTH - 50, height=200)


def queue_by_minute(waiting: Sequence[int], day: str, id: str = "chart-queue") -> Chart:
    """Calls that wait for a unit at each of the 1,440 minutes of a day, which `day` names."""
    most = max(waiting)
    at = list(waiting).index(most)
    title = (
        f"At most {words.count(most, 'call waits', 'calls wait')} at once, at {at // 60:02d}:{at % 60:02d}"
        if most
        else "No call has to wait for a vehicle to be free"
    )
    summary = f"Calls for which a vehicle was asked and none was free, at each minute of {day}."
    kept = [
        m for m, n in enumerate(waiting) if m in (0, len(waiting) - 1) or n != waiting[m - 1] or n != waiting[m + 1]
    ]
    points = [{"x": m / 60, "y": waiting[m], "series": "waiting"} for m in kept]
    drawn = lines(
        points,
        ["waiting"],
        INK,
        x=alt.X(
            "x:Q", title="Hour of the day", scale=alt.Scale(domain=[0, 24]), axis=alt.Axis(values=_HOURS, grid=False)
        ),
        y=alt.Y(
            "y:Q",
            title="Calls waiting",
            scale=alt.Scale(domain=[0, max(most, 1)]),
            axis=alt.Axis(values=list(range(0, max(most, 1) + 1, -(-max(most, 1) // 5))), format="d"),
        ),
    )
    hours = [waiting[h * 60 : h * 60 + 60] for h in range(len(waiting) // 60)]
    table = Table(
        id,
        f"Calls waiting by hour of {day}",
        (Column("Hour"), Column("Most at once", numeric=True), Column("On average", numeric=True)),
        tuple((f"{h:02d}:00", str(max(m)), f"{sum(m) / len(m):.1f}") for h, m in enumerate(hours)),
        notes=("Every minute is in the download.",),
        data=(("minute", "calls_waiting"), *((m, n) for m, n in enumerate(waiting))),
    )
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, table)
