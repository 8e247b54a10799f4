"""Calls: what happens where and when, drawn once per replication and answered under every option.

Calls of a type arrive as a Poisson process with a rate that follows the hourly profile of its demand family and zones
drawn by the family's shares. Every type and every purpose has its own stream of random numbers, so an option that sends
another unit, or that changes one type of incident, leaves all other draws as they were.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.response.once import once
from bluelight.response.rules.spates import draw_spates
from bluelight.response.rules.weekdays import weekday_factors
from bluelight.response.streams import key_of, stream

DAYS_PER_YEAR = 365.0
MINUTES_PER_DAY = 1440.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Calls:
    """The calls of one replication in order of time, with the draws that their answers will need.

    `zone` and `incident_type` count rows of the area's tables. `item_u` has a row for each place in the attendance,
    from order 1.
    """

    seed: int
    replication: int
    days: int
    warm_up_days: int
    time_min: Floats  # from the start of the warm-up
    zone: Ints
    incident_type: Ints
    on_scene_z: Floats  # standard normal
    conveyance_u: Floats  # uniform
    handover_z: Floats  # standard normal
    journey_z: Floats  # standard normal: how the journeys to this call differ from the expected ones
    item_u: Floats  # (orders, calls) uniform: whether the unit is sent

    def __len__(self) -> int:
        return len(self.time_min)


def highest_order(area: Area) -> int:
    """The last place in any attendance."""
    return int(area.attendance["order"].max()) if len(area.attendance) else 0


def draw_calls(
    area: Area, days: int, seed: int, replication: int, warm_up_days: int = 7, orders: int | None = None
) -> Calls:
    """Draw the calls of one replication of `warm_up_days + days` days.

    `orders` is how many places of the attendance get draws; by default as many as the area uses. More of them change
    none of the others.
    """
    places = highest_order(area) if orders is None else orders
    horizon_days = warm_up_days + days
    shares, profiles = family_tables(area)
    by_day = day_factors(area, horizon_days, seed, replication)
    columns: list[tuple[Floats, ...]] = []
    zones: list[Ints] = []
    types: list[Ints] = []
    items: list[list[Floats]] = []
    rows = area.incident_types
    for index, (name, family, annual) in enumerate(
        zip(rows["incident_type"], rows["family"], rows["annual_count"], strict=True)
    ):
        key = key_of(name)
        draw = stream(seed, replication, "calls", key)
        day = draw_days(draw, float(annual), horizon_days, by_day.get(family))
        n = len(day)
        hour = np.interp(draw.random(n), profiles[family], np.arange(25.0))
        zones.append(np.searchsorted(shares[family], draw.random(n), side="right").astype(np.int32))
        types.append(np.full(n, index, dtype=np.int32))
        care = stream(seed, replication, "care", key)
        columns.append(
            (
                day * MINUTES_PER_DAY + hour * 60.0,
                care.standard_normal(n),
                care.random(n),
                care.standard_normal(n),
                care.standard_normal(n),
            )
        )
        items.append([stream(seed, replication, "item", key, order).random(n) for order in range(1, places + 1)])
    time, on_scene_z, conveyance_u, handover_z, journey_z = (
        np.concatenate([np.empty(0), *(c[k] for c in columns)]) for k in range(5)
    )
    by_time = np.argsort(time, kind="stable")
    item_u = np.empty((places, len(time)))
    for order in range(places):
        item_u[order] = np.concatenate([np.empty(0), *(item[order] for item in items)])[by_time]
    return Calls(
        seed=seed,
        replication=replication,
        days=days,
        warm_up_days=warm_up_days,
        time_min=time[by_time],
        zone=_joined(zones)[by_time],
        incident_type=_joined(types)[by_time],
        on_scene_z=on_scene_z[by_time],
        conveyance_u=conveyance_u[by_time],
        handover_z=handover_z[by_time],
        journey_z=journey_z[by_time],
        item_u=item_u,
    )


def day_factors(area: Area, days: int, seed: int, replication: int) -> dict[str, Floats]:
    """By family whose days differ: what its rate is multiplied by on each day of the horizon."""
    factors = weekday_factors(area, days)
    for family, factor in draw_spates(area, days, seed, replication).items():
        factors[family] = factors.get(family, 1.0) * factor
    return factors


def draw_days(draw: np.random.Generator, annual: float, days: int, factor: Floats | None) -> Floats:
    """The day of each of the calls of `days` days, of which there are `annual` a year; `factor` is by day."""
    if factor is None:
        uniform: Floats = draw.random(draw.poisson(annual / DAYS_PER_YEAR * days))
        return np.floor(uniform * days)
    uniform = draw.random(draw.poisson(annual / DAYS_PER_YEAR * factor.sum()))
    return np.asarray(np.searchsorted(_cumulative(factor), uniform, side="right"), dtype=np.float64)


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)


@once
def family_tables(area: Area) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Per family: the running total of its shares over zones, and of its shares over hours (25 values, 0 to 1)."""
    zone_row = {zone: i for i, zone in enumerate(area.zones["zone"])}
    shares: dict[str, Floats] = {}
    for family, rows in area.demand.groupby("family", sort=False):
        weight = np.zeros(len(zone_row))
        np.add.at(weight, [zone_row[z] for z in rows["zone"]], rows["share"].to_numpy(dtype=float))
        shares[str(family)] = _cumulative(weight)
    profiles: dict[str, Floats] = {}
    for family, rows in area.hours.groupby("family", sort=False):
        weight = np.zeros(24)
        np.add.at(weight, rows["hour"].to_numpy(dtype=int), rows["share"].to_numpy(dtype=float))
        profiles[str(family)] = np.concatenate([[0.0], _cumulative(weight)])
    return shares, profiles


def _cumulative(weight: Floats) -> Floats:
    total: Floats = np.cumsum(weight)
    if total[-1] <= 0:
        return np.ones(len(weight))
    # Everything from the last positive share on is exactly 1, so that no draw can fall beyond it.
    last = int(np.nonzero(weight)[0][-1])
    total /= total[-1]
    total[last:] = 1.0
    return total
