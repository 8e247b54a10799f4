"""A reach or a journey as a file: GeoJSON for other programs, or a picture."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from bluelight.documents.maps.roads import ground_of, reach_map, way_map
from bluelight.errors import BluelightError
from bluelight.studies.write import write_text
from bluelight.travel.roads import RoadTimes
from bluelight.travel.roads.shapes import Reach, Way

_SUFFIXES = (".geojson", ".json", ".svg")


def check_file(path: Path) -> None:
    """BluelightError where the name says no format that is written."""
    if path.suffix.lower() not in _SUFFIXES:
        raise BluelightError(f"{path}: is neither GeoJSON nor a picture. Let its name end in .geojson or .svg.")


def write_reach(reach: Reach, path: Path) -> None:
    """What a place reaches. BluelightError where the file cannot be written."""
    _write(path, lambda: reach_map(reach), reach.geojson)


def write_way(way: Way, times: RoadTimes, path: Path) -> None:
    """A journey, in a picture over the roads around it. BluelightError where the file cannot be written."""
    _write(path, lambda: way_map(way, ground_of(way, times)), way.geojson)


def _write(path: Path, picture: Callable[[], str], shapes: Callable[[], dict[str, object]]) -> None:
    check_file(path)
    write_text(path, picture() if path.suffix.lower() == ".svg" else json.dumps(shapes(), ensure_ascii=False) + "\n")
