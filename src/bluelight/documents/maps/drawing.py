"""From degrees to a small drawing: projection, zones as paths, names, marks and legend."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from bluelight.area import Area
from bluelight.documents.palette import FONT, INK, MUTED, PAPER

WIDTH = 350
_FINE = 10  # steps of a coordinate in one pixel
_LINE = 17  # height of a legend line
_NAME = 10  # size of a district's name
_LETTER = 5.8  # width of one of its letters, about
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


def frame_of(area: Area) -> Frame:
    """The frame that holds an area's zones and their shapes."""
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


def rings_path(rings: Iterable[Sequence[Point]], frame: Frame) -> str:
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


def zones_svg(area: Area, frame: Frame, colour_of: dict[str, str], stroke: str) -> str:
    """Zones filled by colour: shapes where the pack has them, else a disc at each zone's centre."""
    shapes = _shapes(area)
    by_colour: dict[str, list[str]] = {}
    for zone in area.zones["zone"]:
        by_colour.setdefault(colour_of[str(zone)], []).append(str(zone))
    parts = []
    if shapes:
        for colour, zones in by_colour.items():
            path = rings_path((ring for zone in zones for ring in shapes.get(zone, [])), frame)
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


def outline_svg(area: Area, frame: Frame) -> str:
    """The boundary of the area, where the pack has one."""
    if not area.boundary:
        return ""
    features = area.boundary.get("features") or [area.boundary]
    rings = [ring for f in features for ring in _rings(f.get("geometry", f))]
    return (
        f'<path transform="scale({1 / _FINE:g})" fill="none" stroke="{MUTED}" stroke-width="8" '
        f'stroke-linejoin="round" d="{rings_path(rings, frame)}"/>'
    )


def district_names(area: Area, frame: Frame) -> str:
    """Each district's name where its residents live, on average, moved down where it would run into another."""
    placed: list[tuple[str, float, float, float]] = []
    centres = []
    for name, zones in area.zones.groupby("district_name", sort=True):
        weight = zones["population"].fillna(0).clip(lower=1)
        lon, lat = (float((zones[at] * weight).sum() / weight.sum()) for at in ("lon", "lat"))
        centres.append((*frame.at(lon, lat), str(name)))
    for x, y, name in sorted(centres, key=lambda centre: (centre[1], centre[0])):
        half = len(name) * _LETTER / 2
        x = min(max(x, half), WIDTH - half)
        while any(abs(y - other) < _NAME and abs(x - at) < half + width for _, at, other, width in placed):
            y += 2
        placed.append((name, x, y, half))
    drawn = "".join(f'<text x="{x:.1f}" y="{y:.1f}">{escape(name)}</text>' for name, x, y, _ in placed)
    return (
        f'<g font-size="{_NAME}" text-anchor="middle" stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" '
        f'stroke-opacity=".85" fill="{PAPER}">{drawn}</g>'
        f'<g font-size="{_NAME}" text-anchor="middle" fill="{INK}">{drawn}</g>'
    )


def shape_svg(shape: str, x: float, y: float, colour: str, hollow: bool = False, size: float = 4.2) -> str:
    """A marker of a shape at a place in pixels; hollow where the place is assumed."""
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


def map_svg(id: str, label: str, body: str, height: float) -> str:
    """The map as one element with a label for screen readers."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img" aria-label="{escape(label)}" '
        f'id="{escape(id)}-chart" font-family="{escape(FONT)}">{body}</svg>'
    )


def legend_svg(entries: Sequence[tuple[str, str]], top: float, columns: int = 1) -> tuple[str, float]:
    """Symbols with their words in columns from a height down; the drawing and the height it ends at."""
    step = WIDTH / columns
    out = [
        f'<g transform="translate({step * (i % columns):.0f} {top + _LINE * (i // columns):.0f})">{symbol}'
        f'<text x="20" y="4">{escape(said)}</text></g>'
        for i, (symbol, said) in enumerate(entries)
    ]
    lines = -(-len(entries) // columns)
    return f'<g font-size="11" fill="{INK}">{"".join(out)}</g>', top + _LINE * lines
