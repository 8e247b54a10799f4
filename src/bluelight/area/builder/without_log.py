"""Demand where no log was given: one incident type for each service, at a default rate."""

from __future__ import annotations

from bluelight.area.builder.defaults import SOURCE, Assumed
from bluelight.area.builder.demand import TABLES, Tables, number
from bluelight.area.builder.figures import Floats
from bluelight.area.builder.given import Row
from bluelight.area.builder.places import Zones


def by_default(services: list[str], zones: Zones, residents: Floats, units: list[Row], assumed: Assumed) -> Tables:
    """One incident type for each service at a default rate, spread by residents and evenly over the day."""
    tables: Tables = {name: [] for name in TABLES}
    for service in services:
        family = f"{service}_calls"
        rate = float(assumed.value("calls_per_1000", service))
        tables["families"].append(
            {
                "family": family,
                "recipe": "by residents; every hour alike",
                "zones_basis": "assumed",
                "hours_basis": "assumed",
                "note": "no incident log was given",
            }
        )
        assumed.say(
            f"Where and when calls for {service} come",
            "by residents, every hour alike",
            "",
            "no incident log was given",
            "an incident log",
        )
        for zone, share in zip(zones.ids, residents / residents.sum(), strict=True):
            tables["demand"].append({"family": family, "zone": zone, "share": f"{share:.9f}"})
        tables["hours"] += [{"family": family, "hour": str(h), "share": f"{1 / 24:.9f}"} for h in range(24)]
        tables["incident_types"].append(
            {
                "incident_type": family,
                "name": f"Calls for {service}",
                "lead_service": service,
                "family": family,
                "annual_count": number(rate * float(residents.sum()) / 1000),
                "annual_count_basis": "assumed",
                "priority": "1",
                "on_scene_median_min": number(float(assumed.value("on_scene_median_min", service))),
                "on_scene_p90_min": number(float(assumed.value("on_scene_p90_min", service))),
                "on_scene_basis": "assumed",
                "conveyance_share": "0",
                "conveyance_basis": "assumed",
                "source": SOURCE,
            }
        )
        kind = next(row["kind"] for row in units if row["service"] == service)
        assumed.say(
            f"What is sent to a call for {service}", f"one {kind}", "", "no incident log was given", "an incident log"
        )
        tables["attendance"].append(
            {
                "incident_type": family,
                "order": "1",
                "service": service,
                "unit_kind": kind,
                "probability": "1",
                "probability_basis": "assumed",
            }
        )
    return tables
