"""An area in memory: what a pack says, validated once, frozen."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from bluelight.area.matrix import TravelMatrix
from bluelight.area.rule_tables import optional
from bluelight.area.tables import empty_frame, unused_columns


@dataclass(frozen=True)
class RoadFiles:
    """The two tables of roads that a pack keeps, for drawing what is reached and the way there."""

    nodes: Path
    arcs: Path


@dataclass(frozen=True, eq=False)
class Area:
    """A place with its zones, sites, units, incidents, travel, costs and published performance.

    Every table is a data frame with the columns `bluelight.area.schema` documents, in the order of the pack's rows,
    with a plain integer index. Tables are never changed in place: a move makes a new area with `with_tables`.
    """

    id: str
    name: str
    summary: str
    year: str
    notices: tuple[str, ...]
    services: pd.DataFrame
    zones: pd.DataFrame
    families: pd.DataFrame
    demand: pd.DataFrame
    hours: pd.DataFrame
    incident_types: pd.DataFrame
    attendance: pd.DataFrame
    standards: pd.DataFrame
    sites: pd.DataFrame
    site_functions: pd.DataFrame
    site_figures: pd.DataFrame
    shared: pd.DataFrame
    units: pd.DataFrame
    crewing: pd.DataFrame
    hospitals: pd.DataFrame
    hospital_minutes: pd.DataFrame
    control_rooms: pd.DataFrame
    parameters: pd.DataFrame
    published: pd.DataFrame
    costs: pd.DataFrame
    assumptions: pd.DataFrame
    stand_ins: pd.DataFrame = field(default_factory=lambda: empty_frame("stand_ins"))
    handover_hours: pd.DataFrame = field(default_factory=lambda: empty_frame("handover_hours"))
    standby: pd.DataFrame = field(default_factory=lambda: empty_frame("standby"))
    call_takers: pd.DataFrame = field(default_factory=lambda: empty_frame("call_takers"))
    call_rooms: pd.DataFrame = field(default_factory=lambda: empty_frame("call_rooms"))
    other_calls: pd.DataFrame = field(default_factory=lambda: empty_frame("other_calls"))
    shifts: pd.DataFrame = field(default_factory=lambda: empty_frame("shifts"))
    availability_hours: pd.DataFrame = field(default_factory=lambda: empty_frame("availability_hours"))
    turnout_spread: pd.DataFrame = field(default_factory=lambda: empty_frame("turnout_spread"))
    travel_periods: pd.DataFrame = field(default_factory=lambda: empty_frame("travel_periods"))
    off_road: pd.DataFrame = field(default_factory=lambda: empty_frame("off_road"))
    weekdays: pd.DataFrame = field(default_factory=lambda: empty_frame("weekdays"))
    spates: pd.DataFrame = field(default_factory=lambda: empty_frame("spates"))
    reinforcements: pd.DataFrame = field(default_factory=lambda: empty_frame("reinforcements"))
    breaks: pd.DataFrame = field(default_factory=lambda: empty_frame("breaks"))
    full_attendance: pd.DataFrame = field(default_factory=lambda: empty_frame("full_attendance"))
    zone_shapes: dict[str, Any] | None = None  # GeoJSON features whose property `zone` names the zone
    boundary: dict[str, Any] | None = None  # GeoJSON
    reach: dict[str, Any] | None = None  # GeoJSON features with `site` and `minutes`: what it reaches by road
    travel: TravelMatrix | None = None  # None: travel is by the distance model
    roads: RoadFiles | None = None  # None: the pack keeps no roads; no answer depends on them

    def with_tables(self, **tables: pd.DataFrame) -> Area:
        """The same area with some tables replaced."""
        return dataclasses.replace(self, **tables)  # type: ignore[arg-type]

    def parameter(self, name: str, service: str = "all") -> float:
        """The value of a parameter for a service, or the one for all services. KeyError where there is neither."""
        for wanted in (service, "all"):
            if (name, wanted) in self._parameters:
                return self._parameters[name, wanted]
        raise KeyError(f"no parameter {name!r} for {service}")

    @cached_property
    def _parameters(self) -> dict[tuple[str, str], float]:
        """By name and service; where a row comes twice, the first."""
        rows = zip(*(self.parameters[name].tolist() for name in ("parameter", "service", "value")), strict=True)
        found: dict[tuple[str, str], float] = {}
        for name, service, value in rows:
            found.setdefault((name, service), float(value))
        return found

    @cached_property
    def digest(self) -> str:
        """A SHA-256 of every table's content: the same pack gives the same digest on every machine."""
        sha = hashlib.sha256(self.id.encode())
        for table in dataclasses.fields(self):
            value = getattr(self, table.name)
            if isinstance(value, pd.DataFrame) and (len(value) or not optional(table.name)):
                value = value.drop(columns=unused_columns(table.name, value))
                text = json.dumps(
                    [list(value.columns), value.astype(object).where(value.notna(), None).values.tolist()]
                )
                sha.update(f"{table.name}:{text}".encode())
        if self.travel is not None:
            sha.update(f"travel:{self.travel.site_ids}{self.travel.zone_ids}".encode())
            sha.update(self.travel.minutes.astype("<f8").tobytes())
        return sha.hexdigest()
