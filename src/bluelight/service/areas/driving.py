"""Reach and journeys of an area, drawn; the roads of a pack are made ready once and kept for the next who asks."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

from bluelight.area import Area
from bluelight.documents.maps.reach import bands, reach_chart
from bluelight.documents.maps.roads import ground_of, way_chart
from bluelight.documents.model import Chart
from bluelight.errors import BluelightError
from bluelight.service.areas import places
from bluelight.travel import travel_times
from bluelight.travel.roads import Prepared, RoadTimes, prepare
from bluelight.travel.roads.kept import roads_of
from bluelight.travel.roads.shapes import reach_from, way_between

LARGEST_BYTES = 10 * 2**20
"""Of packed arcs, about a million: making more ready would hold up everybody else."""
_one_at_a_time = Lock()


def draws_on_roads(area: Area) -> bool:
    """Whether the pack keeps roads to draw on."""
    return area.roads is not None


def reach(identifier: str, site: str, service: str, minutes: int) -> Chart:
    """What a service reaches from a site. BluelightError where it cannot be drawn."""
    with _one_at_a_time:
        return _reach(identifier, site, service, minutes)


def way(identifier: str, start: str, end: str, service: str) -> Chart:
    """The quickest way between two places, each "site:NAME" or "zone:NAME". BluelightError where there is none."""
    with _one_at_a_time:
        return _way(identifier, start, end, service)


@lru_cache(maxsize=32)
def _reach(identifier: str, site: str, service: str, minutes: int) -> Chart:
    area = places.area(identifier)
    reached = None
    if area.roads is not None:
        (lon, lat), _ = _place(area, f"site:{site}")
        reached = reach_from(_times(identifier, service), lon, lat, tuple(float(limit) for limit in bands(minutes)))
    return reach_chart(area, travel_times(area), site, service, minutes, reached)


@lru_cache(maxsize=32)
def _way(identifier: str, start: str, end: str, service: str) -> Chart:
    area, times = places.area(identifier), _times(identifier, service)
    (a, here), (b, there) = _place(area, start), _place(area, end)
    found = way_between(times, a, b)
    return way_chart(found, ground_of(found, times), here, there)


@lru_cache(maxsize=4)
def _times(identifier: str, service: str) -> RoadTimes:
    roads = _prepared(identifier)
    return roads.weigh(roads.network.seconds * places.area(identifier).parameter("travel_scale", service))


@lru_cache(maxsize=1)
def _prepared(identifier: str) -> Prepared:
    area = places.area(identifier)
    if area.roads is not None and area.roads.arcs.is_file() and area.roads.arcs.stat().st_size > LARGEST_BYTES:
        raise BluelightError(
            f"The roads of {area.name} are too many to draw on a page. "
            "Use the commands bluelight roads isochrone and bluelight roads route."
        )
    return prepare(roads_of(area))


def _place(area: Area, key: str) -> tuple[tuple[float, float], str]:
    """Where a place is, as longitude and latitude, and what it is called."""
    kind, _, name = key.partition(":")
    table = area.sites if kind == "site" else area.zones
    row = table.loc[table[kind] == name].iloc[0]
    return (float(row["lon"]), float(row["lat"])), str(row["name"])
