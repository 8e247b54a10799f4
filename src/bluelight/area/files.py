"""Reads the shapes of a pack, saying what is wrong with a file instead of failing on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bluelight.errors import Problem
from bluelight.files import read_text

_FURTHEST = 1e6  # no coordinate is larger, in degrees or metres above the sea; 1e999 reads as infinite


def read_geojson(folder: Path, name: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """A GeoJSON feature collection of polygons, or the reason why it is none."""
    text, problems = read_text(folder, name)
    if problems:
        return None, problems
    remedy = "Save it as a GeoJSON FeatureCollection of polygons in WGS84."

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is not a number")

    try:
        shapes = json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        return None, [Problem(name, f"is not GeoJSON ({error}).", remedy)]
    if not isinstance(shapes, dict) or shapes.get("type") != "FeatureCollection":
        return None, [Problem(name, "is not a GeoJSON FeatureCollection.", remedy)]
    features = shapes.get("features")
    if not isinstance(features, list):
        return None, [Problem(name, "has no list of features.", remedy)]
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            problems.append(Problem(name, f"feature {number} has no properties.", remedy))
            continue
        geometry = feature.get("geometry")
        geometry = geometry if isinstance(geometry, dict) else {}
        depth = {"Polygon": 3, "MultiPolygon": 4}.get(str(geometry.get("type")))
        if depth is None:
            problems.append(Problem(name, f"feature {number} is not a polygon.", remedy))
        elif not _is_nested(geometry.get("coordinates"), depth):
            problems.append(Problem(name, f"feature {number} has coordinates that are not lists of pairs.", remedy))
    return (None if problems else shapes), problems


def _is_nested(value: Any, depth: int) -> bool:
    if not isinstance(value, list) or not value:
        return False
    if depth == 1:
        return len(value) >= 2 and all(
            isinstance(x, int | float) and not isinstance(x, bool) and abs(x) <= _FURTHEST for x in value
        )
    return all(_is_nested(item, depth - 1) for item in value)
