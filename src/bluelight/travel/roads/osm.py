"""Read a road network from an OpenStreetMap extract (.osm.pbf)."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bluelight.errors import InputError, Problem
from bluelight.travel.roads.arrays import Float
from bluelight.travel.roads.earth import ground_metres
from bluelight.travel.roads.network import Network, Roads, build_network
from bluelight.travel.roads.speeds import Speeds, load_speeds, speed_limit_kmh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOTICE = "Contains OpenStreetMap data, © OpenStreetMap contributors, available under the Open Database Licence 1.0."
NO_ENTRY = frozenset({"no", "private", "agricultural", "forestry"})
ACCESS_TAGS = ("emergency", "motor_vehicle", "vehicle", "access")
"""The first of these that a way has decides whether an emergency vehicle may drive it."""
FORWARD, BACKWARD, BOTH, NEITHER = (True, False), (False, True), (True, True), (False, False)
SPACING_M = 100.0
"""Longer straight pieces of road get nodes in between (ids below 0), so that a site beside one joins it there."""
MOST_MISSING = 0.5
"""A file in which more than this share of road points have no place is not a map but a piece of a file."""

MOST_UNUSED, NOTICED_UNUSED = 0.1, 0.01
"""Points without a tag that no way in the file uses are all but unknown in a whole extract. In one that ends after a
block of its ways, where nothing else is torn, they are the points of the ways that are gone: with more than the first
share of them a file is refused, with more than the second that is noted."""


def read_osm(path: str | Path, speeds: Speeds | None = None) -> Network:
    """The roads of an OpenStreetMap extract that can be driven on, every point of every road kept as a node.

    Raises InputError where the file is missing, cut short, of another kind, or holds no such road.
    """
    path = Path(path)
    speeds = speeds or load_speeds()
    ways, places, unclear, unused = _read(path, speeds)
    if unused > MOST_UNUSED:
        what = f"has no way for {unused:.0%} of its points, as a file has that was cut off between two blocks."
        raise InputError([Problem(str(path), what, "Fetch the file again, or give a complete extract.")])
    if not ways:
        raise InputError([Problem(str(path), "holds no road that can be driven on.", "Give a complete road extract.")])
    roads, missing = _roads(path, speeds, ways, places)
    notes = []
    if missing:
        notes.append(f"{missing:,} road points lie outside the file and were left out.")
    if unused > NOTICED_UNUSED:
        notes.append(f"{unused:.1%} of its points belong to no way: the file may be cut off, and roads missing.")
    if unclear:
        notes.append(f"{unclear:,} roads have a speed limit that was not understood: their class decides.")
    return build_network(replace(roads, notes=tuple(notes)))


class _Way:
    """One road: class (position), points (OpenStreetMap ids), directions driven, limit in km/h or None, and name."""

    __slots__ = ("backward", "forward", "limit", "name", "points", "road_class")

    def __init__(
        self, road_class: int, points: list[int], directions: tuple[bool, bool], limit: float | None, name: str
    ) -> None:
        self.road_class = road_class
        self.points = points
        self.forward, self.backward = directions
        self.limit = limit
        self.name = name


def _read(path: Path, speeds: Speeds) -> tuple[list[_Way], dict[int, tuple[float, float]], int, float]:
    """The ways driven on, the places of their points, how many speed limits were not understood, and the share of all
    points that have no tag and belong to no way."""
    import osmium

    number = {name: k for k, name in enumerate(speeds.names)}
    ways: list[_Way] = []
    wanted: set[int] = set()
    unclear = 0
    places: dict[int, tuple[float, float]] = {}
    with extract(path):
        # Twice through the file: the points of roads are few among all points of a map.
        belonging = osmium.IdTracker()
        for way in osmium.FileProcessor(str(path), osmium.osm.WAY):
            if not isinstance(way, osmium.osm.Way):
                continue
            belonging.add_references(way)
            if "highway" not in way.tags:
                continue
            tags = {tag.k: tag.v for tag in way.tags}
            road_class = number.get(tags.get("highway", ""))
            if road_class is None or no_entry(tags) or tags.get("area") == "yes":
                continue
            directions = driven(tags, speeds.classes[road_class].one_way)
            points = [node.ref for node in way.nodes]
            if directions == NEITHER or len(points) < 2:
                continue
            limit = speed_limit_kmh(tags["maxspeed"]) if "maxspeed" in tags else None
            if limit is None and "maxspeed" in tags:
                unclear += 1
            ways.append(_Way(road_class, points, directions, limit, road_name(tags)))
            wanted.update(points)
        points_of_ways = belonging.node_ids()
        total = unused = 0
        for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
            if not isinstance(node, osmium.osm.Node):
                continue
            total += 1
            if node.id in wanted:
                if node.location.valid():
                    places[node.id] = (node.location.lon, node.location.lat)
            elif not node.tags and not points_of_ways.get(node.id):
                unused += 1
    return ways, places, unclear, unused / max(total, 1)


@contextmanager
def extract(path: Path) -> Iterator[None]:
    """Turns what goes wrong while an extract is read into an InputError."""
    import osmium

    if not path.is_file():
        raise InputError([Problem(str(path), "there is no such file.", "Check the name.")])
    try:
        yield
    except (RuntimeError, osmium.InvalidLocationError) as error:
        raise InputError(
            [
                Problem(
                    str(path),
                    f"cannot be read as an OpenStreetMap extract ({error}).",
                    "Give a complete .osm.pbf file: a download that was cut short must be fetched again.",
                )
            ]
        ) from None


def road_name(tags: Mapping[str, str]) -> str:
    """What a road is called: its name, with its number where it has both; empty where it has neither."""
    name, number = (" ".join(tags.get(key, "").split()) for key in ("name", "ref"))
    return f"{name} ({number})" if name and number else name or number


def no_entry(tags: Mapping[str, str]) -> bool:
    """Whether an emergency vehicle may not drive a way: decided by the most particular access tag it has."""
    for key in ACCESS_TAGS:
        value = tags.get(key)
        if value is not None:
            return value in NO_ENTRY
    return False


def driven(tags: Mapping[str, str], one_way_class: bool) -> tuple[bool, bool]:
    """Whether a way is driven (along its points, against them)."""
    value = tags.get("oneway")
    if value in ("yes", "true", "1"):
        return FORWARD
    if value in ("-1", "reverse"):
        return BACKWARD
    if value == "reversible":
        return NEITHER  # which way it runs changes by the hour, and the file does not say when
    if value == "no":
        return BOTH
    return FORWARD if one_way_class or tags.get("junction") in ("roundabout", "circular") else BOTH


def _roads(path: Path, speeds: Speeds, ways: list[_Way], places: dict[int, tuple[float, float]]) -> tuple[Roads, int]:
    """The ways as directed arcs between neighbouring points that have a place, and how many points have none."""
    ids = np.array(sorted(places), dtype=np.int64)
    counts = np.array([len(w.points) for w in ways])
    points = np.concatenate([np.array(w.points, dtype=np.int64) for w in ways])
    at = np.searchsorted(ids, points)
    known = (at < len(ids)) & (ids[np.minimum(at, len(ids) - 1)] == points) if len(ids) else np.zeros(len(at), bool)
    missing = int((~known).sum())
    if missing > MOST_MISSING * len(points):
        what = f"{missing:,} of {len(points):,} road points have no place in the file."
        raise InputError([Problem(str(path), what, "Give a complete extract with its nodes.")])
    way = np.repeat(np.arange(len(ways)), counts)
    joined = known[:-1] & known[1:] & (way[:-1] == way[1:]) & (points[:-1] != points[1:])
    tails, heads, way = at[:-1][joined], at[1:][joined], way[:-1][joined]
    lonlat = np.array([places[i] for i in ids.tolist()])
    lon, lat = lonlat[:, 0].copy(), lonlat[:, 1].copy()
    pieces = np.ceil(ground_metres(lon[tails], lat[tails], lon[heads], lat[heads]) / SPACING_M).astype(np.int64)
    pieces = np.maximum(pieces, 1)
    tails, heads, lon, lat = _split(tails, heads, lon, lat, pieces)
    way = np.repeat(way, pieces)
    added = len(lon) - len(ids)
    ids = np.concatenate([ids, -1 - np.arange(added)])
    metres = ground_metres(lon[tails], lat[tails], lon[heads], lat[heads])
    kind = np.array([w.road_class for w in ways], dtype=np.int16)[way]
    kmh = np.array([speeds.kmh(speeds.names[w.road_class], w.limit) for w in ways])[way]
    factor = np.array([c.emergency_factor.value for c in speeds.classes])[kind]
    forward = np.array([w.forward for w in ways])[way]
    backward = np.array([w.backward for w in ways])[way]
    joins = np.array([c.road_access for c in speeds.classes])[kind]
    access = np.zeros(len(ids), dtype=np.bool_)
    access[tails[joins]] = access[heads[joins]] = True

    def both(values: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([values[forward], values[backward]])

    names = sorted({w.name for w in ways} - {""})
    place = {name: k for k, name in enumerate(names)}
    called = np.array([place.get(w.name, -1) for w in ways], dtype=np.int32)[way]
    normal = metres * 3.6 / kmh
    roads = Roads(
        source=str(path),
        node_ids=ids,
        lon=lon,
        lat=lat,
        road_access=access,
        tails=np.concatenate([tails[forward], heads[backward]]).astype(np.int32),
        heads=np.concatenate([heads[forward], tails[backward]]).astype(np.int32),
        length_m=both(metres),
        classes=speeds.names,
        class_of=both(kind),
        speed_kmh=both(kmh),
        seconds=both(normal / factor),
        normal_seconds=both(normal),
        notices=(NOTICE,),
        names=tuple(names),
        name_of=both(called),
    )
    return roads, missing


def _split(
    tails: NDArray[np.int64], heads: NDArray[np.int64], lon: Float, lat: Float, pieces: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Float, Float]:
    """Cut each straight piece of road into `pieces` equal ones; new nodes come after those there are."""
    segment = np.repeat(np.arange(len(pieces)), pieces)
    step = np.arange(len(segment)) - np.repeat(pieces.cumsum() - pieces, pieces)
    last = step == pieces[segment] - 1
    share = ((step + 1) / pieces[segment])[~last]
    a, b = tails[segment[~last]], heads[segment[~last]]
    end = np.empty(len(segment), dtype=np.int64)
    end[last] = heads
    end[~last] = len(lon) + np.arange(len(a))
    start = np.where(step == 0, tails[segment], np.roll(end, 1))
    lon = np.concatenate([lon, lon[a] + share * (lon[b] - lon[a])])
    lat = np.concatenate([lat, lat[a] + share * (lat[b] - lat[a])])
    return start, end, lon, lat
