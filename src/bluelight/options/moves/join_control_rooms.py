"""Join control rooms: two or three services take their calls in one room."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar, Literal

import pandas as pd
from pydantic import Field

from bluelight.appraisal import LineItem, Settings
from bluelight.appraisal.items import CONTRACTED
from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Risk, SiteChange, Touches, problem
from bluelight.options.leaving import not_known
from bluelight.options.prices import Range, area_cost, delay, line, move_price, site_figure
from bluelight.options.sites import check_site, house, housed, site_name, site_row
from bluelight.options.stated import Amounts, AmountsMove, Organisation, Part, Service
from bluelight.options.tables import records, with_row
from bluelight.options.words import join, pounds

ROOMS: dict[Service, str] = {
    "police": "police_control_room",
    "fire": "fire_control_room",
    "ambulance": "ambulance_control_room",
}


class JoinControlRooms(AmountsMove):
    """The services' control rooms are one room at `site`; asking each other for a unit takes `transfer_s` seconds."""

    title: ClassVar[str] = "Join control rooms"
    theme: ClassVar[str] = "control-room"
    parts: ClassVar[tuple[Part, ...]] = ("set_up", "saving")
    kind: Literal["join_control_rooms"] = "join_control_rooms"
    services: tuple[Service, ...] = Field(min_length=2, max_length=3, description="Services that join.")
    site: str = Field(description="Site of the joint room.")
    transfer_s: float = Field(
        ge=0,
        le=3600,
        description="Seconds from one service's operator knowing to another's unit being asked for, in the joint room.",
    )
    call_takers_share: float = Field(
        1.0, gt=0, le=1, description="Share of today's call-takers that the joint room has, in every hour."
    )
    set_up: Amounts = Field(
        {}, description="What setting up the room costs each organisation, once. Left out: what others reported."
    )
    saving: Amounts = Field(
        {}, description="What it saves each organisation, a year. Left out: the share that others reported."
    )

    def check(self, area: Area) -> list[Problem]:
        """An unknown site, services named twice or without a room here, a transfer no faster than today's."""
        found = check_site(area, self.site, "site")
        for part in self.parts:
            found += self.check_parties(part, self._stated(part))
        if len(set(self.services)) < len(self.services):
            found.append(problem("a service is named twice.", "Name each service once.", "services"))
        rooms = {room["service"]: room for room in records(area.control_rooms)}
        for service in self.services:
            today = rooms[service]["transfer_s"] if service in rooms else None
            if today is None:
                what = f"{area.name} has no control room for {service}."
                found.append(problem(what, "Leave the service out.", "services"))
            elif self.transfer_s > today:
                what = f"a transfer of {self.transfer_s:g} s is slower than the {service} room's {today:g} s today."
                found.append(problem(what, "Give a shorter time, or today's.", "transfer_s"))
        if not found and all(room["site"] == self.site for room in self._rooms(area)):
            found.append(problem("these rooms are at this site already.", "Name another site.", "site"))
        if not found and site_row(area, self.site)["kind"] == "hospital_ed":
            found.append(problem(f"{site_name(area, self.site)} is a hospital.", "Name another site.", "site"))
        return found

    def _rooms(self, area: Area) -> list[dict[str, Any]]:
        return records(area.control_rooms[area.control_rooms["service"].isin(self.services)])

    def touches(self, area: Area) -> Touches:
        """It fills the site and moves the rooms."""
        return Touches(fills=frozenset({self.site}), rooms=frozenset(self.services))

    def settles(self) -> int:
        """A joint room saves after it has been set up."""
        return delay("control_delay_years")

    def sentence(self, area: Area) -> str:
        """Whose rooms become one, and where."""
        return f"The {join(self.services)} control rooms become one room at {site_name(area, self.site)}."

    def apply(self, area: Area) -> Area:
        """The rooms are at the site, and asking within the room takes the time stated."""
        rooms = area.control_rooms.copy()
        rooms.loc[rooms["service"].isin(self.services), "site"] = self.site
        kept = area.parameters[area.parameters["parameter"] != "joint_transfer_s"]
        seconds = {
            "parameter": "joint_transfer_s",
            "service": "all",
            "value": self.transfer_s,
            "unit": "s",
            "free": False,
            "basis": "assumed",
            "source": "stated by the option",
            "note": "asking for another service's unit from within a joint control room",
        }
        queues = area.call_rooms
        if len(queues):  # one room, one pool of call-takers
            queues = queues.assign(pooled=queues["pooled"] | queues["service"].isin(self.services))
        return area.with_tables(
            call_rooms=queues,
            call_takers=self._takers(area),
            control_rooms=rooms,
            sites=house(area, self.site, self.services),
            parameters=with_row(kept, seconds),
        )

    def _takers(self, area: Area) -> pd.DataFrame:
        """The table of call-takers with the share of them that the joint room has, one at least in every hour."""
        table = area.call_takers
        if self.call_takers_share == 1.0 or not len(table):
            return table
        kept = (table["call_takers"] * self.call_takers_share).round().clip(lower=1).astype(int)
        return table.assign(call_takers=kept.where(table["service"].isin(self.services), table["call_takers"]))

    def _running(self, area: Area) -> dict[str, Range]:
        found = {s: area_cost(area, ROOMS[s]) for s in self.services}
        return {s: cost for s, cost in found.items() if cost is not None}

    def lines(self, area: Area, option_id: str, settings: Settings) -> list[LineItem]:
        """Setting up the room, learning to work in it, and each service's saving in its room's cost."""
        running = self._running(area)
        year, total = self.starts(settings), sum(cost.mode for cost in running.values())
        share_of = {s: cost.mode / total for s, cost in running.items()}
        group, found = f"{self.kind}:{'+'.join(sorted(self.services))}", []
        for service in dict.fromkeys((*self.services, *self.set_up, *self.saving)):
            common = partial(line, option=option_id, organisation=service, price_year=settings.price_year)
            shared_by = f"shared by what the rooms cost a year: {share_of.get(service, 0):.0%}"
            set_up = self._set_up(service, share_of.get(service))
            if set_up is not None:
                stated = service in self.set_up
                found.append(
                    common(
                        set_up,
                        gain=False,
                        id=f"{group}:{service}:set_up",
                        label=f"Setting up the joint control room, {service} share",
                        category="capital",
                        start_year=year,
                        end_year=year,
                        asset_type="equipment_development" if stated else CONTRACTED,
                        works_months=24,
                        correlation_group=f"{group}:set_up",
                        governance_dependent=self._needs_governance("set_up", service),
                        note=""
                        if stated
                        else f"no optimism bias: the range is what such schemes reported; {shared_by}",
                    )
                )
            if service in share_of:
                found.append(
                    common(
                        move_price("control_transition_gbp") * share_of[service],
                        gain=False,
                        id=f"{group}:{service}:transition",
                        label=f"Two ways of working while one is learnt, {service} share",
                        category="transition",
                        start_year=year,
                        end_year=year,
                        correlation_group=f"{group}:transition",
                        note=shared_by,
                    )
                )
            saving = self._saving(service, running.get(service))
            if saving is not None:
                found.append(
                    common(
                        saving[0],
                        gain=True,
                        id=f"{group}:{service}:saving",
                        label=saving[1],
                        category="saving",
                        start_year=year + self.settles(),
                        end_year=settings.last_year,
                        ramp_years=2,
                        correlation_group=f"{group}:saving",
                        depends_on=f"{group}:{service}:set_up" if set_up is not None else None,
                        governance_dependent=self._needs_governance("saving", service),
                    )
                )
        return found

    def _set_up(self, service: Organisation, part: float | None) -> Range | None:
        """What setting up costs an organisation: as stated, else its part of what others reported."""
        if service in self.set_up:
            return self.set_up[service].range()
        return None if part is None else move_price("control_set_up_gbp") * part

    def _saving(self, service: Organisation, cost: Range | None) -> tuple[Range, str] | None:
        """What it saves an organisation a year, and what the line is called."""
        if service in self.saving:
            return self.saving[service].range(), f"Saving in the joint control room, {service}"
        if cost is None:
            return None
        label = f"Saving in the {service} control room's yearly cost of {pounds(cost.mode)}"
        return cost * move_price("control_saving_share"), label

    def not_counted(self, area: Area) -> list[str]:
        """Costs of rooms the pack does not give, and buildings nobody has surveyed."""
        running = self._running(area)
        said = [
            f"What the {s} control room costs is not in the area pack: its saving and share of costs are not counted."
            for s in self.services
            if s not in running and not (s in self.set_up and s in self.saving)
        ]
        if self.call_takers_share < 1 and not self.saving:
            said.append(
                "What fewer call-takers save is not stated: the saving counted is the share that others reported."
            )
        said += not_known(area, self.site, None)
        for room in self._rooms(area):
            if room["site"] != self.site:
                said.append(
                    f"{site_name(area, room['site'])}: what becomes of the room left, and what leaving it saves, "
                    "is not known, not counted beside the saving in the rooms' cost."
                )
        said.append("Redundancy, and pay and shifts brought into line between the services, are not counted.")
        return said

    def site_changes(self, area: Area) -> list[SiteChange]:
        """The rooms left and the site of the joint room."""
        found = []
        for room in self._rooms(area):
            if room["site"] != self.site:
                found.append(
                    SiteChange(
                        room["site"],
                        f"Holds the {room['service']} control room.",
                        f"The {room['service']} control room has gone to {site_name(area, self.site)}.",
                        "loses",
                    )
                )
        size = site_figure(area, self.site, "floor_area_m2")
        about = f", about {size.mode:,.0f} m² ({size.basis})" if size is not None else ""
        found.append(
            SiteChange(
                self.site,
                f"Houses {housed(area, self.site)}{about}.",
                f"Holds the joint control room of {join(self.services)}.",
                "host",
            )
        )
        return found

    def unseen(self, area: Area) -> list[str]:
        """What a control room does beside sending units."""
        without = [s for s in self.services if s not in set(area.call_takers["service"])]
        said = [
            f"How many call-takers the {s} control room has is not in the area pack: its calls are answered at once, "
            "before as after."
            for s in without
            if len(without) < len(self.services)
        ]
        if self.call_takers_share < 1 and without:
            said.append(f"Fewer call-takers of {join(without)} change no answer, as the pack does not say how many.")
        return [
            *said,
            "The response model sees the seconds between one room and another, not what operators know, "
            "how well they work together, or what happens when the one room fails.",
        ]

    def people(self, area: Area) -> list[str]:
        """Who moves and learns another way of working."""
        fewer = (
            [f"{1 - self.call_takers_share:.0%} fewer people would take calls."] if self.call_takers_share < 1 else []
        )
        return [
            *fewer,
            f"Control room staff of {join(self.services)} would work at {site_name(area, self.site)}, on one system; "
            "pay and shifts differ between services and would have to be agreed.",
        ]

    def risks(self, area: Area) -> list[Risk]:
        """Lateness, systems, resilience, and partners that leave."""
        return [
            Risk(
                "Joint control rooms have opened 8 to 18 months late, in every case of the register that gives dates.",
                "set-up",
                chance="almost certain",
            ),
            Risk(
                "Linking the rooms' systems (Multi-Agency Incident Transfer) may bring the same seconds without it.",
                "benefit",
                severity=2,
            ),
            Risk(
                "One room is one point of failure: a second place to work from is needed.",
                "resilience",
                chance="unlikely",
                severity=5,
            ),
            Risk(
                "Partners have left joint rooms since (East and West Sussex; Cambridgeshire and Suffolk).",
                "agreement",
                chance="unlikely",
                severity=4,
            ),
            Risk(
                "Police and fire use different systems: one system for both has cost more than planned.",
                "systems",
                severity=4,
            ),
        ]
