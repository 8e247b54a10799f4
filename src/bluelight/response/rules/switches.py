"""Rules that a parameter of the pack turns on, service by service."""

from __future__ import annotations

from bluelight.area import Area


def switch(area: Area, parameter: str, service: str) -> bool:
    """Whether a service has a rule: its parameter is 1; where the pack does not give it, it is off."""
    try:
        return area.parameter(parameter, service) == 1.0
    except KeyError:
        return False
