"""Rules of response that a pack may give: switches and stand-ins."""

from __future__ import annotations

from collections.abc import Iterator

from bluelight.area.rule_tables import SWITCHES
from bluelight.area.tables import Sheet
from bluelight.errors import Problem


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
        for column in ("unit_kind", "stand_in"):
            if (row.values["service"], row.values[column]) not in known:
                what = f"{row.values['service']} has no unit of kind {row.values[column]}."
                yield row.problem(column, what, "Correct the kind, or take the row out.")
        if row.values["unit_kind"] == row.values["stand_in"]:
            what = f"{row.values['unit_kind']} stands in for itself."
            yield row.problem("stand_in", what, "Take the row out.")


RULES = (_switches, _stand_ins)
