"""The day hour by hour, as a table: what the player shows, for everybody."""

from __future__ import annotations

from bluelight.documents import words
from bluelight.documents.model import Column
from bluelight.service.areas.cells import Grid
from bluelight.service.playback.day import Day, load_by_hour, on_break_by_hour


def hours(day: Day) -> Grid:
    """Calls made, calls that wait, the longest wait that began, and busy units, in each hour."""
    load = load_by_hour(day)
    begin = day.window.begin
    made = ((day.calls.made - begin) // 60).astype(int)
    waits = day.year.waits
    since = ((waits.begin - begin) // 60).astype(int)
    resting = on_break_by_hour(day)
    rows = []
    for hour in range(24):
        length = (waits.end - waits.begin)[since == hour]
        rows.append(
            (
                f"{hour:02d}:00",
                str(int((made == hour).sum())),
                str(int(day.waiting[hour * 60 : hour * 60 + 60].max())),
                _wait(float(length.max())) if len(length) else "nobody waited",
                *(f"{h[hour].busy.value:.1f} of {h[hour].on_duty:.0f}" for h in load.values()),
                *((f"{resting[hour]:.1f}",) if resting is not None else ()),
            )
        )
    titles = ("Hour", "Calls made", "Most waiting at once", "Longest wait for a free vehicle")
    busy = (f"{words.service_name(s)} vehicles busy" for s in load)
    rest = ("Vehicles on a meal break",) if resting is not None else ()
    columns = (*(Column(t, numeric=t != "Hour") for t in titles), *(Column(t, numeric=True) for t in (*busy, *rest)))
    return Grid(f"Day {day.number}, hour by hour", columns, tuple(rows))


def _wait(minutes: float) -> str:
    return "never answered" if minutes == float("inf") else words.duration(minutes, short=True)
