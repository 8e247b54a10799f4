"""What a road file alone says of a place: its stations, the time between them, and how far each reaches.

No units, no demand: it is not an area pack, and nothing is assumed but the speeds of roads.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bluelight.area.folders import new_folder, refuse_used
from bluelight.errors import BluelightError, InputError, Problem
from bluelight.travel.roads.isochrone import isochrone
from bluelight.travel.roads.network import Network
from bluelight.travel.roads.osm import read_osm
from bluelight.travel.roads.snap import Snapped, snap
from bluelight.travel.roads.stations import Station, Stations, stations_of_extract, stations_of_points
from bluelight.travel.roads.times import prepare

STATIONS, MINUTES, REACH, ABOUT = "stations.csv", "minutes.csv", "reach.geojson", "ROADS.md"
MOST_STATIONS = 1_000
"""Times between every two stations of more than this fill a table that nobody reads."""


@dataclass(frozen=True)
class Survey:
    """What was written: the folder, and everything to know about how."""

    folder: Path
    lines: tuple[str, ...]


def survey(roads: Path, folder: Path, *, sites: Path | None = None, within_min: float = 10.0) -> Survey:
    """Writes stations, minutes between them and what each reaches within `within_min` minutes into a new folder.

    Stations are those of the road file, or of `sites`. InputError where a file is not what it should be.
    """
    if not 0 < within_min <= 240:
        raise BluelightError(f"{within_min:g} minutes is no limit. Give a number above 0, up to 240.")
    refuse_used(folder)
    found = stations_of_extract(roads) if sites is None else stations_of_points(sites)
    listed = found.stations
    if len(listed) > MOST_STATIONS:
        what = f"holds {len(listed):,} stations and hospitals; {MOST_STATIONS:,} is the most."
        raise InputError([Problem(str(sites or roads), what, "Give an extract of a county, not of a country.")])
    network = read_osm(roads)
    names = [station.site for station in listed]
    joined = snap(network, names, [s.lon for s in listed], [s.lat for s in listed], exclude=True)
    if not joined.names:
        remedy = "Give the roads of the place where the sites are."
        raise InputError([Problem(str(roads), f"has no road near any site: {joined.excluded[0]}", remedy)])
    minutes, reach = _times(network, joined, within_min)
    lines = _lines(roads, sites, network, found, joined)
    files = {
        STATIONS: _stations(listed, sites or roads),
        MINUTES: minutes,
        REACH: reach,
        ABOUT: _about(lines, network, within_min),
    }
    with new_folder(folder) as written:
        for name, text in files.items():
            (written / name).write_text(text, encoding="utf-8", newline="")
    return Survey(folder, tuple(lines))


def _times(network: Network, joined: Snapped, within_min: float) -> tuple[str, str]:
    """The table of minutes and the outlines of reach."""
    prepared = prepare(network)
    sirens = prepared.weigh()
    fast = sirens.between(joined, joined) / 60
    normal = prepared.weigh(network.normal_seconds).between(joined, joined) / 60
    rows = [
        [joined.names[i], joined.names[j], f"{fast[i, j]:.2f}", f"{normal[i, j]:.2f}"]
        for i in range(len(joined.names))
        for j in range(len(joined.names))
        if i != j
    ]
    features = []
    for name, node, access in zip(joined.names, joined.nodes.tolist(), joined.seconds.tolist(), strict=True):
        left = 60 * within_min - access
        if left <= 0:
            continue  # the limit ends before the road begins
        reached = isochrone(sirens, node, left)
        told = {"site": name, "minutes": within_min, "km_of_lanes": round(reached.km, 1)}
        features.append({"type": "Feature", "properties": told, "geometry": reached.outline_geojson()})
    shapes = {"type": "FeatureCollection", "notices": list(network.notices), "features": features}
    return _csv(["from", "to", "siren_minutes", "normal_minutes"], rows), json.dumps(shapes) + "\n"


def _stations(listed: tuple[Station, ...], path: Path) -> str:
    """A list as `bluelight area build --stations` reads it."""
    head = ["site", "kind", "services", "lon", "lat", "location_quality", "location_basis", "source", "note", "osm"]
    rows = []
    for station in listed:
        cells = {
            **asdict(station),
            "location_quality": "exact",
            "location_basis": "published",
            "source": f"OpenStreetMap, {path.name}, ODbL 1.0",
        }
        rows.append([str(cells[column]) for column in head])
    return _csv(head, rows)


def _lines(roads: Path, sites: Path | None, network: Network, found: Stations, joined: Snapped) -> list[str]:
    kinds: dict[str, int] = {}
    for station in found.stations:
        kinds[station.kind] = kinds.get(station.kind, 0) + 1
    words = {"hospital_ed": "hospital with an emergency department", "other": "hospital not tagged as having one"}
    counted = ", ".join(f"{n} {words.get(kind, kind.replace('_', ' '))}{'s'[: n > 1]}" for kind, n in kinds.items())
    km = network.length_m.sum() / 1000
    return [
        f"{roads.name}: {network.nodes:,} nodes, {km:,.0f} km of road lanes. {network.dropped}",
        *(f"{roads.name}: {note}" for note in network.notes),
        f"{(sites or roads).name}: {len(found.stations):,} sites: {counted}.",
        *(f"{(sites or roads).name}: {note}" for note in found.notes),
        *joined.excluded,
        *joined.stranded,
    ]


def _about(lines: list[str], network: Network, within_min: float) -> str:
    said = [
        "# Roads and sites",
        "",
        "What an OpenStreetMap file says of a place, and no more: there are no units, no demand and no zones.",
        "",
        f"- `{STATIONS}`: stations and hospitals, as `bluelight area build --stations` reads them.",
        f"- `{MINUTES}`: minutes from each to each by road, under lights and sirens and in normal driving.",
        f"- `{REACH}`: what each reaches within {within_min:g} minutes under lights and sirens.",
        "",
        "Speeds are those of road_speeds.toml, and assumed. A site that OpenStreetMap lacks, or has twice, is so here.",
        "",
        "## What was read",
        "",
        *(f"- {line}" for line in lines),
        "",
        "## Licence",
        "",
        *network.notices,
        "",
        "These files are made from that database: whoever passes them on gives the same notice and the same licence,",
        "<https://opendatacommons.org/licenses/odbl/1-0/>.",
    ]
    return "\n".join(said) + "\n"


def _csv(head: list[str], rows: list[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([head, *rows])
    return text.getvalue()
