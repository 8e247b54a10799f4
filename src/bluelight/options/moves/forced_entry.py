"""Send one service instead of another: forced entry to a patient, concern for somebody's welfare."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import pandas as pd
from pydantic import Field

from bluelight.appraisal import LineItem, Settings
from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Risk, Touches, problem
from bluelight.options.moves.co_respond import CoRespond
from bluelight.options.sending import add_item, asked_for, check_types, decided, type_names, yearly
from bluelight.options.stated import Part, Service, StatedMove
from bluelight.options.tables import records
from bluelight.options.words import UNITS, join


class ForcedEntry(StatedMove):
    """At a share of the incidents named, a unit of the second service goes instead of the first one's."""

    title: ClassVar[str] = "Send one service instead of another"
    theme: ClassVar[str] = "co-responding"
    asks: ClassVar[tuple[Part, ...]] = ("set_up", "running")
    kind: Literal["forced_entry"] = "forced_entry"
    services: tuple[Service, ...] = Field(
        ("police", "fire"),
        min_length=2,
        max_length=2,
        description="The service whose unit is spared, then the one whose unit goes instead.",
    )
    incident_types: tuple[str, ...] = Field(min_length=1, description="Incident types at which it does.")
    unit_kind: str = Field("response_car", description="Kind of unit that is spared.")
    by_kind: str = Field("pump", description="Kind of unit that goes instead.")
    share: float = Field(1.0, gt=0, le=1, description="Share of those incidents at which it does, 0 to 1.")

    def key(self) -> str:
        """The incident types and the two kinds."""
        return "+".join((*self.incident_types, self.unit_kind, self.by_kind))

    def subject(self, area: Area) -> str:
        """What changes hands."""
        return f"{_called(self.by_kind).capitalize()} instead of {_called(self.unit_kind)}"

    def check(self, area: Area) -> list[Problem]:
        """Unknown types and kinds; types to which the unit spared is not sent, or only with another."""
        found = [*super().check(area), *check_types(area, self.incident_types)]
        spared, sent = self.services
        units = area.units
        if not ((units["service"] == sent) & (units["kind"] == self.by_kind)).any():
            found.append(problem(f"{sent} has no {self.by_kind!r} in {area.name}.", "Name a kind it has.", "by_kind"))
        if found:
            return found
        for wanted in self.incident_types:
            row = self._row(area, wanted)
            if row is None or row["probability"] <= 0:
                what = f"no {_called(self.unit_kind)} of {spared} is sent to {wanted!r}, so none is spared."
                found.append(problem(what, "Leave that type out.", "incident_types"))
            elif pd.notna(row.get("decided_by")):
                what = f"what is sent to {wanted!r} is decided by another place already."
                found.append(problem(what, "Leave that type out.", "incident_types"))
        return found

    def _row(self, area: Area, incident_type: str) -> dict[str, Any] | None:
        table = area.attendance
        rows = table[asked_for(area, incident_type, self.services[0], self.unit_kind)]
        return {**records(rows.iloc[[0]])[0], "at": rows.index[0]} if len(rows) else None

    def touches(self, area: Area) -> Touches:
        """It takes the attendance of both at each type."""
        return Touches(
            claims=frozenset(f"what {s} sends to {t}" for t in self.incident_types for s in self.services),
            attendance=frozenset((t, self.by_kind) for t in self.incident_types),
        )

    def sentence(self, area: Area) -> str:
        """Who goes instead of whom, to what."""
        part = "" if self.share == 1 else f" in {self.share:.0%} of cases"
        spared, sent = self.services
        return (
            f"A {_called(self.by_kind)} ({sent}) goes instead of a {_called(self.unit_kind)} ({spared}) to "
            f"{join(type_names(area, self.incident_types))}{part}."
        )

    def apply(self, area: Area) -> Area:
        """The first unit spared is sent to q (1 - s) of the incidents and the other to q s, by one draw."""
        table = area.attendance
        for wanted in self.incident_types:
            row = self._row(area.with_tables(attendance=table), wanted)
            if row is None:
                continue
            kept, moved = row["probability"] * (1 - self.share), row["probability"] * self.share
            table = table.assign(probability=table["probability"].astype(float))
            table.loc[row["at"], "probability"] = kept
            item = {"service": self.services[1], "unit_kind": self.by_kind, "probability": moved}
            table, _ = add_item(table, wanted, {**item, "note": "sent instead"})
            table = decided(table, table.index[-1], int(row["order"]), kept, moved)
        return area.with_tables(attendance=table)

    def turned_over(self, area: Area) -> float:
        """Attendances a year that pass from the one service to the other."""
        rows = {t: self._row(area, t) for t in self.incident_types}
        shares = {t: float(row["probability"]) * self.share for t, row in rows.items() if row is not None}
        return sum(yearly(area, (t,)) * share for t, share in shares.items())

    def lines(self, area: Area, option_id: str, settings: Settings) -> list[LineItem]:
        """What is stated, and on-call crews' turnouts as when they co-respond."""
        found = super().lines(area, option_id, settings)
        if self.by_kind != "pump" or "running" in self.model_fields_set:
            return found
        for wanted in self.incident_types:
            row = self._row(area, wanted)
            if row is not None:
                chance = min(1.0, row["probability"] * self.share)
                sent = CoRespond(incident_types=(wanted,), unit_kind=self.by_kind, probability=chance, year=self.year)
                found += [
                    line.model_copy(update={"id": f"{self.kind}:{wanted}:turnouts"})
                    for line in sent.lines(area, option_id, settings)
                    if ":turnouts:" in line.id
                ]
        return found

    def not_counted(self, area: Area) -> list[str]:
        """What was not stated, and time that is freed."""
        return [
            *super().not_counted(area),
            f"The time of {self.services[0]} that is freed is not counted as cash: crews are paid either way.",
        ]

    def unseen(self, area: Area) -> list[str]:
        """What the two can do differently."""
        return [
            "The response model gives whoever goes the same time on scene: that a fire crew may be in sooner than the "
            "police is not in it. Hampshire's trial counted 20 ambulance minutes saved on each of 1,347 calls."
        ]

    def risks(self, area: Area) -> list[Risk]:
        """Powers, cover, numbers that grow."""
        return [
            Risk("Powers differ: who may force entry, and when, must be in the agreement.", "powers"),
            Risk("Units on these calls are away from their own: see the change in their response.", "cover"),
            Risk(
                "Requests may grow once another service takes them: count them before and after.",
                "demand",
                chance="likely",
                severity=2,
            ),
        ]

    def people(self, area: Area) -> list[str]:
        """How many attendances change hands."""
        spared, sent = self.services
        return [
            f"About {self.turned_over(area):,.0f} attendances a year pass from {spared} to {sent}, whose crews need "
            "training and support after what they find."
        ]


def _called(kind: str) -> str:
    return UNITS.get(kind, (kind.replace("_", " "),))[0]
