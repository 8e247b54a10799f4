"""An area compiled: all that a replication needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.errors import InputError, Problem
from bluelight.response.requests import Attendance, compile_attendance
from bluelight.response.rules.breaks import Windows, compile_breaks
from bluelight.response.scenario import Scenario, compile_scenario, kinds_of
from bluelight.travel import travel_times


@dataclass(frozen=True, eq=False)
class Ready:
    """An area compiled: all that a replication needs."""

    area: Area
    scenario: Scenario
    attendance: Attendance
    to_hospital: NDArray[np.float64]
    hospital_place: NDArray[np.int32]
    windows: Windows | None  # of meal breaks


def check_call_takers(area: Area) -> None:
    """InputError where a control room gets more calls than its call-takers can ever answer; no travel time is read."""
    if len(area.call_takers):
        compile_attendance(area, kinds_of(area))


def prepare(area: Area) -> Ready:
    """Compile an area, with its travel times. InputError where it asks for what it does not have."""
    travel = travel_times(area)
    scenario = compile_scenario(area, travel)
    stranded = np.nonzero(~np.isfinite(travel.to_hospital).any(axis=1))[0]
    if len(stranded) and len(area.hospitals):
        raise InputError(
            Problem(
                "hospital_minutes.csv",
                f"zone {area.zones['zone'].iloc[i]} has no time to any hospital.",
                "Add a row for it.",
            )
            for i in stranded
        )
    site_row = {site: i for i, site in enumerate(travel.site_ids)}
    return Ready(
        area=area,
        scenario=scenario,
        attendance=compile_attendance(area, scenario.kinds),
        to_hospital=travel.to_hospital,
        hospital_place=np.array([site_row[s] for s in area.hospitals["site"]], dtype=np.int32),
        windows=compile_breaks(area),
    )
