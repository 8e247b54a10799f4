"""What a site reaches, as a chart with its table: drawn on the roads where there are any, else zone by zone."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.documents import words
from bluelight.documents.maps.drawing import district_names, frame_of, legend_svg, map_svg, outline_svg, zones_svg
from bluelight.documents.maps.roads import ramp, reach_map
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import INK, MUTED, NEUTRAL, PAPER
from bluelight.travel import TravelTimes
from bluelight.travel.roads.shapes import Reach

Floats = NDArray[np.float64]

_BANDS = 3  # as many as there are colours for


def bands(minutes: int) -> tuple[int, ...]:
    """Limits up to some whole minutes, each a whole number: 10 gives 4, 7 and 10."""
    return tuple(sorted({math.ceil(minutes * part / _BANDS) for part in range(1, _BANDS + 1)}))


def reach_chart(
    area: Area, times: TravelTimes, site: str, service: str, minutes: int, reach: Reach | None = None
) -> Chart:
    """What a service's vehicles reach from a site within some minutes of driving.

    With `reach`, made for the same limits, the map is of roads; without it, zones are coloured by the time to their
    centre. The table counts zones by that time in both.
    """
    driven = times.minutes[times.site_ids.index(site)] * times.scale[service]
    limits = bands(minutes)
    name = str(dict(zip(area.sites["site"], area.sites["name"], strict=True))[site])
    title = _finding(area, name, driven, minutes)
    svg = _zones(area, site, driven, limits, title) if reach is None else reach_map(reach)
    return Chart(svg, title, _how(area, service, times.scale[service], reach), _table(area, name, driven, limits), 520)


def _finding(area: Area, name: str, driven: Floats, minutes: int) -> str:
    near = driven <= minutes
    said = f"{name} reaches {words.count(near.sum())} of {words.count(len(driven), 'zone')} within {minutes} minutes"
    people = area.zones["population"].to_numpy(dtype=float)
    if np.isnan(people).any() or people.sum() <= 0:
        return said
    return f"{said}, where {words.share(people[near].sum() / people.sum())} of residents live"


def _how(area: Area, service: str, scale: float, reach: Reach | None) -> str:
    """What the times are, and what the map can and cannot show."""
    said = "Minutes of driving alone, under lights and sirens: taking the call and turning out come before."
    if reach is not None:
        said += " The map follows the roads that the pack keeps; a zone counts by the time to its centre."
    elif area.travel is not None:
        said += (
            " The pack keeps no roads, only a table of minutes: a zone has the colour of the time to its centre"
            f" ({area.travel.basis}, from {area.travel.source.rstrip('.')})."
        )
    else:
        said += (
            " The pack keeps neither roads nor a table of minutes: times are estimated from the straight line to the"
            " centre of each zone, and a zone has the colour of that time."
        )
    if scale != 1:
        said += f" Times are multiplied by {scale:g}, as the area's travel scale for {service} says."
    return said


def _zones(area: Area, site: str, driven: Floats, limits: Sequence[int], title: str) -> str:
    frame = frame_of(area)
    colours = ramp(len(limits))
    band = np.searchsorted(limits, driven)  # a zone at a limit belongs to it
    colour_of = {
        str(zone): colours[at] if at < len(limits) else NEUTRAL
        for zone, at in zip(area.zones["zone"], band.tolist(), strict=True)
    }
    place = area.sites.loc[area.sites["site"] == site].iloc[0]
    x, y = frame.at(float(place["lon"]), float(place["lat"]))
    mark = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{INK}" stroke="{PAPER}"/>'
    body = zones_svg(area, frame, colour_of, PAPER) + outline_svg(area, frame) + district_names(area, frame) + mark
    said = [f"within {limit} minutes" for limit in limits]
    entries = [(f'<circle cx="7" cy="0" r="5" fill="{INK}" stroke="{PAPER}"/>', "the site")]
    entries += [
        (f'<rect x="0" y="-6" width="14" height="12" fill="{colour}" stroke="{MUTED}" stroke-width=".5"/>', label)
        for colour, label in zip([*colours, NEUTRAL], [*said, "further away"], strict=True)
    ]
    drawn, bottom = legend_svg(entries, frame.height + 12, columns=2)
    return map_svg("reach", f"Map. {title}.", body + drawn, bottom)


def _table(area: Area, name: str, driven: Floats, limits: Sequence[int]) -> Table:
    people = area.zones["population"].to_numpy(dtype=float)
    known = not np.isnan(people).any() and people.sum() > 0

    def row(label: str, near: NDArray[np.bool_]) -> tuple[str, str, str, str]:
        residents = (
            (words.count(people[near].sum()), words.share(people[near].sum() / people.sum(), 1))
            if known
            else ("not known", "not known")
        )
        return (label, words.count(near.sum()), *residents)

    zones = area.zones
    columns = zip(zones["zone"], zones["name"], zones["district_name"], driven.tolist(), people.tolist(), strict=True)
    return Table(
        "reach",
        f"What {name} reaches",
        (
            Column("Within"),
            Column("Zones", numeric=True),
            Column("Residents", numeric=True),
            Column("Share of residents", numeric=True),
        ),
        (
            *(row(f"{limit} minute{'s'[: limit > 1]}", driven <= limit) for limit in limits),
            row("Whole area", np.ones(len(driven), dtype=np.bool_)),
        ),
        notes=("A zone counts where its centre is reached. Every zone with its minutes is in the download.",),
        data=(
            ("zone", "name", "district", "minutes", "residents"),
            *(
                (str(zone), str(called), str(district), round(spent, 2), None if math.isnan(lived) else lived)
                for zone, called, district, spent, lived in columns
            ),
        ),
    )
