"""Sites, what they are for, units and their crews, out of a service's lists and its neighbours'."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from bluelight.area.builder.defaults import SOURCE, Assumed
from bluelight.area.builder.given import Given, Row, read_list, table_of
from bluelight.area.builder.mapping import ListPart
from bluelight.area.builder.places import Zones, km_outside
from bluelight.area.schema import SERVICES
from bluelight.errors import Problem

KIND_OF = {"police": "police_station", "fire": "fire_station", "ambulance": "ambulance_station"}
SAME_PLACE_KM = 0.3
"""A neighbour's station this near to one of the area's own of the same service is taken for the same."""


def site_rows(given: Given, part: ListPart, assumed: Assumed) -> tuple[list[Row], list[Problem]]:
    """Rows of sites, defaults filled in. Problems: a station of no service."""
    problems = []
    rows = []
    for position, row in enumerate(given.rows):
        services = ";".join(part.strip() for part in row.get("services", "").split(";"))
        if not services:
            problems.append(given.problem(position, "services", "is empty.", f"Give one of {', '.join(SERVICES)}."))
            continue
        first = services.split(";")[0]
        kind = row.get("kind") or KIND_OF.get(first, "hospital_ed" if first == "nhs" else "other")
        basis = part.basis
        rows.append(
            {
                "name": row["site"],
                "kind": kind,
                "location_quality": "exact",
                "location_basis": basis,
                "tenure": "unknown",
                "tenure_basis": "published" if row.get("tenure") else "unknown",
                "outside": "no",
                "source": part.source or Path(given.name).name,
                **{column: text for column, text in row.items() if text},
                "services": services,
            }
        )
    if "location_quality" not in given.columns:
        assumed.say(
            "How exact the places of stations are",
            "exact",
            "",
            "the list gives coordinates and does not say",
            "a column location_quality in the list of stations",
        )
    return rows, problems


def border_rows(
    path: Path,
    part: ListPart,
    within_km: float,
    boundary: dict[str, Any] | None,
    zones: Zones,
    own: list[Row],
    assumed: Assumed,
) -> tuple[list[Row], list[Row], list[str], list[Problem]]:
    """Neighbours' stations near the area, the one unit each is given, and what was left out."""
    given, problems = read_list(path, table_of("sites"), part, ("site", "services", "lon", "lat"), foreign=True)
    if problems:
        return [], [], [], problems
    rows, problems = site_rows(given, part, assumed)
    if problems:
        return [], [], [], problems
    lonlat = np.array([[float(row["lon"]), float(row["lat"])] for row in rows]).reshape(-1, 2)
    km = km_outside(zones, boundary, lonlat)
    taken = {row["site"] for row in own}
    sites: list[Row] = []
    units: list[Row] = []
    far = same = 0
    for row, distance in zip(rows, km, strict=True):
        if distance > within_km:
            far += 1
            continue
        if any(_same_place(row, other, zones) for other in own):
            same += 1
            continue
        site = row["site"]
        number = 1
        while site in taken:
            site = f"{row['site']} ({number})"
            number += 1
        taken.add(site)
        service = next((s for s in row["services"].split(";") if s in SERVICES), "")
        measured = "outside the boundary" if boundary else "from the nearest zone's centre"
        sites.append({**row, "site": site, "outside": "yes", "note": f"a neighbour's, {distance:.1f} km {measured}"})
        if service:
            units.append(
                {
                    "unit": f"{site}-1",
                    "service": service,
                    "kind": str(assumed.value("border_kind", service)),
                    "site": site,
                    "unit_basis": "assumed",
                    "crewing_basis": "assumed",
                    "source": SOURCE,
                    "note": "one unit is assumed at each station of a neighbour",
                }
            )
    if units:
        assumed.say(
            "Units of neighbouring areas come whenever they are nearest, and are never busy at home",
            "always free",
            "",
            "a log of this area does not say how busy its neighbours are",
            "the neighbours' logs",
        )
        assumed.say(
            "Units of neighbouring areas are asked for as fast as the area's own",
            "0",
            "s",
            "how long the other control room takes is in no list",
            "the parameter over_border_s",
        )
    lines = [f"Of {len(rows):,} stations of neighbours {len(sites):,} lie within {within_km:g} km and are in the pack."]
    if same:
        lines.append(f"{same:,} of them stand where a station of the area's own list does and were left out.")
    if given.placeless:
        shown = ", ".join(str(row) for row in given.placeless[:10]) + ", ..." * (len(given.placeless) > 10)
        lines.append(
            f"{path.name}: {len(given.placeless):,} rows have no coordinates and were left out (rows {shown})."
        )
    if far:
        lines.append(f"{far:,} are further away and were left out.")
    return sites, units, lines, []


def _same_place(one: Row, other: Row, zones: Zones) -> bool:
    if one["services"] != other["services"]:
        return False
    a, b = zones.flat(np.array([[float(row["lon"]), float(row["lat"])] for row in (one, other)]))
    return bool(np.hypot(*(a - b)) < SAME_PLACE_KM)


def unit_rows(given: Given, part: ListPart, sites: set[str], assumed: Assumed) -> tuple[list[Row], list[Problem]]:
    """Rows of units, defaults filled in. Problems: a site that no list has."""
    problems = []
    rows = []
    for position, row in enumerate(given.rows):
        if row["site"] not in sites:
            what = f'"{row["site"]}" is not in the list of stations.'
            problems.append(given.problem(position, "site", what, "Correct it, or add the station."))
        rows.append({"unit_basis": part.basis, "source": part.source or Path(given.name).name, **row})
    return rows, problems


def finished_units(rows: list[Row], assumed: Assumed) -> list[Row]:
    """Units with crewing, crew and duty hours."""
    finished = []
    for row in rows:
        service = row["service"]
        crewing = row.get("crewing") or str(assumed.value("crewing", service))
        if not row.get("on_from") or not row.get("on_to"):
            assumed.say(
                "Units whose duty hours are not given are on duty all day",
                "00:00 to 24:00",
                "",
                "the list of units does not say",
                "columns on_from and on_to in the list of units",
            )
        finished.append(
            {
                "cross_crewed": "no",
                **row,
                "crewing": crewing,
                "crew": row.get("crew") or str(assumed.value("crew", service)),
                "on_from": row.get("on_from") or "00:00",
                "on_to": row.get("on_to") or "24:00",
                "crewing_basis": row.get("crewing_basis")
                or (row["unit_basis"] if row.get("crewing") and row.get("crew") else "assumed"),
            }
        )
    return finished
