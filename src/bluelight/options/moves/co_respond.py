"""Co-respond: a unit of another service is sent as well, chiefly a fire engine to cardiac arrests."""

from __future__ import annotations

from typing import ClassVar, Literal

import pandas as pd
from pydantic import Field

from bluelight.appraisal import LineItem, Settings
from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Move, Risk, Touches, problem
from bluelight.options.prices import Range, area_cost, line, move_price
from bluelight.options.tables import with_row
from bluelight.options.words import UNITS, join

TURNOUT = "on_call_turnout"


class CoRespond(Move):
    """The nearest unit of `unit_kind` is sent too, to `probability` of the incidents of the types named."""

    title: ClassVar[str] = "Co-respond"
    theme: ClassVar[str] = "co-responding"
    kind: Literal["co_respond"] = "co_respond"
    incident_types: tuple[str, ...] = Field(
        ("cardiac_arrest",), min_length=1, description="Incident types it is sent to as well."
    )
    unit_kind: str = Field("pump", description="Kind of unit sent as well.")
    probability: float = Field(1.0, gt=0, le=1, description="Share of those incidents to which it is sent, 0 to 1.")

    def check(self, area: Area) -> list[Problem]:
        """Unknown incident types or kinds of unit, and units that are sent already."""
        found = []
        known = list(area.incident_types["incident_type"])
        for wanted in self.incident_types:
            if wanted not in known:
                found.append(
                    problem(
                        f"there is no incident type {wanted!r} in {area.name}.",
                        f"Use one of {', '.join(known)}.",
                        "incident_types",
                    )
                )
            elif self._sent(area, wanted):
                found.append(
                    problem(
                        f"a {self._unit()} is sent to {wanted!r} already.", "Leave that type out.", "incident_types"
                    )
                )
        kinds = sorted(set(area.units["kind"]))
        if self.unit_kind not in kinds:
            found.append(
                problem(
                    f"there is no {self.unit_kind!r} in {area.name}.", f"Use one of {', '.join(kinds)}.", "unit_kind"
                )
            )
        return found

    def _sent(self, area: Area, incident_type: str) -> bool:
        rows = area.attendance
        same = (rows["incident_type"] == incident_type) & (rows["unit_kind"] == self.unit_kind)
        return bool((rows.loc[same, "probability"] > 0).any())

    def _unit(self) -> str:
        return UNITS.get(self.unit_kind, (self.unit_kind,))[0]

    def _units(self, area: Area) -> pd.DataFrame:
        units = area.units
        return units[(units["kind"] == self.unit_kind) & ~units["cross_crewed"]]

    def service(self, area: Area) -> str:
        """The service whose units are sent."""
        return str(area.units.loc[area.units["kind"] == self.unit_kind, "service"].iloc[0])

    def touches(self, area: Area) -> Touches:
        """It adds to the attendance of each type."""
        return Touches(attendance=frozenset((t, self.unit_kind) for t in self.incident_types))

    def _names(self, area: Area) -> str:
        names = area.incident_types.set_index("incident_type")["name"]
        return join(str(names[t]).lower() for t in self.incident_types)

    def sentence(self, area: Area) -> str:
        """Who is sent to what."""
        share = "" if self.probability == 1 else f" {self.probability:.0%} of"
        return f"The nearest {self._unit()} is also sent to{share} calls for {self._names(area)}."

    def apply(self, area: Area) -> Area:
        """One more item at the end of each type's attendance."""
        table = area.attendance
        for wanted in self.incident_types:
            orders = table.loc[table["incident_type"] == wanted, "order"]
            item = {
                "incident_type": wanted,
                "order": int(orders.max()) + 1 if len(orders) else 1,
                "service": self.service(area),
                "unit_kind": self.unit_kind,
                "probability": self.probability,
                "probability_basis": "assumed",
                "note": "added by co-responding",
            }
            table = with_row(table, item)
        return area.with_tables(attendance=table)

    def turnouts(self, area: Area) -> float:
        """Extra turnouts a year."""
        counts = area.incident_types.set_index("incident_type")["annual_count"]
        return float(sum(counts[t] for t in self.incident_types)) * self.probability

    def on_call_share(self, area: Area) -> Range:
        """Share of the turnouts that fall to on-call crews, who are paid for each.

        Mode: their share of the units that can be raised. Ends: half and one and a half times that, at most all.
        """
        units = self._units(area)
        raised = area.crewing[area.crewing["service"] == self.service(area)].set_index("crewing")["availability"]
        weight = units["crewing"].map(raised).fillna(1.0)
        on_call = units["crewing"] == "on_call"
        mode = float(weight[on_call].sum() / weight.sum()) if weight.sum() else 0.0
        return Range(
            mode / 2,
            mode,
            min(1.0, mode * 1.5),
            None,
            "assumed",
            "on-call units' share of the units that can be raised in this area pack",
        )

    def lines(self, area: Area, option_id: str, settings: Settings) -> list[LineItem]:
        """Turnout pay of on-call crews; equipment and first training; yearly training and supplies."""
        if self.unit_kind != "pump":
            return []
        year, last, pays = self.starts(settings), settings.last_year, self.service(area)
        found = []
        price, share = area_cost(area, TURNOUT), self.on_call_share(area)
        if price is not None and share.high > 0:
            found.append(
                line(
                    price * move_price("co_respond_turnout_spread") * share * self.turnouts(area),
                    gain=False,
                    id=f"{self.kind}:turnouts:{'+'.join(self.incident_types)}",
                    option=option_id,
                    label=f"On-call crews' turnouts to {self._names(area)}",
                    organisation=pays,
                    category="running_cost",
                    start_year=year,
                    end_year=last,
                    price_year=settings.price_year,
                    note=f"{self.turnouts(area):,.0f} turnouts a year in all; about {share.mode:.0%} by on-call crews",
                )
            )
        engines = len(self._units(area))
        once, yearly = (move_price(p) * engines for p in ("co_respond_equipment_gbp", "co_respond_yearly_gbp"))
        found.append(
            line(
                once,
                gain=False,
                id=f"{self.kind}:equipment",
                option=option_id,
                label=f"Equipment and first training for {engines} fire engines",
                organisation=pays,
                category="transition",
                start_year=year,
                end_year=year,
                price_year=settings.price_year,
            )
        )
        found.append(
            line(
                yearly,
                gain=False,
                id=f"{self.kind}:yearly",
                option=option_id,
                label="Refresher training, supplies and clinical oversight",
                organisation=pays,
                category="running_cost",
                start_year=year,
                end_year=last,
                price_year=settings.price_year,
            )
        )
        return found

    def not_counted(self, area: Area) -> list[str]:
        """Who pays whom, and what of the crews' time is not priced."""
        said = [
            "What the ambulance service would pay the fire service for each turnout is not known, not counted.",
            "Fuel, wear and wholetime crews' time are not counted: the crews are paid whether they turn out or not.",
        ]
        if self.unit_kind != "pump":
            return [f"What sending a {self._unit()} costs is not known, not counted.", said[0]]
        if area_cost(area, TURNOUT) is None:
            said.append("The price of an on-call turnout is not in the area pack, not counted.")
        return said

    def unseen(self, area: Area) -> list[str]:
        """What the crews' work does beside arriving."""
        return ["The response model sees when crews arrive, not what they can do: training and equipment decide that."]

    def people(self, area: Area) -> list[str]:
        """Who turns out how often more."""
        return [
            f"Crews of {len(self._units(area))} units turn out about {self.turnouts(area):,.0f} times a year more in "
            "all, and need training, vaccination and support after deaths."
        ]

    def risks(self, area: Area) -> list[Risk]:
        """Agreement, cover, strain, and the control rooms' speed."""
        return [
            Risk(
                "National trials ended in 2017 without agreement on pay and duties: crews must agree.",
                "fire crews",
                severity=4,
            ),
            Risk(
                "Attending a death can harm crews; support after incidents is part of the cost.",
                "fire crews",
                chance="likely",
            ),
            Risk(
                "Engines at medical calls are away from their stations: see the change in fire response.",
                "fire cover",
                chance="likely",
                severity=2,
            ),
            Risk("The gain is lost if the ambulance control room asks for the engine late.", "control rooms"),
        ]
