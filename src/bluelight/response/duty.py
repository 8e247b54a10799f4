"""Who is on duty in each hour, how soon they leave, and where those on patrol are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.week import HOURS, week_hours
from bluelight.errors import InputError, Problem
from bluelight.response.once import once
from bluelight.response.rules.availability import availability_by_hour
from bluelight.response.rules.shifts import crewing_by_hour, hours_on, own_crewing
from bluelight.response.rules.turnout import mean_of_stated
from bluelight.response.streams import key_of, stream

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Luck = dict[tuple[object, ...], NDArray[Any]]  # what was drawn of one replication, by all that it depends on


def on_shift(on_from: float, on_to: float) -> Flags:
    """The hours of the day (24 flags) between two times; an end at or before the start is on the next day."""
    return week_hours((), on_from, on_to)[:24]


@once
def crewing_rows(area: Area) -> pd.DataFrame:
    """The crewing row of each unit, in the order of the units. InputError where a unit has none."""
    return area.crewing.iloc[own_crewing(area)].reset_index(drop=True)


def turnout_by_hour(area: Area) -> Floats:
    """Mean turnout by hour and unit, in minutes: of the day (24, units), of the week (168, units) where days differ.

    InputError where a crewing is not described.
    """
    by_crewing = turnout_minutes(area.crewing) * mean_of_stated(area)
    week = by_crewing[(np.arange(HOURS) % 24)[:, None], crewing_by_hour(area)]
    days = week.reshape(-1, 24, len(area.units))
    return np.ascontiguousarray(days[0] if (days == days[0]).all() else week)


def turnout_minutes(crewing: pd.DataFrame) -> Floats:
    """Turnout by hour of the day and unit (24, units), in minutes. Day hours begin and end on the hour."""
    problems = []
    for column in ("day_from", "day_to"):
        for row in crewing[crewing[column] % 1.0 != 0.0].drop_duplicates(["service", "crewing"]).to_dict("records"):
            problems.append(
                Problem(
                    "crewing.csv",
                    f"{row['service']} {row['crewing']} has day hours that change at {row[column]:.2f} h.",
                    "Give a time on the hour.",
                    None,
                    column,
                )
            )
    if problems:
        raise InputError(problems)
    day = np.array([on_shift(f, t) for f, t in zip(crewing["day_from"], crewing["day_to"], strict=True)])
    seconds = np.where(
        day.reshape(-1, 24).T, crewing["turnout_day_s"].to_numpy(float), crewing["turnout_night_s"].to_numpy(float)
    )
    return np.ascontiguousarray(seconds / 60.0)


def draw_duty(
    area: Area, crewing: pd.DataFrame, hours: int, seed: int, replication: int, luck: Luck | None = None
) -> Flags:
    """Whether each unit is on duty in each hour of the horizon (hours, units). The horizon begins with a Monday.

    A unit is on duty in the hours of its shifts in which a crew can be raised. One draw for each spell of `spell_h`
    hours is held against the availability of each hour. Draws belong to the identifier of a unit, so every option meets
    the same absences. `luck` keeps them for the next option of the same replication.
    """
    luck = {} if luck is None else luck
    week = np.arange(hours) % HOURS
    duty: Flags = hours_on(area)[week]
    available = _availability(area)
    for i, (unit, spell) in enumerate(zip(area.units["unit"], crewing["spell_h"], strict=True)):
        if available[:, i].min() < 1.0:
            spells = -(-hours // int(spell))
            key = "availability", unit, spells
            if key not in luck:
                luck[key] = stream(seed, replication, "availability", key_of(unit)).random(spells)
            duty[:, i] &= np.repeat(luck[key], int(spell))[:hours] < available[week, i]
    return duty


@once
def _availability(area: Area) -> Floats:
    return availability_by_hour(area, crewing_by_hour(area))


def draw_beats(
    area: Area,
    patrol: NDArray[np.int64],
    home_zone: NDArray[np.int64],
    hours: int,
    seed: int,
    replication: int,
    luck: Luck | None = None,
) -> NDArray[np.int32]:
    """The zone (row of the area's zones) in which each patrolling unit waits in each hour (hours, patrolling units).

    A unit's beat is the district of its home site. Within it, the zone is drawn each hour in proportion to the demand
    that its service leads on; a district without any is patrolled evenly. `luck` keeps beats for the next option.
    """
    luck = {} if luck is None else luck
    beats = np.zeros((hours, len(patrol)), dtype=np.int32)
    districts = area.zones["district"].tolist()
    services, names = area.units["service"].tolist(), area.units["unit"].tolist()
    for column, unit in enumerate(patrol):
        zones, upto, said = _beat(area, services[unit], districts[home_zone[unit]])
        key = "patrol", names[unit], said, hours
        if key not in luck:
            draw = stream(seed, replication, "patrol", key_of(names[unit])).random(hours)
            picked = np.searchsorted(upto, draw, side="right")
            luck[key] = zones[np.minimum(picked, len(zones) - 1)]
        beats[:, column] = luck[key]
    return beats


@once
def _beat(area: Area, service: str, district: str) -> tuple[NDArray[np.int64], Floats, bytes]:
    """The zones of a district, the running share of what its service leads on in each, and both as bytes."""
    zones = np.nonzero(area.zones["district"].to_numpy() == district)[0]
    weight = led_demand(area, service)[zones]
    if weight.sum() <= 0:
        weight = np.ones(len(zones))
    total = np.cumsum(weight)
    upto = total / total[-1]
    return zones, upto, zones.tobytes() + upto.tobytes()


@once
def led_demand(area: Area, service: str) -> Floats:
    """Incidents a year by zone whose calls the service takes."""
    types = area.incident_types[area.incident_types["lead_service"] == service]
    yearly = types.groupby("family")["annual_count"].sum()
    rows = area.demand[area.demand["family"].isin(yearly.index)]
    zone_row = {zone: i for i, zone in enumerate(area.zones["zone"])}
    weight = np.zeros(len(zone_row))
    np.add.at(
        weight,
        [zone_row[z] for z in rows["zone"]],
        rows["share"].to_numpy(float) * yearly.loc[rows["family"]].to_numpy(float),
    )
    return weight
