"""Duty: when it starts and ends, by day and by week; availability; vehicles; units from over the border."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

import numpy as np

from bluelight.area.tables import Row, Sheet
from bluelight.area.week import WEEKDAYS, week_hours
from bluelight.errors import Problem


def full_hours(row: Row, start: str, end: str, what: str = "duty") -> Iterator[Problem]:
    """Problems of a start and an end that are not two different hours of the day."""
    for column in (start, end):
        value = row.get(column)
        if value is not None and value != int(value):
            yield row.problem(column, f"{what} does not change on the hour.", "Give a full hour, as 07:00.")
    if row.get(start) == 24:
        yield row.problem(start, f"{what} cannot start at 24:00.", "Write 00:00.")
    elif row.has(start, end) and row.values[start] == row.values[end]:
        yield row.problem(end, f"{what} starts and ends at the same time.", "For all day write 00:00 and 24:00.")
    elif row.get(end) == 0:
        yield row.problem(end, f"{what} cannot end at 00:00.", "Write 24:00 for midnight.")


def overlaps(sheet: Sheet, same: Iterable[str], start: str, end: str) -> Iterator[Problem]:
    """Rows that say two things of one hour."""
    taken: dict[Hashable, list[tuple[Row, np.ndarray]]] = defaultdict(list)
    for row in sheet:
        if not row.has(*same, "weekdays", start, end):
            continue
        hours = week_hours(row.values["weekdays"], row.values[start], row.values[end])
        mine = taken[tuple(row.values[column] for column in same)]
        for other, theirs in mine:
            both = np.nonzero(hours & theirs)[0]
            if len(both):
                day, hour = WEEKDAYS[both[0] // 24], both[0] % 24
                what = f"has {day} {hour:02d}:00, as row {other.number} of {other.file} has."
                yield row.problem(start, what, "Let one row say it for each hour of the week.")
                break
        mine.append((row, hours))


def _shifts(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    crewing = sheets["crewing"]
    known = {(row.get("service"), row.get("crewing")) for row in crewing}
    service_of = {row.get("unit"): row.get("service") for row in sheets["units"]}
    for row in sheets["shifts"]:
        yield from full_hours(row, "on_from", "on_to")
        service, named = service_of.get(row.get("unit")), row.get("crewing")
        if named and service is not None and crewing.knows("service", "crewing") and (service, named) not in known:
            what = f"no row of crewing says how fast a {named} crew of {service} turns out."
            yield row.problem("crewing", what, f"Add it to {crewing.where}, or leave the cell empty.")
    yield from overlaps(sheets["shifts"], ("unit",), "on_from", "on_to")


def _availability(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    crewing, units = sheets["crewing"], sheets["units"]
    known = {(row.get("service"), row.get("crewing")) for row in crewing}
    service_of = {row.get("unit"): row.get("service") for row in units}
    for row in sheets["availability_hours"]:
        yield from full_hours(row, "hour_from", "hour_to", "availability")
        if not row.has("service", "crewing", "unit"):
            continue
        service, named, unit = (row.values[column] for column in ("service", "crewing", "unit"))
        if crewing.knows("service", "crewing") and (service, named) not in known:
            what = f"{service} has no crewing {named}."
            yield row.problem("crewing", what, f"Correct it, or add it to {crewing.where}.")
        elif unit in service_of and service_of[unit] not in (None, service):
            what = f"unit {unit} is of {service_of[unit]}, not of {service}."
            yield row.problem("unit", what, "Correct the service or the unit.")
    yield from overlaps(sheets["availability_hours"], ("service", "crewing", "unit"), "hour_from", "hour_to")


def _day_hours(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for row in sheets["crewing"]:
        for column in ("day_from", "day_to"):
            value = row.get(column)
            if value is not None and value != int(value):
                yield row.problem(column, "day hours do not change on the hour.", "Give a full hour, as 07:00.")


def _turnout(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    crewing = sheets["crewing"]
    if not crewing.knows("service", "crewing"):
        return
    known = {(row.values["service"], row.values["crewing"]) for row in crewing}
    for row in sheets["turnout_spread"]:
        if row.has("service", "crewing") and (row.values["service"], row.values["crewing"]) not in known:
            what = f"{row.values['service']} has no crewing {row.values['crewing']}."
            yield row.problem("crewing", what, f"Correct it, or add it to {crewing.where}.")


def _off_road(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    units = sheets["units"]
    if not units.knows("service", "kind", "site"):
        return
    kinds = {(row.values["service"], row.values["kind"]) for row in units}
    homes = {(row.values["service"], row.values["kind"], row.values["site"]) for row in units}
    for row in sheets["off_road"]:
        if not row.has("service", "unit_kind", "site"):
            continue
        service, kind, site = (row.values[column] for column in ("service", "unit_kind", "site"))
        if (service, kind) not in kinds:
            what = f"{service} has no unit of kind {kind}."
            yield row.problem("unit_kind", what, "Correct the kind, or take the row out.")
        elif site and (service, kind, site) not in homes:
            what = f"no {kind} of {service} is at home at {site}."
            yield row.problem("site", what, "Correct the site, or take the row out.")


RULES = (_day_hours, _shifts, _availability, _turnout, _off_road)
