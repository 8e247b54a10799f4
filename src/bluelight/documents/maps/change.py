"""Who gets faster and who slower, zone by zone."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.documents import words
from bluelight.documents.maps.drawing import (
    Point,
    district_names,
    frame_of,
    legend_svg,
    map_svg,
    outline_svg,
    zones_svg,
)
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import FASTER, INK, MUTED, NEUTRAL, NO_DATA, PAPER, SLOWER
from bluelight.documents.zones import CLASS_WORDS, residents, waiting, zone_class
from bluelight.studies.results import OptionResult, Service

CLASS_COLOURS: dict[int | None, str] = {
    3: SLOWER[2],
    2: SLOWER[1],
    1: SLOWER[0],
    0: NEUTRAL,
    -1: FASTER[0],
    -2: FASTER[1],
    -3: FASTER[2],
    None: NO_DATA,
}


def change_map(option: OptionResult, service: Service, area: Area) -> Chart:
    """What an option does to one service's response in every zone, with its moves numbered where they happen."""
    id = f"map-{option.id}-{service}"
    frame = frame_of(area)
    classes = {zone.zone: zone_class(zone, service) for zone in option.zones}
    colours = {str(z): CLASS_COLOURS[classes.get(str(z))] for z in area.zones["zone"]}
    body = [zones_svg(area, frame, colours, PAPER), outline_svg(area, frame), district_names(area, frame)]
    for number, (lon, lat) in move_places(option).items():
        x, y = frame.at(lon, lat)
        body.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{INK}" stroke="{PAPER}"/>'
            f'<text x="{x:.1f}" y="{y + 3.3:.1f}" font-size="9.5" font-weight="700" text-anchor="middle" '
            f'fill="{PAPER}">{number}</text>'
        )
    present = [c for c in CLASS_WORDS if c in classes.values()]
    counts = {c: sum(found == c for found in classes.values()) for c in present}
    entries = [
        (
            f'<rect x="0" y="-6" width="14" height="12" fill="{CLASS_COLOURS[c]}" stroke="{MUTED}" stroke-width=".5"/>',
            f"{CLASS_WORDS[c]} ({words.count(counts[c], 'zone')})",
        )
        for c in present
    ]
    if move_places(option):
        entries.append((f'<circle cx="7" cy="0" r="6" fill="{INK}"/>', "a move, numbered as in the list of moves"))
    legend, bottom = legend_svg(entries, frame.height + 12)
    title = change_finding(option, service, area)
    summary = (
        f"Change of the mean time to the first {words.vehicle(service)} under “{option.name}”, by zone. Coloured only "
        "where the 95% interval leaves out zero."
    )
    svg = map_svg(id, f"Map. {title}. {summary}", "".join(body) + legend, bottom)
    return Chart(svg, title, summary, _zone_table(id, option, service, area, classes), widest=520)


def move_places(option: OptionResult) -> dict[int, Point]:
    """Where each move of an option happens: its number, counted from 1, and the middle of its sites."""
    return {
        number: (
            sum(s.lon for s in move.sites) / len(move.sites),
            sum(s.lat for s in move.sites) / len(move.sites),
        )
        for number, move in enumerate(option.moves, start=1)
        if move.sites
    }


def change_finding(option: OptionResult, service: Service, area: Area) -> str:
    """How many zones wait over a minute longer or less, or that none can be told to."""
    found = waiting(option, service, residents(area))
    if not any(zone_class(z, service) for z in option.zones):
        finding = f"no zone has a detectable change of 15 seconds or more under “{option.name}”"
    elif not found.slower and not found.faster:
        finding = f"no zone changes by as much as a minute under “{option.name}”"
    else:
        said = []
        if found.slower:
            said.append(f"{words.count(found.slower, 'zone')} {_waits(found.slower)} over a minute longer")
        if found.faster:
            said.append(f"{words.count(found.faster, 'zone')} {_waits(found.faster)} over a minute less")
        finding = f"{words.listed(said)} under “{option.name}”"
    relied_on = option.response[service].in_headline
    return f"{words.service_name(service)}{'' if relied_on else ' (not relied on)'}: {finding}"


def _waits(zones: int) -> str:
    return "waits" if zones == 1 else "wait"


def _zone_table(id: str, option: OptionResult, service: Service, area: Area, classes: dict[str, int | None]) -> Table:
    """Zones counted by district and class; every zone is in the download."""
    district = dict(zip(area.zones["zone"].astype(str), area.zones["district_name"].astype(str), strict=True))
    name = dict(zip(area.zones["zone"].astype(str), area.zones["name"].astype(str), strict=True))
    present = [c for c in CLASS_WORDS if c in classes.values()]
    rows = [
        (
            place,
            *(words.count(sum(classes[z] == c and district.get(z) == place for z in classes)) for c in present),
        )
        for place in sorted(set(district.values()))
    ]
    return Table(
        id,
        f"{option.name}, {words.service_name(service).lower()}: zones by district and change",
        (Column("District"), *(Column(words.sentence(CLASS_WORDS[c]).rstrip("."), numeric=True) for c in present)),
        tuple(rows),
        notes=("Every zone, with its change and interval in minutes, is in the download.",),
        data=(
            ("zone", "name", "district", "mean_min", "change_min", "change_low_min", "change_high_min"),
            *(
                (
                    z.zone,
                    name.get(z.zone),
                    district.get(z.zone),
                    _rounded(z.mean_min.get(service)),
                    _rounded(z.change_min.get(service)),
                    _rounded(z.change_low_min.get(service)),
                    _rounded(z.change_high_min.get(service)),
                )
                for z in option.zones
            ),
        ),
        layout="cards" if len(present) > 3 else "scroll",
    )


def _rounded(minutes: float | None) -> float | None:
    return None if minutes is None else round(minutes, 3)
