"""Opens area packs: shipped ones by their id, any other by its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bluelight.area.files import read_geojson
from bluelight.area.manifest import NAME, ROADS, Manifest, read_manifest
from bluelight.area.matrix import Floats, TravelMatrix, read_matrix
from bluelight.area.model import Area, RoadFiles
from bluelight.area.rule_tables import ALL_TABLES, optional
from bluelight.area.rules import check_rules
from bluelight.area.shares import normalise
from bluelight.area.tables import Sheet, read_sheet, to_frame
from bluelight.errors import InputError, Problem
from bluelight.files import file_problem
from bluelight.uncollected import uncollected

SHIPPED = Path(__file__).parent.parent / "data" / "areas"


@dataclass(frozen=True)
class AreaSummary:
    """An area that ships: enough to choose it by."""

    id: str
    name: str
    summary: str
    folder: Path


def list_areas() -> list[AreaSummary]:
    """The areas that ship with Bluelight, by id."""
    areas = []
    for folder in sorted(path.parent for path in SHIPPED.glob(f"*/{NAME}")):
        manifest, problems = read_manifest(folder)
        if manifest is None:
            raise InputError(problems)
        areas.append(AreaSummary(manifest.id, manifest.name, manifest.summary, folder))
    return areas


def load_area(id_or_path: str | Path) -> Area:
    """Opens a shipped area by its id, or a pack by its folder (or its area.toml).

    A text that is the id of a shipped area always means that area; write "./name" for a folder of that name.
    Raises InputError with every problem found.
    """
    with uncollected():
        return _loaded(_folder(id_or_path))


def _loaded(folder: Path) -> Area:
    manifest, sheets, shapes, minutes, problems = _read(folder)
    if problems or manifest is None:
        raise InputError(problems)
    frames = {name: to_frame(sheet) for name, sheet in sheets.items()}
    for name, by in (("demand", "family"), ("hours", "family")):
        frames[name] = normalise(frames[name], by)
    return Area(
        id=manifest.id,
        name=manifest.name,
        summary=manifest.summary,
        year=manifest.year,
        notices=manifest.notices,
        zone_shapes=shapes.get("zone_shapes"),
        boundary=shapes.get("boundary"),
        reach=shapes.get("reach"),
        travel=_matrix(manifest, frames, minutes),
        roads=RoadFiles(*(folder / manifest.roads[part] for part in ROADS)) if manifest.roads else None,
        **frames,
    )


def check_area(id_or_path: str | Path) -> list[Problem]:
    """Every problem of a pack, none where it loads."""
    try:
        return _read(_folder(id_or_path))[-1]
    except InputError as error:
        return list(error.problems)


def _folder(id_or_path: str | Path) -> Path:
    if id_or_path in {path.parent.name for path in SHIPPED.glob(f"*/{NAME}")}:
        return SHIPPED / id_or_path
    path = Path(id_or_path)
    try:
        if path.name == NAME and path.is_file():
            path = path.parent
        if path.is_dir():
            return path
    except (OSError, ValueError):
        pass
    known = ", ".join(area.id for area in list_areas()) or "none"
    what = "is neither an area that ships nor a folder."
    raise InputError([Problem(str(id_or_path), what, f"Give the folder of an area pack, or one of: {known}.")])


Minutes = dict[tuple[str, str], Floats]
Parts = tuple[Manifest | None, dict[str, Sheet], dict[str, dict[str, Any]], Minutes, list[Problem]]


def _read(folder: Path) -> Parts:
    manifest, problems = read_manifest(folder)
    if manifest is None:
        return None, {}, {}, {}, problems
    sheets: dict[str, Sheet] = {}
    for table in ALL_TABLES:
        if optional(table.name) and table.name not in manifest.tables:
            sheets[table.name] = Sheet(table, (), (), whole=True)
            continue
        sheets[table.name], wrong = read_sheet(folder, table, manifest.tables.get(table.name, ()))
        problems += wrong
    shapes: dict[str, dict[str, Any]] = {}
    for name, file in manifest.shapes.items():
        content, wrong = read_geojson(folder, file)
        problems += wrong
        if content is not None:
            shapes[name] = content
            if name == "zone_shapes":
                problems += _check_shapes(file, content, sheets["zones"])
            if name == "reach":
                problems += _check_reach(file, content, sheets["sites"])
    problems += check_rules(sheets, manifest)
    minutes: Minutes = {}
    if "matrix" in manifest.travel:
        minutes, wrong = _read_minutes(folder, manifest.travel["matrix"], sheets)
        problems += wrong
    problems += _check_roads(folder, manifest)
    return manifest, sheets, shapes, minutes, problems


def _check_roads(folder: Path, manifest: Manifest) -> list[Problem]:
    """Whether the tables of roads are there; what is in them is read when something is drawn on them."""
    problems = []
    for file in manifest.roads.values():
        wrong = file_problem(folder, file)
        if wrong is None and not (folder / file).is_file():
            remedy = "Add the file, or correct its name under [roads] in area.toml."
            wrong = Problem(file, "is missing.", remedy)
        problems += [wrong] if wrong is not None else []
    return problems


def _check_reach(file: str, content: dict[str, Any], sites: Sheet) -> list[Problem]:
    """Every outline of what is reached says from which site, and in how many minutes."""
    if not sites.knows("site"):
        return []
    known = {row.values["site"] for row in sites}
    told = [feature.get("properties") or {} for feature in content.get("features", [])]
    wrong = [
        number
        for number, said in enumerate(told, start=1)
        if said.get("site") not in known or not isinstance(said.get("minutes"), int | float)
    ]
    what = (
        f"feature {wrong[0]} does not say which site of sites.csv reaches it, and in how many minutes." if wrong else ""
    )
    return [Problem(file, what, "Give it the properties site and minutes.")] if wrong else []


def _read_minutes(folder: Path, file: str, sheets: dict[str, Sheet]) -> tuple[Minutes, list[Problem]]:
    """The travel matrix, judged only where the sites and zones it must cover are known."""
    wrong = file_problem(folder, file)
    if wrong is not None:
        return {}, [wrong]
    if not (sheets["sites"].knows("site") and sheets["zones"].knows("zone")):
        return {}, []
    sites = [row.values["site"] for row in sheets["sites"]]
    return read_matrix(folder / file, sites, [row.values["zone"] for row in sheets["zones"]])


def _matrix(manifest: Manifest, frames: dict[str, pd.DataFrame], minutes: Minutes) -> TravelMatrix | None:
    if not manifest.travel:
        return None
    sites, zones = frames["sites"], frames["zones"]
    places = [("site", site) for site in sites["site"]] + [("zone", zone) for zone in zones["zone"]]
    return TravelMatrix(
        site_ids=tuple(sites["site"]),
        zone_ids=tuple(zones["zone"]),
        minutes=np.vstack([minutes[place] for place in places]),
        site_lonlat=sites[["lon", "lat"]].to_numpy(dtype=np.float64, copy=True),
        zone_lonlat=zones[["lon", "lat"]].to_numpy(dtype=np.float64, copy=True),
        basis=manifest.travel["basis"],
        source=manifest.travel["source"],
    )


def _check_shapes(file: str, content: dict[str, Any], zones: Sheet) -> list[Problem]:
    problems = []
    for number, feature in enumerate(content["features"], start=1):
        zone = feature["properties"].get("zone")
        if not isinstance(zone, str):
            what = f"feature {number} has no property zone."
            problems.append(Problem(file, what, "Give each feature the zone it draws."))
        elif zones.whole and zone not in zones.values("zone"):
            what = f'feature {number} draws "{zone}", which is not in zones.'
            problems.append(Problem(file, what, "Take it out, or correct its property zone."))
    return problems
