"""Reads area.toml: who the area is, and which files hold each table."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bluelight.area.cells import did_you_mean
from bluelight.area.rule_tables import ALL_TABLES, optional
from bluelight.area.schema import BASES
from bluelight.errors import Problem
from bluelight.files import read_toml

NAME = "area.toml"
SHAPES = ("zone_shapes", "boundary", "reach")
_AREA_KEYS = {
    "id": "a short name in small letters, digits and hyphens",
    "name": "the name people know",
    "summary": "one sentence saying what the pack holds",
    "year": "the year its figures stand for",
    "notices": "a list of the attributions that its licences ask for",
}
UNITED_KINGDOM = (-9.0, 2.1, 49.8, 61.0)
"""West, east, south, north: a box around the country, in degrees."""
ROADS = {"nodes": 'the table of road nodes, as "road_nodes.csv.gz"', "arcs": "the table of roads between them"}
TRAVEL = {
    "matrix": 'the file of travel times, as "travel.csv.gz"',
    "basis": f"how they are known: {', '.join(BASES[:3])}",
    "source": "what they were made from",
}


@dataclass(frozen=True)
class Manifest:
    """What area.toml says."""

    id: str = ""
    name: str = ""
    summary: str = ""
    year: str = ""
    notices: tuple[str, ...] = ()
    tables: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shapes: dict[str, str] = field(default_factory=dict)
    bounds: tuple[float, float, float, float] = UNITED_KINGDOM
    travel: dict[str, str] = field(default_factory=dict)  # matrix, basis, source; empty: the distance model
    roads: dict[str, str] = field(default_factory=dict)  # nodes, arcs; empty: the pack keeps no roads


def read_manifest(folder: Path) -> tuple[Manifest | None, list[Problem]]:
    """The manifest, or None where it cannot be read at all; and every problem with it."""
    if not (folder / NAME).exists():
        remedy = "Give the folder of an area pack; docs/area-pack.md says how to start one."
        return None, [Problem(NAME, f"is missing: {folder} is not an area pack.", remedy)]
    content, problems = read_toml(folder, NAME, "docs/area-pack.md")
    if problems:
        return None, problems
    reader = _Reader(content)
    manifest = Manifest(
        **reader.area(),
        tables=reader.tables(),
        shapes=reader.shapes(),
        bounds=reader.bounds(),
        travel=reader.travel(),
        roads=reader.roads(),
    )
    reader.unknown_sections()
    return manifest, reader.problems + _unnamed_files(folder, manifest)


class _Reader:
    """Takes the content of area.toml apart, collecting problems on the way."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.problems: list[Problem] = []

    def wrong(self, what: str, remedy: str) -> None:
        self.problems.append(Problem(NAME, what, remedy))

    def section(self, name: str, needed: bool) -> dict[str, Any]:
        value = self.content.get(name)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.wrong(f"{name} is not a section.", f"Write [{name}] on a line of its own, its keys below.")
        elif needed:
            self.wrong(f"has no section [{name}].", f"Add [{name}]; docs/area-pack.md has an example.")
        return {}

    def area(self) -> dict[str, Any]:
        section = self.section("area", needed=True)
        found: dict[str, Any] = {}
        for key, meaning in _AREA_KEYS.items():
            value = section.get(key)
            if key == "notices":
                texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
                found[key] = tuple(value) if isinstance(value, list) and texts else ()
                if not texts and section:
                    self.wrong("[area] notices is not a list of texts.", f"Give {meaning}; [] where there are none.")
            elif isinstance(value, str) and value.strip():
                found[key] = value
            else:
                found[key] = ""
                if section:
                    self.wrong(f"[area] {key} is missing or not a text.", f'Give {meaning}, in "quotation marks".')
        if found["id"] and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found["id"]):
            self.wrong(f'[area] id "{found["id"]}" cannot be used as a name.', f"Give {_AREA_KEYS['id']}.")
        for key in section:
            if key not in (*_AREA_KEYS, "bounds"):
                self.wrong(f'[area] has an unknown key "{key}".', f"Use only {', '.join(_AREA_KEYS)}, bounds.")
        return found

    def bounds(self) -> tuple[float, float, float, float]:
        value = self.section("area", needed=False).get("bounds")
        if value is None:
            return UNITED_KINGDOM
        numbers = isinstance(value, list) and all(isinstance(x, int | float) and math.isfinite(x) for x in value)
        if numbers and len(value) == 4:
            west, east, south, north = (float(x) for x in value)
            if -180 <= west < east <= 180 and -90 <= south < north <= 90:
                return west, east, south, north
        remedy = "Give [west, east, south, north] in degrees, WGS84; without it: the United Kingdom."
        self.wrong("[area] bounds is not a box of degrees.", remedy)
        return -180.0, 180.0, -90.0, 90.0

    def travel(self) -> dict[str, str]:
        section = self.section("travel", needed=False)
        found = {}
        for key, meaning in TRAVEL.items() if "travel" in self.content else ():
            value = section.get(key)
            if not isinstance(value, str) or not value.strip() or (key == "basis" and value not in BASES[:3]):
                self.wrong(f"[travel] {key} is missing or not understood.", f'Give {meaning}, in "quotation marks".')
            else:
                found[key] = value
        for key in section:
            if key not in TRAVEL:
                self.wrong(f'[travel] has an unknown key "{key}".', f"Use only {', '.join(TRAVEL)}.")
        return found

    def roads(self) -> dict[str, str]:
        section = self.section("roads", needed=False)
        found = {}
        for key, meaning in ROADS.items() if "roads" in self.content else ():
            value = section.get(key)
            if isinstance(value, str) and value.strip():
                found[key] = value
            else:
                self.wrong(f"[roads] {key} is missing or not a file name.", f'Give {meaning}, in "quotation marks".')
        for key in section:
            if key not in ROADS:
                self.wrong(f'[roads] has an unknown key "{key}".', f"Use only {', '.join(ROADS)}.")
        return found

    def tables(self) -> dict[str, tuple[str, ...]]:
        section = self.section("tables", needed=True)
        names = [table.name for table in ALL_TABLES]
        found: dict[str, tuple[str, ...]] = {}
        used: dict[str, str] = {}
        for name, value in section.items():
            files = [value] if isinstance(value, str) else value
            if name not in names:
                self.wrong(
                    f'[tables] names an unknown table "{name}".',
                    f"{did_you_mean(name, names)}Use only {', '.join(names)}.",
                )
            elif not isinstance(files, list) or not files or not all(isinstance(f, str) and f for f in files):
                self.wrong(f"[tables] {name} is not a list of file names.", f'Write {name} = ["{name}.csv"].')
            else:
                found[name] = tuple(files)
                for file in files:
                    if file in used:
                        self.wrong(f"[tables] {name} names {file}, already used for {used[file]}.", "Name it once.")
                    used[file] = name
        for name in names:
            if name not in section and section and not optional(name):
                self.wrong(
                    f"[tables] does not name the table {name}.",
                    f'Add {name} = ["{name}.csv"]; a table with nothing to say is a file with its header alone.',
                )
        return found

    def shapes(self) -> dict[str, str]:
        section = self.section("shapes", needed=False)
        found = {}
        for name, value in section.items():
            if name not in SHAPES:
                self.wrong(f'[shapes] has an unknown key "{name}".', f"Use only {' and '.join(SHAPES)}.")
            elif not isinstance(value, str) or not value:
                self.wrong(f"[shapes] {name} is not a file name.", f'Write {name} = "{name}.geojson".')
            else:
                found[name] = value
        return found

    def unknown_sections(self) -> None:
        for name in self.content:
            if name not in ("area", "tables", "shapes", "travel", "roads"):
                remedy = "Use only [area], [tables], [shapes], [travel] and [roads]."
                self.wrong(f'has an unknown section or key "{name}".', remedy)


def _unnamed_files(folder: Path, manifest: Manifest) -> list[Problem]:
    """A table left out of area.toml by mistake would otherwise vanish without a word."""
    named = {file for files in manifest.tables.values() for file in files} | {manifest.travel.get("matrix", "")}
    named |= set(manifest.roads.values())
    try:
        found = sorted(path.name for path in folder.glob("*.csv"))
    except OSError:
        return []
    remedy = "Name it under its table in area.toml, or move it out of the folder."
    return [Problem(name, "is in the folder, but no table names it.", remedy) for name in found if name not in named]
