"""Maps drawn from an area's own shapes: no tiles, nothing fetched, small enough to sit in a report."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from bluelight.area import Area
from bluelight.documents import words
from bluelight.documents.model import Chart, Column, Mark, Table, Text
from bluelight.documents.palette import FASTER, FONT, INK, MUTED, NEUTRAL, NO_DATA, PAPER, SLOWER, mark
from bluelight.documents.zones import CLASS_WORDS, residents, waiting, zone_class
from bluelight.studies.results import OptionResult, Service, SiteOnMap

WIDTH = 350
_FINE = 10  # steps of a coordinate in one pixel
_LINE = 17  # height of a legend line
_OFFSETS = {"police": (-4.0, 2.5), "fire": (0.0, -4.0), "ambulance": (4.0, 2.5)}
_LAND = "#eceae4"
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
Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """Degrees to pixels: equirectangular at the area's middle latitude, north up, fitted to the width."""

    west: float
    north: float
    per_lon: float
    per_lat: float
    height: float

    @classmethod
    def around(cls, points: Iterable[Point], margin: float = 8.0) -> Frame:
        """The frame that just holds points given as (longitude, latitude)."""
        lons, lats = zip(*points, strict=True)
        west, east, south, north = min(lons), max(lons), min(lats), max(lats)
        squeeze = math.cos(math.radians((south + north) / 2))
        span = max((east - west) * squeeze, (north - south) / 1.6, 1e-6)
        per_lat = (WIDTH - 2 * margin) / span
        per_lon = per_lat * squeeze
        slack = (WIDTH - 2 * margin - (east - west) * per_lon) / 2
        return cls(
            west=west - (margin + slack) / per_lon,
            north=north + margin / per_lat,
            per_lon=per_lon,
            per_lat=per_lat,
            height=(north - south) * per_lat + 2 * margin,
        )

    def at(self, lon: float, lat: float) -> Point:
        """Pixels from the left and from the top."""
        return ((lon - self.west) * self.per_lon, (self.north - lat) * self.per_lat)


def _frame(area: Area) -> Frame:
    points = list(zip(area.zones["lon"].astype(float), area.zones["lat"].astype(float), strict=True))
    for rings in _shapes(area).values():
        points.extend(point for ring in rings for point in ring)
    return Frame.around(points)


def _shapes(area: Area) -> dict[str, list[list[Point]]]:
    """Outer and inner rings of each zone, by zone; empty where the pack has no shapes."""
    if not area.zone_shapes:
        return {}
    return {
        str(feature["properties"]["zone"]): _rings(feature["geometry"])
        for feature in area.zone_shapes["features"]
        if feature.get("geometry")
    }


def _rings(geometry: dict[str, Any]) -> list[list[Point]]:
    coordinates = geometry["coordinates"]
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(geometry["type"], [])
    return [[(float(p[0]), float(p[1])) for p in ring] for polygon in polygons for ring in polygon]


def _path(rings: Iterable[Sequence[Point]], frame: Frame) -> str:
    """Rings as one path of whole steps, each a relative move, points that do not move left out."""
    out = []
    for ring in rings:
        points = [tuple(round(v * _FINE) for v in frame.at(*point)) for point in ring[:-1]]
        if not points:
            continue
        x, y = points[0]
        steps = [f"M{x} {y}l"]
        for nx, ny in points[1:]:
            if (nx, ny) != (x, y):
                dx, dy = nx - x, ny - y
                steps.append(f"{dx}{'' if dy < 0 else ' '}{dy}{' '}")
                x, y = nx, ny
        if len(steps) > 2:
            out.append("".join(steps).rstrip().replace(" -", "-") + "z")
    return "".join(out)


def _zones_svg(area: Area, frame: Frame, colour_of: dict[str, str], stroke: str) -> str:
    """Zones filled by colour: shapes where the pack has them, else a disc at each zone's centre."""
    shapes = _shapes(area)
    by_colour: dict[str, list[str]] = {}
    for zone in area.zones["zone"]:
        by_colour.setdefault(colour_of[str(zone)], []).append(str(zone))
    parts = []
    if shapes:
        for colour, zones in by_colour.items():
            path = _path((ring for zone in zones for ring in shapes.get(zone, [])), frame)
            parts.append(f'<path fill="{colour}" d="{path}"/>')
        return (
            f'<g transform="scale({1 / _FINE:g})" stroke="{stroke}" stroke-width="3" stroke-linejoin="round" '
            f'fill-rule="evenodd">{"".join(parts)}</g>'
        )
    centre = {
        str(z): frame.at(float(lon), float(lat))
        for z, lon, lat in zip(area.zones["zone"], area.zones["lon"], area.zones["lat"], strict=True)
    }
    for colour, zones in by_colour.items():
        discs = "".join(f'<circle cx="{centre[z][0]:.1f}" cy="{centre[z][1]:.1f}" r="4"/>' for z in zones)
        parts.append(f'<g fill="{colour}">{discs}</g>')
    return f'<g stroke="{MUTED}" stroke-width=".3">{"".join(parts)}</g>'


def _outline(area: Area, frame: Frame) -> str:
    if not area.boundary:
        return ""
    features = area.boundary.get("features") or [area.boundary]
    rings = [ring for f in features for ring in _rings(f.get("geometry", f))]
    return (
        f'<path transform="scale({1 / _FINE:g})" fill="none" stroke="{MUTED}" stroke-width="8" '
        f'stroke-linejoin="round" d="{_path(rings, frame)}"/>'
    )


def _district_names(area: Area, frame: Frame) -> str:
    """Each district's name where its residents live, on average."""
    out = []
    for name, zones in area.zones.groupby("district_name", sort=True):
        weight = zones["population"].clip(lower=1)
        x, y = frame.at(
            float((zones["lon"] * weight).sum() / weight.sum()), float((zones["lat"] * weight).sum() / weight.sum())
        )
        half = len(str(name)) * 2.9
        x = min(max(x, half), WIDTH - half)
        out.append(f'<text x="{x:.1f}" y="{y:.1f}">{escape(str(name))}</text>')
    drawn = "".join(out)
    return (
        f'<g font-size="10" text-anchor="middle" stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" '
        f'stroke-opacity=".85" fill="{PAPER}">{drawn}</g>'
        f'<g font-size="10" text-anchor="middle" fill="{INK}">{drawn}</g>'
    )


def _shape(shape: str, x: float, y: float, colour: str, hollow: bool = False, size: float = 4.2) -> str:
    fill, stroke, width = (PAPER, colour, 1.6) if hollow else (colour, PAPER, 0.8)
    look = f'fill="{fill}" stroke="{stroke}" stroke-width="{width}"'
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:g}" {look}/>'
    half = size * {"square": 0.95, "triangle": 1.2, "diamond": 1.2}[shape]
    if shape == "square":
        return f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:.1f}" height="{2 * half:.1f}" {look}/>'
    if shape == "triangle":
        corners = [(x, y - half), (x + half, y + half * 0.8), (x - half, y + half * 0.8)]
    else:
        corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    return f'<polygon points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in corners)}" {look}/>'


def _svg(id: str, label: str, body: str, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img" aria-label="{escape(label)}" id="{escape(id)}-chart" font-family="{escape(FONT)}">{body}</svg>'
    )


def site_map(sites: Sequence[SiteOnMap], area: Area) -> Chart:
    """Every site by service, colour and shape together; the shared ones ringed; an assumed place drawn hollow."""
    id = "map-sites"
    frame = _frame(area)
    body = [_zones_svg(area, frame, dict.fromkeys(area.zones["zone"].astype(str), _LAND), PAPER), _outline(area, frame)]
    body.append(_district_names(area, frame))
    shown = [site for site in sites if _in_frame(frame, site)]
    for site in sorted(shown, key=lambda s: s.shared):
        x, y = frame.at(site.lon, site.lat)
        hollow = site.location_basis == "assumed"
        blue = [s for s in site.services if s in _OFFSETS]
        if not blue:
            body.append(_shape("diamond", x, y, mark("").colour, hollow))
        for service in blue:
            dx, dy = _OFFSETS[service]
            here = mark(service)
            body.append(_shape(here.shape, x + dx, y + dy, here.colour, hollow))
        if site.shared:
            body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10.5" fill="none" stroke="{INK}" stroke-width="1.6"/>')
    entries = [
        (_shape(mark(s).shape, 8, 0, mark(s).colour), words.service_name(s)) for s in ("police", "fire", "ambulance")
    ]
    entries.append((_shape("diamond", 8, 0, mark("").colour), "Hospital or other"))
    entries.append((f'<circle cx="8" cy="0" r="6.5" fill="none" stroke="{INK}" stroke-width="1.6"/>', "Shared today"))
    entries.append((_shape("circle", 8, 0, mark("ambulance").colour, True), "Place assumed"))
    legend, bottom = _legend(entries, frame.height + 12, columns=3)
    shared = [s for s in sites if s.shared]
    assumed = [s for s in sites if s.location_basis == "assumed"]
    title = f"{words.count(len(sites), 'site')}, {len(shared)} of them shared today"
    parts = [
        words.count(sum(s in site.services for site in sites), f"{words.service_name(s).lower()} site")
        for s in ("police", "fire", "ambulance")
    ]
    summary = f"{words.listed(parts)}; a shared site counts for each service in it."
    if assumed:
        summary += (
            f" The place of {words.count(len(assumed), 'site')} is assumed and drawn hollow: nothing is concluded "
            "from where those stand."
        )
    outside = len(sites) - len(shown)
    if outside:
        summary += (
            f" {words.count(outside, 'site')} outside the frame {'is' if outside == 1 else 'are'} in the table only."
        )
    table = Table(
        id,
        "Sites today",
        (Column("Site"), Column("What it is"), Column("Services"), Column("Shared"), Column("Place known")),
        tuple(
            (
                site.name,
                site.kind.replace("_ed", "").replace("_", " "),
                words.listed([words.service_name(s) if s != "nhs" else "NHS" for s in site.services]),
                "yes" if site.shared else "no",
                _place(site),
            )
            for site in sites
        ),
        data=(
            ("site", "name", "kind", "services", "shared", "lon", "lat", "location_basis"),
            *(
                (
                    s.site,
                    s.name,
                    s.kind,
                    ";".join(s.services),
                    "yes" if s.shared else "no",
                    s.lon,
                    s.lat,
                    s.location_basis,
                )
                for s in sites
            ),
        ),
    )
    svg = _svg(id, f"Map. {title}. {summary}", "".join(body) + legend, bottom)
    return Chart(svg, title, summary, table, width=440)


def _in_frame(frame: Frame, site: SiteOnMap) -> bool:
    x, y = frame.at(site.lon, site.lat)
    return 0 <= x <= WIDTH and 0 <= y <= frame.height


def _place(site: SiteOnMap) -> Text:
    if site.location_basis != "assumed":
        return site.location_basis
    return ("no", Mark("assumed", "#assumptions", "Nobody has published where this site is"))


def _legend(entries: Sequence[tuple[str, str]], top: float, columns: int = 1) -> tuple[str, float]:
    step = WIDTH / columns
    out = [
        f'<g transform="translate({step * (i % columns):.0f} {top + _LINE * (i // columns):.0f})">{symbol}'
        f'<text x="20" y="4">{escape(said)}</text></g>'
        for i, (symbol, said) in enumerate(entries)
    ]
    lines = -(-len(entries) // columns)
    return f'<g font-size="11" fill="{INK}">{"".join(out)}</g>', top + _LINE * lines


def change_map(option: OptionResult, service: Service, area: Area) -> Chart:
    """What an option does to one service's response in every zone, with its moves numbered where they happen."""
    id = f"map-{option.id}-{service}"
    frame = _frame(area)
    classes = {zone.zone: zone_class(zone, service) for zone in option.zones}
    colours = {str(z): CLASS_COLOURS[classes.get(str(z))] for z in area.zones["zone"]}
    body = [_zones_svg(area, frame, colours, PAPER), _outline(area, frame), _district_names(area, frame)]
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
    legend, bottom = _legend(entries, frame.height + 12)
    title = change_finding(option, service, area)
    summary = (
        f"Change of the mean time to the first {words.vehicle(service)} under “{option.name}”, by zone. Coloured only "
        "where the 95% interval leaves out nought."
    )
    svg = _svg(id, f"Map. {title}. {summary}", "".join(body) + legend, bottom)
    return Chart(svg, title, summary, _zone_table(id, option, service, area, classes), width=WIDTH)


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
