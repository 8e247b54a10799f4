"""Share a site: everything at one site moves in with another, and the emptied building is disposed of."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from bluelight.appraisal import LineItem, Settings
from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Move, Risk, SiteChange, Touches, problem
from bluelight.options.leaving import leaving_lines, leaving_not_counted, not_known, vat_percent
from bluelight.options.prices import Range, area_cost, building_line, delay, line, move_price, site_figure
from bluelight.options.room import Room, bays, room_at, room_words, too_little
from bluelight.options.sites import (
    check_emptied,
    check_site,
    empty_site,
    functions_of,
    housed,
    move_units,
    owner,
    site_name,
    site_row,
    units_at,
    unseen_at,
)
from bluelight.options.stated import Stated
from bluelight.options.words import FUNCTIONS, count_units, join

FIT_OUT = "fit_out_shared_station"
NEW_BUILD = "new_joint_station"


class ShareSite(Move):
    """Units and functions of `site` move in with `host`; the building they leave is disposed of."""

    title: ClassVar[str] = "Share a site"
    theme: ClassVar[str] = "shared-estate"
    kind: Literal["share_site"] = "share_site"
    site: str = Field(description="Site that is left: everything at it moves to the host.")
    host: str = Field(description="Site that takes it in.")
    desks: int | None = Field(None, ge=0, description="Desks that the guests need at the host. Left out: not known.")
    yard_m2: float | None = Field(None, ge=0, description="Yard that they need there, in m2. Left out: not known.")
    works: Stated | None = Field(
        None, description="What making room at the host costs, in pounds. Left out: from floor areas and prices."
    )

    def check(self, area: Area) -> list[Problem]:
        """Unknown sites, a site moving in with itself, a building that cannot be left, a host that cannot take it."""
        found = [*check_site(area, self.site, "site"), *check_site(area, self.host, "host")]
        if found:
            return found
        if self.site == self.host:
            return [problem(f"{self.site} cannot move in with itself.", "Name another site as its host.", "host")]
        found = check_emptied(area, self.site)
        host = site_row(area, self.host)
        if host["kind"] == "hospital_ed":
            found.append(problem(f"{host['name']} is a hospital and cannot be the host.", "Name a station.", "host"))
        if not found and self.works is None:
            remedy = "Name another host, or state in works what making room costs."
            found += too_little(area, self.host, self.room(area), remedy)
        if not host["services"]:
            found.append(problem(f"{host['name']} houses nobody today.", "Name a host that is in use.", "host"))
        return found

    def room(self, area: Area) -> list[Room]:
        """Room that is needed and spare at the host, where both are known."""
        asked = (
            ("spare_bays", "host", bays(units_at(area, self.site))),
            ("spare_desks", "desks", self.desks),
            ("spare_yard_m2", "yard_m2", self.yard_m2),
        )
        return room_at(area, self.host, asked)

    def touches(self, area: Area) -> Touches:
        """It empties the site, fills the host and takes the units along."""
        return Touches(
            empties=frozenset({self.site}),
            fills=frozenset({self.host}),
            units=frozenset(units_at(area, self.site)["unit"]),
            bays={} if self.works is not None else {self.host: bays(units_at(area, self.site))},
        )

    def settles(self) -> int:
        """A building is paid for after it is left."""
        return delay("receipt_delay_years")

    def sentence(self, area: Area) -> str:
        """Who moves in with whom."""
        units = count_units(units_at(area, self.site)["kind"])
        taking = f", bringing {units}" if units else ""
        moving = f"{site_name(area, self.site)} moves in with {site_name(area, self.host)}"
        return f"{moving}{taking}; its own building is given up."

    def apply(self, area: Area) -> Area:
        """Units, services and functions of the site are the host's; nothing is left at the site."""
        emptied = empty_site(area, self.site, self.host)
        return emptied.with_tables(units=move_units(area, area.units["site"] == self.site, self.host))

    def needed(self, area: Area) -> Range | None:
        """Square metres that the guests need at the host; None where the size of what they leave is not known."""
        left = site_figure(area, self.site, "floor_area_m2")
        return None if left is None else left * move_price("space_needed_share")

    def building(self, area: Area) -> Range | None:
        """What making room costs, in pounds; None where a size or a price is not known.

        What the host can free is fitted out, the rest is built: cost = f min(n, r) + b max(0, n - r), for n m2 needed
        and r m2 freed. The low end takes least needed with most freed, the high end most needed with least freed.
        """
        if self.works is not None:
            return self.works.range()
        needed, size = self.needed(area), site_figure(area, self.host, "floor_area_m2")
        fit_out, new = self._fit_out(area), area_cost(area, NEW_BUILD)
        if needed is None or size is None or fit_out is None or new is None:
            return None
        room = size * move_price("room_at_host_share")

        def cost(n: float, r: float, f: float, b: float) -> float:
            return f * min(n, r) + b * max(0.0, n - r)

        prices = fit_out.known_with(0, 0, 0, new).known_with(0, 0, 0, needed).known_with(0, 0, 0, room)
        making = replace(
            prices,
            low=cost(needed.low, room.high, fit_out.low, new.low),
            mode=cost(needed.mode, room.mode, fit_out.mode, new.mode),
            high=cost(needed.high, room.low, fit_out.high, new.high),
        )
        return making * move_price("building_cost_spread")

    def _fit_out(self, area: Area) -> Range | None:
        here = site_figure(area, self.host, "fit_out_gbp_per_m2")
        return here if here is not None else area_cost(area, FIT_OUT)

    def lines(self, area: Area, option_id: str, settings: Settings) -> list[LineItem]:
        """Running cost and sale of the building left; moving; making room at the host and running it."""
        year, guest, host = self.starts(settings), owner(area, self.site), site_name(area, self.host)
        found, works = [], None
        needed, building, running = self.needed(area), self.building(area), self._host_running(area)
        if building is not None:
            works = f"{self.kind}:{self.site}:building"
            size = f": about {needed.mode:,.0f} m²" if needed is not None else ""
            found.append(
                building_line(
                    building,
                    id=works,
                    option=option_id,
                    label=f"Making room at {host} for {site_name(area, self.site)}{size}",
                    organisation=guest,
                    year=year,
                    price_year=settings.price_year,
                    vat_percent=vat_percent(area, self.site),
                    theme=self.theme,
                    note=""
                    if self.works is not None
                    else "what the host can free is fitted out, the rest is built new",
                )
            )
        if needed is not None and running is not None:
            found.append(
                line(
                    needed * running,
                    gain=False,
                    id=f"{self.kind}:{self.site}:host_running",
                    option=option_id,
                    label=f"Running the space used at {host}",
                    organisation=guest,
                    category="running_cost",
                    start_year=year,
                    end_year=settings.last_year,
                    price_year=settings.price_year,
                    correlation_group="buildings:space",
                )
            )
        rent = self._rent_lines(area, option_id, year, settings)
        return [*leaving_lines(area, self.site, self.kind, option_id, year, settings, works), *found, *rent]

    def _rent_lines(self, area: Area, option_id: str, year: int, settings: Settings) -> list[LineItem]:
        """What the guest pays the host and the host receives: nothing over both."""
        rent, guest, landlord = self._rent(area), owner(area, self.site), owner(area, self.host)
        if rent is None or guest == landlord:
            return []
        host = site_name(area, self.host)
        sides = (
            (guest, False, "rent", f"Rent paid at {host} for what was at {site_name(area, self.site)}"),
            (landlord, True, "received:rent", f"Rent received at {host} for what was at {site_name(area, self.site)}"),
        )
        return [
            line(
                rent,
                gain=gain,
                id=f"{self.kind}:{self.site}:host:{what}",
                option=option_id,
                label=label,
                organisation=organisation,
                category="saving" if gain else "running_cost",
                start_year=year,
                end_year=settings.last_year,
                price_year=settings.price_year,
                correlation_group=f"{self.kind}:{self.site}:rent",
                note="from one service to another: nothing over both",
            )
            for organisation, gain, what, label in sides
        ]

    def _rent(self, area: Area) -> Range | None:
        return site_figure(area, self.host, "rent_gbp_per_year")

    def _host_running(self, area: Area) -> Range | None:
        area_m2, yearly = (site_figure(area, self.host, f) for f in ("floor_area_m2", "running_cost_gbp_per_year"))
        if area_m2 is None or yearly is None or area_m2.mode == 0:
            return None
        return yearly * (1 / area_m2.mode)

    def not_counted(self, area: Area) -> list[str]:
        """What of the two buildings nobody has told us."""
        said = [*leaving_not_counted(area, self.site), *not_known(area, self.site, self.host)]
        host = site_name(area, self.host)
        if self.building(area) is None:
            said.append(f"Making room at {host}: its size or the price of building is not known, not counted.")
        if self._host_running(area) is None:
            said.append(f"The cost of running the space used at {host} is not known, not counted.")
        return said

    def site_changes(self, area: Area) -> list[SiteChange]:
        """The building left and the building that takes it in."""
        site, host = site_name(area, self.site), site_name(area, self.host)
        return [
            SiteChange(
                self.site,
                f"Houses {housed(area, self.site)}.",
                f"Empty: everything has moved to {host}, and the building is sold or given up.",
                "disposed",
            ),
            SiteChange(
                self.host,
                f"Houses {housed(area, self.host)}.",
                f"Shared: also houses what was at {site}: {housed(area, self.site)}.",
                "host",
            ),
        ]

    def unseen(self, area: Area) -> list[str]:
        """What the building left is for beside response."""
        return unseen_at(area, self.site)

    def people(self, area: Area) -> list[str]:
        """Who works somewhere else."""
        return [f"Everybody who works at {site_name(area, self.site)} would work at {site_name(area, self.host)}."]

    def risks(self, area: Area) -> list[Risk]:
        """Room, functions that may not fit, crews that must live near."""
        site, host = site_name(area, self.site), site_name(area, self.host)
        known = room_words(self.room(area))
        surveyed = f"has {known}; the rest of it has" if known else "has"
        found = [
            Risk(
                f"Room at {host} {surveyed} not been surveyed: the move may need more building, or may not fit.",
                host,
                severity=4,
            ),
            Risk("The building may sell later or for less than assumed; receipts often slip.", site, chance="likely"),
        ]
        special = [f for f in functions_of(area, self.site) if f in ("custody", "control_room", "workshop")]
        if special:
            found.append(
                Risk(f"A {join(FUNCTIONS[f] for f in special)} cannot be moved by light fit-out.", site, severity=4)
            )
        if (units_at(area, self.site)["crewing"] == "on_call").any():
            found.append(Risk("On-call crews must live and work within minutes of their station.", site))
        return found
