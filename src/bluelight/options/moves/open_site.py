"""Open a site, beside others or in place of them, with units that move in or are new."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from bluelight.appraisal import LineItem, Settings
from bluelight.area import Area
from bluelight.area.schema import SITE_FUNCTIONS, SITE_KINDS
from bluelight.errors import Problem
from bluelight.options.base import Move, Risk, SiteChange, Touches, problem
from bluelight.options.leaving import leaving_lines, leaving_not_counted, not_known, vat_percent
from bluelight.options.moves.close_site import CREWS
from bluelight.options.neighbours import kilometres
from bluelight.options.prices import Range, area_cost, building_line, delay, line, move_price, site_figure
from bluelight.options.sites import (
    check_emptied,
    check_site,
    check_unit,
    empty_site,
    house,
    housed,
    move_units,
    owner,
    site_name,
    unseen_at,
    with_function,
)
from bluelight.options.stated import Service, Stated
from bluelight.options.tables import records, with_row
from bluelight.options.words import UNITS, count_units, join

NEW_BUILD = "new_joint_station"
FURTHEST_KM = 50.0


class OpenedUnit(BaseModel):
    """A vehicle with its crew that the area did not have, at home at the new site."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str = Field(min_length=1)
    service: Service
    kind: str = Field(min_length=1)
    crewing: Literal["wholetime", "day_crewed", "on_call", "shift"]
    crew: int = Field(ge=1, le=12)
    on_from: str = Field("00:00", pattern=r"^([01]\d|2[0-3]):00$")
    on_to: str = Field("24:00", pattern=r"^([01]\d|2[0-4]):00$")


class OpenSite(Move):
    """A new site opens at a place, with units that move in and units that are new."""

    title: ClassVar[str] = "Open a site"
    theme: ClassVar[str] = "shared-estate"
    kind: Literal["open_site"] = "open_site"
    site: str = Field(min_length=1, description="Short name of the new site, unlike any of the area's.")
    name: str = Field(min_length=1, description="Its name as people would say it.")
    site_kind: str = Field("fire_station", description="Kind of building, as the table of sites names it.")
    services: tuple[Service, ...] = Field(
        min_length=1, max_length=3, description="Services housed; the first builds it."
    )
    functions: tuple[str, ...] = Field(("response",), description="What it is for, as the table of functions names it.")
    lon: float = Field(ge=-180, le=180, description="Longitude in degrees, WGS84.")
    lat: float = Field(ge=-90, le=90, description="Latitude in degrees, WGS84.")
    units: tuple[str, ...] = Field((), description="Units of the area that move in.")
    new_units: tuple[OpenedUnit, ...] = Field((), description="Units that are new.")
    replaces: tuple[str, ...] = Field(
        (), description="Sites that it takes the place of: everything at them moves in, and their buildings are left."
    )
    floor_area_m2: Stated | None = Field(None, description="Floor area, priced as the pack prices a new station.")
    works: Stated | None = Field(None, description="What building it costs, in pounds, instead of the floor area.")
    running: Stated | None = Field(None, description="What running it costs a year, in pounds.")

    def check(self, area: Area) -> list[Problem]:
        """A site there is already, a place far off or without road times, units unknown or that nobody can crew."""
        found = []
        if self.site in set(area.sites["site"]):
            what = f"there is a site {self.site!r} already."
            found.append(problem(what, "Give it another name, or use share_site or move_unit.", "site"))
        if self.site_kind not in SITE_KINDS or self.site_kind == "hospital_ed":
            kinds = ", ".join(k for k in SITE_KINDS if k != "hospital_ed")
            found.append(
                problem(f"{self.site_kind!r} is no kind of site to open.", f"Use one of {kinds}.", "site_kind")
            )
        for function in self.functions:
            if function not in SITE_FUNCTIONS:
                known = ", ".join(SITE_FUNCTIONS)
                found.append(problem(f"{function!r} is no function.", f"Use some of {known}.", "functions"))
        if area.travel is not None and self.site not in area.travel.site_ids:
            what = f"{area.name} has a table of travel times, and none of them is from {self.site}."
            found.append(problem(what, "Add its times to the pack, or use a pack with a distance model.", "site"))
        away = min((kilometres(self.lon, self.lat, z["lon"], z["lat"]) for z in records(area.zones)), default=0.0)
        if away > FURTHEST_KM:
            what = f"it is {away:,.0f} km from the nearest zone of {area.name}."
            found.append(problem(what, "Check lon and lat: they may be the wrong way round.", "lon"))
        found += [p for unit in self.units for p in check_unit(area, unit, "units")]
        return [*found, *self._check_replaced(area), *self._check_new(area)]

    def _check_replaced(self, area: Area) -> list[Problem]:
        found = []
        for i, site in enumerate(self.replaces):
            wrong = check_site(area, site, "replaces")
            found += wrong or check_emptied(area, site)
            if site in self.replaces[:i]:
                found.append(problem(f"{site_name(area, site)} is named twice.", "Name it once.", "replaces"))
        coming = set(area.units.loc[area.units["site"].isin(self.replaces), "unit"])
        for unit in self.units:
            if unit in coming:
                what = f"unit {unit} comes with a site that is replaced."
                found.append(problem(what, "Leave it out of units.", "units"))
        return found

    def _check_new(self, area: Area) -> list[Problem]:
        found, taken = [], [*area.units["unit"]]
        crewed = set(zip(area.crewing["service"], area.crewing["crewing"], strict=True))
        for new in self.new_units:
            if new.unit in taken:
                found.append(problem(f"there is a unit {new.unit!r} already.", "Give it another name.", "new_units"))
            taken.append(new.unit)
            if (new.service, new.crewing) not in crewed:
                what = f"{area.name} does not say how {new.crewing} crews of {new.service} turn out."
                known = join(sorted(c for s, c in crewed if s == new.service))
                found.append(problem(what, f"Use {known or 'another service'}.", "new_units"))
        return found

    def _moving(self, area: Area) -> pd.Series:
        """Which of the area's units move in: those named, and all at the sites it replaces."""
        return area.units["unit"].isin(self.units) | area.units["site"].isin(self.replaces)

    def touches(self, area: Area) -> Touches:
        """It fills the site, takes the units, and empties what it replaces."""
        return Touches(
            empties=frozenset(self.replaces),
            fills=frozenset({self.site}),
            units=frozenset((*area.units.loc[self._moving(area), "unit"], *(new.unit for new in self.new_units))),
            claims=frozenset({f"the name {self.site}"}),
        )

    def settles(self) -> int:
        """A building that is replaced is paid for after it is left."""
        return delay("receipt_delay_years") if self.replaces else 0

    def sentence(self, area: Area) -> str:
        """What opens, with what."""
        moving = area.units.loc[self._moving(area), "kind"]
        said = [f"{count_units(moving)} that move{'s' if len(moving) == 1 else ''} in"] if len(moving) else []
        if self.new_units:
            said.append(
                f"{count_units(n.kind for n in self.new_units)} that {'is' if len(self.new_units) == 1 else 'are'} new"
            )
        instead = f" in place of {join(site_name(area, site) for site in self.replaces)}" if self.replaces else ""
        return f"{self.name} opens{instead}{f', with {join(said)}' if said else ''}."

    def apply(self, area: Area) -> Area:
        """The site is in the table, houses its services, and its units are at home there."""
        row: dict[str, Any] = {
            "site": self.site,
            "name": self.name,
            "kind": self.site_kind,
            "services": tuple(self.services),
            "lon": self.lon,
            "lat": self.lat,
            "location_quality": "exact",
            "location_basis": "assumed",
            "tenure": "unknown",
            "tenure_basis": "unknown",
            "outside": False,
            "vintage": "",
            "source": "stated by the option",
            "note": "",
        }
        area = area.with_tables(sites=with_row(area.sites, row))
        for function in self.functions:
            area = with_function(area, self.site, function, self.services)
        for site in self.replaces:
            area = empty_site(area, site, self.site)
        moving = self._moving(area)
        at_home = [*area.units.loc[moving, "service"], *(new.service for new in self.new_units)]
        units = move_units(area, moving, self.site)
        for new in self.new_units:
            unit = {
                "unit": new.unit,
                "service": new.service,
                "kind": new.kind,
                "site": self.site,
                "crewing": new.crewing,
                "crew": new.crew,
                "on_from": float(new.on_from[:2]),
                "on_to": float(new.on_to[:2]),
                "cross_crewed": False,
                "unit_basis": "assumed",
                "crewing_basis": "assumed",
                "source": "stated by the option",
                "note": "",
            }
            units = with_row(units, unit)
        return area.with_tables(units=units, sites=house(area, self.site, at_home))

    def building(self, area: Area) -> Range | None:
        """What building it costs, in pounds; None where neither works nor floor area and price are known."""
        if self.works is not None:
            return self.works.range()
        price = area_cost(area, NEW_BUILD)
        if self.floor_area_m2 is None or price is None:
            return None
        return self.floor_area_m2.range() * price * move_price("building_cost_spread")

    def _taxed_as(self, area: Area) -> str | None:
        """The site it replaces that says how much VAT the service that builds can reclaim; None where none does."""
        pays = self.services[0]
        own = (site for site in self.replaces if owner(area, site) == pays)
        return next((site for site in own if site_figure(area, site, "vat_recoverable_share") is not None), None)

    def lines(self, area: Area, option_id: str, settings: Settings) -> list[LineItem]:
        """Building it, running it, and the crews of new units."""
        year, pays, found = self.starts(settings), self.services[0], []
        building = self.building(area)
        works = None if building is None else f"{self.kind}:{self.site}:building"
        for site in self.replaces:
            found += leaving_lines(area, site, self.kind, option_id, year, settings, works)
        if building is not None and works is not None:
            found.append(
                building_line(
                    building,
                    id=works,
                    option=option_id,
                    label=f"Building {self.name}",
                    organisation=pays,
                    theme=self.theme,
                    year=year,
                    price_year=settings.price_year,
                    vat_percent=0.0 if self._taxed_as(area) is None else vat_percent(area, self._taxed_as(area) or ""),
                )
            )
        if self.running is not None:
            found.append(
                line(
                    self.running.range(),
                    gain=False,
                    id=f"{self.kind}:{self.site}:running_stated",
                    option=option_id,
                    label=f"Running {self.name}",
                    organisation=pays,
                    theme=self.theme,
                    category="running_cost",
                    start_year=year,
                    end_year=settings.last_year,
                    price_year=settings.price_year,
                )
            )
        for new in self.new_units:
            cost = area_cost(area, CREWS.get((new.kind, new.crewing), ""))
            if cost is not None:
                found.append(
                    line(
                        cost,
                        gain=False,
                        id=f"{self.kind}:{new.unit}:crew",
                        option=option_id,
                        label=f"Crew of {self._called(new)}",
                        organisation=new.service,
                        category="running_cost",
                        start_year=year,
                        end_year=settings.last_year,
                        price_year=settings.price_year,
                    )
                )
        return found

    @staticmethod
    def _called(new: OpenedUnit) -> str:
        return f"{UNITS.get(new.kind, (new.kind,))[0]} {new.unit}"

    def not_counted(self, area: Area) -> list[str]:
        """Land, vehicles, and what nobody states."""
        said = [f"Land for {self.name} is not counted unless works hold it."]
        if self.building(area) is None:
            said.append(f"Building {self.name}: its floor area or the price of building is not known, not counted.")
        elif self._taxed_as(area) is None:
            said.append(f"VAT on building {self.name} that cannot be reclaimed is not known, not counted.")
        if self.running is None:
            said.append(f"Running {self.name}: what it costs is not stated, not counted.")
        for new in self.new_units:
            if area_cost(area, CREWS.get((new.kind, new.crewing), "")) is None:
                said.append(f"The cost of crewing {new.unit} is not in the area pack, not counted.")
            said.append(f"The vehicle of {new.unit} is not counted.")
        for site in self.replaces:
            said += [*leaving_not_counted(area, site), *not_known(area, site, None)]
        return said

    def site_changes(self, area: Area) -> list[SiteChange]:
        """The new site, and those that units leave."""
        found = [SiteChange(self.site, "Nothing is there.", f"{self.name} opens.", "gains")]
        for site, rows in area.units[area.units["unit"].isin(self.units)].groupby("site", sort=False):
            after = f"{count_units(rows['kind'])} gone to {self.name}."
            found.append(SiteChange(str(site), f"Houses {housed(area, str(site))}.", after, "loses"))
        for site in self.replaces:
            after = f"Empty: everything has moved to {self.name}, and the building is sold or given up."
            found.append(SiteChange(site, f"Houses {housed(area, site)}.", after, "disposed"))
        return found

    def unseen(self, area: Area) -> list[str]:
        """What the buildings it replaces are for beside response."""
        return [said for site in self.replaces for said in unseen_at(area, site)]

    def risks(self, area: Area) -> list[Risk]:
        """Land, permission, cost, crews."""
        found = [
            Risk(
                "Land and planning permission are not sure; ground conditions stopped one shared station.",
                self.name,
                severity=4,
            ),
            Risk(
                "Buildings for two services rose by 6% to 40% over their price in published cases.",
                self.name,
                chance="likely",
            ),
        ]
        on_call = [new.unit for new in self.new_units if new.crewing == "on_call"]
        if on_call:
            found.append(Risk("On-call crews must be found among people who live and work near.", join(on_call)))
        moving = area.units[self._moving(area) & (area.units["crewing"] == "on_call")]
        if len(moving):
            found.append(
                Risk("On-call crews must live and work within minutes of their station.", join(moving["unit"]))
            )
        for site in self.replaces:
            what = "The building may sell later or for less than assumed; receipts often slip."
            found.append(Risk(what, site_name(area, site), chance="likely"))
        return found

    def people(self, area: Area) -> list[str]:
        """Who moves and who is new."""
        crew = sum(new.crew for new in self.new_units)
        said = [f"The crews of {join(self.units)} would start from {self.name}."] if self.units else []
        said += [f"Everybody who works at {site_name(area, s)} would work at {self.name}." for s in self.replaces]
        if crew:
            said.append(f"New units need {crew} people on duty at a time, and several crews for that.")
        return said or [f"Who would work at {self.name} is not stated."]
