"""Meal breaks and full attendance: what they name is there, and nobody is to have two breaks at one time."""

from __future__ import annotations

import math
from collections.abc import Iterator

from bluelight.area.tables import Row, Sheet
from bluelight.errors import Problem


def _breaks(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    units = sheets["units"]
    if not units.knows("service", "kind", "on_from"):
        return
    windows: dict[tuple[str, str, float], list[Row]] = {}
    for row in sheets["breaks"]:
        if row.has("window_from", "window_to") and row.values["window_from"] % 24 == row.values["window_to"] % 24:
            yield row.problem("window_to", "the window ends when it starts.", "Give a later end.")
        if not row.has("service", "unit_kind", "on_from", "window_from", "window_to"):
            continue
        kind, start = (row.values["service"], row.values["unit_kind"]), row.values["on_from"]
        shifts = {unit.values["on_from"] for unit in units if (unit.values["service"], unit.values["kind"]) == kind}
        if not shifts:
            yield row.problem("unit_kind", f"{kind[0]} has no unit of kind {kind[1]}.", "Correct it, or take it out.")
        elif not math.isnan(start) and start not in shifts:
            what = f"no {kind[0]} {kind[1]} starts its duty at {_clock(start)}."
            yield row.problem("on_from", what, "Correct it, or leave it empty for all of them.")
        for shift in sorted(shifts if math.isnan(start) else shifts & {start}):
            others = windows.setdefault((*kind, shift), [])
            if any(_overlap(row, other) for other in others):
                what = f"a {kind[0]} {kind[1]} has two windows at one time."
                yield row.problem("window_from", what, "Part the windows.")
                break
            others.append(row)


def _overlap(one: Row, other: Row) -> bool:
    """Whether two windows of the day, each of which may pass midnight, have a moment in common."""
    begin, length = one.values["window_from"], (one.values["window_to"] - one.values["window_from"]) % 24
    start, extent = other.values["window_from"], (other.values["window_to"] - other.values["window_from"]) % 24
    return bool((start - begin) % 24 < length or (begin - start) % 24 < extent)


def _clock(hours: float) -> str:
    return f"{int(hours):02d}:{round(hours % 1 * 60):02d}"


def _full_attendance(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    items = sheets["attendance"]
    if not items.knows("incident_type", "order", "probability"):
        return
    there = {(row.values["incident_type"], row.values["order"]) for row in items}
    later = {(row.get("incident_type"), row.get("order")) for row in sheets["full_attendance"]}
    reported = set()
    for row in sheets["full_attendance"]:
        if not row.has("incident_type", "order"):
            continue
        name, order = row.values["incident_type"], row.values["order"]
        if (name, order) not in there:
            yield row.problem("order", f"{name} has no item {order} in its attendance.", "Correct it.")
        first = [
            item
            for item in items
            if item.values["incident_type"] == name
            and item.values["probability"] > 0
            and (name, item.values["order"]) not in later
        ]
        if not first and name not in reported:
            reported.add(name)
            yield row.problem("order", f"{name} is left without a first attendance.", "Take one of its rows out.")


RULES = (_breaks, _full_attendance)
