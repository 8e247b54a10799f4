"""Demand, incident types, their attendance and their standards."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from bluelight.area.shares import TOLERANCE
from bluelight.area.tables import Row, Sheet
from bluelight.errors import Problem

CONVEYING_KIND = "dsa"
"""The kind of unit that takes patients to hospital: a double-staffed ambulance."""


def _shares(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for name, by in (("demand", "zone"), ("hours", "hour")):
        sheet = sheets[name]
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in sheet:
            if row.has("family"):
                rows[row.values["family"]].append(row)
        for family, group in rows.items():
            if not all(row.has("share") for row in group):
                continue
            total = math.fsum(row.values["share"] for row in group)
            if abs(total - 1) > TOLERANCE:
                what = f"the shares of {family} over each {by} sum to {total:.6g}, not 1."
                yield Problem(group[0].file, what, f"Make them sum to 1 within {TOLERANCE:g}.", None, "share")
        if not sheet.knows("family"):
            continue
        for row in sheets["families"]:
            family = row.get("family")
            if family is not None and family not in rows:
                what = f"family {family} has no rows in {name}."
                yield row.problem("family", what, f"Add its shares over each {by} to {sheet.where}.")


def _hours(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    if not sheets["hours"].knows("family", "hour"):
        return
    hours: dict[str, set[int]] = defaultdict(set)
    for row in sheets["hours"]:
        if row.has("family", "hour"):
            hours[row.values["family"]].add(row.values["hour"])
    for family, given in hours.items():
        missing = [str(hour) for hour in range(24) if hour not in given]
        if missing:
            what = f"family {family} has no row for hour {', '.join(missing)}."
            yield Problem(sheets["hours"].where, what, "Give all 24 hours; a share may be 0.", None, "hour")


def _types(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    items: dict[str, list[Row]] = defaultdict(list)
    for row in sheets["attendance"]:
        if row.has("incident_type"):
            items[row.values["incident_type"]].append(row)
    attendance_known = sheets["attendance"].knows("incident_type", "service", "unit_kind")
    for row in sheets["incident_types"]:
        median, p90 = row.get("on_scene_median_min"), row.get("on_scene_p90_min")
        if median == 0:
            yield row.problem("on_scene_median_min", "is 0.", "Give a time above 0.")
        if median is not None and p90 is not None and p90 < median:
            what = f"the 90th percentile, {p90:g}, is below the median, {median:g}."
            yield row.problem("on_scene_p90_min", what, "Check the two columns.")
        name = row.get("incident_type")
        if name is None or not attendance_known:
            continue
        if not items[name]:
            what = f"{name} is sent nothing: it has no rows in attendance."
            yield row.problem("incident_type", what, f"Add what is sent to {sheets['attendance'].where}.")
        elif (row.get("conveyance_share") or 0) > 0 and not any(
            item.get("service") == "ambulance" and item.get("unit_kind") == CONVEYING_KIND for item in items[name]
        ):
            what = f"{name} conveys patients, but is sent no ambulance that could."
            remedy = f"Add an item of kind {CONVEYING_KIND} to its attendance, or set the share to 0."
            yield row.problem("conveyance_share", what, remedy)


def _attendance(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    units = sheets["units"]
    if not units.knows("service", "kind"):
        return
    provided = {(row.get("service"), row.get("kind")) for row in units}
    for row in sheets["attendance"]:
        service, kind = row.get("service"), row.get("unit_kind")
        if service is None or kind is None or (service, kind) in provided:
            continue
        kinds = sorted({str(k) for s, k in provided if s == service and k is not None})
        remedy = f"{service} has units of kind {', '.join(kinds)}." if kinds else f"{service} has no units at all."
        yield row.problem("unit_kind", f"{service} has no unit of kind {kind}.", remedy)


def _shared_draws(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    places: dict[str, set[int]] = defaultdict(set)
    for row in sheets["attendance"]:
        if row.has("incident_type", "order"):
            places[row.values["incident_type"]].add(row.values["order"])
    for row in sheets["attendance"]:
        if not row.has("incident_type", "probability"):
            continue
        decided, start = row.get("decided_by"), row.get("from_share")
        known = places[row.values["incident_type"]]
        if decided is not None and not math.isnan(decided) and decided not in known:
            what = f"{row.values['incident_type']} has nothing at place {decided:g}."
            remedy = f"Use one of {', '.join(map(str, sorted(known)))}, or leave it empty."
            yield row.problem("decided_by", what, remedy)
        if start is not None and not math.isnan(start) and start + row.values["probability"] > 1 + 1e-9:
            what = f"from {start:g} on, {row.values['probability']:g} more goes beyond 1."
            yield row.problem("from_share", what, "Make the two sum to 1 at most.")


def _standards(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    attends = {(row.get("incident_type"), row.get("service")) for row in sheets["attendance"]}
    attendance_known = sheets["attendance"].knows("incident_type", "service")
    for row in sheets["standards"]:
        if row.get("minutes") == 0:
            yield row.problem("minutes", "is 0.", "Give a limit above 0.")
        if not attendance_known:
            continue
        service = row.get("service")
        for name in row.get("incident_types") or ():
            if service is not None and (name, service) not in attends:
                what = f"{service} is never sent to {name}."
                yield row.problem("incident_types", what, "Take the type out, or add the service to its attendance.")


RULES = (_shares, _hours, _types, _attendance, _shared_draws, _standards)
