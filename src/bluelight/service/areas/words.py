"""The words of an area pack as a resident says them."""

from __future__ import annotations

from bluelight.documents.words import listed as listed
from bluelight.options.words import FUNCTIONS as FUNCTIONS
from bluelight.options.words import UNITS as _UNITS

SERVICES = ("police", "fire", "ambulance")
UNITS = {kind: one[:1].upper() + one[1:] for kind, (one, _) in _UNITS.items()}
KINDS = {
    "fire_station": "Fire station",
    "police_station": "Police station",
    "ambulance_station": "Ambulance station",
    "headquarters": "Headquarters",
    "control_room": "Control room",
    "training": "Training centre",
    "hospital_ed": "Hospital with an emergency department",
    "other": "Other building",
}
CREWINGS = {
    "wholetime": "Crew at the station day and night",
    "day_crewed": "Crew at the station by day, on call at night",
    "on_call": "Crew called from home or work",
    "shift": "Crew on shift",
}


def services(names: tuple[str, ...]) -> str:
    """Who is in a building or shares something, as a phrase."""
    return listed([{"nhs": "NHS"}.get(name, name) for name in names])
