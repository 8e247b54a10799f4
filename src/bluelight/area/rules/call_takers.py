"""Control rooms as queues: every hour has its call-takers, and what one table says of a service the others do."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from bluelight.area.tables import Row, Sheet
from bluelight.area.week import HOURS, WEEKDAYS, week_hours
from bluelight.errors import Problem


def _hours(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    """Every hour of the week is given once, and somebody is there in one of them."""
    sheet = sheets["call_takers"]
    for row in sheet:
        for column in ("hour_from", "hour_to"):
            if row.has(column) and row.values[column] % 1.0 != 0.0:
                yield row.problem(column, "call-takers do not change on the hour.", "Give a full hour, as 07:00.")
    if not sheet.knows("service", "weekdays", "hour_from", "hour_to", "call_takers"):
        return
    for service in sorted(sheet.values("service")):
        given = np.zeros(HOURS, dtype=np.bool_)
        rows = [row for row in sheet if row.values["service"] == service]
        for row in rows:
            hours = week_hours(row.values["weekdays"], row.values["hour_from"], row.values["hour_to"])
            if (given & hours).any():
                what = f"{service} has call-takers given twice for {_named(given & hours)}."
                yield row.problem("hour_from", what, "Give each hour of the week once.")
            given |= hours
        if not given.all():
            what = f"{service} has no call-takers given for {_named(~given)}."
            yield Problem(sheet.where, what, "Give every hour of the week; the number may be 0.", None, "hour_from")
        if not any(row.values["call_takers"] for row in rows):
            what = f"{service} never has a call-taker."
            yield Problem(sheet.where, what, "Give some, or take its rows out.", None, "call_takers")


def _named(hours: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> str:
    """The first of some hours of the week, in words."""
    first = int(np.nonzero(hours)[0][0])
    return f"{WEEKDAYS[first // 24]} {first % 24:02d}:00"


def _services(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    """Who has call-takers has a room, and says how it works; nobody else does."""
    sheet = sheets["call_takers"]
    if not sheet.knows("service"):
        return
    there = sheet.values("service")
    for other in ("control_rooms", "call_rooms"):
        if sheets[other].knows("service"):
            for service in sorted(there - sheets[other].values("service")):
                what = f"{service} has call-takers, and no row in {other}."
                yield Problem(sheet.where, what, f"Add a row for {service} to {other}.", None, "service")
    for name in ("call_rooms", "other_calls"):
        for row in sheets[name]:
            if row.has("service") and row.values["service"] not in there:
                what = f"{row.values['service']} has no call-takers."
                yield row.problem("service", what, "Add them to call_takers, or take the row out.")


def _lengths(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    handling = {row.get("service"): row.get("handling_s") for row in sheets["control_rooms"]}
    for row in sheets["call_rooms"]:
        least = handling.get(row.get("service"))
        if row.has("call_s") and least is not None and row.values["call_s"] < least:
            what = f"a call is over after {row.values['call_s']:g} s, before units are asked for ({least:g} s)."
            yield row.problem("call_s", what, "Give the whole call, or correct handling_s of control_rooms.")
        yield from _spread(row)


def _spread(row: Row) -> Iterator[Problem]:
    if not row.has("spread", "sigma"):
        return
    given = not math.isnan(row.values["sigma"])
    if row.values["spread"] == "lognormal" and not given:
        yield row.problem("sigma", "is empty, but the spread is lognormal.", "Give it.")
    elif row.values["spread"] == "exponential" and given:
        yield row.problem("sigma", "is given, but the spread is exponential.", "Leave it empty.")


RULES = (_hours, _services, _lengths)
