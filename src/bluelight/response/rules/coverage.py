"""Standby by coverage: a unit that has finished waits where it adds most to the demand covered (dynamic MEXCLP).

Of C. J. Jagtenberg, S. Bhulai and R. D. van der Mei, "An efficient heuristic for real-time ambulance redeployment",
Operations Research for Health Care 4, 2015, 27-35.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.response.arrays import Flags, Floats, Ints
from bluelight.response.compiling import compiled
from bluelight.response.duty import led_demand

MINUTES, BUSY_SHARE = "standby_cover_minutes", "standby_busy_share"


def covering_kinds(area: Area, kinds: tuple[tuple[str, str], ...]) -> Flags:
    """Which kinds stand by so (kinds,): those of services with a `standby_cover_minutes` above 0."""
    return np.array([_parameter(area, MINUTES, service, 0.0) > 0 for service, _ in kinds], dtype=np.bool_)


def compile_coverage(
    area: Area,
    kinds: tuple[tuple[str, str], ...],
    site_row: Mapping[str, int],
    to: NDArray[np.float32] | Floats,
    first_zone: int,
    scale: Mapping[str, float],
) -> tuple[Ints, Flags, Floats, Floats]:
    """Posts (kinds, posts) filled up with -1, the zones that each covers, demand (kinds, zones), and missed (kinds, n).

    A post covers the zones within the service's minutes by its travel times. `missed` is the share of moments at which
    n units that cover a zone are all busy.
    """
    units = area.units
    homes = [
        sorted({site_row[s] for s in units.loc[(units["service"] == service) & (units["kind"] == kind), "site"]})
        for service, kind in kinds
    ]
    zones = len(to) - first_zone
    most = max(map(len, homes))
    posts = np.full((len(kinds), most), -1, dtype=np.int32)
    covers = np.zeros((len(kinds), most, zones), dtype=np.bool_)
    demand = np.zeros((len(kinds), zones))
    missed = np.zeros((len(kinds), len(units) + 1))
    for k, (service, _) in enumerate(kinds):
        posts[k, : len(homes[k])] = homes[k]
        minutes = _parameter(area, MINUTES, service, 0.0)
        covers[k, : len(homes[k])] = (scale[service] * to[first_zone:, homes[k]] <= minutes).T
        demand[k] = led_demand(area, service)
        missed[k] = _parameter(area, BUSY_SHARE, service, 0.3) ** np.arange(len(units) + 1)
    return posts, covers, demand, missed


def _parameter(area: Area, name: str, service: str, default: float) -> float:
    try:
        return area.parameter(name, service)
    except KeyError:
        return default


@compiled
def best_post(kind, crews, standby):
    """The post at which one more unit covers most, the first on ties; free units count where they wait or drive to."""
    posts, covers, demand, missed = standby.posts, standby.covers, standby.demand, standby.missed
    count = crews.by_zone
    count[:] = 0
    for i in range(crews.kinds[kind].first, crews.kinds[kind].first + crews.kinds[kind].count):
        unit = crews.members[i]
        if crews.units[unit].slot < 0:
            continue
        for post in range(posts.shape[1]):
            if posts[kind, post] == crews.units[unit].home:
                for zone in range(len(count)):
                    count[zone] += covers[kind, post, zone]
    best = 0
    most = -1.0
    for post in range(posts.shape[1]):
        if posts[kind, post] < 0:
            break
        gain = 0.0
        for zone in range(len(count)):
            if covers[kind, post, zone]:
                gain += demand[kind, zone] * missed[kind, count[zone]]
        if gain > most:
            most = gain
            best = post
    return posts[kind, best]
