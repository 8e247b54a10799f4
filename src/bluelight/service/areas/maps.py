"""What the map of an area draws, as one GeoJSON answer: its boundary, its zones, its sites."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from bluelight.area import Area
from bluelight.documents.maps import site_map
from bluelight.documents.model import Section
from bluelight.documents.sections.overlap import overlap
from bluelight.service.areas.markers import marker_name
from bluelight.service.areas.places import area, rows
from bluelight.service.areas.words import KINDS, SERVICES, services
from bluelight.studies.overlapping import overlapping_of
from bluelight.studies.results import SiteOnMap


@cache
def area_map(identifier: str) -> bytes:
    """The map of the area of that identifier, as JSON: `boundary`, `zones`, `reach` and `sites`, each GeoJSON."""
    place = area(identifier)
    drawn = {"boundary": place.boundary, "zones": place.zone_shapes, "reach": place.reach, "sites": sites(place)}
    return json.dumps(drawn, separators=(",", ":")).encode()


@cache
def area_picture(identifier: str) -> bytes:
    """The same as a still picture, an SVG image, for readers without scripts."""
    place = area(identifier)
    shared = shared_sites(place)
    known = [
        SiteOnMap(
            site=row.site,
            name=row.name,
            kind=row.kind,
            services=list(row.services),
            lon=row.lon,
            lat=row.lat,
            shared=row.site in shared,
            location_basis=row.location_basis,
        )
        for row in rows(place.sites)
    ]
    return site_map(known, place).svg.encode()


@cache
def overlapping(identifier: str) -> Section | None:
    """Who there carries risk to more than one service, as the reports of its studies show it."""
    place = area(identifier)
    return overlap(overlapping_of(place), place)


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
                    "marker": marker_name(row.services, shared=is_shared, assumed=row.location_basis == "assumed"),
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}


def shared_sites(place: Area) -> set[str]:
    """The sites that two services or more share today."""
    listed_as = {site for row in rows(place.shared) if row.in_use for site in row.sites}
    housing = {row.site for row in rows(place.sites) if len(set(row.services) & set(SERVICES)) > 1}
    return listed_as | housing
