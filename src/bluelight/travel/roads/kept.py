"""Roads kept in an area pack: written as two tables when it is built, read again to draw reach and journeys."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bluelight.area import Area
from bluelight.errors import BluelightError, InputError, Problem
from bluelight.travel.roads.network import Network
from bluelight.travel.roads.tables import ArcColumns, NodeColumns, read_tables

NODES = NodeColumns(road_access="road_access")
ARCS = ArcColumns(length_m="length_m", seconds="seconds", normal_seconds="normal_seconds", name="name")


def road_tables(network: Network) -> tuple[bytes, bytes]:
    """The nodes and the arcs of a network as CSV, packed: places to the centimetre, times to the hundredth of a second.

    The same bytes every time.
    """
    places = zip(
        network.node_ids.tolist(), network.lon.tolist(), network.lat.tolist(), network.road_access.tolist(), strict=True
    )
    nodes = ((node, f"{lon:.7f}", f"{lat:.7f}", int(access)) for node, lon, lat, access in places)
    called = network.name_of.tolist() if len(network.name_of) else [-1] * network.arcs
    columns = (
        network.node_ids[network.tails].tolist(),
        network.node_ids[network.heads].tolist(),
        network.length_m.tolist(),
        network.seconds.tolist(),
        network.normal_seconds.tolist(),
        called,
    )
    arcs = (
        (tail, head, f"{metres:.2f}", f"{fast:.2f}", f"{normal:.2f}", network.names[name] if name >= 0 else "")
        for tail, head, metres, fast, normal, name in zip(*columns, strict=True)
    )
    return (
        _packed((NODES.node, NODES.lon, NODES.lat, NODES.road_access), nodes),
        _packed((ARCS.tail, ARCS.head, ARCS.length_m, ARCS.seconds, ARCS.normal_seconds, ARCS.name), arcs),
    )


def roads_of(area: Area) -> Network:
    """The roads that an area's pack keeps.

    Raises InputError where a table is damaged, and BluelightError where the pack keeps none.
    """
    if area.roads is None:
        raise BluelightError(f"The pack of {area.name} keeps no roads. Build it again with a road file.")
    files = area.roads
    try:
        return read_tables(files.nodes, files.arcs, node_columns=NODES, arc_columns=ARCS, notices=area.notices)
    except InputError as error:  # said of a file of the pack, wherever the pack lies
        raise InputError(replace(problem, file=Path(problem.file).name) for problem in error.problems) from None


def road_problems(area: Area) -> list[Problem]:
    """What is wrong with the roads that a pack keeps; nothing where it keeps none."""
    try:
        if area.roads is not None:
            roads_of(area)
    except InputError as error:
        return list(error.problems)
    return []


def _packed(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return gzip.compress(text.getvalue().encode(), compresslevel=6, mtime=0)
