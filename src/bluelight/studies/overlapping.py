"""Which zones and people carry high risk to several services at once: the evidence that prevention is aimed by."""

from __future__ import annotations

from typing import Literal

from bluelight.area import Area
from bluelight.options import overlapping_risk
from bluelight.studies.values import Value


class RiskGroup(Value):
    """The zones that are in the highest fifth of risk for exactly these services.

    `zones_by_chance` is as many as there would be if the services' fifths had nothing to do with one another.
    """

    services: list[str]
    zones: int
    zones_by_chance: float
    people: int
    incidents_per_year: float
    incident_share: float


class RiskZone(Value):
    """A zone in the highest fifth for two services or more; rates are incidents a year for each 1,000 residents."""

    zone: str
    name: str
    services: list[str]
    people: int
    over65: int | None
    imd_decile: int | None
    incidents_per_year: dict[str, float]
    rate_per_1000: dict[str, float]


class OverlappingRisk(Value):
    """Overlapping risk in an area today; `basis` is how the weakest spread of calls over zones is known.

    `left_out` is how many zones take no part, as nobody lives there or how many do is not known.
    """

    basis: Literal["published", "derived", "assumed", "unknown"]
    spreads: list[str]
    zones_looked_at: int
    left_out: int
    groups: list[RiskGroup]
    zones: list[RiskZone]


def overlapping_of(area: Area) -> OverlappingRisk | None:
    """The overlap of an area; None where fewer than two services have calls, or nobody lives anywhere."""
    found = overlapping_risk(area)
    services = {service for group in found.groups for service in group.services}
    if len(services) < 2 or not found.zones:
        return None
    return OverlappingRisk(
        basis=found.basis,
        spreads=[_in_words(recipe) for recipe in found.recipes],
        zones_looked_at=len(found.zones),
        left_out=len(found.without_people),
        groups=[
            RiskGroup(
                services=list(group.services),
                zones=group.zones,
                zones_by_chance=group.zones_by_chance,
                people=group.people,
                incidents_per_year=group.incidents,
                incident_share=group.incident_share,
            )
            for group in found.groups
        ],
        zones=[
            RiskZone(
                zone=zone.zone,
                name=zone.name,
                services=list(zone.high),
                people=zone.people,
                over65=zone.over65,
                imd_decile=zone.imd_decile,
                incidents_per_year=zone.incidents,
                rate_per_1000=zone.rate,
            )
            for zone in sorted(found.zones, key=lambda zone: -len(zone.high))
            if len(zone.high) >= 2
        ],
    )


def _in_words(recipe: str) -> str:
    """A family of incidents without the marks of its name, and how it was spread."""
    family, colon, spread = recipe.partition(":")
    return f"{family.replace('_', ' ')}{colon}{spread}"
