"""Shifts by weekday, and how each is crewed. The horizon begins with a Monday."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.week import HOURS, week_hours
from bluelight.errors import InputError, Problem
from bluelight.response.once import once

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@once
def hours_on(area: Area) -> Flags:
    """Whether each unit is on shift in each hour of the week (168, units).

    The shifts of a unit take the place of its daily duty, so that a unit with shifts on weekdays is off at weekends.
    """
    units = area.units
    on = np.stack(
        [week_hours((), begin, end) for begin, end in zip(units["on_from"], units["on_to"], strict=True)], axis=1
    )
    row_of = {unit: i for i, unit in enumerate(units["unit"])}
    # An option may have withdrawn a unit that has shifts.
    mine = [row for row in area.shifts.to_dict("records") if row["unit"] in row_of]
    on[:, [row_of[row["unit"]] for row in mine]] = False
    for row in mine:
        on[:, row_of[row["unit"]]] |= week_hours(row["weekdays"], row["on_from"], row["on_to"])
    return on


def own_crewing(area: Area) -> Ints:
    """The row of `crewing` of each unit (units,). InputError where there is none."""
    units = [(unit["unit"], unit["service"], unit["crewing"]) for unit in area.units.to_dict("records")]
    return _rows(area, "units.csv", units)


def crewing_by_hour(area: Area) -> Ints:
    """The row of `crewing` that each unit has in each hour of the week (168, units). InputError where there is none."""
    crew = np.tile(own_crewing(area), (HOURS, 1))
    at = {unit: (i, service) for i, (unit, service) in enumerate(area.units[["unit", "service"]].to_numpy())}
    named = [row for row in area.shifts.to_dict("records") if row["crewing"] and row["unit"] in at]
    found = _rows(area, "shifts.csv", [(row["unit"], at[row["unit"]][1], row["crewing"]) for row in named])
    for row, crewing in zip(named, found, strict=True):
        crew[week_hours(row["weekdays"], row["on_from"], row["on_to"]), at[row["unit"]][0]] = crewing
    return crew


def _rows(area: Area, file: str, wanted: list[tuple[str, str, str]]) -> Ints:
    """The row of `crewing` for each unit, service and crewing."""
    row_of = {pair: i for i, pair in enumerate(zip(area.crewing["service"], area.crewing["crewing"], strict=True))}
    problems = [
        Problem(
            file,
            f"unit {unit} is {service} {crewing}: crewing.csv has no such row.",
            "Add a row for that service and crewing to crewing.csv.",
            i + 2 if file == "units.csv" else None,
            "crewing",
        )
        for i, (unit, service, crewing) in enumerate(wanted)
        if (service, crewing) not in row_of
    ]
    if problems:
        raise InputError(problems)
    return np.array([row_of[service, crewing] for _, service, crewing in wanted], dtype=np.int64)
