"""The markers of sites on maps: one shape and colour per service, a ring around what is shared."""

from __future__ import annotations

from bluelight.documents.palette import INK, PAPER, mark

SIZE = 28  # pixels on screen, and units of the drawing
_ORDER = ("police", "fire", "ambulance", "other")


def marker_name(services: list[str] | tuple[str, ...], shared: bool) -> str:
    """The name of the marker of a site that houses these services: "police", "police-fire-shared"."""
    known = sorted({s if s in _ORDER else "other" for s in services}, key=_ORDER.index) or ["other"]
    return "-".join([*known, *(["shared"] if shared else [])])


def marker_svg(name: str) -> str | None:
    """The marker of that name as an SVG image; None where there is no such marker."""
    parts = name.split("-")
    shared = parts[-1] == "shared"
    services = parts[:-1] if shared else parts
    if not services or any(s not in _ORDER for s in services) or name != marker_name(services, shared):
        return None
    centre, reach = SIZE / 2, (7.5 if len(services) == 1 else 5.0)
    step = 0.0 if len(services) == 1 else 12.0 / (len(services) - 1)
    shapes = "".join(
        _shape(service, centre + (i * step - 6.0 if step else 0.0), centre, reach) for i, service in enumerate(services)
    )
    ring = (
        f'<circle cx="{centre}" cy="{centre}" r="12.5" fill="{PAPER}" stroke="{INK}" stroke-width="2.5"/>'
        if shared
        else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}">'
        f"{ring}{shapes}</svg>"
    )


def _shape(service: str, x: float, y: float, r: float) -> str:
    drawn = mark(service)
    style = f'fill="{drawn.colour}" stroke="{PAPER}" stroke-width="1.5"'
    if drawn.shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" {style}/>'
    corners = {
        "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
        "triangle": ((0, -1.05), (1.1, 0.85), (-1.1, 0.85)),
        "diamond": ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)),
    }[drawn.shape]
    points = " ".join(f"{x + r * dx:.1f},{y + r * dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" {style}/>'
