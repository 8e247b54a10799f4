"""The column mapping: what the columns and values of a service's own files are called."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bluelight.errors import InputError, Problem

Text = Annotated[str, Field(min_length=1)]
Values = dict[str, dict[str, str]]
Choice = dict[str, tuple[str, ...]]
Column = str | tuple[Text, ...]
"""A column of a file, or several whose texts are joined by a space."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class AreaPart(_Part):
    """What the files cannot say of the area as a whole."""

    year: str = ""
    summary: str = ""
    notices: tuple[Text, ...] = ()
    bounds: tuple[float, float, float, float] | None = None


class ListPart(_Part):
    """A list of zones, stations, units or neighbours' stations.

    easting and northing: columns of the file with metres on the British National Grid, in place of lon and lat.
    columns: a column of the pack to the file's column, or to "=text" for the same text in every row. values: by column
    of the pack, the file's text to the pack's. only and leave_out: rows by the texts of a column of the file.
    """

    easting: str = ""
    northing: str = ""
    columns: dict[str, Text] = {}
    values: Values = {}
    only: Choice = {}
    leave_out: Choice = {}
    basis: str = Field("published", pattern="^(published|derived|assumed)$")
    source: str = ""


class UnitPart(_Part):
    """Columns of one more unit in the same row of a log: there where any that the first unit has not is not empty."""

    service: str = ""
    unit: str = ""
    unit_kind: str = ""
    mobilised: Column = ""
    left: Column = ""
    arrived: Column = ""
    left_scene: Column = ""
    at_hospital: Column = ""
    cleared: Column = ""


class LogPart(_Part):
    """The incident log: a row for every unit sent, or for every incident.

    A time may be in several columns, as date and clock. seconds_since: times that are seconds after another time.
    missing: texts that stand for an empty cell. also: further units of the same row.
    """

    incident: Text
    time: Annotated[Column, Field(min_length=1)]
    type: Text
    time_format: Text
    service: Text
    unit: str = ""
    unit_kind: str = ""
    zone: str = ""
    lon: str = ""
    lat: str = ""
    easting: str = ""
    northing: str = ""
    point: str = ""
    point_order: str = Field("lat lon", pattern="^(lat lon|lon lat)$")
    mobilised: Column = ""
    left: Column = ""
    arrived: Column = ""
    left_scene: Column = ""
    at_hospital: Column = ""
    cleared: Column = ""
    seconds_since: dict[str, Text] = {}
    missing: tuple[Text, ...] = ()
    also: tuple[UnitPart, ...] = ()
    values: Values = {}
    only: Choice = {}
    leave_out: Choice = {}
    source: str = ""
    fewest: int = Field(30, ge=1)
    zone_prior: float = Field(0.5, gt=0, le=100)
    hour_prior: float = Field(0.5, gt=0, le=100)
    least_share: float = Field(0.05, ge=0, lt=1)
    furthest_km: float | None = Field(None, gt=0)
    most_unusable: float = Field(0.1, ge=0, le=1)


class TypePart(_Part):
    """What the log does not say of an incident type."""

    name: str = ""
    lead_service: str = Field("", pattern="^(|police|fire|ambulance)$")
    priority: int | None = Field(None, ge=1, le=9)


class ServicePart(_Part):
    """Who answers for a service."""

    organisation: str = ""
    register_slug: str = ""
    waits: str = Field("", pattern="^(|site|patrol)$")


class RoadsPart(_Part):
    """Columns of road tables, as `NodeColumns` and `ArcColumns` name them, and the notices their licence asks for."""

    nodes: dict[str, str] = {}
    arcs: dict[str, str] = {}
    notices: tuple[Text, ...] = ()


class Mapping(_Part):
    """Everything a mapping file may say."""

    area: AreaPart = AreaPart()
    zones: ListPart = ListPart()
    stations: ListPart = ListPart()
    units: ListPart = ListPart()
    neighbours: ListPart = ListPart()
    log: LogPart | None = None
    types: dict[str, TypePart] = {}
    services: dict[str, ServicePart] = {}
    roads: RoadsPart = RoadsPart()


def read_mapping(path: Path | None) -> Mapping:
    """The mapping of a file; without one every file has the pack's own column names. InputError with all problems."""
    if path is None:
        return Mapping()
    try:
        return Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise InputError([Problem(str(path), f"cannot be read ({error.strerror}).", "Check the name.")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError([Problem(str(path), f"is not TOML: {error}.", "Put the line right.")]) from None
    except ValidationError as error:
        raise InputError([_problem(path, e["loc"], e["msg"]) for e in error.errors()]) from None


def _problem(path: Path, place: tuple[int | str, ...], message: str) -> Problem:
    where = ".".join(str(part) for part in place)
    remedy = "docs/area-build.md lists what a mapping may say."
    if message.startswith("Extra inputs"):
        known = [*Mapping.model_fields, *LogPart.model_fields, *ListPart.model_fields, *UnitPart.model_fields]
        near = difflib.get_close_matches(str(place[-1]), known, n=1, cutoff=0.75)
        remedy = (f'Did you mean "{near[0]}"? ' if near else "") + remedy
        return Problem(str(path), f"{where} is not known.", remedy)
    if message.startswith("Field required"):
        return Problem(str(path), f"{where} is missing.", remedy)
    return Problem(str(path), f"{where}: {message}.", remedy)
