"""Close a site: its units go to a named site, or are withdrawn."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from bluelight.appraisal import LineItem, Settings
from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Move, Risk, SiteChange, Touches, problem
from bluelight.options.leaving import leaving_lines, leaving_not_counted, not_known, vat_percent
from bluelight.options.prices import area_cost, building_line, delay, line, move_price
from bluelight.options.room import Room, bays, room_at, room_words, too_little
from bluelight.options.sites import (
    check_emptied,
    check_site,
    empty_site,
    house,
    housed,
    move_units,
    owner,
    site_name,
    units_at,
    unseen_at,
)
from bluelight.options.stated import Stated
from bluelight.options.tables import records
from bluelight.options.words import UNITS, count_units

CREWS = {
    ("pump", "wholetime"): "wholetime_pump_crewing",
    ("pump", "day_crewed"): "day_crewed_pump_crewing",
    ("pump", "on_call"): "on_call_pump",
    ("response_car", "shift"): "response_car_crewing",
    ("dsa", "shift"): "dsa_crewing",
}


class CloseSite(Move):
    """The site closes; its units go to `units_to`, or are withdrawn when it names none."""

    title: ClassVar[str] = "Close a site"
    theme: ClassVar[str] = "shared-estate"
    kind: Literal["close_site"] = "close_site"
    site: str = Field(description="Site that closes.")
    units_to: str | None = Field(None, description="Site its units go to. Left out: they are withdrawn.")
    works: Stated | None = Field(
        None, description="What making room for its units costs, in pounds. Left out: not known, not counted."
    )

    def check(self, area: Area) -> list[Problem]:
        """Unknown sites, units sent to the site that closes, a building that cannot be left."""
        found = check_site(area, self.site, "site")
        if self.units_to is not None:
            found += check_site(area, self.units_to, "units_to")
        if found:
            return found
        if self.units_to == self.site:
            return [problem(f"{self.site} closes, so its units cannot go to it.", "Name another site.", "units_to")]
        found = check_emptied(area, self.site)
        if self.units_to is None:
            found += self._check_left(area)
            if self.works is not None:
                what = "works make room for its units, and they go nowhere."
                found.append(problem(what, "Name a site in units_to, or leave works out.", "works"))
        elif self.works is None:
            remedy = "Name another site, or state in works what making room costs."
            found += too_little(area, self.units_to, self._room(area), remedy)
        return found

    def _room(self, area: Area) -> list[Room]:
        """Bays that are needed and spare where its units go, where both are known."""
        if self.units_to is None:
            return []
        return room_at(area, self.units_to, [("spare_bays", "units_to", bays(units_at(area, self.site)))])

    def _check_left(self, area: Area) -> list[Problem]:
        left = area.units[area.units["site"] != self.site]
        needed = area.attendance.loc[area.attendance["probability"] > 0, "unit_kind"]
        gone = sorted(set(units_at(area, self.site)["kind"]) & set(needed) - set(left["kind"]))
        return [
            problem(
                f"closing {site_name(area, self.site)} would withdraw the last {UNITS.get(k, (k,))[0]} of the area.",
                "Name a site for its units in units_to.",
                "units_to",
            )
            for k in gone
        ]

    def touches(self, area: Area) -> Touches:
        """It empties the site, takes its units, and fills the site they go to."""
        return Touches(
            empties=frozenset({self.site}),
            fills=frozenset({self.units_to} if self.units_to else ()),
            units=frozenset(units_at(area, self.site)["unit"]),
            bays={self.units_to: bays(units_at(area, self.site))} if self.units_to and self.works is None else {},
        )

    def settles(self) -> int:
        """A building is paid for after it is left."""
        return delay("receipt_delay_years")

    def sentence(self, area: Area) -> str:
        """What closes, and where its units go."""
        units = count_units(units_at(area, self.site)["kind"])
        if not units:
            return f"{site_name(area, self.site)} closes."
        if self.units_to is None:
            return f"{site_name(area, self.site)} closes and its {units} are withdrawn."
        return f"{site_name(area, self.site)} closes; its {units} move to {site_name(area, self.units_to)}."

    def apply(self, area: Area) -> Area:
        """Nothing is left at the site; its units are elsewhere or gone."""
        here = area.units["site"] == self.site
        emptied = empty_site(area, self.site, None)
        if self.units_to is None:
            return emptied.with_tables(units=area.units[~here].reset_index(drop=True))
        return emptied.with_tables(
            units=move_units(area, here, self.units_to),
            sites=house(emptied, self.units_to, area.units.loc[here, "service"]),
        )

    def lines(self, area: Area, option_id: str, settings: Settings) -> list[LineItem]:
        """Running cost and sale of the building; moving; room for its units; crews of withdrawn units."""
        year, last = self.starts(settings), settings.last_year
        works = None if self.works is None else f"{self.kind}:{self.site}:building"
        found = leaving_lines(area, self.site, self.kind, option_id, year, settings, works)
        if self.works is not None and works is not None:
            found.append(
                building_line(
                    self.works.range(),
                    id=works,
                    option=option_id,
                    label=f"Making room at {site_name(area, self.units_to or '')} for {site_name(area, self.site)}",
                    organisation=owner(area, self.site),
                    year=year,
                    price_year=settings.price_year,
                    vat_percent=vat_percent(area, self.site),
                    theme=self.theme,
                )
            )
        for unit in self._withdrawn(area):
            cost = area_cost(area, CREWS.get((unit["kind"], unit["crewing"]), ""))
            if cost is None:
                continue
            found.append(
                line(
                    cost * move_price("withdrawn_crew_share"),
                    gain=True,
                    id=f"{self.kind}:{unit['unit']}:crew",
                    option=option_id,
                    label=f"Crew of {_called(unit)} no longer employed",
                    organisation=unit["service"],
                    category="saving",
                    start_year=year,
                    end_year=last,
                    ramp_years=2,
                    price_year=settings.price_year,
                    note="only if the posts are given up",
                )
            )
        return found

    def _withdrawn(self, area: Area) -> list[dict[str, Any]]:
        return records(units_at(area, self.site)) if self.units_to is None else []

    def not_counted(self, area: Area) -> list[str]:
        """What of the building and the crews nobody has told us."""
        said = [*leaving_not_counted(area, self.site), *not_known(area, self.site, self.units_to)]
        withdrawn = self._withdrawn(area)
        if withdrawn:
            said.append("Redundancy, protected pay and retraining of withdrawn crews are not known, not counted.")
        for unit in withdrawn:
            if area_cost(area, CREWS.get((unit["kind"], unit["crewing"]), "")) is None:
                said.append(f"The cost of crewing {unit['unit']} is not in the area pack, not counted.")
        if self.units_to is not None and self.works is None and not units_at(area, self.site).empty:
            known = room_words(self._room(area))
            room = f"has {known}" if known else "is not known"
            said.append(f"Room for the units at {site_name(area, self.units_to)} {room}: fit-out is not counted.")
        return said

    def site_changes(self, area: Area) -> list[SiteChange]:
        """The building that closes, and the one that gains its units."""
        name, units = site_name(area, self.site), count_units(units_at(area, self.site)["kind"])
        found = [SiteChange(self.site, f"Houses {housed(area, self.site)}.", "Closed.", "closed")]
        if self.units_to is not None and units:
            before = f"Houses {housed(area, self.units_to)}."
            found.append(SiteChange(self.units_to, before, f"Also houses {units} from {name}.", "gains"))
        return found

    def unseen(self, area: Area) -> list[str]:
        """What the building is for beside response."""
        return unseen_at(area, self.site)

    def people(self, area: Area) -> list[str]:
        """Who loses a post or a place of work."""
        name, gone = site_name(area, self.site), self._withdrawn(area)
        if gone:
            crew = sum(int(unit["crew"]) for unit in gone)
            return [f"{crew} people on duty at a time, with those who relieve them, lose their units at {name}."]
        place = f"would work at {site_name(area, self.units_to)}" if self.units_to else "would work elsewhere"
        return [f"Everybody who works at {name} {place}."]

    def risks(self, area: Area) -> list[Risk]:
        """Residents, crews, and a sale that may slip."""
        name = site_name(area, self.site)
        found = [
            Risk("The building may sell later or for less than assumed; receipts often slip.", name, chance="likely"),
            Risk("Residents lose a building they know; consultation may change or stop the closure.", name, severity=4),
        ]
        if self.units_to and (units_at(area, self.site)["crewing"] == "on_call").any():
            found.append(
                Risk("On-call crews must live and work within minutes of their station: most could not follow.", name)
            )
        return found


def _called(unit: dict[str, Any]) -> str:
    return f"{UNITS.get(unit['kind'], (unit['kind'],))[0]} {unit['unit']}"
