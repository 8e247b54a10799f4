"""A moment of the day as a still picture, for readers without scripts."""

from __future__ import annotations

import numpy as np
from django.utils.safestring import SafeString, mark_safe

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.documents import words
from bluelight.documents.maps import ground_svg, hospital_svg, hospitals_svg
from bluelight.documents.maps.drawing import frame_of, legend_svg, map_svg, shape_svg
from bluelight.documents.palette import INK, PAPER, mark
from bluelight.response.trace.states import FREE, OFF_DUTY, ON_BREAK, STANDING_BY, TO_STANDBY
from bluelight.service.playback.day import Day, moment, rules_of

STILL_HOURS = range(0, 24, 3)


def day_services(day: Day) -> list[str]:
    """The services that have units, in the order of every page."""
    present = set(day.year.replication.area.units["service"])
    return [service for service in SERVICES if service in present]


def _resting(x: float, y: float) -> str:
    """The stroke through a vehicle whose crew has a meal break."""
    return f'<path d="M{x - 5:.1f} {y + 5:.1f}L{x + 5:.1f} {y - 5:.1f}" stroke="{INK}" stroke-width="1.6"/>'


def _away(x: float, y: float, colour: str) -> str:
    """The dot in a vehicle that stands by away from home."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.3" fill="{colour}"/>'


def _entries(area: Area, services: list[str]) -> list[tuple[str, str]]:
    """The marks of a moment, each 16 wide around (8, 0), with their words."""
    rules = rules_of(area)
    free = shape_svg("square", 8, 0, INK, hollow=True, size=2.6)
    also = [(free + _away(8, 0, INK), "Dot: stands by elsewhere")] if rules.standby else []
    also += [(free + _resting(8, 0), "Struck through: on a break")] if rules.breaks else []
    also += [(hospital_svg(8, 0), "Hospital")] if len(area.hospitals) else []
    ring = f'<circle cx="8" cy="0" r="6" fill="{PAPER}" stroke="{INK}" stroke-width="1.2"'
    return [
        *((shape_svg(mark(s).shape, 8, 0, mark(s).colour), f"{words.service_name(s)}, on a call") for s in services),
        (free, "Small, hollow: free"),
        *also,
        (f"{ring}/>", "Call"),
        (f'{ring} stroke-dasharray="2 2"/>', "Call, nobody there yet"),
    ]


def legend(area: Area, services: list[str]) -> list[tuple[SafeString, str]]:
    """The marks of the player with their words; a call that waits is in the player alone."""
    waits = f'<circle cx="8" cy="0" r="6" fill="{PAPER}" stroke="{INK}" stroke-width="3" stroke-dasharray="2 2"/>'
    entries = [*_entries(area, services), (waits, "Call that waits for a vehicle to be free")]
    opening = '<svg width="20" height="20" viewBox="0 -8 16 16" aria-hidden="true" focusable="false">'
    return [(mark_safe(f"{opening}{drawn}</svg>"), said) for drawn, said in entries]


def said_at(day: Day, hour: int) -> str:
    """What a still shows, in words."""
    now = moment(day, hour * 60)
    waiting = "none of them waits" if not now.waiting else f"{now.waiting} of them waiting for a vehicle to be free"
    calls = "no call open" if not now.open else f"{now.open} calls open, {waiting}" if now.open > 1 else "1 call open"
    busy = ", ".join(f"{s} {n} of {now.on_duty[s]}" for s, n in now.busy.items())
    said = f"{hour:02d}:00. {calls[0].upper()}{calls[1:]}. Busy vehicles: {busy}."
    rules = rules_of(day.year.replication.area)
    if rules.breaks:
        said += f" On a meal break: {now.on_break}."
    if rules.standby:
        said += f" Standing by away from home: {now.standing_by}."
    return said


def still_height(day: Day) -> int:
    """How tall a still is, in its own pixels."""
    area = day.year.replication.area
    frame = frame_of(area)
    return round(legend_svg(_entries(area, day_services(day)), frame.height + 12, columns=2)[1])


def still(day: Day, hour: int) -> bytes:
    """The map at an hour of the day, an SVG image."""
    area = day.year.replication.area
    frame = frame_of(area)
    time = day.window.begin + hour * 60
    body = [ground_svg(area, frame, zones=False), hospitals_svg(area, frame)]
    zones = area.zones[["lon", "lat"]].to_numpy(float)
    calls = day.calls
    for row in np.nonzero((calls.made <= time) & (calls.closed > time))[0]:
        x, y = frame.at(*zones[day.year.replication.calls.zone[calls.call[row]]])
        dashes = "" if calls.reached[row] <= time else ' stroke-dasharray="2 2"'
        ring = f'r="8" fill="none" stroke="{INK}" stroke-width="1.2"{dashes}'
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" {ring}/>')
    spells = day.spells
    now = np.nonzero((spells.begin <= time) & (spells.end > time) & (spells.state != OFF_DUTY))[0]
    services = area.units["service"].to_numpy()
    for free in (True, False):  # busy units over free ones
        for i in now[np.isin(spells.state[now], (*FREE, ON_BREAK)) == free]:
            if np.isnan(spells.at[i]).any():
                continue
            share = (time - spells.begin[i]) / (spells.end[i] - spells.begin[i])
            x, y = frame.at(*(spells.at[i] + share * (spells.to[i] - spells.at[i])))
            here = mark(services[spells.unit[i]])
            body.append(shape_svg(here.shape, x, y, here.colour, hollow=free, size=2.6 if free else 4.2))
            if spells.state[i] == ON_BREAK:
                body.append(_resting(x, y))
            if spells.state[i] in (TO_STANDBY, STANDING_BY):
                body.append(_away(x, y, here.colour))
    drawn, bottom = legend_svg(_entries(area, day_services(day)), frame.height + 12, columns=2)
    return map_svg(f"still-{hour}", said_at(day, hour), "".join(body) + drawn, bottom).encode()
