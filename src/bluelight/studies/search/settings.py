"""What a search is asked: an aim, the sites to choose from, and what every plan must keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bluelight.options.stated import Service, Stated
from bluelight.studies.model import MoneySettings

Aim = Literal["response", "cover", "cost"]
AIMS: dict[Aim, str] = {
    "response": "the least mean time to the first arrival",
    "cover": "the most calls reached within the standard",
    "cost": "the most money saved",
}


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Question(_Section):
    """The section `[search]`; every key may be given as an option of the command instead."""

    aim: Aim = Field("response", description="What the best plan is best at.")
    service: Service = Field("fire", description="The service whose sites are chosen.")
    least_sites: int | None = Field(None, ge=1, le=10_000, description="Fewest sites. Default: three below today's.")
    most_sites: int | None = Field(None, ge=1, le=10_000, description="Most sites. Default: as many as today.")
    units: Literal["move", "withdraw"] = Field(
        "move", description="What becomes of the units of a site that closes: they move, or are withdrawn."
    )
    stay: tuple[str, ...] = Field((), description="Sites that must stay open.")
    close: tuple[str, ...] = Field((), description="Sites that must close.")
    hosts: tuple[str, ...] = Field((), description="Sites of other services that could take this one in.")
    slowest_min: float | None = Field(
        None, gt=0, le=240, description="No zone is further than so many minutes' drive from the nearest open site."
    )
    budget_gbp: float | None = Field(
        None, ge=0, le=1e12, description="Most that building, fitting out and moving may cost, receipts not counted."
    )
    keep_standards: bool = Field(True, description="Whether a plan must keep every standard that today keeps.")
    seed: int = Field(1, ge=0, le=2**31 - 1, description="Seed of every draw.")
    calls: int = Field(5_000, ge=100, le=200_000, description="Calls on which plans are screened.")
    finalists: int = Field(10, ge=2, le=40, description="Plans raced in the simulation, today beside them.")
    first_replications: int = Field(10, ge=3, le=100, description="Replications before any plan may be dropped.")
    replications: int = Field(30, ge=3, le=1000, description="Most replications of any plan.")
    days: int = Field(91, ge=1, le=3660, description="Days counted in each replication.")
    confidence: float = Field(0.95, gt=0.5, lt=1, description="Chance that the race does not drop the best plan.")
    worth: float | None = Field(
        None, gt=0, description="Least difference worth telling, in minutes, or as a share for the aim cover."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least_sites is not None and self.most_sites is not None and self.least_sites > self.most_sites:
            raise ValueError(f"least_sites is {self.least_sites} and most_sites {self.most_sites}: the least is above")
        if self.first_replications > self.replications:
            raise ValueError("first_replications is above replications")
        both = sorted(set(self.stay) & set(self.close))
        if both:
            raise ValueError(f"site {both[0]} must stay and must close")
        return self

    @property
    def smallest(self) -> float:
        """The least difference worth telling: three seconds, or half a point of cover, unless said otherwise."""
        return self.worth if self.worth is not None else 0.005 if self.aim == "cover" else 0.05


class NewSite(_Section):
    """A `[[new_site]]`: a place where a site could be built; the keys are those of the move `open_site`."""

    site: str = Field(min_length=1, description="Short name of the new site, unlike any of the area's.")
    name: str = Field(min_length=1, description="Its name as people would say it.")
    site_kind: str = Field("fire_station", description="Kind of building, as the table of sites names it.")
    lon: float = Field(ge=-180, le=180, description="Longitude in degrees, WGS84.")
    lat: float = Field(ge=-90, le=90, description="Latitude in degrees, WGS84.")
    floor_area_m2: Stated | None = Field(None, description="Floor area, priced as the pack prices a new station.")
    works: Stated | None = Field(None, description="What building it costs, in pounds, instead of the floor area.")
    running: Stated | None = Field(None, description="What running it costs a year, in pounds.")


@dataclass(frozen=True)
class Search:
    """A question with the new sites it may use, the weight of each incident type (1 unless said), and money."""

    question: Question
    new_sites: tuple[NewSite, ...] = ()
    weights: dict[str, float] = field(default_factory=dict)
    money: MoneySettings = field(default_factory=lambda: MoneySettings.model_validate({"draws": 2_000}))
