"""How fast a road is driven, from its class and its speed limit: values are in `data/parameters/road_speeds.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError, model_validator

from bluelight.errors import InputError, Problem

SPEEDS_FILE = Path(__file__).parents[2] / "data" / "parameters" / "road_speeds.toml"
KM_PER_MILE = 1.609344

Basis = Literal["published", "derived", "assumed"]
_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?", re.IGNORECASE)


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Source(_Value):
    """Where something behind the speeds was read, and what it supports."""

    title: str
    publisher: str
    href: HttpUrl
    supports: str


class Share(_Value):
    """A factor with how far it may be off."""

    value: float = Field(gt=0, le=3)
    low: float = Field(gt=0, le=3)
    high: float = Field(gt=0, le=3)
    basis: Basis = "assumed"
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> Share:
        if not self.low <= self.value <= self.high:
            raise ValueError("low, value and high must be in this order")
        return self


class Allowance(_Value):
    """A positive number that stands for what a map does not show."""

    value: float = Field(gt=0)
    basis: Basis
    note: str


class RoadClass(_Value):
    """One class of road: speed in normal driving where no limit binds, and the factor under lights and sirens."""

    name: str
    free_mph: float = Field(gt=0, le=100)
    emergency_factor: Share
    one_way: bool = False
    road_access: bool = True


class Speeds(_Value):
    """Speeds by class of road. A class that is not listed is not driven on."""

    id: str
    title: str
    unit: str
    as_of: str
    basis: Basis
    note: str
    limit_share: Share
    access_kmh: Allowance
    largest_access_m: Allowance
    sources: tuple[Source, ...] = Field(min_length=1)
    classes: tuple[RoadClass, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _distinct(self) -> Speeds:
        if len(self.names) != len(set(self.names)):
            raise ValueError("a class is listed twice")
        return self

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The classes that are driven on, in the order of the file."""
        return tuple(c.name for c in self.classes)

    @cached_property
    def by_name(self) -> dict[str, RoadClass]:
        """Each class by its name."""
        return {c.name: c for c in self.classes}

    def kmh(self, road_class: str, limit_kmh: float | None) -> float:
        """Speed in normal driving, km/h, on a road of this class with this speed limit (None: not known)."""
        free = self.by_name[road_class].free_mph * KM_PER_MILE
        return free if limit_kmh is None else min(free, self.limit_share.value * limit_kmh)


def speed_limit_kmh(text: str) -> float | None:
    """The limit a `maxspeed` tag states, in km/h; None where it states no positive number.

    A bare number is km/h, as OpenStreetMap defines it. Of several (`30 mph;20 mph`) the lowest counts.
    """
    limits = []
    for part in text.split(";"):
        match = _LIMIT.fullmatch(part.strip())
        if match is None:
            return None
        limits.append(float(match[1]) * (KM_PER_MILE if (match[2] or "").lower() == "mph" else 1.0))
    return min(limits) if min(limits) > 0 else None


@lru_cache(maxsize=8)
def load_speeds(path: Path = SPEEDS_FILE) -> Speeds:
    """Read a table of speeds. Raises InputError with all that is wrong in it."""
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return Speeds.model_validate(data)
    except OSError as error:
        raise InputError([Problem(str(path), f"cannot be read ({error.strerror}).", "Check the name.")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError([Problem(str(path), f"is not TOML: {error}.", "Correct the file.")]) from None
    except ValidationError as error:
        raise InputError(
            Problem(
                str(path),
                f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}.",
                "Compare with the file that ships, data/parameters/road_speeds.toml.",
            )
            for e in error.errors()
        ) from None
