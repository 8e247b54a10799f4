"""Hours in which travel takes longer or shorter."""

from __future__ import annotations

from collections.abc import Iterator

from bluelight.area.rules.duty import full_hours, overlaps
from bluelight.area.tables import Sheet
from bluelight.errors import Problem


def _periods(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    services = sheets["services"]
    for row in sheets["travel_periods"]:
        yield from full_hours(row, "hour_from", "hour_to", "travel")
        service = row.get("service")
        if service not in (None, "all") and services.knows("service") and service not in services.values("service"):
            yield row.problem("service", f"{service} has no row in services.", "Correct it, or take the row out.")
    yield from overlaps(sheets["travel_periods"], ("service",), "hour_from", "hour_to")


RULES = (_periods,)
