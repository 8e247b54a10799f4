"""A made-up town as its services would give it: lists, a log and roads. No figure in it is real."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from bluelight.area.builder import Inputs

ZONES = [["zone", "lon", "lat", "population"]] + [
    [f"Z{i}{j}", f"{-1.9 + 0.02 * i:.2f}", f"{52.9 + 0.01 * j:.2f}", str(1000 + 100 * i)]
    for i in range(3)
    for j in range(2)
]
STATIONS = [
    ["site", "services", "lon", "lat"],
    ["Hill", "fire", "-1.9001", "52.9001"],
    ["Quay", "fire;ambulance", "-1.8601", "52.9101"],
]
UNITS = [
    ["unit", "service", "kind", "site", "crewing"],
    ["H1", "fire", "pump", "Hill", "wholetime"],
    ["Q1", "fire", "pump", "Quay", "on_call"],
    ["A1", "ambulance", "dsa", "Quay", "shift"],
]
LOG_HEAD = ["id", "what", "who", "vehicle", "when", "sent", "left", "there", "free", "area"]
MAPPING = """[log]
incident = "id"
type = "what"
service = "who"
unit = "vehicle"
time = "when"
mobilised = "sent"
left = "left"
arrived = "there"
cleared = "free"
zone = "area"
time_format = "%Y-%m-%d %H:%M"
fewest = 10

[log.values.service]
F = "fire"
A = "ambulance"
"""


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


def log_rows() -> list[list[str]]:
    """One fire at 08:00 and one illness at 20:00 a day for 40 days; a second engine goes to every second fire."""
    rows = [LOG_HEAD]
    day = datetime.datetime(2025, 3, 1)

    def row(incident: str, sent: tuple[str, str, str], start: datetime.datetime, scene: int, zone: str) -> list[str]:
        times = [start + datetime.timedelta(minutes=m) for m in (0, 1, 3, 9, 9 + scene)]
        return [incident, *sent, *(f"{time:%Y-%m-%d %H:%M}" for time in times), zone]

    for i in range(40):
        start = day + datetime.timedelta(days=i, hours=8)
        rows.append(row(f"F{i}", ("Fire", "F", "H1"), start, 20 + i % 5, "Z00" if i < 30 else "Z21"))
        if i % 2:
            rows.append(row(f"F{i}", ("Fire", "F", "Q1"), start, 20 + i % 5, "Z00" if i < 30 else "Z21"))
        start += datetime.timedelta(hours=12)
        rows.append(row(f"M{i}", ("Illness", "A", "A1"), start, 30, "Z10"))
    return rows


@pytest.fixture
def town(tmp_path: Path) -> Inputs:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "mapping.toml").write_text(MAPPING)
    return Inputs(
        "Madeup Town",
        write(folder / "zones.csv", ZONES),
        write(folder / "stations.csv", STATIONS),
        write(folder / "units.csv", UNITS),
        log=write(folder / "log.csv", log_rows()),
        columns=folder / "mapping.toml",
    )


@pytest.fixture
def roads(tmp_path: Path) -> tuple[Path, Path]:
    """One street from west to east past every zone, in pieces of 676 m (0.01 degrees of longitude)."""
    nodes = [["node", "lon", "lat"]] + [[str(i), f"{-1.92 + 0.01 * i:.2f}", "52.905"] for i in range(10)]
    arcs = [["from_node", "to_node", "seconds", "normal_seconds"]]
    for i in range(9):
        arcs += [[str(i), str(i + 1), "60", "90"], [str(i + 1), str(i), "60", "90"]]
    return write(tmp_path / "nodes.csv", nodes), write(tmp_path / "arcs.csv", arcs)
