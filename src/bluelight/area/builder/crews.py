"""Turnout, control rooms, hospitals and parameters: from a log where it has the times, by default otherwise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bluelight.area.builder.defaults import SOURCE, Assumed
from bluelight.area.builder.given import Row
from bluelight.area.builder.log import Log, minutes_between
from bluelight.area.builder.mapping import LogPart
from bluelight.errors import Problem

DAY = (7, 19)


def crewing_rows(units: list[Row], log: Log | None, part: LogPart | None, assumed: Assumed) -> list[Row]:
    """Turnout by day and night for every crewing in use: medians of the log, or defaults."""
    rows = []
    crewing_of = {row["unit"]: row["crewing"] for row in units}
    for service, crewing in sorted({(row["service"], row["crewing"]) for row in units}):
        own = "on_call" if crewing == "on_call" else "others"
        day, night, note = _turnout(service, crewing, crewing_of, log, part)
        measured = day is not None and night is not None
        if day is None or night is None:
            key = f"{service}_shift" if crewing == "shift" else crewing
            day = float(assumed.value("turnout_s", key))
            night = float(assumed.value("turnout_s", "day_crewed_night")) if crewing == "day_crewed" else day
        rows.append(
            {
                "service": service,
                "crewing": crewing,
                "turnout_day_s": f"{day:.0f}",
                "turnout_night_s": f"{night:.0f}",
                "day_from": f"{DAY[0]:02d}:00",
                "day_to": f"{DAY[1]:02d}:00",
                "availability": str(assumed.value("availability", own)),
                "spell_h": str(assumed.value("spell_h", own)),
                "turnout_basis": "derived" if measured else "assumed",
                "availability_basis": "assumed",
                "source": log.name.rsplit("/", 1)[-1] if measured and log is not None else SOURCE,
                "note": note,
            }
        )
    return rows


def _turnout(
    service: str, crewing: str, crewing_of: dict[str, str], log: Log | None, part: LogPart | None
) -> tuple[float | None, float | None, str]:
    """Seconds by day and night from the responses of units of this crewing; None where there are too few."""
    if log is None or part is None or not {"mobilised", "left"} <= log.has:
        return None, None, ""
    mine = log.responses[log.responses["service"] == service]
    mine = mine[mine["unit"].map(crewing_of).fillna("") == crewing]
    minutes = minutes_between(mine, "mobilised", "left")
    hours = mine.loc[minutes.index, "mobilised"].dt.hour
    day = (hours >= DAY[0]) & (hours < DAY[1])
    if min(int(day.sum()), int((~day).sum())) < part.fewest:
        return None, None, ""
    note = f"medians of {int(day.sum()):,} responses by day and {int((~day).sum()):,} by night"
    return float(minutes[day].median() * 60), float(minutes[~day].median() * 60), note


def control_room_rows(
    services: list[str], sites: list[Row], log: Log | None, part: LogPart | None, assumed: Assumed
) -> tuple[list[Row], list[Problem]]:
    """Where each service takes its calls, and for how long. Problems: a service without any site."""
    rows, problems = [], []
    for service in services:
        housed = [row for row in sites if service in row["services"].split(";") and row["outside"] != "yes"]
        rooms = [row for row in housed if row["kind"] == "control_room"]
        if not housed:
            what = f"no station in the list houses {service}, which has units or takes calls."
            problems.append(Problem("the list of stations", what, f"Add a station of {service}."))
            continue
        room = (rooms or housed)[0]["site"]
        if not rooms:
            assumed.say(
                f"Where {service} takes its calls",
                room,
                "",
                "the list of stations has no control room: the first station stands for it; nothing is timed from it",
                "a row of kind control_room in the list of stations",
            )
        handling = None
        if log is not None and part is not None and "mobilised" in log.has:
            mine = log.responses[log.responses["service"] == service]
            minutes = minutes_between(mine, "time", "mobilised")
            first = minutes.groupby(mine.loc[minutes.index, "incident"]).min()
            if len(first) >= part.fewest:
                handling = float(first.median() * 60)
        basis, seconds = ("derived", handling) if handling is not None else ("assumed", None)
        if seconds is None:
            seconds = float(assumed.value("handling_s", service))
        rows.append(
            {
                "service": service,
                "site": room,
                "handling_s": f"{min(seconds, 3600):.0f}",
                "handling_basis": basis,
                "transfer_s": str(assumed.value("transfer_s", service)),
                "transfer_basis": "assumed",
                "source": SOURCE if basis == "assumed" or log is None else log.name.rsplit("/", 1)[-1],
            }
        )
    return rows, problems


def hospital_rows(sites: list[Row], log: Log | None, part: LogPart | None, assumed: Assumed) -> list[Row]:
    """Every emergency department among the sites, with handover from the log or by default."""
    hospitals = [row["site"] for row in sites if row["kind"] == "hospital_ed"]
    if not hospitals:
        return []
    measured: pd.Series | None = None
    if log is not None and part is not None and {"at_hospital", "cleared"} <= log.has:
        minutes = minutes_between(log.responses, "at_hospital", "cleared")
        measured = minutes[minutes > 0] if (minutes > 0).sum() >= part.fewest else None
    if measured is None:
        median, sigma, clear = (assumed.value("handover", key) for key in ("median_min", "sigma", "clear_min"))
        note = ""
    else:
        median, sigma = float(measured.median()), float(np.log(measured).std())
        clear = 0
        note = f"from {len(measured):,} responses, all hospitals together; time to be ready again is inside handover"
    return [
        {
            "hospital": site,
            "site": site,
            "handover_median_min": f"{min(float(median), 600):.4g}",
            "handover_sigma": f"{min(float(sigma), 3):.4g}",
            "clear_min": str(clear),
            "handover_basis": "assumed" if measured is None else "derived",
            "clear_basis": "assumed" if measured is None else "derived",
            "source": SOURCE if measured is None or log is None else log.name.rsplit("/", 1)[-1],
            "note": note,
        }
        for site in hospitals
    ]


def parameter_rows(services: list[str], by_road: bool, assumed: Assumed) -> list[Row]:
    """Parameters of travel: the distance model only where no road file was given."""
    rows: list[Row] = []

    def add(group: str, name: str, service: str = "all", unit: str = "", **limits: str) -> None:
        value = str(assumed.value(group, name))
        row = {"parameter": name, "service": service, "value": value, "unit": unit, "free": "no", "basis": "assumed"}
        rows.append({**row, "source": SOURCE, **limits})

    if not by_road:
        add("distance_model", "travel_c0_min", unit="min")
        add("distance_model", "travel_b", unit="min per km^p")
        add("distance_model", "travel_p")
    low, high = (str(assumed.value("travel", f"travel_scale_{end}")) for end in ("low", "high"))
    for service in services:
        add("travel", "travel_scale", service, "x travel", low=low, high=high, free="yes")
    add("travel", "travel_residual_sigma", unit="sd of log")
    add("travel", "return_factor", unit="x speed out")
    return rows
