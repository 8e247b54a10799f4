"""What the map of an area draws, as one GeoJSON answer: its boundary, its zones, its sites."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from bluelight.area import Area
from bluelight.service.areas.markers import marker_name
from bluelight.service.areas.places import area, rows
from bluelight.service.areas.words import KINDS, SERVICES, services


@cache
def area_map(identifier: str) -> bytes:
    """The map of the area of that identifier, as JSON: `boundary`, `zones` and `sites`, each GeoJSON."""
    place = area(identifier)
    drawn = {"boundary": place.boundary, "zones": place.zone_shapes, "sites": sites(place)}
    return json.dumps(drawn, separators=(",", ":")).encode()


def sites(place: Area) -> dict[str, Any]:
    """The sites as GeoJSON points, each with its name, what it is, and its marker."""
    shared = shared_sites(place)
    features = []
    for row in rows(place.sites):
        is_shared = row.site in shared
        said = f"{KINDS.get(row.kind, row.kind)}: {services(row.services)}"
        if is_shared:
            said += ", shared today"
        if row.location_basis != "published":
            said += f". Where it stands is {row.location_basis}"
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
                "properties": {
                    "site": row.site,
                    "name": row.name,
                    "says": said,
                    "marker": marker_name(row.services, is_shared),
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}


def shared_sites(place: Area) -> set[str]:
    """The sites that two services or more share today."""
    listed_as = {site for row in rows(place.shared) if row.in_use for site in row.sites}
    housing = {row.site for row in rows(place.sites) if len(set(row.services) & set(SERVICES)) > 1}
    return listed_as | housing
