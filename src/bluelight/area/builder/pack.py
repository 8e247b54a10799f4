"""Makes an area pack out of what a service has: lists of zones, stations and units, a log, a road file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bluelight.area.builder import crews, demand, sites
from bluelight.area.builder.defaults import SOURCE
from bluelight.area.builder.given import Row, table_of
from bluelight.area.builder.log import Log, read_log
from bluelight.area.builder.mapping import Mapping, read_mapping
from bluelight.area.builder.places import Zones
from bluelight.area.builder.without_log import by_default
from bluelight.area.builder.work import Built, Drive, Driven, Inputs, Work
from bluelight.area.builder.write import write
from bluelight.area.files import read_geojson
from bluelight.area.folders import refuse_used
from bluelight.area.schema import SERVICES
from bluelight.errors import BluelightError, InputError, Problem

Floats = npt.NDArray[np.float64]


def build_pack(inputs: Inputs, folder: Path, *, drive: Callable[[Mapping], Drive] | None = None) -> Built:
    """Builds a pack into a new or empty folder.

    `drive` gives times on roads; without it the pack has the default distance model. Raises InputError with all
    problems found in the files, and BluelightError where the folder cannot be written; nothing is then left behind.
    """
    pack_id = re.sub(r"[^a-z0-9]+", "-", inputs.name.lower()).strip("-")
    if not pack_id or not inputs.name.isprintable():
        raise BluelightError(f'The name "{inputs.name}" cannot be made into an id. Give one with letters from a to z.')
    if not inputs.within_km >= 0:
        raise BluelightError(f"{inputs.within_km} km is no distance to neighbours. Give a number of 0 or more.")
    refuse_used(folder)
    work = Work(inputs, read_mapping(inputs.columns))
    work.notices += work.mapping.area.notices
    roads = None
    if drive is not None:
        try:
            roads = drive(work.mapping)
        except InputError as error:
            work.problems += error.problems
    boundary = _boundary(work)
    zones, residents = _zones(work)
    units = _places(work, boundary, zones)
    log = _log(work, zones)
    work.stop_if_wrong()
    assert zones is not None
    services = _services(work, units, log)
    part = work.mapping.log
    rooms, wrong = crews.control_room_rows(services, work.tables["sites"], log, part, work.assumed)
    work.problems += wrong
    missing = [s for s in services if s not in {row["service"] for row in units}]
    for service in missing:
        what = f"has no unit of {service}, which takes calls in the log."
        remedy = "Add its units, or leave its rows out of the log (leave_out in the mapping)."
        work.problems.append(Problem(str(inputs.units), what, remedy))
    if log is None and not residents.sum() > 0:  # also where those of a zone are not known
        gap = np.isnan(residents)
        zone = f"zone {zones.ids[int(gap.argmax())]}" if gap.any() and not gap.all() else "it"
        what = f"says of {zone} no residents, and without a log they say how much happens."
        work.problems.append(Problem(str(inputs.zones), what, "Give a log, or the population of every zone."))
    work.stop_if_wrong()
    work.tables["control_rooms"] = rooms
    work.tables["crewing"] = crews.crewing_rows(units, log, part, work.assumed)
    work.tables["hospitals"] = crews.hospital_rows(work.tables["sites"], log, part, work.assumed)
    if log is not None and part is not None:
        conveys = bool(work.tables["hospitals"]) and "left_scene" in log.has
        work.tables |= demand.from_log(
            log, part, work.mapping, zones, residents, units, conveys, work.assumed, work.lines
        )
    else:
        work.tables |= by_default(services, zones, residents, units, work.assumed)
    travel = _travel(work, zones, roads)
    work.tables["parameters"] = crews.parameter_rows(services, travel is not None, work.assumed)
    work.tables["assumptions"] = work.assumed.rows()
    write(work, folder, pack_id, zones, boundary, travel, log)
    return Built(folder, tuple(work.lines), tuple(work.tables["assumptions"]), tuple(work.unknown))


def _boundary(work: Work) -> dict[str, Any] | None:
    path = work.inputs.boundary
    if path is None:
        return None
    shapes, problems = read_geojson(path.resolve().parent, path.name)
    work.problems += problems
    return shapes


def _zones(work: Work) -> tuple[Zones | None, Floats]:
    given = work.read(work.inputs.zones, "zones", ("zone", "lon", "lat"))
    part = work.mapping.zones
    if not {"zone", "lon", "lat"} <= given.columns:
        return None, np.zeros(0)
    defaults = {"district": "all", "district_name": work.inputs.name, "rural": "no"}
    for column in table_of("zones").columns:
        if column.name in defaults and column.name not in given.columns and column.name != "district_name":
            work.assumed.say(
                f"Zones: {column.meaning}",
                defaults[column.name],
                "",
                "not given: a placeholder, and nothing should be read from it",
                f"a column {column.name} in the list of zones",
            )
        gaps = sum(not row.get(column.name) for row in given.rows)
        if gaps and column.optional and column.type != "text":
            of = "any zone" if gaps == len(given.rows) else f"{gaps:,} of {len(given.rows):,} zones"
            work.unknown.append(f"{column.meaning[:1].upper()}{column.meaning[1:]} ({column.name}) of {of}.")
    if "district" in given.columns and "district_name" not in given.columns:
        del defaults["district_name"]
    placed = set(defaults) - {"district_name"} <= given.columns
    rows = []
    for row in given.rows:
        full = {"name": row.get("zone", ""), "source": part.source or work.inputs.zones.name, **defaults, **row}
        full.setdefault("district_name", full["district"])
        rows.append({"basis": part.basis if placed else "assumed", **full})
    work.tables["zones"] = rows
    try:
        lonlat = np.array([[float(row["lon"]), float(row["lat"])] for row in given.rows])
        residents = np.array([float(row.get("population") or np.nan) for row in given.rows])
    except (KeyError, ValueError):
        return None, np.zeros(0)  # told already, cell by cell
    return Zones(tuple(row["zone"] for row in given.rows), lonlat), residents


def _places(work: Work, boundary: dict[str, Any] | None, zones: Zones | None) -> list[Row]:
    """Sites and units, neighbours' included."""
    inputs, mapping = work.inputs, work.mapping
    given = work.read(inputs.stations, "sites", ("site", "services", "lon", "lat"))
    own_units = work.read(inputs.units, "units", ("unit", "service", "kind", "site"))
    if not {"site", "services", "lon", "lat"} <= given.columns or not {"unit", "site"} <= own_units.columns:
        return []
    rows, wrong = sites.site_rows(given, mapping.stations, work.assumed)
    work.problems += wrong
    units, wrong = sites.unit_rows(own_units, mapping.units, {row["site"] for row in rows}, work.assumed)
    work.problems += wrong
    if work.problems:
        return []
    if inputs.neighbours is not None and zones is not None:
        more, more_units, lines, wrong = sites.border_rows(
            inputs.neighbours, mapping.neighbours, inputs.within_km, boundary, zones, rows, work.assumed
        )
        rows, units = rows + more, units + more_units
        work.lines += lines
        work.problems += wrong
    units = sites.finished_units(units, work.assumed)
    work.tables["sites"], work.tables["units"] = rows, units
    work.tables["site_functions"] = [
        {"site": row["site"], "function": "response", "service": service.strip(), "basis": "derived", "source": "units"}
        for row in rows
        for service in row["services"].split(";")
        if any(unit["site"] == row["site"] and unit["service"] == service.strip() for unit in units)
    ]
    return units


def _log(work: Work, zones: Zones | None) -> Log | None:
    path, part = work.inputs.log, work.mapping.log
    if path is None:
        return None
    if part is None:
        remedy = "Give --columns with a section [log]; docs/area-build.md has an example."
        work.problems.append(Problem(str(path), "is given without saying what its columns are.", remedy))
        return None
    if zones is None:
        return None  # what is wrong with the zones comes first
    try:
        log = read_log(path, part, zones)
    except InputError as error:
        work.problems += error.problems
        return None
    incidents = len(log.incidents)
    units = f"{len(log.responses):,} units, " if part.also else ""
    work.lines.append(
        f"{path.name}: {log.rows:,} rows, {log.used:,} used, {units}{incidents:,} incidents, {log.period}."
    )
    work.lines += [f"{path.name}: {finding}." for finding in log.findings]
    return log


def _services(work: Work, units: list[Row], log: Log | None) -> list[str]:
    found = {row["service"] for row in units} | (set(log.responses["service"]) if log is not None else set())
    services = [service for service in SERVICES if service in found]
    for service in work.mapping.services:
        if service not in SERVICES:
            what = f"services.{service} is no service."
            work.problems.append(Problem("the column mapping", what, f"Use {', '.join(SERVICES)}."))
    rows = []
    for service in services:
        told = work.mapping.services.get(service)
        waits = (told.waits if told else "") or str(work.assumed.value("waits", service))
        if told is None or not told.organisation:
            work.assumed.say(
                f"Name of the organisation that runs {service}",
                f"{work.inputs.name}: {service}",
                "",
                "not given",
                "organisation under [services.*] in the mapping",
            )
        rows.append(
            {
                "service": service,
                "organisation": (told.organisation if told else "") or f"{work.inputs.name}: {service}",
                "register_slug": told.register_slug if told else "",
                "waits": waits,
                "basis": "published" if told and told.organisation and told.waits else "assumed",
                "source": "the column mapping" if told else SOURCE,
            }
        )
    work.tables["services"] = rows
    return services


def _travel(work: Work, zones: Zones, drive: Drive | None) -> Driven | None:
    """Times on roads, and the table of minutes to hospital."""
    rows, hospitals = work.tables["sites"], [row["site"] for row in work.tables["hospitals"]]
    at = {row["site"]: i for i, row in enumerate(rows)}
    lonlat = np.array([[float(row["lon"]), float(row["lat"])] for row in rows])
    positions = [at[site] for site in hospitals]
    driven = None
    if drive is not None:
        names = [f"site {row['site']}" for row in rows] + [f"zone {zone}" for zone in zones.ids]
        driven = drive(names, np.vstack([lonlat, zones.lonlat]), len(rows), positions)
        to_hospital, basis, source = driven.to_hospital, "derived", driven.source
        work.notices += [notice for notice in driven.notices if notice not in work.notices]
        work.lines += driven.notes
    elif hospitals:
        a, b, p = (work.assumed.value("distance_model", k) for k in ("travel_c0_min", "travel_b", "travel_p"))
        apart = zones.flat(zones.lonlat)[:, None, :] - zones.flat(lonlat[positions])[None, :, :]
        to_hospital, basis, source = a + b * np.hypot(apart[..., 0], apart[..., 1]) ** p, "assumed", SOURCE
    if hospitals:
        work.tables["hospital_minutes"] = [
            {"zone": zone, "hospital": site, "minutes": f"{minutes:.2f}", "basis": basis, "source": source}
            for zone, row in zip(zones.ids, to_hospital, strict=True)
            for site, minutes in zip(hospitals, row, strict=True)
        ]
    return driven
