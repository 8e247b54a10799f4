"""Where calls on several services come from the same places: zones in the highest fifth for more than one."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.documents import words
from bluelight.documents.maps.drawing import district_names, frame_of, legend_svg, map_svg, outline_svg, zones_svg
from bluelight.documents.model import Chart, Column, Table
from bluelight.documents.palette import MUTED, NEUTRAL, PAPER, SLOWER
from bluelight.studies.overlapping import OverlappingRisk, RiskZone

_COLOURS = {3: SLOWER[2], 2: SLOWER[1], 0: NEUTRAL}
_WORDS = {3: "highest fifth for three services", 2: "highest fifth for two", 0: "highest fifth for one or none"}


def overlap_map(found: OverlappingRisk, area: Area) -> Chart:
    """The zones that are in the highest fifth of risk for two services or three."""
    frame = frame_of(area)
    high = {zone.zone: len(zone.services) for zone in found.zones}
    colours = {str(z): _COLOURS[high.get(str(z), 0)] for z in area.zones["zone"]}
    body = zones_svg(area, frame, colours, PAPER) + outline_svg(area, frame) + district_names(area, frame)
    present = [n for n in _WORDS if n == 0 or n in high.values()]
    entries = [
        (
            f'<rect x="0" y="-6" width="14" height="12" fill="{_COLOURS[n]}" stroke="{MUTED}" stroke-width=".5"/>',
            f"{_WORDS[n]} ({words.count(_number(high, n, len(area.zones)), 'zone')})",
        )
        for n in present
    ]
    drawn, bottom = legend_svg(entries, frame.height + 12)
    title = overlap_finding(found)
    summary = (
        "Zones by incidents a year for each 1,000 residents, in fifths for each service apart; coloured where a zone "
        f"is in the highest fifth for more than one. How calls are spread over zones is {found.basis}."
    )
    svg = map_svg("map-overlap", f"Map. {title}. {summary}", body + drawn, bottom)
    return Chart(svg, title, summary, _zones(found), widest=520)


def _number(high: dict[str, int], services: int, zones: int) -> int:
    return sum(n == services for n in high.values()) if services else zones - len(high)


def overlap_finding(found: OverlappingRisk) -> str:
    """How many zones carry high risk to most services, beside how many would by chance."""
    top = max((g for g in found.groups if g.zones and len(g.services) > 1), key=lambda g: len(g.services), default=None)
    if top is None:
        return "No zone is in the highest fifth of risk for two services"
    names = words.listed([words.service_name(s).lower() for s in top.services])
    unsure = ", if calls are spread over zones as assumed" if found.basis in ("assumed", "unknown") else ""
    return (
        f"{words.count(top.zones, 'zone')} {'is' if top.zones == 1 else 'are'} in the highest fifth of risk for "
        f"{names}, where {words.count(top.zones_by_chance)} would be by chance{unsure}"
    )


def _zones(found: OverlappingRisk) -> Table:
    return Table(
        "overlap-zones",
        "Zones in the highest fifth of risk for two services or more",
        (
            Column("Zone"),
            Column("Highest fifth for"),
            Column("Residents", numeric=True),
            Column("Over 65", numeric=True),
            Column("Deprivation, 1 the most", numeric=True),
            Column("Incidents a year", numeric=True),
        ),
        tuple(
            (
                zone.name or zone.zone,
                words.listed([words.service_name(s).lower() for s in zone.services]),
                words.count(zone.people),
                words.NOT_KNOWN if zone.over65 is None else words.count(zone.over65),
                words.NOT_KNOWN if zone.imd_decile is None else str(zone.imd_decile),
                words.count(sum(zone.incidents_per_year.values())),
            )
            for zone in found.zones
        ),
        data=(_TITLES, *(_data(zone) for zone in found.zones)),
        layout="cards",
    )


_TITLES = (
    "zone",
    "name",
    "highest_fifth_for",
    "residents",
    "over65",
    "imd_decile",
    *(f"{service}_incidents_per_year" for service in SERVICES),
    *(f"{service}_per_1000" for service in SERVICES),
)


def _data(zone: RiskZone) -> tuple[str | int | float | None, ...]:
    figures = (
        None if value is None else round(value, 3)
        for of in (zone.incidents_per_year, zone.rate_per_1000)
        for value in (of.get(service) for service in SERVICES)
    )
    return (zone.zone, zone.name, " ".join(zone.services), zone.people, zone.over65, zone.imd_decile, *figures)
