"""The colours and marker shapes that mean the same thing on every page, chart and map.

Each service has one colour and one shape, so that neither colour sight nor a colour printer is needed to tell them
apart. The colours reach 4.5:1 against white and stay apart under simulated protanopia, deuteranopia and tritanopia
(Machado, Oliveira and Fernandes 2009), which the tests compute. Slower and faster run from ochre to purple through
grey: never red against green, and never a service's own colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["square", "triangle", "circle", "diamond"]

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif'

INK = "#0b0c0c"
MUTED = "#505a5f"
RULE = "#b1b4b6"
FAINT = "#f3f2f1"
PAPER = "#ffffff"
FOCUS = "#ffdd00"


@dataclass(frozen=True)
class Mark:
    """How one kind of thing is drawn: a colour as #rrggbb and a shape."""

    colour: str
    shape: Shape


SERVICE_MARKS: dict[str, Mark] = {
    "police": Mark("#1b3f8b", "square"),
    "fire": Mark("#c0340c", "triangle"),
    "ambulance": Mark("#00807a", "circle"),
}
OTHER_MARK = Mark(MUTED, "diamond")

# Organisations that are not one of the three services, in the order in which they appear.
_OTHER_ORGANISATIONS = ("#6b4c2a", "#7a5c9e", "#5a6b1f", "#8a4a6b")

SLOWER = ("#f0d28a", "#c98a1b", "#7a4b00")  # from little to much
FASTER = ("#cdbfe6", "#9274c4", "#4a2a86")
NEUTRAL = "#e9e9e7"
NO_DATA = "#a3a8ab"


def mark(service: str) -> Mark:
    """The mark of a service; grey diamonds for whoever is none of the three."""
    return SERVICE_MARKS.get(service.lower(), OTHER_MARK)


def organisation_colours(organisations: list[str]) -> dict[str, str]:
    """A colour per organisation: a service keeps its own, others take the spare ones in turn."""
    colours: dict[str, str] = {}
    spare = 0
    for name in organisations:
        if name.lower() in SERVICE_MARKS:
            colours[name] = SERVICE_MARKS[name.lower()].colour
        else:
            colours[name] = _OTHER_ORGANISATIONS[spare % len(_OTHER_ORGANISATIONS)]
            spare += 1
    return colours


def contrast(colour: str, against: str = PAPER) -> float:
    """The WCAG 2 contrast ratio of two colours given as #rrggbb: 1 to 21."""
    lighter, darker = sorted((_luminance(colour), _luminance(against)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
