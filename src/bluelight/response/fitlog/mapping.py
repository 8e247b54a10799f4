"""Which column of a log holds what: a TOML file, one for each kind of log."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bluelight.errors import InputError, Problem

Share = Annotated[float, Field(gt=0, lt=1)]
Minutes = Annotated[float, Field(ge=0)]
Hour = Annotated[int, Field(ge=0, le=24)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Columns(_Frozen):
    """Names of the log's columns. A stamp that is split over two columns, as date and time, is a list of both."""

    call: str  # what the units of one call have in common
    kind: str | None = None  # kind of unit
    incident_type: str | None = None
    dispatched: str | list[str] | None = None
    responding: str | list[str] | None = None
    on_scene: str | list[str] | None = None
    transport: str | list[str] | None = None  # left the scene for hospital
    hospital: str | list[str] | None = None
    available: str | list[str] | None = None
    attendance_s: str | None = None  # seconds from dispatch to arrival, where the log has no stamps of them
    distance_km: str | None = None
    origin: str | None = None  # name of the place the unit came from, as in [places]
    origin_lon: str | None = None
    origin_lat: str | None = None
    origin_x_m: str | None = None
    origin_y_m: str | None = None
    lon: str | None = None  # of the incident
    lat: str | None = None
    x_m: str | None = None
    y_m: str | None = None


class Places(_Frozen):
    """Where units come from: a CSV file, its path from the mapping's folder unless absolute."""

    file: str
    name: str
    x_m: str | None = None
    y_m: str | None = None
    lon: str | None = None
    lat: str | None = None
    alias: dict[str, str] = {}  # name in the log = name in the file


class HoldOut(_Frozen):
    """Which calls the fit does not see while its error is measured."""

    how: Literal["random", "last"] = "random"
    share: Share = 0.2
    seed: int = Field(default=1, ge=0)


class Travel(_Frozen):
    """What the travel curve is fitted to; journeys beyond the limits are counted and left out."""

    time: Literal["travel", "attendance"] = "travel"  # attendance has turnout in it
    turnout_min: Minutes = 0.0  # taken off the constant of a curve fitted to attendance
    shortest_min: Minutes = 0.0
    longest_min: Annotated[float, Field(gt=0)] = 60.0
    farthest_km: Annotated[float, Field(gt=0)] = 50.0


class Mapping(_Frozen):
    """A log described: its columns, how its times are written, and how it is fitted."""

    name: str
    columns: Columns
    time_format: str = "%Y-%m-%d %H:%M:%S"
    missing: list[str] = ["", "NULL", "NA", "NaN"]  # how the log writes that it does not know
    longest_h: Annotated[float, Field(gt=0)] = 12.0  # a longer interval is counted and left out
    day_from: Hour = 7
    day_to: Hour = 19
    places: Places | None = None
    hold_out: HoldOut = HoldOut()
    travel: Travel = Travel()
    folder: Path = Path()  # of the mapping file


def load_mapping(path: str | Path) -> Mapping:
    """Read a mapping. InputError with every problem."""
    path = Path(path)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError([Problem(str(path), f"cannot be read: {error.strerror}.", "Give the mapping file.")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError([Problem(str(path), f"is not TOML in UTF-8: {error}.", "Put it right.")]) from None
    try:
        return Mapping.model_validate({**content, "folder": path.parent})
    except ValidationError as error:
        raise InputError(
            Problem(str(path), f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}.", "See the method page.")
            for e in error.errors()
        ) from None
