"""An area turned into arrays: all that the kernel needs to know of a place, its units and their duty."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.week import HOURS
from bluelight.response import duty as duties
from bluelight.response.arrays import Duty, Flags, Fleet, Floats, Map, Rules, arrange, as_map, changes
from bluelight.response.rules.borders import over_border_minutes
from bluelight.response.rules.diversion import compile_diversion
from bluelight.response.rules.off_road import with_a_vehicle
from bluelight.response.rules.stand_ins import compile_stand_ins
from bluelight.response.rules.standby import compile_standby
from bluelight.response.rules.travel_periods import compile_pace
from bluelight.travel import TravelTimes

EARTH_RADIUS_KM = 6371.0088
TAIL_HOURS = 48  # duty after the last call, so that those still waiting are answered


@dataclass(frozen=True, eq=False)
class Scenario:
    """A place and its units, compiled once per option; duty and requests are drawn per replication."""

    area: Area
    kinds: tuple[tuple[str, str], ...]  # service and kind of unit: the same name in two services is two kinds
    map: Map
    fleet: Fleet
    home_zone: NDArray[np.int64]  # by unit: the zone nearest its home
    rules: Rules


def planar_km(lon: Floats, lat: Floats, middle: float) -> Floats:
    """Longitude and latitude on a plane around a middle latitude (places, 2), in km (equirectangular)."""
    return EARTH_RADIUS_KM * np.stack([np.radians(lon) * np.cos(np.radians(middle)), np.radians(lat)], axis=1)


def place_to_place(travel: TravelTimes, site_zone: NDArray[np.int64]) -> NDArray[np.float32]:
    """Minutes between all places (destination, origin).

    Travel times are given to zones only. The way back to a site is taken as long as the way out from it, and a site as
    far from another as from the zone nearest to that.
    """
    n_sites, n_zones = len(travel.site_ids), len(travel.zone_ids)
    to = np.zeros((n_sites + n_zones, n_sites + n_zones), dtype=np.float32)
    to[n_sites:] = travel.minutes.T
    to[:n_sites, n_sites:] = travel.minutes[:n_sites]
    to[:n_sites, :n_sites] = travel.minutes[:n_sites, site_zone].T
    return to


@lru_cache(maxsize=4)
def _map(kept: _ByContent) -> Map:
    """The places of a set of travel times, the same for all options that have the same sites."""
    travel = kept.travel
    n_sites = len(travel.site_ids)
    lon, lat = travel.places_lonlat[:, 0], travel.places_lonlat[:, 1]
    xy = planar_km(lon, lat, float(lat[n_sites:].mean()))
    return as_map(place_to_place(travel, nearest_zones(xy, n_sites)), xy, n_sites)


class _ByContent:
    """Travel times as the key of what is made of their minutes and places."""

    def __init__(self, travel: TravelTimes) -> None:
        self.travel = travel
        sha = hashlib.blake2b(travel.minutes.tobytes())
        sha.update(travel.places_lonlat.tobytes())
        self.key = len(travel.site_ids), sha.digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByContent) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def nearest_zones(xy: Floats, n_sites: int) -> NDArray[np.int64]:
    """The zone nearest to each site, the lowest on ties."""
    nearest: NDArray[np.int64] = ((xy[:n_sites, None] - xy[n_sites:]) ** 2).sum(axis=2).argmin(axis=1)
    return nearest


def kinds_of(area: Area) -> tuple[tuple[str, str], ...]:
    """The kinds of unit that an area has, each with its service, in the order of its units."""
    return tuple(dict.fromkeys(zip(area.units["service"], area.units["kind"], strict=True)))


def compile_scenario(area: Area, travel: TravelTimes) -> Scenario:
    """The area as arrays. InputError where a unit's crewing is not described."""
    n_sites = len(travel.site_ids)
    world = _map(_ByContent(travel))
    to, site_zone = world.to, nearest_zones(world.xy, n_sites)
    frame = area.units
    site_row = {site: i for i, site in enumerate(travel.site_ids)}
    home = np.array([site_row[s] for s in frame["site"]], dtype=np.int32)
    pairs = kinds_of(area)
    index = {pair: k for k, pair in enumerate(pairs)}
    kind = np.array([index[p] for p in zip(frame["service"], frame["kind"], strict=True)], dtype=np.int32)
    on_patrol = set(area.services.loc[area.services["waits"] == "patrol", "service"])
    fleet = arrange(
        kind=kind,
        home=home,
        patrols=frame["service"].isin(on_patrol).to_numpy(dtype=bool),
        turnout=duties.turnout_by_hour(area) + over_border_minutes(area),
        scale=np.array([travel.scale[service] for service, _ in pairs]),
        speed_home=np.array([area.parameter("return_factor", service) for service, _ in pairs]),
        to=to,
    )
    return Scenario(
        area=area,
        kinds=pairs,
        map=world,
        fleet=fleet,
        home_zone=site_zone[home],
        rules=Rules(
            diverts=compile_diversion(area, pairs),
            preference=compile_stand_ins(area, pairs),
            standby=compile_standby(area, pairs, site_row, to, n_sites, travel.scale),
            pace=compile_pace(area, pairs, travel.scale),
        ),
    )


def draw_shifts(
    scenario: Scenario, hours: int, seed: int, replication: int, luck: duties.Luck | None = None
) -> tuple[Duty, Flags]:
    """Duty over the horizon and a tail, and the same as flags (hours, units) for the horizon alone.

    In the tail every vehicle is on the road. `luck` keeps what was drawn for the next option of the same replication.
    """
    area = scenario.area
    tail = TAIL_HOURS + (HOURS if len(area.shifts) else 0)  # somebody may be on duty on one day of the week alone
    on = duties.draw_duty(area, duties.crewing_rows(area), hours + tail, seed, replication, luck)
    with_vehicle = with_a_vehicle(area, hours, seed, replication)
    if with_vehicle is not None:
        on[:hours] &= with_vehicle
    patrol = np.nonzero(scenario.fleet.units["patrol"] >= 0)[0]
    beats = duties.draw_beats(area, patrol, scenario.home_zone, hours + tail, seed, replication, luck)
    return Duty(*changes(on), beats=(beats + scenario.map.first_zone).astype(np.int32)), on[:hours]
