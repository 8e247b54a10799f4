"""Charts of utilisation: the share of vehicles on duty that are on a call, hour by hour, under each option."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from bluelight.documents import words
from bluelight.documents.charts.draw import lines, to_svg
from bluelight.documents.charts.response import SAME_SHARE, apart, base_of, clock, named, others
from bluelight.documents.model import Chart, Column, Table, Value
from bluelight.documents.palette import mark
from bluelight.studies.results import HourLoad, OptionResult, Service


def utilisation_by_hour(service: Service, options: Sequence[OptionResult]) -> Chart:
    """The share of a service's vehicles on duty that are on a call in each hour of the day, a line per option."""
    id = f"chart-utilisation-{service}"
    shown = [option for option in options if option.response[service].load]
    drawn_options = apart(shown, lambda o: {h.hour: _share(h) for h in o.response[service].load}, SAME_SHARE)
    points = [
        {"x": h.hour + end, "y": _share(h), "series": option.name}
        for option in drawn_options
        for h in option.response[service].load
        for end in (0, 1)
        if _share(h) is not None
    ]
    title = f"{named(service, options)}: {_finding(service, shown)}"
    summary = (
        "Vehicles on a call, from being sent to being free again, of those on duty, by hour of the day: the average "
        "over all simulated days. How far single days lie from it is in the download."
    )
    if any((_share(h) or 0.0) > 1 for option in shown for h in option.response[service].load):
        summary += " Crews that finish a call after their duty ends count as busy and no longer as on duty."
    if len(drawn_options) < len(shown):
        summary += " No other option moves any hour by as much as 1 in 100, so they are in the table only."
    top = max((point["y"] for point in points if point["y"] is not None), default=1.0)
    drawn = lines(
        points,
        [option.name for option in drawn_options],
        mark(service).colour,
        x=alt.X(
            "x:Q",
            title="Hour of the day",
            scale=alt.Scale(domain=[0, 24]),
            axis=alt.Axis(values=[0, 4, 8, 12, 16, 20, 24], grid=False),
        ),
        y=alt.Y(
            "y:Q",
            title="Share of vehicles busy",
            scale=alt.Scale(domain=[0, max(1.0, top)]),
            axis=alt.Axis(format="%", tickCount=5),
        ),
    )
    return Chart(to_svg(drawn, id, f"{title}. {summary}"), title, summary, _table(id, service, shown))


def _share(hour: HourLoad) -> float | None:
    return hour.busy.value / hour.on_duty if hour.on_duty else None


def _finding(service: Service, options: Sequence[OptionResult]) -> str:
    today = {h.hour: share for h in base_of(options).response[service].load if (share := _share(h)) is not None}
    if not any(today.values()):
        return "no vehicle is ever busy"
    top = max(today, key=lambda hour: today[hour])
    share_then = f"{words.share(today[top])} of vehicles on duty are on a call"
    if today[top] > 1:
        share_then = "more vehicles are on a call than on duty"
    said = f"busiest around {clock(top)}, when {share_then}"
    moved = [
        (abs(share - today[h.hour]), share - today[h.hour], h.hour, option.name)
        for option in others(options)
        for h in option.response[service].load
        if (share := _share(h)) is not None and h.hour in today
    ]
    if not moved:
        return said
    most, change, hour, name = max(moved)
    if most < SAME_SHARE:
        return said + "; no option moves any hour by as much as 1 in 100"
    more = "more" if change > 0 else "fewer"
    return said + f"; “{name}” has {most * 100:.0f} {more} of every 100 on one around {clock(hour)}"


def _table(id: str, service: Service, options: Sequence[OptionResult]) -> Table:
    by_hour = {option.id: {h.hour: h for h in option.response[service].load} for option in options}
    base = base_of(options)
    rows = tuple(
        (
            f"{h.hour:02d}:00",
            f"{h.on_duty:.1f}".removesuffix(".0"),
            *(_words(by_hour[option.id].get(h.hour)) for option in options),
        )
        for h in base.response[service].load
    )
    data: list[tuple[Value, ...]] = [("option", "hour", "on_duty", "busy", "busy_low", "busy_high")]
    for option in options:
        for h in option.response[service].load:
            data.append((option.id, h.hour, *(round(v, 4) for v in (h.on_duty, h.busy.value, h.busy.low, h.busy.high))))
    return Table(
        id,
        f"{words.service_name(service)}: share of vehicles on duty that are on a call, by hour",
        (
            Column("Hour"),
            Column("On duty today", numeric=True),
            *(Column(option.name, numeric=True) for option in options),
        ),
        rows,
        data=tuple(data),
    )


def _words(hour: HourLoad | None) -> str:
    share = None if hour is None else _share(hour)
    return words.NOT_KNOWN if share is None else words.share(share)
