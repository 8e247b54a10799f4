"""Who is on duty in each hour, how soon they leave, and where those on patrol are."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.errors import InputError, Problem
from bluelight.response.streams import key_of, stream

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def on_shift(on_from: float, on_to: float) -> Flags:
    """The hours of the day (24 flags) between two times; an end at or before the start is on the next day."""
    length = on_to - on_from
    if length <= 0:
        length += 24.0
    return (np.arange(24) - on_from) % 24 < length


def crewing_rows(area: Area) -> pd.DataFrame:
    """The crewing row of each unit, in the order of the units. InputError where a unit has none."""
    rows = area.crewing.set_index(["service", "crewing"])
    wanted = pd.MultiIndex.from_frame(area.units[["service", "crewing"]])
    missing = ~wanted.isin(rows.index)
    if missing.any():
        units = area.units.to_dict("records")
        raise InputError(
            Problem(
                "units.csv",
                f"unit {units[i]['unit']} is {units[i]['service']} {units[i]['crewing']}: crewing.csv has no such row.",
                "Add a row for that service and crewing to crewing.csv.",
                int(i) + 2,
                "crewing",
            )
            for i in np.nonzero(missing)[0]
        )
    return rows.loc[wanted].reset_index()


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


def draw_duty(area: Area, crewing: pd.DataFrame, hours: int, seed: int, replication: int) -> Flags:
    """Whether each unit is on duty in each hour of the horizon (hours, units).

    A unit is on duty in the hours of its shift, if a crew can be raised in that spell: availability is drawn once per
    spell of `spell_h` hours. The draws belong to the unit's identifier, so every option meets the same absences.
    """
    units = area.units
    duty = np.empty((hours, len(units)), dtype=bool)
    days = -(-hours // 24)
    for i, (unit, on_from, on_to, availability, spell) in enumerate(
        zip(units["unit"], units["on_from"], units["on_to"], crewing["availability"], crewing["spell_h"], strict=True)
    ):
        column = np.tile(on_shift(on_from, on_to), days)[:hours]
        if availability < 1.0:
            spells = -(-hours // int(spell))
            there = stream(seed, replication, "availability", key_of(unit)).random(spells) < availability
            column &= np.repeat(there, int(spell))[:hours]
        duty[:, i] = column
    return duty


def draw_beats(
    area: Area, patrol: NDArray[np.int64], home_zone: NDArray[np.int64], hours: int, seed: int, replication: int
) -> NDArray[np.int32]:
    """The zone (row of the area's zones) in which each patrolling unit waits in each hour (hours, patrolling units).

    A unit's beat is the district of its home site. Within it, the zone is drawn each hour in proportion to the demand
    that its service leads on; a district without any is patrolled evenly.
    """
    beats = np.zeros((hours, len(patrol)), dtype=np.int32)
    district = area.zones["district"].to_numpy()
    services = area.units["service"].to_numpy()
    weights = {service: led_demand(area, service) for service in sorted(set(services[patrol]))}
    for column, unit in enumerate(patrol):
        zones = np.nonzero(district == district[home_zone[unit]])[0]
        weight = weights[services[unit]][zones]
        if weight.sum() <= 0:
            weight = np.ones(len(zones))
        total = np.cumsum(weight)
        draw = stream(seed, replication, "patrol", key_of(str(area.units["unit"].iloc[unit]))).random(hours)
        picked = np.searchsorted(total / total[-1], draw, side="right")
        beats[:, column] = zones[np.minimum(picked, len(zones) - 1)]
    return beats


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
