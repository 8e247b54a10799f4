"""Writes a pack: beside its folder first, checked, then moved into place."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import tomli_w

from bluelight.area.builder.given import Row, table_of
from bluelight.area.builder.log import Log
from bluelight.area.builder.places import KM_PER_DEGREE, Zones
from bluelight.area.builder.work import Driven, Work
from bluelight.area.folders import new_folder
from bluelight.area.load import check_area
from bluelight.area.manifest import NAME, UNITED_KINGDOM
from bluelight.area.matrix import matrix_bytes
from bluelight.area.schema import TABLES
from bluelight.errors import InputError

REPORT = "BUILD.md"
MATRIX = "travel.csv.gz"
ROAD_TABLES = {"nodes": "road_nodes.csv.gz", "arcs": "road_arcs.csv.gz"}
MARGIN_KM = 100.0
"""Outside the United Kingdom a site may be this far from the box around the zones."""


def _bounds(work: Work, zones: Zones) -> list[float] | None:
    """The mapping's box, or one degree around the zones where they are not in the United Kingdom."""
    if work.mapping.area.bounds is not None:
        return list(work.mapping.area.bounds)
    west, east, south, north = UNITED_KINGDOM
    low, high = zones.lonlat.min(axis=0), zones.lonlat.max(axis=0)
    if west <= low[0] and high[0] <= east and south <= low[1] and high[1] <= north:
        return None
    margin = MARGIN_KM / KM_PER_DEGREE
    box = [low[0] - margin, high[0] + margin, low[1] - margin, high[1] + margin]
    work.lines.append("The zones lie outside the United Kingdom: check their longitude and latitude.")
    limits = ((-180, 180), (-180, 180), (-90, 90), (-90, 90))
    return [round(min(max(float(x), a), b), 4) for x, (a, b) in zip(box, limits, strict=True)]


def write(
    work: Work,
    folder: Path,
    pack_id: str,
    zones: Zones,
    boundary: dict[str, Any] | None,
    travel: Driven | None,
    log: Log | None,
) -> None:
    """Writes the pack, or raises InputError or BluelightError and leaves nothing."""
    about = work.mapping.area
    bounds = _bounds(work, zones)
    head: dict[str, Any] = {
        "area": {
            "id": pack_id,
            "name": work.inputs.name,
            "summary": about.summary or "Built from lists of zones, stations and units; see BUILD.md.",
            "year": about.year or (log.period if log is not None else "undated"),
            "notices": work.notices,
            **({"bounds": bounds} if bounds else {}),
        },
        "tables": {table.name: [f"{table.name}.csv"] for table in TABLES},
    }
    files: dict[str, bytes] = {
        f"{table.name}.csv": _csv(table.name, work.tables.get(table.name, [])) for table in TABLES
    }
    if boundary is not None and work.inputs.boundary is not None:
        head["shapes"] = {"boundary": "boundary.geojson"}
        files["boundary.geojson"] = work.inputs.boundary.read_bytes()
    if travel is not None and any(travel.reach):
        head.setdefault("shapes", {})["reach"] = "reach.geojson"
        files["reach.geojson"] = _reach(work, travel)
    if travel is not None:
        head["travel"] = {"matrix": MATRIX, "basis": "derived", "source": travel.source}
        site_ids = [row["site"] for row in work.tables["sites"]]
        files[MATRIX] = matrix_bytes(site_ids, zones.ids, travel.minutes, packed=True)
    if travel is not None and travel.roads is not None:
        head["roads"] = ROAD_TABLES
        files |= dict(zip(ROAD_TABLES.values(), travel.roads, strict=True))
    files[NAME] = tomli_w.dumps(head).encode()
    files[REPORT] = _report(work).encode()
    with new_folder(folder) as pack:
        for name, content in files.items():
            (pack / name).write_bytes(content)
        problems = check_area(pack)
        if problems:
            raise InputError(problems)


def _reach(work: Work, travel: Driven) -> bytes:
    features = [
        {"type": "Feature", "properties": {"site": row["site"], "minutes": travel.reach_min}, "geometry": outline}
        for row, outline in zip(work.tables["sites"], travel.reach, strict=True)
        if outline is not None
    ]
    shapes = {"type": "FeatureCollection", "notices": list(travel.notices), "features": features}
    return (json.dumps(shapes) + "\n").encode()


def _csv(name: str, rows: list[Row]) -> bytes:
    text = io.StringIO()
    columns = [column.name for column in table_of(name).columns]
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _report(work: Work) -> str:
    lines = [f"# How {work.inputs.name} was built", "", "## What was read", ""]
    lines += [f"- {line}" for line in work.lines] or ["- Every row of every file was used."]
    if work.unknown:
        lines += ["", "## What is not known", "", *(f"- {line}" for line in work.unknown)]
    lines += [
        "",
        "## What was assumed",
        "",
        "The table of assumptions has the reason and what to replace each with.",
        "",
    ]
    lines += [f"- {row['statement']}: {row['value']} {row['unit']}".rstrip() for row in work.tables["assumptions"]]
    return "\n".join(lines) + "\n"
