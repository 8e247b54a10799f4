"""One place's reach and one journey, with the straight way on and off the roads, as shapes to draw or to hand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bluelight.errors import InputError, Problem
from bluelight.travel.roads.arrays import Float
from bluelight.travel.roads.isochrone import Isochrone, isochrone
from bluelight.travel.roads.snap import Snapped, snap
from bluelight.travel.roads.times import RoadTimes, Route

LONGEST_MIN = 240.0


@dataclass(frozen=True, eq=False)
class Reach:
    """What can be reached from a place within so many minutes each, the shortest first."""

    place: Snapped
    minutes: tuple[float, ...]
    found: tuple[Isochrone, ...]
    notices: tuple[str, ...]

    def geojson(self) -> dict[str, Any]:
        """For each limit an outline and the roads reached, then the place, as a FeatureCollection."""
        features = []
        for minutes, reached in zip(self.minutes, self.found, strict=True):
            said = {"minutes": minutes, "km_of_road": round(reached.km, 3)}
            features.append(_feature(reached.outline_geojson(), kind="outline", **said))
            features.append(_feature(reached.roads_geojson(), kind="roads", **said))
        features.append(_point(self.place, 0, kind="from"))
        return _collection(features, self.notices)


@dataclass(frozen=True)
class Step:
    """A stretch of a way along one road; name: None where the road file gives it none."""

    name: str | None
    minutes: float
    km: float


@dataclass(frozen=True, eq=False)
class Way:
    """The quickest way from one place to another; minutes and km with the straight way at both ends.

    steps: the way road by road, without those straight ways.
    """

    places: Snapped
    route: Route
    notices: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> float:
        """Driving time."""
        return float(self.route.seconds + self.places.seconds.sum()) / 60.0

    @property
    def km(self) -> float:
        """Distance driven."""
        return float(self.route.metres + self.places.metres.sum()) / 1000.0

    def geojson(self) -> dict[str, Any]:
        """The way and both places, as a FeatureCollection."""
        steps = [{"name": s.name, "minutes": round(s.minutes, 3), "km": round(s.km, 3)} for s in self.steps]
        said = {"minutes": round(self.minutes, 3), "km": round(self.km, 3), "steps": steps}
        features = [_feature(self.route.geojson(), kind="route", **said)]
        features += [_point(self.places, i, kind=kind) for i, kind in enumerate(("from", "to"))]
        return _collection(features, self.notices)


def reach_from(times: RoadTimes, lon: float, lat: float, minutes: tuple[float, ...]) -> Reach:
    """What a place reaches. InputError where it is far from any road, or a limit is no time or used up on the way."""
    for limit in minutes:
        if not 0 < limit <= LONGEST_MIN:
            what = f"{limit:g} minutes is no limit."
            raise InputError([Problem("--minutes", what, f"Give a number above 0, up to {LONGEST_MIN:g}.")])
    place = snap(times.network, ["from"], [lon], [lat])
    limits = tuple(sorted(set(minutes)))
    left = [60.0 * limit - float(place.seconds[0]) for limit in limits]
    if left[0] <= 0:
        what = f"{limits[0]:g} minutes are used up on the {place.metres[0]:.0f} m to the nearest road."
        raise InputError([Problem("--minutes", what, "Give more minutes or a place nearer to a road.")])
    found = tuple(isochrone(times, int(place.nodes[0]), seconds) for seconds in left)
    return Reach(place, limits, found, times.network.notices)


def way_between(times: RoadTimes, start: tuple[float, float], end: tuple[float, float]) -> Way:
    """The quickest way. InputError where a place is far from any road, BluelightError where no road leads there."""
    places = snap(times.network, ["from", "to"], [start[0], end[0]], [start[1], end[1]])
    route = times.route(int(places.nodes[0]), int(places.nodes[1]))
    return Way(places, route, times.network.notices, _steps(times, route))


def _steps(times: RoadTimes, route: Route) -> tuple[Step, ...]:
    """The way cut where the name of the road changes."""
    network = times.network
    if not len(route.arcs):
        return ()
    called = network.name_of[route.arcs] if len(network.name_of) else np.full(len(route.arcs), -1, dtype=np.int32)
    starts = np.flatnonzero(np.concatenate([[True], called[1:] != called[:-1]]))
    minutes = np.add.reduceat(times.seconds[route.arcs], starts) / 60.0
    km = np.add.reduceat(network.length_m[route.arcs], starts) / 1000.0
    return tuple(
        Step(network.names[name] if name >= 0 else None, spent, driven)
        for name, spent, driven in zip(called[starts].tolist(), minutes.tolist(), km.tolist(), strict=True)
    )


def lines_within(times: RoadTimes, west: float, south: float, east: float, north: float) -> Float:
    """The open roads that start in a rectangle of degrees, shape (roads, 2, 2): the ground under a route."""
    network = times.network
    lon, lat = network.lon[network.tails], network.lat[network.tails]
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north) & np.isfinite(times.seconds)
    rows = np.flatnonzero(inside)
    heads = network.heads[rows]
    starts = np.column_stack([lon[rows], lat[rows]])
    return np.stack([starts, np.column_stack([network.lon[heads], network.lat[heads]])], axis=1)


def _feature(geometry: dict[str, Any], **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(places: Snapped, row: int, kind: str) -> dict[str, Any]:
    where = {"type": "Point", "coordinates": [float(places.lon[row]), float(places.lat[row])]}
    return _feature(where, kind=kind, metres_to_road=round(float(places.metres[row]), 1))


def _collection(features: list[dict[str, Any]], notices: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "notices": list(notices), "features": features}
