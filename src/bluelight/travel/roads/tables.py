"""Read a road network from a table of nodes and a table of arcs (CSV), whatever their columns are called."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.errors import InputError, Problem
from bluelight.travel.roads.arrays import Flag, Float
from bluelight.travel.roads.earth import ground_metres
from bluelight.travel.roads.network import LONGEST_ARC_S, Network, Roads, build_network
from bluelight.travel.roads.osm import driven
from bluelight.travel.roads.speeds import Speeds, load_speeds, speed_limit_kmh

FASTEST_KMH = 400.0
"""A faster road is a mistake in the file."""
MOST_PROBLEMS = 20
"""Problems reported of one kind; a file with more has the same mistake in every row."""


@dataclass(frozen=True)
class NodeColumns:
    """What the columns of a node table are called; an empty name: the table has no such column.

    node: an integer id; lon, lat: degrees, WGS84; road_access: 1 where a site or zone may join (without it: all nodes).
    """

    node: str = "node"
    lon: str = "lon"
    lat: str = "lat"
    road_access: str = ""


@dataclass(frozen=True)
class ArcColumns:
    """What the columns of an arc table are called; an empty name: the table has no such column.

    tail, head: ids of nodes. length_m or length_km: without either, the straight line between the nodes.
    one_way: OpenStreetMap's tag (yes, no, -1 or empty); without the column every row is one direction.
    road_class: OpenStreetMap's class; maxspeed: its tag (a bare number is km/h). speed_kmh: speed in normal driving.
    seconds: time under lights and sirens; normal_seconds: in normal driving; name: what the road is called. Times
    given win over speeds, and a speed given wins over the class. A table without road_class must have speed_kmh or one
    of the times.
    """

    tail: str = "from_node"
    head: str = "to_node"
    length_m: str = ""
    length_km: str = ""
    road_class: str = ""
    maxspeed: str = ""
    one_way: str = ""
    speed_kmh: str = ""
    seconds: str = ""
    normal_seconds: str = ""
    name: str = ""


def read_tables(
    nodes: str | Path,
    arcs: str | Path,
    *,
    node_columns: NodeColumns | None = None,
    arc_columns: ArcColumns | None = None,
    speeds: Speeds | None = None,
    notices: tuple[str, ...] = (),
) -> Network:
    """A network from two CSV files (`.csv` or `.csv.gz`).

    Raises InputError with all problems of both files: missing columns, ids that are no node, places that are no place,
    lengths, speeds or times that are negative, zero speeds.
    """
    node_columns, arc_columns = node_columns or NodeColumns(), arc_columns or ArcColumns()
    node_table, arc_table = _Table(Path(nodes)), _Table(Path(arcs))
    problems = node_table.missing(node_columns) + arc_table.missing(arc_columns)
    if not (arc_columns.road_class or arc_columns.speed_kmh or arc_columns.seconds or arc_columns.normal_seconds):
        remedy = "Name a column of classes, speeds or times."
        problems.append(Problem(str(arcs), "nothing says how long an arc takes.", remedy))
    if problems:
        raise InputError(problems)
    roads = _read(node_table, arc_table, node_columns, arc_columns, speeds or load_speeds(), notices)
    found = node_table.problems + arc_table.problems
    if roads is None or found:
        raise InputError(found)
    return build_network(roads)


class _Table:
    """A CSV file as text, gathering problems as its columns are read."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self.problems: list[Problem] = []
        self.read: dict[str, Float] = {}
        self.told: set[tuple[str, bool]] = set()
        try:
            self.frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from None
        except (EOFError, ValueError, zlib.error) as error:  # torn inside .gz; not text, empty, or ragged rows
            raise self._unreadable(str(error)) from None

    def _unreadable(self, why: str) -> InputError:
        return InputError([Problem(self.name, f"cannot be read as a table ({why.strip()}).", "Give a complete CSV.")])

    def missing(self, columns: NodeColumns | ArcColumns) -> list[Problem]:
        names = [getattr(columns, field.name) for field in fields(columns)]
        return [
            Problem(self.name, f"has no column {name}.", f"It has {', '.join(map(str, self.frame.columns))}.")
            for name in names
            if name and name not in self.frame.columns
        ]

    def report(self, wrong: Flag, column: str, what: str, remedy: str) -> None:
        """A problem for each wrong row; `what` may use {value}."""
        rows = np.flatnonzero(wrong)
        values = self.frame[column].to_numpy()
        for row in rows[:MOST_PROBLEMS].tolist():
            self.problems.append(Problem(self.name, what.format(value=values[row] or "empty"), remedy, row + 2, column))
        if len(rows) > MOST_PROBLEMS:
            more = f"and {len(rows) - MOST_PROBLEMS:,} more rows like these."
            self.problems.append(Problem(self.name, more, remedy, None, column))

    def numbers(self, column: str, remedy: str = "Give a number.") -> Float:
        if column in self.read:  # one column may serve twice, and is told of once
            return self.read[column]
        values = pd.to_numeric(self.frame[column], errors="coerce").to_numpy(dtype=np.float64)
        self.report(~np.isfinite(values), column, "{value} is not a number.", remedy)
        self.read[column] = values
        return values

    def ids(self, column: str) -> NDArray[np.int64]:
        # As text: a float has not the digits of a long id.
        digits = self.frame[column].str.strip().str.removesuffix(".0")
        whole = digits.str.fullmatch(r"-?[0-9]{1,18}")
        self.report(~whole.to_numpy(dtype=bool), column, "{value} is not a whole number.", "Give the node's id.")
        exact: NDArray[np.int64] = digits.where(whole, "-1").to_numpy(dtype=np.int64)
        return exact

    def positive(self, column: str, *, zero: bool) -> Float:
        values = self.numbers(column)
        if (column, zero) not in self.told:
            self.told.add((column, zero))
            wrong = np.isfinite(values) & ((values < 0) if zero else (values <= 0))
            self.report(wrong, column, "{value} is " + ("negative." if zero else "not above zero."), "Correct the row.")
        return values


def _read(
    node_table: _Table,
    arc_table: _Table,
    node_columns: NodeColumns,
    arc_columns: ArcColumns,
    speeds: Speeds,
    notices: tuple[str, ...],
) -> Roads | None:
    ids, lon, lat, access = _nodes(node_table, node_columns)
    if node_table.problems:
        return None
    place = pd.Series(np.arange(len(ids)), index=ids)
    ends = {}
    for column in (arc_columns.tail, arc_columns.head):
        ends[column] = place.reindex(arc_table.ids(column)).to_numpy()
        arc_table.report(np.isnan(ends[column]), column, "{value} is no node.", f"Add it to {node_table.name}.")
    if arc_table.problems:
        return None
    tails, heads = (ends[c].astype(np.int32) for c in (arc_columns.tail, arc_columns.head))
    metres = _lengths(arc_table, arc_columns, lon, lat, tails, heads)
    kinds, class_of, driveable = _classes(arc_table, arc_columns, speeds)
    kmh, seconds, normal = _times(arc_table, arc_columns, speeds, kinds, class_of, driveable, metres)
    forward, backward = _directions(arc_table, arc_columns, speeds, kinds, class_of)
    forward &= driveable
    backward &= driveable
    if arc_columns.road_class and not node_columns.road_access:
        joins = np.array([speeds.by_name[k].road_access if k in speeds.by_name else True for k in kinds])[class_of]
        access = np.zeros(len(ids), dtype=np.bool_)
        access[tails[joins & driveable]] = access[heads[joins & driveable]] = True

    def both(values: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([values[forward], values[backward]])

    left_out = int((~driveable).sum())
    names, name_of = _names(arc_table, arc_columns)
    return Roads(
        source=arc_table.name,
        node_ids=ids,
        lon=lon,
        lat=lat,
        road_access=access,
        tails=np.concatenate([tails[forward], heads[backward]]),
        heads=np.concatenate([heads[forward], tails[backward]]),
        length_m=both(metres),
        classes=kinds,
        class_of=both(class_of),
        speed_kmh=both(kmh),
        seconds=both(seconds),
        normal_seconds=both(normal),
        notices=notices,
        notes=(f"{left_out:,} rows have a class that is not driven on and were left out.",) if left_out else (),
        names=names,
        name_of=both(name_of) if names else name_of,
    )


def _nodes(table: _Table, columns: NodeColumns) -> tuple[NDArray[np.int64], Float, Float, Flag]:
    ids = table.ids(columns.node)
    twice = pd.Series(ids).duplicated().to_numpy()
    table.report(twice, columns.node, "{value} is listed twice.", "Keep one row for each node.")
    lon = table.numbers(columns.lon, "Give degrees east, WGS84.")
    lat = table.numbers(columns.lat, "Give degrees north, WGS84.")
    table.report(np.abs(lon) > 180, columns.lon, "{value} is no longitude.", "Give degrees east, WGS84.")
    table.report(np.abs(lat) > 90, columns.lat, "{value} is no latitude.", "Give degrees north, WGS84.")
    if not columns.road_access:
        return ids, lon, lat, np.ones(len(ids), dtype=np.bool_)
    flags = table.frame[columns.road_access].str.strip()
    table.report(~flags.isin(["0", "1"]).to_numpy(), columns.road_access, "{value} is not 0 or 1.", "Give 0 or 1.")
    return ids, lon, lat, (flags == "1").to_numpy()


def _lengths(
    table: _Table, columns: ArcColumns, lon: Float, lat: Float, tails: NDArray[np.int32], heads: NDArray[np.int32]
) -> Float:
    if columns.length_m:
        return table.positive(columns.length_m, zero=True)
    if columns.length_km:
        return 1000 * table.positive(columns.length_km, zero=True)
    return ground_metres(lon[tails], lat[tails], lon[heads], lat[heads])


def _classes(table: _Table, columns: ArcColumns, speeds: Speeds) -> tuple[tuple[str, ...], NDArray[np.int16], Flag]:
    """Names of classes, each row's, and whether it is driven on."""
    if not columns.road_class:
        rows = len(table.frame)
        return (), np.full(rows, -1, dtype=np.int16), np.ones(rows, dtype=np.bool_)
    codes, names = pd.factorize(table.frame[columns.road_class])
    timed = bool(columns.speed_kmh or columns.seconds or columns.normal_seconds)
    known = np.array([timed or name in speeds.by_name for name in names], dtype=np.bool_)
    return tuple(str(name) for name in names), codes.astype(np.int16), known[codes]


def _names(table: _Table, columns: ArcColumns) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Names of roads, and which of them each row has (-1: none); both empty where no row has one."""
    if not columns.name:
        return (), np.empty(0, dtype=np.int32)
    given = table.frame[columns.name].str.strip()
    codes, names = pd.factorize(given.where(given != ""), sort=True)
    return tuple(str(name) for name in names), codes.astype(np.int32) if len(names) else np.empty(0, dtype=np.int32)


def _times(
    table: _Table,
    columns: ArcColumns,
    speeds: Speeds,
    kinds: tuple[str, ...],
    class_of: NDArray[np.int16],
    driveable: Flag,
    metres: Float,
) -> tuple[Float, Float, Float]:
    """Speed in normal driving (km/h), seconds under lights and sirens, seconds in normal driving."""
    factor = np.ones(len(metres))
    if kinds:
        factor = np.array([speeds.by_name[k].emergency_factor.value if k in speeds.by_name else 1.0 for k in kinds])[
            class_of
        ]
    if columns.normal_seconds or columns.seconds:
        given = columns.normal_seconds or columns.seconds
        normal = table.positive(given, zero=True)
        seconds = table.positive(columns.seconds, zero=True) if columns.seconds else normal / factor
        with np.errstate(divide="ignore", invalid="ignore"):
            kmh = np.where(normal > 0, 3.6 * metres / normal, np.nan)
    else:
        kmh = (
            table.positive(columns.speed_kmh, zero=False)
            if columns.speed_kmh
            else _class_speeds(table, columns, speeds, kinds, class_of, driveable)
        )
        if columns.speed_kmh:
            fast = np.isfinite(kmh) & (kmh > FASTEST_KMH)
            table.report(fast, columns.speed_kmh, "{value} km/h is no speed on a road.", "Check its unit.")
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            normal = 3.6 * metres / kmh
        seconds = normal / factor
        given = columns.speed_kmh or columns.road_class
    what = f"the arc takes more than {LONGEST_ARC_S / 3600:.0f} hours ({{value}})."
    finite = np.isfinite(table.read.get(given, seconds)) & (kmh != 0)  # told already where it is not
    table.report(driveable & finite & (seconds > LONGEST_ARC_S), given, what, "Check units and length.")
    return kmh, seconds, normal


def _class_speeds(
    table: _Table,
    columns: ArcColumns,
    speeds: Speeds,
    kinds: tuple[str, ...],
    class_of: NDArray[np.int16],
    driveable: Flag,
) -> Float:
    rows = len(class_of)
    limits = table.frame[columns.maxspeed].str.strip() if columns.maxspeed else pd.Series([""] * rows)
    negative = limits.str.match(r"-\s*\d|0+(\.0*)?\s*(mph|km/h)?$").to_numpy()
    if columns.maxspeed:
        table.report(negative, columns.maxspeed, "{value} is not a speed above zero.", "Give the limit or nothing.")
    codes, distinct = pd.factorize(limits)
    known = [speed_limit_kmh(text) for text in distinct]
    kmh = np.ones(rows)
    for row in np.flatnonzero(driveable & ~negative).tolist():
        kmh[row] = speeds.kmh(kinds[class_of[row]], known[codes[row]])
    return kmh


def _directions(
    table: _Table, columns: ArcColumns, speeds: Speeds, kinds: tuple[str, ...], class_of: NDArray[np.int16]
) -> tuple[Flag, Flag]:
    rows = len(table.frame)
    if not columns.one_way:
        return np.ones(rows, dtype=np.bool_), np.zeros(rows, dtype=np.bool_)
    one_way_class = [k in speeds.by_name and speeds.by_name[k].one_way for k in kinds]
    tags = table.frame[columns.one_way].str.strip().tolist()
    known = {"", "yes", "true", "1", "no", "-1", "reverse", "reversible", "alternating"}
    table.report(
        np.array([tag not in known for tag in tags], dtype=np.bool_),
        columns.one_way,
        "{value} does not say in which direction the road is driven.",
        "Give yes, no, -1 or nothing.",
    )
    ways = [
        driven({"oneway": tag} if tag else {}, bool(one_way_class and one_way_class[c]))
        for tag, c in zip(tags, class_of.tolist(), strict=True)
    ]
    both = np.array(ways, dtype=np.bool_).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()
