"""Dual-role crews: people of one service who also crew another's engine, as on-call firefighters."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Risk, Touches, problem
from bluelight.options.sites import check_unit, site_name
from bluelight.options.stated import Part, Service, Stated, StatedMove, share
from bluelight.options.tables import record, with_row
from bluelight.options.words import join

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class DualRoleCrew(StatedMove):
    """On-call units can be raised in a stated share of some hours, because people of another service crew them too."""

    title: ClassVar[str] = "Dual-role crews"
    theme: ClassVar[str] = "co-responding"
    asks: ClassVar[tuple[Part, ...]] = ("set_up", "running")
    kind: Literal["dual_role_crew"] = "dual_role_crew"
    services: tuple[Service, ...] = Field(
        ("police", "fire"),
        min_length=2,
        max_length=2,
        description="The service that employs the people, then the one whose units they crew.",
    )
    units: tuple[str, ...] = Field(min_length=1, description="On-call units that they crew.")
    staff: int = Field(ge=1, description="People who take the second role.")
    role: str = Field("community support officers", description="Who they are, such as tri-service officers.")
    weekdays: tuple[Weekday, ...] = Field((), description="Days on which they can. Left out: every day.")
    hour_from: str = Field("08:00", pattern=r"^([01]\d|2[0-3]):00$", description="First hour in which they can.")
    hour_to: str = Field("18:00", pattern=r"^([01]\d|2[0-4]):00$", description="End of the last such hour.")
    availability: Stated = Field(
        description="Share of those hours in which each unit can then be raised. Its mode acts in the simulation."
    )

    def key(self) -> str:
        """The units."""
        return "+".join(self.units)

    def subject(self, area: Area) -> str:
        """Who takes which role."""
        return f"{self.role.capitalize()} as on-call crew"

    def check(self, area: Area) -> list[Problem]:
        """Units that are unknown, of another service or not on call; a share that is above one or below today's."""
        found = [*super().check(area), *share(self.availability, "availability")]
        crewed = self.services[1]
        for unit in self.units:
            wrong = check_unit(area, unit, "units")
            found += wrong
            if wrong:
                continue
            row = record(area.units, "unit", unit)
            if row["service"] != crewed or row["crewing"] != "on_call":
                what = f"{unit} is a {row['service']} unit crewed {row['crewing'].replace('_', ' ')}."
                found.append(problem(what, f"Name on-call units of {crewed}.", "units"))
        if not found:
            today = area.crewing[(area.crewing["service"] == crewed) & (area.crewing["crewing"] == "on_call")]
            if len(today) and not len(area.availability_hours):
                usual = float(today["availability"].iloc[0])
                if self.availability.mode < usual:
                    what = f"an availability of {self.availability.mode:g} is below today's {usual:g}."
                    found.append(problem(what, "Give today's or more.", "availability"))
        return found

    def touches(self, area: Area) -> Touches:
        """It takes the second crew of each unit."""
        return Touches(claims=frozenset(f"the crew of {unit}" for unit in self.units))

    def sentence(self, area: Area) -> str:
        """Who crews what, when."""
        days = f" on {join(self.weekdays)}" if self.weekdays else ""
        return (
            f"{self.staff} {self.role} ({self.services[0]}) also crew {join(self.units)}, which can be raised in "
            f"{self.availability.mode:.0%} of the hours from {self.hour_from} to {self.hour_to}{days}."
        )

    def apply(self, area: Area) -> Area:
        """One row of availability by hour for each unit."""
        table = area.availability_hours
        for unit in self.units:
            row: dict[str, Any] = {
                "service": self.services[1],
                "crewing": "on_call",
                "unit": unit,
                "weekdays": self.weekdays,
                "hour_from": float(self.hour_from[:2]),
                "hour_to": float(self.hour_to[:2]),
                "availability": self.availability.mode,
                "basis": "assumed",
                "source": self.availability.source,
                "note": self.availability.note,
            }
            table = with_row(table, row)
        return area.with_tables(availability_hours=table)

    def unseen(self, area: Area) -> list[str]:
        """What they leave undone."""
        return [
            f"What {self.role} leave undone for {self.services[0]} while on a call is not in the response model.",
            "What they prevent by being in the place is not in it either.",
        ]

    def risks(self, area: Area) -> list[Risk]:
        """What the availability rests on, pay, conflict of roles."""
        sites = join(dict.fromkeys(site_name(area, str(record(area.units, "unit", u)["site"])) for u in self.units))
        return [
            Risk("No published figure says how much availability such posts bring: the share is as stated.", "benefit"),
            Risk(f"They must live and work within minutes of {sites}.", "recruitment"),
            Risk(
                "Two employers, two sets of hours and pay: rest after a night call must be agreed.",
                "agreement",
                chance="likely",
                severity=2,
            ),
            Risk("The two roles may want the same person at once; who decides must be clear.", "command"),
        ]

    def people(self, area: Area) -> list[str]:
        """Who trains for what."""
        return [
            f"{self.staff} {self.role} train and turn out as on-call crew beside their own work; joining is voluntary."
        ]
