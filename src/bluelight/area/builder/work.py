"""What a pack is built from, and the pack while it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bluelight.area.builder.defaults import Assumed
from bluelight.area.builder.given import Given, Row, read_list, table_of
from bluelight.area.builder.mapping import Mapping
from bluelight.errors import InputError, Problem

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Driven:
    """Driving times for a pack: `minutes` (places, zones) under lights and sirens; `to_hospital` (zones, hospitals).

    `reach` has for each site what it reaches within `reach_min` minutes under lights and sirens, as a GeoJSON geometry;
    None for one from which the road itself is further. `roads` are the tables of nodes and arcs, as files.
    """

    minutes: Floats
    to_hospital: Floats
    source: str
    notices: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reach: tuple[dict[str, Any] | None, ...] = ()
    reach_min: float = 0.0
    roads: tuple[bytes, bytes] | None = None


Drive = Callable[[list[str], Floats, int, list[int]], Driven]
"""(names, lon and lat of sites then zones, how many are sites, positions of hospitals) to times."""


@dataclass(frozen=True)
class Inputs:
    """Files to build from."""

    name: str
    zones: Path
    stations: Path
    units: Path
    log: Path | None = None
    columns: Path | None = None
    neighbours: Path | None = None
    within_km: float = 10.0
    boundary: Path | None = None


@dataclass(frozen=True)
class Built:
    """What was made: the folder, and everything to know about how."""

    folder: Path
    lines: tuple[str, ...]
    assumptions: tuple[Row, ...]
    unknown: tuple[str, ...] = ()


@dataclass
class Work:
    """A pack while it is made."""

    inputs: Inputs
    mapping: Mapping
    assumed: Assumed = field(default_factory=Assumed)
    lines: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def read(self, path: Path, table: str, needed: tuple[str, ...]) -> Given:
        """A list as rows of a table, its problems kept."""
        part = getattr(self.mapping, {"sites": "stations"}.get(table, table))
        given, problems = read_list(path, table_of(table), part, needed)
        self.problems += problems
        if given.left_out:
            self.lines.append(f"{path.name}: {given.left_out:,} rows were left out because the mapping says so.")
        return given

    def stop_if_wrong(self) -> None:
        """InputError with every problem so far."""
        if self.problems:
            raise InputError(self.problems)
