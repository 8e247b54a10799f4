"""Starts an area pack: every table with its header, and an area.toml that names them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from bluelight.area.folders import new_folder
from bluelight.area.manifest import NAME
from bluelight.area.rule_tables import RULE_TABLES
from bluelight.area.schema import TABLES
from bluelight.errors import BluelightError

_HEAD = """# An area pack for Bluelight. Fill the tables, then run: bluelight area check {folder}

[area]
id = {id}
name = {name}
summary = ""  # one sentence saying what the pack holds
year = ""  # the year its figures stand for, as 2024/25
notices = []  # the attributions that the licences of its figures ask for

[tables]
"""
_OPTIONAL = "# Rules of response that an area may have, each a table; docs/area-pack.md says what they hold.\n"
_TAIL = """
# Outlines for maps, if there are any, as GeoJSON.
# [shapes]
# zone_shapes = "zones.geojson"
# boundary = "boundary.geojson"
"""


def start_pack(folder: Path, name: str) -> None:
    """Writes a pack without rows into a new or empty folder. BluelightError where it cannot be written."""
    pack_id = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if not pack_id or not name.isprintable():
        raise BluelightError(f'The name "{name}" cannot be made into an id. Give a name with letters from a to z.')
    with new_folder(folder) as pack:
        _write(pack, folder, pack_id, name)


def _write(pack: Path, folder: Path, pack_id: str, name: str) -> None:
    head = _HEAD.format(
        folder=folder, id=json.dumps(pack_id, ensure_ascii=False), name=json.dumps(name, ensure_ascii=False)
    )
    tables = "".join(f'{table.name} = ["{table.name}.csv"]\n' for table in TABLES)
    rules = _OPTIONAL + "".join(f'# {table.name} = ["{table.name}.csv"]\n' for table in RULE_TABLES)
    (pack / NAME).write_text(head + tables + rules + _TAIL, encoding="utf-8")
    for table in TABLES:
        with (pack / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(column.name for column in table.columns)
