"""Joint response unit: a paramedic and an officer in one vehicle, sent instead of one of each."""

from __future__ import annotations

from typing import ClassVar, Literal

import pandas as pd
from pydantic import Field

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Risk, SiteChange, Touches, problem
from bluelight.options.prices import Range, move_price
from bluelight.options.sending import NewUnit, add_item, add_units, asked_for, check_types, decided, type_names
from bluelight.options.sites import check_site, housed, site_name, site_row
from bluelight.options.stated import Part, Service, Stated, StatedMove, share
from bluelight.options.tables import with_row
from bluelight.options.words import join

UNIT = "joint_response_unit"
_INSTEAD_OF: dict[Service, str] = {"police": "response_car", "fire": "pump", "ambulance": "dsa"}


class JointResponseUnit(StatedMove):
    """Units with people of several services go to a share of the incidents named instead of a unit of each."""

    title: ClassVar[str] = "Joint response unit"
    theme: ClassVar[str] = "co-responding"
    asks: ClassVar[tuple[Part, ...]] = ("capital", "running")
    kind: Literal["joint_response_unit"] = "joint_response_unit"
    services: tuple[Service, ...] = Field(
        ("ambulance", "police"),
        min_length=1,
        max_length=3,
        description="Services on board; the first sends the unit and answers for its time.",
    )
    units: tuple[NewUnit, ...] = Field(min_length=1, description="The units, each with its name, site and hours.")
    incident_types: tuple[str, ...] = Field(min_length=1, description="Incident types it is sent to.")
    share: float = Field(gt=0, le=1, description="Share of those incidents it is sent to, 0 to 1.")
    instead_of: dict[Service, str] = Field(
        _INSTEAD_OF, description="Kind of unit of each service on board that it is sent instead of."
    )
    back_up: dict[Service, Stated] = Field(
        {},
        description="Share of its incidents to which each service's own unit goes as well; its mode acts. Left out: a "
        "published share for the ambulance service, all for the others.",
    )

    def key(self) -> str:
        """The names of its units."""
        return "+".join(unit.unit for unit in self.units)

    def check(self, area: Area) -> list[Problem]:
        """Unknown types and sites, units there are already, services without a way to crew it or not sent."""
        found = [*super().check(area), *check_types(area, self.incident_types)]
        for stated in self.back_up.values():
            found += share(stated, "back_up")
        names = [unit.unit for unit in self.units]
        for name in sorted({n for n in names if n in set(area.units["unit"]) or names.count(n) > 1}):
            found.append(problem(f"there is a unit {name!r} already.", "Give it another name.", "units"))
        for unit in self.units:
            wrong = check_site(area, unit.site, "units")
            if not wrong and site_row(area, unit.site)["kind"] == "hospital_ed":
                wrong = [problem(f"{site_name(area, unit.site)} is a hospital.", "Name a station.", "units")]
            found += wrong
        crews = area.crewing[area.crewing["service"] == self.services[0]]["crewing"]
        if not (crews == "shift").any():
            what = f"{area.name} does not say how crews on shift of {self.services[0]} turn out."
            found.append(problem(what, "Name a service first that works shifts.", "services"))
        if not found:
            for wanted in self.incident_types:
                missing = [s for s in self.services if not asked_for(area, wanted, s, self._kind(s)).any()]
                if missing:
                    what = f"no {' or '.join(self._kind(s) for s in missing)} of {join(missing)} is sent to {wanted!r}."
                    found.append(problem(what, "Leave that type out, or name other services.", "incident_types"))
                elif self._decided(area, wanted):
                    what = f"what is sent to {wanted!r} is decided by another place already."
                    found.append(problem(what, "Leave that type out.", "incident_types"))
        return found

    def _kind(self, service: Service) -> str:
        return self.instead_of.get(service, _INSTEAD_OF[service])

    def _decided(self, area: Area, incident_type: str) -> bool:
        rows = area.attendance[area.attendance["incident_type"] == incident_type]
        return "decided_by" in rows and bool(rows["decided_by"].notna().any())

    def backed_up(self, service: Service) -> Range | None:
        """The share of its incidents to which the service's own unit goes as well; None: all, as nobody says less."""
        if service in self.back_up:
            return self.back_up[service].range()
        return move_price("back_up_share") if service == "ambulance" else None

    def touches(self, area: Area) -> Touches:
        """It fills its sites and takes the attendance of each service at each type."""
        return Touches(
            fills=frozenset(unit.site for unit in self.units),
            units=frozenset(unit.unit for unit in self.units),
            claims=frozenset(f"what {s} sends to {t}" for t in self.incident_types for s in self.services),
        )

    def sentence(self, area: Area) -> str:
        """Who is on board, where it waits, what it goes to."""
        sites = join(dict.fromkeys(site_name(area, unit.site) for unit in self.units))
        number = "A joint unit" if len(self.units) == 1 else f"{len(self.units)} joint units"
        return (
            f"{number} of {join(self.services)} at {sites} goes to {self.share:.0%} of "
            f"{join(type_names(area, self.incident_types))}."
        )

    def apply(self, area: Area) -> Area:
        """One draw u decides each incident: the unit goes where u < p, and own units where u >= p or as back-up.

        A service's own unit, sent with probability q, goes to [p, p + (1 - p) q) and to [0, p b q). Where no joint unit
        is free or on duty, a unit of its first service's own stands in for it.
        """
        area = add_units(area, self.units, self.services[0], UNIT, "shift")
        table = area.attendance
        for wanted in self.incident_types:
            table = self._sent(area, table, wanted)
        own = {
            "service": self.services[0],
            "unit_kind": UNIT,
            "stand_in": self._kind(self.services[0]),
            "stand_in_service": "",
            "preference": 1,
            "basis": "assumed",
            "source": "stated by the option",
            "note": "where no joint unit is free",
        }
        known = area.stand_ins
        there = ((known["service"] == own["service"]) & (known["unit_kind"] == UNIT)).any()
        return area.with_tables(attendance=table, stand_ins=known if there else with_row(known, own))

    def _sent(self, area: Area, table: pd.DataFrame, wanted: str) -> pd.DataFrame:
        joint = {"service": self.services[0], "unit_kind": UNIT, "probability": self.share, "note": "joint unit"}
        table, place = add_item(table, wanted, joint)
        for service in self.services:
            rows = table[
                (table["incident_type"] == wanted)
                & (table["service"] == service)
                & (table["unit_kind"] == self._kind(service))
            ]
            at, chance = rows.index[0], float(rows["probability"].iloc[0])
            backed = self.backed_up(service)
            again = self.share * chance * (1.0 if backed is None else backed.mode)
            table = decided(table, at, place, self.share, (1.0 - self.share) * chance)
            if again > 0:
                item = {"service": service, "unit_kind": self._kind(service), "probability": again, "note": "back-up"}
                table, _ = add_item(table, wanted, item)
                table = decided(table, table.index[-1], place, 0.0, again)
        return table

    def site_changes(self, area: Area) -> list[SiteChange]:
        """Where the units wait."""
        return [
            SiteChange(unit.site, f"Houses {housed(area, unit.site)}.", f"Also houses joint unit {unit.unit}.", "gains")
            for unit in self.units
        ]

    def unseen(self, area: Area) -> list[str]:
        """Who stands in, back-up that nobody stated, what it does on scene."""
        all_of = [s for s in self.services if self.backed_up(s) is None]
        said = [
            "Where no joint unit is free, the model sends a unit of its first service alone: an officer who would then "
            "go as well is missing from those incidents.",
            "The response model gives a joint unit the same time on scene as those it is sent instead of.",
        ]
        if all_of:
            said.append(f"How often {join(all_of)} would still send its own is not stated: as often as today is taken.")
        return said

    def risks(self, area: Area) -> list[Risk]:
        """What the share of back-up rests on, and supply of people."""
        return [
            Risk("Back-up as published is one month of one scheme, which chose its own incidents (Gwent).", "benefit"),
            Risk(
                "A paramedic and an officer on board are taken from other crews unless they are extra.",
                "cover",
                chance="likely",
            ),
            Risk(
                "Outside the hours of the unit nothing changes; 40% of such calls in one area fell between 18:00 and "
                "02:00 (Kent).",
                "hours",
            ),
        ]

    def people(self, area: Area) -> list[str]:
        """Who is on board."""
        crew = sum(unit.crew for unit in self.units)
        return [f"{crew} people of {join(self.services)} at a time, on {len(self.units)} units, work as one crew."]
