"""Zones, sites, units and hospitals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bluelight.area.manifest import UNITED_KINGDOM
from bluelight.area.rules.duty import full_hours
from bluelight.area.tables import Row, Sheet
from bluelight.errors import Problem


def coordinates(sheets: dict[str, Sheet], bounds: tuple[float, float, float, float]) -> Iterator[Problem]:
    """Places outside `bounds`: west, east, south, north, in degrees."""
    west, east, south, north = bounds
    where = "the United Kingdom" if bounds == UNITED_KINGDOM else "the bounds that area.toml gives"
    for name in ("zones", "sites"):
        for row in sheets[name]:
            lon, lat = row.get("lon"), row.get("lat")
            if lon is None or lat is None or (west <= lon <= east and south <= lat <= north):
                continue
            what = f"longitude {lon:g} with latitude {lat:g} lies outside {where}."
            remedy = "Give WGS84 degrees; grid references must be converted first."
            if west <= lat <= east and south <= lon <= north:
                remedy = "Longitude and latitude look swapped."
            yield row.problem("lon", what, remedy)


def _people(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    districts: dict[str, Row] = {}
    for row in sheets["zones"]:
        if row.has("population", "over65") and row.values["over65"] > row.values["population"]:
            what = f"{row.values['over65']} residents aged 65 and over, of {row.values['population']} in all."
            yield row.problem("over65", what, "Check the two columns.")
        if row.has("district", "district_name"):
            first = districts.setdefault(row.values["district"], row)
            if first.values["district_name"] != row.values["district_name"]:
                what = f"names district {row.values['district']} otherwise than row {first.number} does."
                yield row.problem("district_name", what, f'Write "{first.values["district_name"]}", or mend that row.')


def _units(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    crewing = {(row.get("service"), row.get("crewing")) for row in sheets["crewing"]}
    crewing_known = sheets["crewing"].knows("service", "crewing")
    houses = {row.values["site"]: row.get("services") for row in sheets["sites"] if row.has("site")}
    for row in sheets["units"]:
        service, site = row.get("service"), row.get("site")
        if crewing_known and row.has("service", "crewing"):
            pair = (service, row.values["crewing"])
            if pair not in crewing:
                what = f"no row of crewing says how fast a {pair[1]} crew of {service} turns out."
                yield row.problem("crewing", what, f"Add it to {sheets['crewing'].where}.")
        housed = houses.get(site)
        if service is not None and housed is not None and service not in housed:
            what = f"site {site} does not house {service}."
            yield row.problem("site", what, f"Add {service} to the site's services, or correct the site.")
        yield from full_hours(row, "on_from", "on_to")


def _hospital_minutes(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    """Needed wherever somebody may be conveyed."""
    conveys = any((row.get("conveyance_share") or 0) > 0 for row in sheets["incident_types"])
    minutes = sheets["hospital_minutes"]
    if not conveys or not minutes.knows("zone"):
        return
    if sheets["hospitals"].whole and not sheets["hospitals"].rows:
        what = "has no rows, but incident types convey patients."
        yield Problem(sheets["hospitals"].where, what, "Add a hospital, or set every conveyance_share to 0.")
        return
    there: frozenset[Any] = minutes.values("zone")
    for row in sheets["zones"]:
        zone = row.get("zone")
        if zone is not None and zone not in there:
            what = f"zone {zone} has no time to any hospital."
            yield row.problem("zone", what, f"Add rows for it to {minutes.where}.")


RULES = (_people, _units, _hospital_minutes)
