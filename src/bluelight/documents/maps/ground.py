"""The ground of a map that something else is drawn over: zones, boundary, names of districts."""

from __future__ import annotations

from bluelight.area import Area
from bluelight.documents.maps.drawing import Frame, district_names, map_svg, outline_svg, zones_svg
from bluelight.documents.palette import PAPER

LAND = "#eceae4"


def ground_svg(area: Area, frame: Frame, *, zones: bool = True) -> str:
    """The ground as elements to draw on; without `zones` it is small enough to repeat in a series."""
    drawn = zones_svg(area, frame, dict.fromkeys(area.zones["zone"].astype(str), LAND), PAPER) if zones else ""
    return drawn + outline_svg(area, frame) + district_names(area, frame)


def ground_map(area: Area, frame: Frame) -> str:
    """The ground as a picture of its own."""
    return map_svg("ground", f"Map of {area.name}", ground_svg(area, frame), frame.height)
