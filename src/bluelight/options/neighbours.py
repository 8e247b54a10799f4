"""Finds sites of different services that are next door to each other, and says which could share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from bluelight.area import Area
from bluelight.options.prices import site_figure
from bluelight.options.sites import functions_of, units_at
from bluelight.options.tables import records

SERVICES = ("police", "fire", "ambulance")
LEFT_OUT = {
    "hospital_ed": "a hospital",
    "control_room": "a control room",
    "headquarters": "a headquarters",
    "training": "a training centre",
}


@dataclass(frozen=True)
class NeighbourPair:
    """Two sites of different services, the one that would move and its host; `why` says what keeps them apart."""

    site: str
    host: str
    km: float
    taken: bool
    why: str
    site_functions: tuple[str, ...]
    host_functions: tuple[str, ...]


@lru_cache(maxsize=16)
def find_neighbours(area: Area, within_km: float = 1.0, limit: int | None = None) -> tuple[NeighbourPair, ...]:
    """Pairs of sites of different services within a straight-line distance, nearest first.

    Only published locations count as evidence that two sites are close: an assumed point, or one known by its town
    alone, never does, and hospitals are not looked at. Pairs that could not share are listed with the reason:
    a control room, a headquarters, a training centre, a site shared today, custody cells or engines that would have
    to move, a site already in a nearer pair. The host is the site with fire engines, which need bays; failing that
    the one with more units; failing that the larger floor area; failing that the first in the table.
    """
    shared = {site for row in records(area.shared) if row["in_use"] for site in row["sites"]}
    rooms = set(area.control_rooms["site"])
    found = []
    for one, other in combinations(_placed(area), 2):
        services = [{s for s in site["services"] if s in SERVICES} for site in (one, other)]
        if services[0] == services[1] or not all(services):
            continue
        km = kilometres(one["lon"], one["lat"], other["lon"], other["lat"])
        if km <= within_km:
            found.append((km, one, other))
    used: set[str] = set()
    pairs: list[NeighbourPair] = []
    for km, one, other in sorted(found, key=lambda f: (f[0], f[1]["site"], f[2]["site"])):
        host, site = sorted((one, other), key=lambda s: _fit_to_host(area, s), reverse=True)
        why = _left_out(area, site, host, shared, rooms, used)
        if not why and limit is not None and sum(p.taken for p in pairs) >= limit:
            why = "beyond the limit of the move"
        if not why:
            used |= {site["site"], host["site"]}
        pairs.append(
            NeighbourPair(
                site["site"],
                host["site"],
                km,
                not why,
                why,
                tuple(functions_of(area, site["site"])),
                tuple(functions_of(area, host["site"])),
            )
        )
    return tuple(pairs)


def not_looked_at(area: Area) -> list[str]:
    """Names of the stations whose place is not published, so that nothing can be said of their neighbours."""
    sites = area.sites
    unknown = (sites["location_basis"] != "published") | (sites["location_quality"] == "town")
    return list(sites.loc[unknown & sites["kind"].str.endswith("_station"), "name"])


def _placed(area: Area) -> list[dict[str, Any]]:
    sites = area.sites
    known = (sites["location_basis"] == "published") & sites["location_quality"].isin(["exact", "postcode"])
    return records(sites[known & (sites["kind"] != "hospital_ed")])


def _engines(area: Area, site: str) -> bool:
    return bool(units_at(area, site)["kind"].isin(["pump", "aerial"]).any())


def _fit_to_host(area: Area, site: dict[str, Any]) -> tuple[bool, int, float, int]:
    size = site_figure(area, site["site"], "floor_area_m2")
    position = -list(area.sites["site"]).index(site["site"])
    here = site["site"]
    return _engines(area, here), len(units_at(area, here)), size.mode if size is not None else 0.0, position


def _left_out(
    area: Area, site: dict[str, Any], host: dict[str, Any], shared: set[str], rooms: set[str], used: set[str]
) -> str:
    for place in (site, host):
        if place["kind"] in LEFT_OUT:
            return f"{place['name']} is {LEFT_OUT[place['kind']]}"
        if place["site"] in rooms:
            return f"{place['name']} holds a control room"
        if place["site"] in shared or len([s for s in place["services"] if s in SERVICES]) > 1:
            return f"{place['name']} is shared today"
    if "custody" in functions_of(area, site["site"]):
        return f"{site['name']} has a custody suite, which cannot move by light fit-out"
    if _engines(area, site["site"]):
        return f"both {site['name']} and {host['name']} house fire engines, which need bays"
    for place in (site, host):
        if place["site"] in used:
            return f"{place['name']} is in a nearer pair"
    return ""


def kilometres(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance in km between two points in degrees (haversine, radius 6371.0088 km)."""
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))
