"""What a place reaches by road, and a journey, as one picture with its legend and scale."""

from __future__ import annotations

import textwrap
from html import escape

import numpy as np
from numpy.typing import NDArray

from bluelight.documents import words
from bluelight.documents.maps.drawing import WIDTH, Frame, legend_svg, map_svg, rings_path
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import FASTER, INK, MUTED, PAPER, RULE
from bluelight.travel.roads import RoadTimes
from bluelight.travel.roads.shapes import Reach, Way, lines_within

Floats = NDArray[np.float64]

_KM = (0.5, 1, 2, 5, 10, 20, 50, 100)
_LETTERS = 72  # of a notice that fit a line
_DEGREE_KM = 111.195  # of latitude, on the sphere that road lengths use
_AROUND = 0.05  # degrees of road drawn beyond the ends of a journey
_MOST_LINES = 60_000  # more would be a solid blot of some megabytes
_START = f'<circle cx="7" cy="0" r="5" fill="{INK}" stroke="{PAPER}"/>'
_END = f'<rect x="2" y="-5" width="10" height="10" fill="{INK}" stroke="{PAPER}"/>'


def reach_map(reach: Reach) -> str:
    """Outlines of what is reached, the darkest soonest, with the roads in them."""
    outlines = [found.outline_geojson()["coordinates"] for found in reach.found]
    frame = Frame.around([(p[0], p[1]) for polygon in outlines[-1] for ring in polygon for p in ring])
    colours = ramp(len(outlines))
    body = [
        f'<path transform="scale(.1)" fill="{colour}" fill-rule="evenodd" d="'
        f'{rings_path([[(p[0], p[1]) for p in ring] for polygon in outline for ring in polygon], frame)}"/>'
        for colour, outline in zip(reversed(colours), reversed(outlines), strict=True)
    ]
    body.append(_roads(reach.found[-1].lines, frame, PAPER, 6))
    x, y = frame.at(float(reach.place.lon[0]), float(reach.place.lat[0]))
    body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{INK}" stroke="{PAPER}"/>')
    entries = [(_START, "start")]
    entries += [
        (
            f'<rect x="0" y="-6" width="14" height="12" fill="{colour}"/>',
            f"within {minutes:g} minutes ({found.km:,.0f} km, both directions)",
        )
        for colour, minutes, found in zip(colours, reach.minutes, reach.found, strict=True)
    ]
    limits = words.listed([f"{minutes:g}" for minutes in reach.minutes])
    return _finished("reach", f"Map. What can be reached within {limits} minutes", body, entries, frame, reach.notices)


def way_map(way: Way, ground: Floats) -> str:
    """A journey over the roads around it, `ground` as `lines_within`."""
    frame = Frame.around([(float(p[0]), float(p[1])) for p in [*way.route.lonlat, *_ends(way)]], margin=24)
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.at(float(p[0]), float(p[1])) for p in way.route.lonlat))
    body = [
        f'<svg width="{WIDTH}" height="{frame.height:.0f}" overflow="hidden">{_roads(ground, frame, RULE, 5)}</svg>',
        f'<polyline points="{line}" fill="none" stroke="{FASTER[2]}" stroke-width="3.5" stroke-linejoin="round"/>',
    ]
    for end, joined in zip(_ends(way), (way.route.lonlat[0], way.route.lonlat[-1]), strict=True):
        (from_x, from_y), (to_x, to_y) = frame.at(*end), frame.at(float(joined[0]), float(joined[1]))
        body.append(
            f'<path d="M{from_x:.1f} {from_y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{INK}" stroke-width="1.5" '
            'stroke-dasharray="3 2"/>'
        )
    (x, y), (to_x, to_y) = (frame.at(*end) for end in _ends(way))
    body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{INK}" stroke="{PAPER}"/>')
    body.append(f'<rect x="{to_x - 5:.1f}" y="{to_y - 5:.1f}" width="10" height="10" fill="{INK}" stroke="{PAPER}"/>')
    said = f"{words.duration(way.minutes, short=True)}, {way.km:.1f} km"
    drawn = f'<line x1="0" y1="0" x2="14" y2="0" stroke="{FASTER[2]}" stroke-width="3.5"/>'
    off = f'<path d="M0 0h14" stroke="{INK}" stroke-width="1.5" stroke-dasharray="3 2"/>'
    entries = [(_START, "start"), (_END, "end"), (drawn, f"quickest way: {said}"), (off, "straight way to the road")]
    return _finished("way", f"Map. The quickest way: {said}", body, entries, frame, way.notices)


def _ends(way: Way) -> list[tuple[float, float]]:
    return [(float(lon), float(lat)) for lon, lat in zip(way.places.lon, way.places.lat, strict=True)]


def ground_of(way: Way, times: RoadTimes) -> Floats:
    """The roads around a journey, as `lines_within`."""
    low, high = way.route.lonlat.min(axis=0) - _AROUND, way.route.lonlat.max(axis=0) + _AROUND
    return lines_within(times, *low.tolist(), *high.tolist())


def way_chart(way: Way, ground: Floats, start: str, end: str) -> Chart:
    """The quickest way between two places that are called so, its table road by road."""
    title = f"{start} to {end}: {words.duration(way.minutes)}, {way.km:.1f} km"
    off = float(way.places.metres.sum())
    rows = [
        (step.name or "Road without a name", f"{step.km:.1f}", words.duration(step.minutes, short=True))
        for step in way.steps
    ]
    spent = float(way.places.seconds.sum()) / 60.0
    rows.append(("Straight way to and from the roads", f"{off / 1000:.1f}", words.duration(spent, short=True)))
    data = [(step.name, round(step.km, 3), round(step.minutes, 3)) for step in way.steps]
    table = Table(
        "way",
        f"The quickest way from {start} to {end}, road by road",
        (Column("Road"), Column("Kilometres", numeric=True), Column("Time", numeric=True)),
        tuple(rows),
        data=(("road", "km", "minutes"), *data, (rows[-1][0], round(off / 1000, 3), round(spent, 3))),
    )
    summary = (
        "Driving alone, under lights and sirens, at the speeds the roads were given: taking the call and turning out "
        "come before, and nobody is in the way."
    )
    return Chart(way_map(way, ground), title, summary, table, 520)


def ramp(bands: int) -> list[str]:
    """Colours from the soonest, the darkest, on."""
    order = [FASTER[2], FASTER[1], FASTER[0]]
    return [order[round(i * 2 / max(bands - 1, 1))] for i in range(bands)] if bands > 1 else [FASTER[1]]


def _roads(lines: Floats, frame: Frame, colour: str, width: float) -> str:
    """Stretches of road as one path of tenths of a pixel, each once whichever way it is driven."""
    x, y = (lines[..., 0] - frame.west) * frame.per_lon, (frame.north - lines[..., 1]) * frame.per_lat
    ends = np.round(np.stack([x, y], axis=-1) * 10).astype(np.int64)
    swap = (ends[:, 0, 0] > ends[:, 1, 0]) | ((ends[:, 0, 0] == ends[:, 1, 0]) & (ends[:, 0, 1] > ends[:, 1, 1]))
    ends[swap] = ends[swap][:, ::-1]
    once = np.unique(ends.reshape(-1, 4), axis=0)
    once = once[(once[:, 0] != once[:, 2]) | (once[:, 1] != once[:, 3])]
    if len(once) > _MOST_LINES:
        return ""
    path = "".join(f"M{a} {b}L{c} {d}" for a, b, c, d in once.tolist())
    return f'<path transform="scale(.1)" fill="none" stroke="{colour}" stroke-width="{width}" d="{path}"/>'


def _finished(
    id: str, label: str, body: list[str], entries: list[tuple[str, str]], frame: Frame, notices: tuple[str, ...]
) -> str:
    room = (WIDTH - 40) / frame.per_lat * _DEGREE_KM
    km = max((k for k in _KM if k <= room / 3), default=_KM[0])
    top = frame.height + 12
    long = km / _DEGREE_KM * frame.per_lat
    scale = (
        f'<path d="M4 {top - 4:.1f}v4h{long:.1f}v-4" fill="none" stroke="{INK}" stroke-width="1.5"/>'
        f'<text x="{long + 10:.1f}" y="{top:.1f}" font-size="11" fill="{INK}">{km:g} km</text>'
    )
    legend, bottom = legend_svg(entries, top + 18)
    told = [line for notice in notices for line in textwrap.wrap(notice, _LETTERS)]
    said = "".join(
        f'<text x="0" y="{bottom + 12 * i + 4:.1f}" font-size="9" fill="{MUTED}">{escape(line)}</text>'
        for i, line in enumerate(told)
    )
    return map_svg(id, label, "".join(body) + scale + legend + said, bottom + 12 * len(told) + 4)
