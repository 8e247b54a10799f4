"""Recorded calls as files: zones, a matrix of siren minutes, units, hospitals and calls, read and checked together."""

from __future__ import annotations

import csv
import gzip
import io
import math
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bluelight.area.schema import Column, Table
from bluelight.area.tables import Sheet, read_sheet
from bluelight.errors import InputError, Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

FURTHEST, LATEST_MIN, LONGEST_MIN = 1e9, 1e9, 1e5
"""Larger numbers are mistakes, and their sums would be no numbers."""

ZONES = Table(
    "zones",
    "places where calls come from and units stand",
    ("zone",),
    (
        Column("zone", "text", "the zone's name"),
        Column("x", "number", "where its centre lies on a plane, any unit of length", low=-FURTHEST, high=FURTHEST),
        Column("y", "number", "where its centre lies on a plane, any unit of length", low=-FURTHEST, high=FURTHEST),
    ),
)
UNITS = Table(
    "units",
    "vehicles with their crew",
    ("unit",),
    (
        Column("unit", "integer", "the unit's number; the lowest wins a tie", low=0),
        Column("base_zone", "text", "the zone of its base", refers_to="zones.zone"),
    ),
)
HOSPITALS = Table(
    "hospitals", "hospitals", ("zone",), (Column("zone", "text", "the zone it lies in", refers_to="zones.zone"),)
)
CALLS = Table(
    "calls",
    "calls in order of time",
    ("call",),
    (
        Column("call", "integer", "the call's number", low=0),
        Column(
            "arrival_min", "number", "when the call comes in, minutes from any start", "min", low=0, high=LATEST_MIN
        ),
        Column("zone", "text", "the zone it comes from", refers_to="zones.zone"),
        Column("on_scene_min", "number", "how long the unit stays there", "min", low=0, high=LONGEST_MIN),
        Column("to_hospital", "integer", "1 where the unit then drives to hospital, else 0", low=0, high=1),
        Column(
            "handover_min", "number", "how long it stays at the hospital", "min", optional=True, low=0, high=LONGEST_MIN
        ),
    ),
)


@dataclass(frozen=True, eq=False)
class Recorded:
    """Recorded calls, ready to be replayed: zones by index, units by rising number, calls by time."""

    zones: tuple[str, ...]
    xy: Floats  # (zones, 2)
    siren: Floats  # minutes (from zone, to zone)
    unit_numbers: NDArray[np.int64]
    bases: Ints  # zone by unit
    hospitals: Ints  # zone
    call_numbers: NDArray[np.int64]
    arrival: Floats
    zone: Ints
    on_scene: Floats
    to_hospital: NDArray[np.bool_]
    handover: Floats


def read_recorded(*, zones: Path, matrix: Path, units: Path, hospitals: Path, calls: Path) -> Recorded:
    """Read recorded calls. Raises InputError with every problem of every file."""
    sheets: dict[str, Sheet] = {}
    problems: list[Problem] = []
    for table, path in ((ZONES, zones), (UNITS, units), (HOSPITALS, hospitals), (CALLS, calls)):
        if not path.is_file():
            problems.append(Problem(str(path), "is not a file.", f"Name the file of {table.name}."))
            continue
        sheets[table.name], wrong = read_sheet(path.resolve().parent, table, (path.resolve().name,))
        problems += wrong
    if "zones" in sheets:
        known = [str(row.get("zone")) for row in sheets["zones"] if row.has("zone")]
        if not sheets["zones"].rows and sheets["zones"].whole:
            problems.append(Problem(sheets["zones"].where, "has no zones.", "Add a row for each zone."))
        index = {name: i for i, name in enumerate(known)}
        for name in sheets.keys() - {"zones"}:
            problems += _unknown_zones(sheets[name], index)
        siren, wrong = _read_matrix(matrix, index)
        problems += wrong
    if "units" in sheets and sheets["units"].whole and not sheets["units"].rows:
        problems.append(Problem(sheets["units"].where, "has no units.", "Add a row for each unit."))
    if "calls" in sheets:
        problems += _check_calls(sheets["calls"], no_hospital="hospitals" in sheets and not sheets["hospitals"].rows)
    if problems:
        raise InputError(problems)
    by_number = sorted(sheets["units"], key=lambda row: int(row.values["unit"]))

    def column(name: str, default: float = 0.0) -> Floats:
        values = np.array([row.values[name] for row in sheets["calls"]], dtype=np.float64)
        return np.where(np.isnan(values), default, values)

    def places(rows: Any, name: str) -> Ints:
        return np.array([index[row.values[name]] for row in rows], dtype=np.int32)

    return Recorded(
        zones=tuple(known),
        xy=np.array([[row.values["x"], row.values["y"]] for row in sheets["zones"]], dtype=np.float64),
        siren=siren,
        unit_numbers=np.array([row.values["unit"] for row in by_number], dtype=np.int64),
        bases=places(by_number, "base_zone"),
        hospitals=places(sheets["hospitals"], "zone"),
        call_numbers=column("call").astype(np.int64),
        arrival=column("arrival_min"),
        zone=places(sheets["calls"], "zone"),
        on_scene=column("on_scene_min"),
        to_hospital=column("to_hospital") == 1,
        handover=column("handover_min"),
    )


def _unknown_zones(sheet: Sheet, known: dict[str, int]) -> list[Problem]:
    names = [column.name for column in sheet.table.columns if column.refers_to]
    return [
        row.problem(name, f'names the zone "{row.get(name)}", which zones do not have.', "Correct it, or add the zone.")
        for row in sheet
        for name in names
        if row.has(name) and row.get(name) not in known
    ]


def _check_calls(sheet: Sheet, no_hospital: bool) -> list[Problem]:
    problems = []
    latest = -math.inf
    for row in sheet:
        if row.has("arrival_min"):
            if row.values["arrival_min"] < latest:
                what = f"comes in at {row.values['arrival_min']:g}, before the call above it: the clock runs backwards."
                problems.append(row.problem("arrival_min", what, "Put calls in order of time."))
            latest = max(latest, row.values["arrival_min"])
        if not row.has("to_hospital", "handover_min") or row.values["to_hospital"] == 0:
            continue
        if math.isnan(row.values["handover_min"]):
            problems.append(row.problem("handover_min", "is empty for a call to hospital.", "Give the minutes."))
        if no_hospital:
            problems.append(row.problem("to_hospital", "goes to hospital, and there is none.", "Add a hospital."))
    return problems


def _read_matrix(path: Path, index: dict[str, int]) -> tuple[Floats, list[Problem]]:
    """Minutes from zone to zone: a header `from_zone` and every zone, a row for every zone; plain or gzip."""
    name = path.name
    siren = np.full((len(index), len(index)), np.nan)
    if not path.is_file():
        return siren, [Problem(str(path), "is not a file.", "Name the file of siren minutes.")]
    try:
        data = path.read_bytes()
        if data.startswith(b"\x1f\x8b"):
            data = gzip.decompress(data)
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        return siren, [Problem(name, f"cannot be read ({error}).", "Save it again as CSV, plain or gzip, in UTF-8.")]
    header = [cell.strip() for cell in rows[0]] if rows else []
    if not header or header[0] != "from_zone":
        return siren, [Problem(name, 'does not begin with the column "from_zone".', "Add the header row.", 1)]
    problems = []
    for zone in dict.fromkeys(header[1:]):
        if zone not in index:
            problems.append(Problem(name, f'has the zone "{zone}", which zones do not have.', "Take it out.", 1, zone))
        elif header.count(zone) > 1:
            problems.append(Problem(name, f'has the column "{zone}" twice.', "Keep one.", 1, zone))
    if problems:
        return siren, problems
    columns = np.array([index[zone] for zone in header[1:]], dtype=int)
    seen: set[str] = set()
    for number, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        zone = row[0].strip()
        if zone not in index or zone in seen:
            known = "is there twice" if zone in seen else "is not among the zones"
            problems.append(
                Problem(name, f'zone "{zone}" {known}.', "Keep one row for each zone.", number, "from_zone")
            )
        elif len(row) != len(header):
            what = f"has {len(row)} cells where the header has {len(header)}."
            problems.append(Problem(name, what, "Give a time to every zone.", number))
        else:
            problems += _read_row(name, number, header, row, siren[index[zone]], columns)
        seen.add(zone)
    missing = [zone for zone in index if zone not in seen or zone not in header]
    problems += [
        Problem(name, f'has no times from and to the zone "{zone}".', "Add its row and column.") for zone in missing
    ]
    return siren, problems


def _read_row(
    name: str, number: int, header: list[str], row: list[str], into: Floats, columns: NDArray[np.int_]
) -> list[Problem]:
    for at, cell in enumerate(row[1:], start=1):
        try:
            minutes = float(cell)
        except ValueError:
            return [Problem(name, f'"{cell}" is not a number.', "Give minutes.", number, header[at])]
        if not 0 <= minutes <= LONGEST_MIN:
            what = f"{cell} is not a time." if math.isnan(minutes) else f"{cell} minutes is out of range."
            return [Problem(name, what, f"Give minutes from 0 to {LONGEST_MIN:,.0f}.", number, header[at])]
        into[columns[at - 1]] = minutes
    return []
