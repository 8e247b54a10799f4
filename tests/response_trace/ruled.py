"""The little test area with rules of response switched on, one after the other and all together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bluelight.area import Area

KNOWN = {"basis": "assumed", "source": "", "note": ""}
WEEK = ("mon", "tue", "wed", "thu", "fri")


def busy(area: Area) -> Area:
    """As littleham, with four times the calls and four priorities, so that calls wait and units are diverted."""
    types = area.incident_types.copy()
    types["priority"] = 1 + np.arange(len(types)) % 4
    types["annual_count"] *= 4
    return area.with_tables(incident_types=types)


def switched(area: Area, parameter: str, service: str = "all", value: float = 1.0) -> Area:
    """With a parameter that turns a rule on."""
    row = {**area.parameters.iloc[-1].to_dict(), "parameter": parameter, "service": service, "value": value}
    return area.with_tables(parameters=pd.concat([area.parameters, pd.DataFrame([row])], ignore_index=True))


def with_rows(area: Area, table: str, *rows: dict[str, object]) -> Area:
    """With rows in a table of rules, each a dictionary of what is not empty."""
    columns = getattr(area, table).columns
    frame = pd.DataFrame([{**KNOWN, **row} for row in rows])
    return area.with_tables(**{table: frame.reindex(columns=columns)})


def slow_hospital(area: Area) -> Area:
    """Handovers that take longer by day, and patients taken where it takes least."""
    hospital = area.hospitals["hospital"].iloc[0]
    slow = [{"hospital": hospital, "hour": hour, "multiplier": 1.5} for hour in range(8, 20)]
    return with_rows(switched(area, "hospital_by_expected_time", "ambulance"), "handover_hours", *slow)


def rush_hours(area: Area) -> Area:
    """With drives that take longer on weekday mornings, ambulances' above all, and shorter at night."""
    return with_rows(
        area,
        "travel_periods",
        {"service": "all", "weekdays": WEEK, "hour_from": 7.0, "hour_to": 10.0, "multiplier": 1.5},
        {"service": "all", "weekdays": (), "hour_from": 22.0, "hour_to": 5.0, "multiplier": 0.8},
        {"service": "ambulance", "weekdays": (), "hour_from": 8.0, "hour_to": 9.0, "multiplier": 2.0},
    )


def bad_days(area: Area) -> Area:
    """With turnouts that vary, vehicles off the road, and ambulances that are called on and stay for longer."""
    arrest = {"incident_type": "cardiac_arrest", "service": "ambulance", "unit_kind": "dsa"}
    area = with_rows(area, "reinforcements", {**arrest, "units": 1, "after_min": 5.0, "on_scene_multiple": 3.0})
    pumps = {"service": "fire", "unit_kind": "pump", "site": ""}
    area = with_rows(area, "off_road", {**pumps, "off_share": 0.3, "mean_days": 1.0, "spares": 1})
    return with_rows(
        area,
        "turnout_spread",
        {"service": "fire", "crewing": "on_call", "sigma": 0.5, "stated": "mean"},
        {"service": "ambulance", "crewing": "shift", "sigma": 0.4, "stated": "median"},
    )


def standing_by(area: Area) -> Area:
    """Ambulances stand by where they cover most, and the engines that are left comply with a table."""
    area = switched(area, "standby_cover_minutes", "ambulance", 8.0)
    pump = {"service": "fire", "unit_kind": "pump"}
    places = [(1, 1, "M2"), (2, 1, "F1"), (2, 2, "M2"), (3, 1, "F1"), (3, 2, "F2"), (3, 3, "M3")]
    rows = [{**pump, "free_units": free, "order": order, "site": site} for free, order, site in places]
    return with_rows(area, "standby", *rows)


def with_breaks(area: Area) -> Area:
    """Ambulances and engines have a meal at noon, one at a time; the most urgent calls may interrupt it."""
    noon = {"on_from": np.nan, "window_from": 11.5, "window_to": 14.0, "minutes": 30.0, "at_once": 1}
    return with_rows(
        area,
        "breaks",
        {**noon, "service": "ambulance", "unit_kind": "dsa", "interrupt_priority": 1.0},
        {**noon, "service": "fire", "unit_kind": "pump", "interrupt_priority": np.nan},
    )


def every_rule(area: Area) -> Area:
    """All of them, with stand-ins, diversion, full attendance later, call-takers and shifts by weekday as well."""
    area = with_breaks(standing_by(bad_days(rush_hours(slow_hospital(busy(area))))))
    area = switched(area, "divert_to_more_urgent")
    stand_in = {"service": "fire", "unit_kind": "aerial", "stand_in": "pump", "stand_in_service": "", "preference": 1}
    area = with_rows(area, "stand_ins", stand_in)
    area = with_rows(area, "full_attendance", {"incident_type": "house_fire", "order": 2, "after_min": 4.0})
    shifts = {"unit": "P1-C2", "crewing": ""}
    area = with_rows(
        area,
        "shifts",
        {**shifts, "weekdays": WEEK, "on_from": 8.0, "on_to": 18.0},
        {**shifts, "weekdays": ("sat",), "on_from": 18.0, "on_to": 4.0},
    )
    takers = {"weekdays": (), "hour_from": 0.0, "hour_to": 24.0, "call_takers": 2}
    area = with_rows(area, "call_takers", {**takers, "service": "ambulance"})
    room = {"pooled": False, "call_s": 180.0, "spread": "exponential", "sigma": np.nan}
    return with_rows(area, "call_rooms", {**room, "service": "ambulance"})
