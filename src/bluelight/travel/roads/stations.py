"""Stations and hospitals as OpenStreetMap has them: out of an extract, or out of points saved from it as GeoJSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bluelight.errors import InputError, Problem
from bluelight.travel.roads.osm import extract

TAGS = {
    ("amenity", "fire_station"): ("Fire station", "fire_station", "fire"),
    ("amenity", "police"): ("Police station", "police_station", "police"),
    ("emergency", "ambulance_station"): ("Ambulance station", "ambulance_station", "ambulance"),
    ("amenity", "ambulance_station"): ("Ambulance station", "ambulance_station", "ambulance"),
    ("amenity", "hospital"): ("Hospital", "other", "nhs"),
}
"""Tag to (what it is called without a name, kind of site, service)."""
EMERGENCY_DEPARTMENT = ("emergency", "yes")
"""A hospital with this tag has an emergency department; one without it may have none."""
NO_SITES = "holds no fire, police or ambulance station and no hospital."
REMEDY = "Give an extract of everything and not of roads alone, or the sites as points with --sites."


@dataclass(frozen=True)
class Station:
    """A site as OpenStreetMap tags it; `kind` and `services` are those of an area pack, `osm` names the element."""

    site: str
    kind: str
    services: str
    lon: float
    lat: float
    osm: str
    note: str


@dataclass(frozen=True)
class Stations:
    """What was found, and a line for each thing that was left out."""

    stations: tuple[Station, ...]
    notes: tuple[str, ...]


def stations_of_extract(path: Path) -> Stations:
    """Stations and hospitals of an extract: points, and buildings by the middle of their corners.

    InputError where the file is none, or has no such place.
    """
    import osmium

    found: list[tuple[dict[str, str], str, list[int]]] = []
    areas = 0
    places: dict[int, tuple[float, float]] = {}
    with extract(path):
        keys = osmium.filter.KeyFilter(*{key for key, _ in TAGS})
        for thing in osmium.FileProcessor(str(path)).with_filter(keys):
            tags = {tag.k: tag.v for tag in thing.tags}
            if _tagged(tags) is None:
                continue
            if isinstance(thing, osmium.osm.Node):
                places[thing.id] = (thing.location.lon, thing.location.lat)
                found.append((tags, f"node/{thing.id}", [thing.id]))
            elif isinstance(thing, osmium.osm.Way):
                found.append((tags, f"way/{thing.id}", [node.ref for node in thing.nodes]))
            else:
                areas += 1
        corners = {ref for _, _, refs in found for ref in refs} - set(places)
        for node in osmium.FileProcessor(str(path), osmium.osm.NODE) if corners else ():
            if isinstance(node, osmium.osm.Node) and node.id in corners and node.location.valid():
                places[node.id] = (node.location.lon, node.location.lat)
    notes = [f"{areas:,} are mapped as several outlines (relations) and were left out."] if areas else []
    placed = []
    for tags, osm, refs in found:
        known = [places[ref] for ref in dict.fromkeys(refs) if ref in places]
        if known:
            lon, lat = np.array(known).mean(axis=0).tolist()
            placed.append((tags, osm, lon, lat))
    if len(placed) < len(found):
        notes.append(f"{len(found) - len(placed):,} have no corner inside the file and were left out.")
    return _named(path, placed, notes)


def stations_of_points(path: Path) -> Stations:
    """Stations and hospitals of a GeoJSON file whose points have OpenStreetMap's tags as properties."""
    remedy = "Save the sites from OpenStreetMap as a GeoJSON FeatureCollection of points with their tags."

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is not a number")

    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=refuse)
    except OSError as error:
        raise InputError([Problem(str(path), f"cannot be read ({error.strerror}).", "Check the name.")]) from None
    except (ValueError, RecursionError) as error:
        raise InputError([Problem(str(path), f"is not GeoJSON ({error}).", remedy)]) from None
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise InputError([Problem(str(path), "is not a GeoJSON FeatureCollection.", remedy)])
    placed, others, shapes, problems = [], 0, 0, []
    for number, feature in enumerate(features, start=1):
        tags = _texts(feature)
        if _tagged(tags) is None:
            others += 1
            continue
        geometry = feature.get("geometry")
        if not isinstance(geometry, dict) or geometry.get("type") != "Point":
            shapes += 1
            continue
        place = _place(geometry.get("coordinates"))
        if place is None:
            what = f"feature {number} has coordinates that are no place."
            problems.append(Problem(str(path), what, "Give longitude and latitude, WGS84."))
            continue
        placed.append((tags, tags.get("@id", ""), *place))
    if problems:
        raise InputError(problems)
    notes = [f"{others:,} features are tagged as something else and were left out."] if others else []
    if shapes:
        notes.append(f"{shapes:,} stations are not points and were left out.")
    return _named(path, placed, notes)


def _tagged(tags: Mapping[str, str]) -> tuple[str, str, str] | None:
    return next((what for (key, value), what in TAGS.items() if tags.get(key) == value), None)


def _texts(feature: Any) -> dict[str, str]:
    tags = feature.get("properties") if isinstance(feature, dict) else None
    return {key: value for key, value in tags.items() if isinstance(value, str)} if isinstance(tags, dict) else {}


def _place(pair: Any) -> tuple[float, float] | None:
    if not isinstance(pair, list) or len(pair) < 2:
        return None
    numbers = [float(x) for x in pair[:2] if isinstance(x, int | float) and not isinstance(x, bool)]
    if len(numbers) < 2 or not all(map(math.isfinite, numbers)) or abs(numbers[0]) > 180 or abs(numbers[1]) > 90:
        return None
    return numbers[0], numbers[1]


def _named(path: Path, placed: list[tuple[dict[str, str], str, float, float]], notes: list[str]) -> Stations:
    """Sites in order of kind and place, each with a name of its own."""
    stations: list[Station] = []
    taken: set[str] = set()
    order = list(TAGS.values())
    what_of = [(_tagged(tags) or order[0], tags, osm, lon, lat) for tags, osm, lon, lat in placed]
    for (called, kind, service), tags, osm, lon, lat in sorted(what_of, key=lambda p: (order.index(p[0]), p[3], p[4])):
        told = "" if tags.get("name", "").strip() else "OpenStreetMap has no name for it"
        name = " ".join(tags.get("name", "").split()) or called
        number = 2
        site = name
        while site in taken:
            site = f"{name} ({number})"
            number += 1
        taken.add(site)
        if service == "nhs":
            key, value = EMERGENCY_DEPARTMENT
            kind = "hospital_ed" if tags.get(key) == value else kind
            if kind != "hospital_ed":
                told = "; ".join(filter(None, (told, "not tagged as having an emergency department")))
        stations.append(Station(site, kind, service, round(lon, 7), round(lat, 7), osm, told))
    if not stations:
        raise InputError([Problem(str(path), NO_SITES, REMEDY)])
    return Stations(tuple(stations), tuple(notes))
