"""Changes to what is sent: one unit instead of another, call by call, and units that an area did not have."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import problem
from bluelight.options.sites import house
from bluelight.options.tables import with_row


def check_types(area: Area, incident_types: tuple[str, ...]) -> list[Problem]:
    """A problem for each incident type that the area does not have."""
    known = list(area.incident_types["incident_type"])
    return [
        problem(f"there is no incident type {t!r} in {area.name}.", f"Use one of {', '.join(known)}.", "incident_types")
        for t in incident_types
        if t not in known
    ]


def type_names(area: Area, incident_types: tuple[str, ...]) -> list[str]:
    """Incident types as people call them."""
    names = area.incident_types.set_index("incident_type")["name"]
    return [str(names[t]).lower() for t in incident_types]


def yearly(area: Area, incident_types: tuple[str, ...]) -> float:
    """Incidents of the types, a year."""
    return float(area.incident_types.set_index("incident_type")["annual_count"].loc[list(incident_types)].sum())


def asked_for(area: Area, incident_type: str, service: str, kind: str) -> pd.Series:
    """Which rows of the attendance ask for a kind of unit at an incident type."""
    rows = area.attendance
    return (rows["incident_type"] == incident_type) & (rows["service"] == service) & (rows["unit_kind"] == kind)


def add_item(table: pd.DataFrame, incident_type: str, item: dict[str, Any]) -> tuple[pd.DataFrame, int]:
    """An attendance with an item more at the end of an incident type, and its place."""
    orders = table.loc[table["incident_type"] == incident_type, "order"]
    order = int(orders.max()) + 1 if len(orders) else 1
    row = {"incident_type": incident_type, "order": order, "probability_basis": "assumed", "note": "", **item}
    return with_row(table, row), order


def decided(table: pd.DataFrame, row: int, place: int, start: float, probability: float) -> pd.DataFrame:
    """An attendance in which a row (its index) is decided by the draw of a place, from a share on."""
    table = table.copy()
    for column, value in (("decided_by", float(place)), ("from_share", start), ("probability", probability)):
        table[column] = table[column].astype(float)
        table.loc[row, column] = value
    return table


class NewUnit(BaseModel):
    """A vehicle with its crew that the area did not have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str = Field(min_length=1)
    site: str
    crew: int = Field(2, ge=1, le=12)
    on_from: str = Field("00:00", pattern=r"^([01]\d|2[0-3]):00$")
    on_to: str = Field("24:00", pattern=r"^([01]\d|2[0-4]):00$")


def add_units(area: Area, new: tuple[NewUnit, ...], service: str, kind: str, crewing: str) -> Area:
    """The area with units more, each at home at its site."""
    units, sites = area.units, area.sites
    for one in new:
        row = {
            "unit": one.unit,
            "service": service,
            "kind": kind,
            "site": one.site,
            "crewing": crewing,
            "crew": one.crew,
            "on_from": float(one.on_from[:2]),
            "on_to": float(one.on_to[:2]),
            "cross_crewed": False,
            "unit_basis": "assumed",
            "crewing_basis": "assumed",
            "source": "stated by the option",
            "note": "",
        }
        units = with_row(units, row)
        sites = house(area.with_tables(sites=sites), one.site, [service])
    return area.with_tables(units=units, sites=sites)
