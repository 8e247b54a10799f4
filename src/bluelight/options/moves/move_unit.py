"""Move a unit: it waits at another site."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from bluelight.appraisal import LineItem, Settings
from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Move, Risk, SiteChange, Touches, problem
from bluelight.options.leaving import vat_percent
from bluelight.options.prices import building_line
from bluelight.options.room import Room, bays, room_at, room_words, too_little
from bluelight.options.sites import check_site, check_unit, house, housed, move_units, site_name, site_row, units_at
from bluelight.options.stated import Stated
from bluelight.options.tables import record
from bluelight.options.words import UNITS


class MoveUnit(Move):
    """The unit's home is `site`."""

    title: ClassVar[str] = "Move a unit"
    theme: ClassVar[str] = "shared-estate"
    kind: Literal["move_unit"] = "move_unit"
    unit: str = Field(description="Unit that moves.")
    site: str = Field(description="Its new home.")
    works: Stated | None = Field(
        None, description="What making room for it costs, in pounds. Left out: not known, not counted."
    )

    def check(self, area: Area) -> list[Problem]:
        """An unknown unit or site, a unit that is there already, a site that is no place for it."""
        found = [*check_unit(area, self.unit, "unit"), *check_site(area, self.site, "site")]
        if found:
            return found
        if self._from(area) == self.site:
            return [problem(f"{self.unit} is at {site_name(area, self.site)} already.", "Leave the move out.", "site")]
        if site_row(area, self.site)["kind"] == "hospital_ed":
            return [problem(f"{site_name(area, self.site)} is a hospital.", "Name a station.", "site")]
        remedy = "Name another site, or state in works what making room costs."
        return [] if self.works is not None else too_little(area, self.site, self._room(area), remedy)

    def _room(self, area: Area) -> list[Room]:
        return room_at(area, self.site, [("spare_bays", "site", self._bays(area))])

    def _bays(self, area: Area) -> int:
        return bays(area.units[area.units["unit"] == self.unit])

    def touches(self, area: Area) -> Touches:
        """It takes the unit and fills the site."""
        number = self._bays(area)
        room = {self._from(area): -number} | ({} if self.works is not None else {self.site: number})
        return Touches(fills=frozenset({self.site}), units=frozenset({self.unit}), bays=room)

    def _row(self, area: Area) -> dict[str, Any]:
        return record(area.units, "unit", self.unit)

    def _from(self, area: Area) -> str:
        return str(self._row(area)["site"])

    def _called(self, area: Area) -> str:
        kind = str(self._row(area)["kind"])
        return f"{UNITS.get(kind, (kind,))[0]} {self.unit}"

    def sentence(self, area: Area) -> str:
        """Which unit goes where."""
        return (
            f"The {self._called(area)} moves from {site_name(area, self._from(area))} to {site_name(area, self.site)}."
        )

    def apply(self, area: Area) -> Area:
        """The unit is at home at the site, and its service with it."""
        sites = house(area, self.site, [self._row(area)["service"]])
        return area.with_tables(sites=sites, units=move_units(area, area.units["unit"] == self.unit, self.site))

    def lines(self, area: Area, option_id: str, settings: Settings) -> list[LineItem]:
        """Making room for it, where that is stated."""
        if self.works is None:
            return []
        return [
            building_line(
                self.works.range(),
                id=f"{self.kind}:{self.unit}:building",
                option=option_id,
                label=f"Making room at {site_name(area, self.site)} for the {self._called(area)}",
                organisation=str(self._row(area)["service"]),
                year=self.starts(settings),
                price_year=settings.price_year,
                vat_percent=vat_percent(area, self._from(area)),
                theme=self.theme,
            )
        ]

    def not_counted(self, area: Area) -> list[str]:
        """What it would cost to house it."""
        if self.works is not None:
            return []
        known = room_words(self._room(area))
        room = f"has {known}" if known else "is not known"
        return [f"Room for the {self._called(area)} at {site_name(area, self.site)} {room}: fit-out not counted."]

    def site_changes(self, area: Area) -> list[SiteChange]:
        """The site it leaves and the site it comes to."""
        left = self._from(area)
        return [
            SiteChange(left, f"Houses {housed(area, left)}.", f"The {self._called(area)} has gone.", "loses"),
            SiteChange(
                self.site, f"Houses {housed(area, self.site)}.", f"Also houses the {self._called(area)}.", "gains"
            ),
        ]

    def unseen(self, area: Area) -> list[str]:
        """Nothing but response moves with it."""
        return []

    def people(self, area: Area) -> list[str]:
        """Who starts work somewhere else."""
        return [f"The crews of the {self._called(area)} would start from {site_name(area, self.site)}."]

    def risks(self, area: Area) -> list[Risk]:
        """Crews that must live near, and a station left without its last unit."""
        left = self._from(area)
        found = []
        if self._row(area)["crewing"] == "on_call":
            found.append(Risk("On-call crews must live and work within minutes of their station.", self._called(area)))
        if len(units_at(area, left)) == 1:
            found.append(
                Risk(
                    "The station it leaves has no unit left.",
                    site_name(area, left),
                    chance="almost certain",
                    severity=2,
                )
            )
        return found
