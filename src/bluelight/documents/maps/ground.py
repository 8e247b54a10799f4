"""The ground of a map that something else is drawn over: zones, boundary, names of districts."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.documents.maps.drawing import WIDTH, Frame, district_names, map_svg, outline_svg, zones_svg
from bluelight.documents.palette import INK, PAPER

LAND = "#eceae4"


def ground_svg(area: Area, frame: Frame, *, zones: bool = True) -> str:
    """The ground as elements to draw on; without `zones` it is small enough to repeat in a series."""
    drawn = zones_svg(area, frame, dict.fromkeys(area.zones["zone"].astype(str), LAND), PAPER) if zones else ""
    return drawn + outline_svg(area, frame) + district_names(area, frame)


def ground_map(area: Area, frame: Frame) -> str:
    """The ground as a picture of its own, hospitals included."""
    body = ground_svg(area, frame) + hospitals_svg(area, frame)
    return map_svg("ground", f"Map of {area.name}", body, frame.height)


def hospitals_svg(area: Area, frame: Frame) -> str:
    """A mark where each hospital is to which patients are taken; those outside the map are left out."""
    sites = area.sites.set_index("site")
    drawn = []
    for site in area.hospitals["site"]:
        x, y = frame.at(float(sites.loc[site, "lon"]), float(sites.loc[site, "lat"]))
        if 0 <= x <= WIDTH and 0 <= y <= frame.height:
            drawn.append(hospital_svg(x, y))
    return "".join(drawn)


def hospital_svg(x: float, y: float) -> str:
    """The mark of a hospital at a place in pixels."""
    return (
        f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" fill="{PAPER}" stroke="{INK}"/>'
        f'<path d="M{x - 2.5:.1f} {y - 3.5:.1f}v7M{x + 2.5:.1f} {y - 3.5:.1f}v7M{x - 2.5:.1f} {y:.1f}h5" '
        f'stroke="{INK}" stroke-width="1.6"/>'
    )
