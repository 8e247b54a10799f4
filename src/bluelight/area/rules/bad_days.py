"""Days that are not alike, and incidents that need more than their attendance."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator

from bluelight.area.shares import TOLERANCE
from bluelight.area.tables import Row, Sheet
from bluelight.area.week import WEEKDAYS
from bluelight.errors import Problem


def _weekdays(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in sheets["weekdays"]:
        if row.has("family"):
            rows[row.values["family"]].append(row)
    for family, group in rows.items():
        if not all(row.has("weekday", "share") for row in group):
            continue
        missing = [day for day in WEEKDAYS if day not in {row.values["weekday"] for row in group}]
        if missing:
            what = f"family {family} has no row for {', '.join(missing)}."
            yield group[0].problem("weekday", what, "Give all seven days; a share may be 0.")
        total = math.fsum(row.values["share"] for row in group)
        if abs(total - 1) > TOLERANCE:
            what = f"the shares of {family} over the days of the week sum to {total:.6g}, not 1."
            yield Problem(group[0].file, what, f"Make them sum to 1 within {TOLERANCE:g}.", None, "share")


def _spates(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in sheets["spates"]:
        if not row.has("spate"):
            continue
        other = first.setdefault(row.values["spate"], row)
        for column in ("days_a_year", "days"):
            if row.has(column) and other.has(column) and row.values[column] != other.values[column]:
                what = (
                    f"{row.values[column]:g} is not the {other.values[column]:g} of row {other.number} of this spate."
                )
                yield row.problem(column, what, "Make them equal, or give this row a spate of its own.")


def _reinforcements(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    units, attendance = sheets["units"], sheets["attendance"]
    if not (units.knows("service", "kind") and attendance.knows("incident_type", "service", "unit_kind")):
        return
    have = Counter((row.values["service"], row.values["kind"]) for row in units)
    sent = Counter((row.values["incident_type"], row.values["service"], row.values["unit_kind"]) for row in attendance)
    goes = {(incident_type, service) for incident_type, service, _ in sent}
    for row in sheets["reinforcements"]:
        if not row.has("incident_type", "service", "unit_kind", "units"):
            continue
        incident_type, service, kind, more = (
            row.values[column] for column in ("incident_type", "service", "unit_kind", "units")
        )
        if (service, kind) not in have:
            what = f"{service} has no unit of kind {kind}."
            yield row.problem("unit_kind", what, "Correct the kind, or take the row out.")
            continue
        if (incident_type, service) not in goes:
            what = f"{service} has no unit in the attendance of {incident_type}, so none can be added to."
            yield row.problem("service", what, f"Add its first unit to {attendance.where}.")
        wanted = more + sent[incident_type, service, kind]
        if wanted > have[service, kind]:
            what = f"{incident_type} would be sent {wanted} of kind {kind}, and {service} has {have[service, kind]}."
            yield row.problem("units", what, "Give fewer, or add the units of neighbours who would come.")


RULES = (_weekdays, _spates, _reinforcements)
