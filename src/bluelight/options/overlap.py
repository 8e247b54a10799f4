"""Which zones, and how many people, carry high risk to police, fire and ambulance at once: evidence for prevention."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.options.prices import Basis, weakest
from bluelight.options.tables import records

Floats = NDArray[np.float64]
SERVICES = ("police", "fire", "ambulance")


@dataclass(frozen=True)
class ZoneRisk:
    """One zone: incidents a year by the service that leads them, their rate for 1,000 residents, and its fifths.

    A fifth of 5 is the highest: the zone is among the fifth of zones with the highest rate for that service.
    """

    zone: str
    name: str
    people: int
    over65: int | None
    imd_decile: int | None
    incidents: dict[str, float]
    rate: dict[str, float]
    fifth: dict[str, int]

    @property
    def high(self) -> tuple[str, ...]:
        """The services for which it is in the highest fifth."""
        return tuple(service for service, fifth in self.fifth.items() if fifth == 5)


@dataclass(frozen=True)
class OverlapGroup:
    """The zones that are in the highest fifth for exactly these services."""

    services: tuple[str, ...]
    zones: int
    zones_by_chance: float  # as many as if the services' fifths had nothing to do with one another
    people: int
    incidents: float  # a year, of all services
    incident_share: float


@dataclass(frozen=True)
class RiskOverlap:
    """Overlapping risk in an area; `basis` is how the weakest of the spreads over zones that it rests on is known."""

    zones: tuple[ZoneRisk, ...]
    groups: tuple[OverlapGroup, ...]
    without_people: tuple[str, ...]  # zones left out: nobody lives there, or how many do is not known
    basis: Basis
    recipes: tuple[str, ...]  # how each spread over zones was made

    def carrying(self, services: int) -> tuple[str, ...]:
        """The zones that are in the highest fifth for at least so many services."""
        return tuple(zone.zone for zone in self.zones if len(zone.high) >= services)


def overlapping_risk(area: Area, incident_types: Collection[str] | None = None) -> RiskOverlap:
    """The overlap of risk by zone, from the area's incidents and their spread over zones.

    Incidents of a zone are the sum over types of yearly count times the family's share in the zone, by the type's
    lead service. Rates are for each 1,000 residents; fifths are of zones by rate, ties in the order of the table. Only
    services with incidents take part. `incident_types` keeps some types alone.
    """
    types = area.incident_types[area.incident_types["annual_count"] > 0]
    if incident_types is not None:
        types = types[types["incident_type"].isin(list(incident_types))]
    people = area.zones["population"].to_numpy(dtype=float)
    lived_in = np.nonzero(np.nan_to_num(people) > 0)[0]
    incidents: dict[str, Floats] = {s: _by_zone(area, types[types["lead_service"] == s]) for s in SERVICES}
    incidents = {s: counts for s, counts in incidents.items() if counts.sum() > 0}
    rate: dict[str, Floats] = {
        s: np.asarray(counts[lived_in] / people[lived_in] * 1000.0, dtype=np.float64) for s, counts in incidents.items()
    }
    fifth = {s: _fifths(values) for s, values in rate.items()}
    rows = records(area.zones)
    zones = tuple(
        ZoneRisk(
            zone=rows[at]["zone"],
            name=rows[at]["name"],
            people=round(people[at]),
            over65=_whole(rows[at]["over65"]),
            imd_decile=_whole(rows[at]["imd_decile"]),
            incidents={s: float(counts[at]) for s, counts in incidents.items()},
            rate={s: float(values[i]) for s, values in rate.items()},
            fifth={s: int(values[i]) for s, values in fifth.items()},
        )
        for i, at in enumerate(lived_in)
    )
    spread = area.families[area.families["family"].isin(types["family"])]
    bases: list[Basis] = list(spread["zones_basis"])
    return RiskOverlap(
        zones,
        _groups(zones, tuple(incidents)),
        tuple(row["zone"] for at, row in enumerate(rows) if at not in set(lived_in.tolist())),
        weakest(*bases) if bases else "unknown",
        tuple(f"{row['family']}: {row['recipe']} ({row['zones_basis']})" for row in records(spread)),
    )


def _by_zone(area: Area, types: pd.DataFrame) -> Floats:
    """Incidents of some types a year in each zone."""
    yearly = types.groupby("family")["annual_count"].sum()
    rows = area.demand[area.demand["family"].isin(yearly.index)]
    counts = (rows["share"] * rows["family"].map(yearly).astype(float)).groupby(rows["zone"]).sum()
    placed = area.zones["zone"].map(counts).astype(float).fillna(0.0)
    return np.asarray(placed, dtype=np.float64)


def _fifths(values: Floats) -> NDArray[np.int64]:
    rank = np.empty(len(values), dtype=np.int64)
    rank[np.argsort(values, kind="stable")] = np.arange(len(values))
    return 1 + 5 * rank // max(1, len(values))


def _groups(zones: tuple[ZoneRisk, ...], services: tuple[str, ...]) -> tuple[OverlapGroup, ...]:
    high = {s: sum(s in zone.high for zone in zones) / max(1, len(zones)) for s in services}
    total = sum(sum(zone.incidents.values()) for zone in zones)
    found = []
    for size in range(len(services), -1, -1):
        for members in combinations(services, size):
            own = [zone for zone in zones if zone.high == members]
            chance = np.prod([high[s] if s in members else 1.0 - high[s] for s in services])
            incidents = sum(sum(zone.incidents.values()) for zone in own)
            found.append(
                OverlapGroup(
                    members,
                    len(own),
                    float(chance * len(zones)),
                    sum(zone.people for zone in own),
                    incidents,
                    incidents / total if total else 0.0,
                )
            )
    return tuple(found)


def _whole(value: float) -> int | None:
    return None if pd.isna(value) else int(value)
