"""Driving times for an area pack, out of a road file."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bluelight.area.builder import Drive, Driven, Mapping
from bluelight.errors import InputError, Problem
from bluelight.travel.roads.arrays import Float
from bluelight.travel.roads.isochrone import isochrone
from bluelight.travel.roads.kept import road_tables
from bluelight.travel.roads.network import Network
from bluelight.travel.roads.osm import read_osm
from bluelight.travel.roads.snap import Snapped, snap
from bluelight.travel.roads.tables import ArcColumns, NodeColumns, read_tables
from bluelight.travel.roads.times import RoadTimes, prepare

REACH_MIN = 8.0  # minutes of driving that a pack's outlines of reach are for


def drive_on(path: Path) -> Drive:
    """Times on the roads of an OpenStreetMap extract. InputError where it is none."""
    return _drive(read_osm(path), path.name)


def drive_on_tables(nodes: Path, arcs: Path, mapping: Mapping) -> Drive:
    """Times on roads given as tables, as `network_of_tables` reads them."""
    return _drive(network_of_tables(nodes, arcs, mapping), f"{nodes.name} and {arcs.name}")


def network_of_tables(nodes: Path, arcs: Path, mapping: Mapping) -> Network:
    """Roads given as tables, their columns named under [roads.nodes] and [roads.arcs] of the mapping."""
    problems = []
    for part, columns, known in (("nodes", mapping.roads.nodes, NodeColumns), ("arcs", mapping.roads.arcs, ArcColumns)):
        names = [field.name for field in fields(known)]
        problems += [
            Problem("the column mapping", f"roads.{part}.{word} is not known.", f"Use {', '.join(names)}.")
            for word in columns
            if word not in names
        ]
    if problems:
        raise InputError(problems)
    return read_tables(
        nodes,
        arcs,
        node_columns=NodeColumns(**mapping.roads.nodes),
        arc_columns=ArcColumns(**mapping.roads.arcs),
        notices=mapping.roads.notices,
    )


def _drive(network: Network, source: str) -> Drive:
    def drive(names: list[str], lonlat: Float, sites: int, hospitals: list[int]) -> Driven:
        joined = snap(network, names, lonlat[:, 0], lonlat[:, 1])
        zones = snap(network, names[sites:], lonlat[sites:, 0], lonlat[sites:, 1])
        roads = prepare(network)
        sirens = roads.weigh()
        minutes = within_zones(sirens.between(joined, zones) / 60, sites)
        to_hospital = np.zeros((len(names) - sites, 0))
        if hospitals:
            wards = snap(network, [names[i] for i in hospitals], lonlat[hospitals, 0], lonlat[hospitals, 1])
            to_hospital = roads.weigh(network.normal_seconds).between(zones, wards) / 60
        notes = [f"{source}: {network.nodes:,} nodes. {network.dropped}", *(f"{source}: {n}" for n in network.notes)]
        notes += joined.stranded
        return Driven(
            minutes,
            to_hospital,
            f"{source}; speeds of road_speeds.toml",
            network.notices,
            tuple(notes),
            tuple(_reach(sirens, joined, site) for site in range(sites)),
            REACH_MIN,
            road_tables(network),
        )

    return drive


def _reach(times: RoadTimes, joined: Snapped, site: int) -> dict[str, Any] | None:
    """What a site reaches within the minutes that are drawn; None where the road itself is further."""
    left = 60 * REACH_MIN - float(joined.seconds[site])
    return isochrone(times, int(joined.nodes[site]), left).outline_geojson() if left > 0 else None


def within_zones(minutes: Float, sites: int) -> NDArray[np.float64]:
    """Times with a drive inside a zone counted as half the drive to the nearest other zone.

    A zone's centre is no time from itself, but its calls are spread: the nearest-neighbour rule of transport planning.
    """
    zones = minutes.shape[1]
    between = minutes[sites:].copy()
    np.fill_diagonal(between, np.inf)
    inside = between.min(axis=1) / 2 if zones > 1 else np.zeros(1)
    found = minutes.copy()
    found[sites + np.arange(zones), np.arange(zones)] = inside
    return found
