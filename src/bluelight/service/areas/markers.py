"""The markers of sites on maps: a shape and colour per service, ringed where shared, hollow where assumed."""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.documents.palette import INK, PAPER, mark

SIZE = 28  # pixels on screen, and units of the drawing
_ORDER = ("police", "fire", "ambulance", "other")


def marker_name(services: Sequence[str], *, shared: bool = False, assumed: bool = False) -> str:
    """The name of the marker of a site that houses these services: "police", "police-fire-shared-assumed"."""
    known = sorted({s if s in _ORDER else "other" for s in services}, key=_ORDER.index) or ["other"]
    return "-".join([*known, *(["shared"] if shared else []), *(["assumed"] if assumed else [])])


def marker_svg(name: str) -> str | None:
    """The marker of that name as an SVG image; None where there is no such marker."""
    parts = name.split("-")
    shared, assumed = "shared" in parts, "assumed" in parts
    services = [part for part in parts if part in _ORDER]
    if not services or name != marker_name(services, shared=shared, assumed=assumed):
        return None
    centre, reach = SIZE / 2, (7.5 if len(services) == 1 else 5.0)
    step = 12.0 / (len(services) - 1) if len(services) > 1 else 0.0
    left = centre - step * (len(services) - 1) / 2
    shapes = "".join(_shape(service, left + i * step, centre, reach, assumed) for i, service in enumerate(services))
    ring = f'<circle cx="{centre}" cy="{centre}" r="12.5" fill="{PAPER}" stroke="{INK}" stroke-width="2.5"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}">'
        f"{ring if shared else ''}{shapes}</svg>"
    )


def _shape(service: str, x: float, y: float, r: float, hollow: bool) -> str:
    drawn = mark(service)
    fill, edge = (PAPER, drawn.colour) if hollow else (drawn.colour, PAPER)
    style = f'fill="{fill}" stroke="{edge}" stroke-width="{2 if hollow else 1.5}"'
    if drawn.shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" {style}/>'
    corners = {
        "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        "triangle": ((0, -1.05), (1.1, 0.85), (-1.1, 0.85)),
        "diamond": ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)),
    }[drawn.shape]
    points = " ".join(f"{x + r * dx:.1f},{y + r * dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" {style}/>'
