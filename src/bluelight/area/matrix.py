"""The travel matrix of a pack: minutes from every site and every zone to every zone, kept as a CSV (plain or gzip)."""

from __future__ import annotations

import csv
import gzip
import io
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bluelight.area.cells import did_you_mean
from bluelight.errors import Problem

Floats = npt.NDArray[np.float64]

LONGEST_MIN = 240.0
"""A longer drive inside one area is taken for a mistake."""
HEAD = ("kind", "place")
KINDS = ("site", "zone")
_MOST = 20  # problems told of one kind: a file with more has the same mistake everywhere
_LARGEST_BYTES = 2**30


@dataclass(frozen=True, eq=False)
class TravelMatrix:
    """Minutes under lights and sirens at scale 1, in place of the distance model.

    `minutes` is (sites + zones, zones), from place to zone, read-only. `site_lonlat` (sites, 2) and `zone_lonlat`
    (zones, 2) say where the places were when the pack was loaded.
    """

    site_ids: tuple[str, ...]
    zone_ids: tuple[str, ...]
    minutes: Floats
    site_lonlat: Floats
    zone_lonlat: Floats
    basis: str
    source: str

    def __post_init__(self) -> None:
        for array in (self.minutes, self.site_lonlat, self.zone_lonlat):
            array.flags.writeable = False


def matrix_bytes(site_ids: Sequence[str], zone_ids: Sequence[str], minutes: Floats, *, packed: bool) -> bytes:
    """A matrix as the file that `read_matrix` reads: thousandths of a minute; the same bytes every time."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*HEAD, *zone_ids])
    places = [("site", name) for name in site_ids] + [("zone", name) for name in zone_ids]
    for (kind, name), row in zip(places, minutes, strict=True):
        writer.writerow([kind, name, *(f"{value:.3f}".rstrip("0").rstrip(".") for value in row.tolist())])
    data = text.getvalue().encode()
    return gzip.compress(data, compresslevel=6, mtime=0) if packed else data


def read_matrix(
    path: Path, site_ids: Sequence[str], zone_ids: Sequence[str]
) -> tuple[dict[tuple[str, str], Floats], list[Problem]]:
    """Minutes to each zone, in the order of `zone_ids`, for every ("site" | "zone", id); and every problem found."""
    name = path.name
    text, problems = _text(path)
    if problems:
        return {}, problems
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        what = f"cannot be read as CSV ({error})."
        return {}, [Problem(name, what, "Look for a quotation mark that is not closed or doubled.")]
    header = [cell.strip() for cell in rows[0]] if rows else []
    if tuple(header[:2]) != HEAD:
        what = f"does not start with the columns {' and '.join(HEAD)}."
        return {}, [Problem(name, what, "Give kind, place, then a column for each zone.", 1)]
    problems = _check_ids(name, "column", header[2:], zone_ids, "zone", 1)
    wanted = set(zone_ids)
    columns = {zone: position for position, zone in enumerate(header[2:]) if zone in wanted}
    found: dict[tuple[str, str], Floats] = {}
    first: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            what = f"has {len(row)} cells where the header has {len(header)}."
            problems.append(Problem(name, what, "Give one time for each zone.", number))
            continue
        kind, place = row[0].strip(), row[1].strip()
        if kind not in KINDS:
            what = f'"{kind}" is no kind of place.'
            problems.append(Problem(name, what, "Write site or zone.", number, "kind"))
            continue
        if (kind, place) in first:
            what = f"{kind} {place} is there already, in row {first[kind, place]}."
            problems.append(Problem(name, what, "Keep one of the two rows.", number, "place"))
            continue
        first[kind, place] = number
        values, wrong = _minutes(name, number, row[2:], header[2:])
        problems += wrong
        found[kind, place] = np.array([values[columns[zone]] if zone in columns else np.nan for zone in zone_ids])
    for kind, known in (("site", site_ids), ("zone", zone_ids)):
        problems += _check_ids(name, "row", [p for k, p in first if k == kind], known, kind, None)
    return found, _shortened(name, problems)


def _text(path: Path) -> tuple[str, list[Problem]]:
    name = path.name
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
                data = file.read(_LARGEST_BYTES)
        if len(data) >= _LARGEST_BYTES:
            return "", [Problem(name, "is over a gigabyte.", "Name the travel matrix of this area.")]
        return data.decode("utf-8-sig"), []
    except FileNotFoundError:
        return "", [Problem(name, "is missing.", "Add the file, or correct its name under [travel] in area.toml.")]
    except UnicodeDecodeError:
        return "", [Problem(name, "is not UTF-8 text.", "Save it as CSV in UTF-8, plain or gzip.")]
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        return "", [Problem(name, f"is damaged or cut short ({error}).", "Give the complete file.")]
    except OSError as error:
        return "", [Problem(name, f"cannot be read ({error}).", "Check the file and its permissions.")]


def _check_ids(
    name: str, noun: str, given: Iterable[str], known: Sequence[str], kind: str, row: int | None
) -> list[Problem]:
    """Ids that the tables do not have, ids given twice, and ids of the tables that are not there."""
    problems = []
    table, wanted, there = f"{kind}s", set(known), Counter(given)
    for item in there:
        if item not in wanted:
            what = f'{noun} "{item}" is no {kind} of this pack.'
            remedy = f"{did_you_mean(item, known)}Take the {noun} out, or add the {kind} to {table}."
            problems.append(Problem(name, what, remedy, row, None))
        elif there[item] > 1:
            problems.append(Problem(name, f'has {noun} "{item}" twice.', "Keep one.", row, None))
    for item in known:
        if item not in there:
            what = f"has no {noun} for {kind} {item}."
            problems.append(Problem(name, what, f"Add its times, or take the {kind} out of {table}.", row, None))
    return problems


def _minutes(name: str, number: int, cells: list[str], zones: list[str]) -> tuple[list[float], list[Problem]]:
    values, problems = [], []
    for cell, zone in zip(cells, zones, strict=True):
        try:
            value = math.nan if "_" in cell else float(cell)
        except ValueError:
            value = math.nan
        values.append(value)
        if 0 <= value <= LONGEST_MIN:
            continue
        shown = cell.strip()
        if not shown:
            what = "is empty."
        elif not math.isfinite(value):
            what = f'"{shown[:60]}" is not a number.'
        else:
            what = f"{shown} is {'below 0' if value < 0 else f'longer than {LONGEST_MIN:g} minutes'}."
        problems.append(Problem(name, what, f"Give minutes from 0 to {LONGEST_MIN:g}.", number, zone))
    return values, problems


def _shortened(name: str, problems: list[Problem]) -> list[Problem]:
    if len(problems) <= _MOST:
        return problems
    rest = Problem(name, f"{len(problems) - _MOST:,} more problems like these.", "Put these right and check again.")
    return [*problems[:_MOST], rest]
