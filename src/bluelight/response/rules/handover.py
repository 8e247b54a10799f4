"""Handover: how long it takes by hospital and hour, and the choice of hospital by the time that it will take.

Off, every patient goes to the nearest hospital and no hour is slower than another: requests are then given all their
time ahead, and the kernel knows of no hospital.
"""
# mypy: allow-untyped-defs

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bluelight.area import Area
from bluelight.area.week import HOURS
from bluelight.response.arrays import HOSPITAL, Floats, Ints, Records
from bluelight.response.compiling import compiled, entry
from bluelight.response.rules.switches import switch
from bluelight.response.rules.travel_periods import multipliers

PARAMETER = "hospital_by_expected_time"


class Hospitals(NamedTuple):
    """The hospitals of an area that has one of these rules."""

    hospitals: Records  # HOSPITAL
    by_hour: Floats  # (24, hospitals) what a handover is multiplied by
    pace: Floats  # (hours,) what the drive there is multiplied by


def compile_hospitals(area: Area, place: Ints) -> Hospitals | None:
    """The hospitals at their places (hospitals,), None where nothing there depends on when."""
    chosen = switch(area, PARAMETER, "ambulance")
    pace = multipliers(area, "ambulance")
    if not len(area.hospitals) or not (chosen or len(area.handover_hours) or pace is not None):
        return None
    rows = area.hospitals
    hospitals = np.zeros(len(rows), dtype=HOSPITAL)
    hospitals["place"], hospitals["clear"] = place, rows["clear_min"]
    if chosen:
        sigma = rows["handover_sigma"].to_numpy(float)
        hospitals["expected"] = rows["handover_median_min"].to_numpy(float) * np.exp(sigma * sigma / 2.0)
    row_of = {name: i for i, name in enumerate(rows["hospital"])}
    by_hour = np.ones((24, len(rows)))
    for row in area.handover_hours.to_dict("records"):
        if row["hospital"] in row_of:  # an option may have closed it
            by_hour[int(row["hour"]), row_of[row["hospital"]]] = row["multiplier"]
    return Hospitals(hospitals, by_hour, np.ones(HOURS) if pace is None else pace)


@compiled
def taken_to(zone, patient, leaves, care):
    """The hospital that a patient who leaves a zone at some time is taken to, and when the unit is free there.

    The one with the least minutes of road and, where that is the rule, of handover to be expected; the first on ties.
    """
    best = -1
    least = np.inf
    freed = np.inf
    pace = care.pace[int(leaves / 60.0) % len(care.pace)]
    for i in range(len(care.hospitals)):
        minutes = pace * care.road[zone, i]
        if minutes == np.inf:  # nobody drives there from here
            continue
        there = leaves + minutes
        slower = care.by_hour[int(there / 60.0) % 24, i]
        expected = minutes + care.hospitals[i].expected * slower
        if expected < least:
            best = i
            least = expected
            freed = there + care.handover[patient, i] * slower + care.hospitals[i].clear
    return best, freed


@entry
def taken_each(zone, patient, leaves, care, hospital):
    """The hospital of each of some patients, written into `hospital`."""
    for i in range(len(zone)):
        hospital[i] = taken_to(zone[i], patient[i], leaves[i], care)[0]
