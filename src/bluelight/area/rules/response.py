"""Rules of response that a pack may give: switches and stand-ins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bluelight.area.duty_tables import DUTY_PARAMETERS
from bluelight.area.rule_tables import STANDBY_PARAMETERS, SWITCHES
from bluelight.area.tables import Sheet
from bluelight.errors import Problem

_LIMITS = {**STANDBY_PARAMETERS, **DUTY_PARAMETERS}  # of parameters that rules read


def _switches(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for row in sheets["parameters"]:
        value = row.get("value")
        if row.get("parameter") in SWITCHES and value is not None and value not in (0.0, 1.0):
            what = f"{row.values['parameter']} is {value:g}: it can only be on or off."
            yield row.problem("value", what, "Give 1 for on or 0 for off.")


def _stand_ins(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    units = sheets["units"]
    if not units.knows("service", "kind"):
        return
    known = {(row.values["service"], row.values["kind"]) for row in units}
    for row in sheets["stand_ins"]:
        if not row.has("service", "unit_kind", "stand_in"):
            continue
        asked = (row.values["service"], row.values["unit_kind"])
        sent = (row.get("stand_in_service") or row.values["service"], row.values["stand_in"])
        for column, (service, kind) in (("unit_kind", asked), ("stand_in", sent)):
            if (service, kind) not in known:
                what = f"{service} has no unit of kind {kind}."
                yield row.problem(column, what, "Correct the kind or its service, or take the row out.")
        if asked == sent:
            what = f"{row.values['unit_kind']} stands in for itself."
            yield row.problem("stand_in", what, "Take the row out.")


def _standby(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    units = sheets["units"]
    known = {(row.get("service"), row.get("kind")) for row in units}
    wanted: Counter[tuple[str, str, int]] = Counter()
    for row in sheets["standby"]:
        if not row.has("service", "unit_kind", "free_units"):
            continue
        service, kind, free = (row.values[name] for name in ("service", "unit_kind", "free_units"))
        if units.knows("service", "kind") and (service, kind) not in known:
            yield row.problem("unit_kind", f"{service} has no unit of kind {kind}.", "Correct it, or take the row out.")
        wanted[service, kind, free] += 1
        if wanted[service, kind, free] == free + 1:
            what = f"{free} free units are wanted at more than {free} places."
            yield row.problem("free_units", what, "Take rows out, or correct their number.")


def _limits(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for row in sheets["parameters"]:
        name, value = row.get("parameter"), row.get("value")
        if name in _LIMITS and value is not None:
            low, high = _LIMITS[name]
            if not low <= value <= high:
                what = f"{name} is {value:g}, which cannot be."
                yield row.problem("value", what, f"Give a number from {low:g} to {high:g}.")


RULES = (_limits, _standby, _switches, _stand_ins)
