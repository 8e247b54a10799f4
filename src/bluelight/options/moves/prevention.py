"""Prevent: fewer incidents of some types, in the zones that carry the most risk or in zones named."""

from __future__ import annotations

from typing import ClassVar, Literal

import pandas as pd
from pydantic import Field

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Risk, Touches, problem
from bluelight.options.overlap import overlapping_risk
from bluelight.options.sending import check_types, type_names, yearly
from bluelight.options.stated import Part, Stated, StatedMove, share
from bluelight.options.words import join

_BY_FAMILY = ("families", "demand", "hours", "weekdays", "spates")


class Prevention(StatedMove):
    """A stated share of the incidents named no longer happens in the zones it is aimed at."""

    title: ClassVar[str] = "Prevent"
    theme: ClassVar[str] = "prevention"
    asks: ClassVar[tuple[Part, ...]] = ("running",)
    kind: Literal["prevention"] = "prevention"
    incident_types: tuple[str, ...] = Field(min_length=1, description="Incident types of which there are fewer.")
    reduction: Stated | None = Field(
        None,
        description="Share of those incidents in the zones that no longer happens. Its mode acts in the simulation. "
        "Left out: not known, so none is taken off.",
    )
    high_for: int | None = Field(
        None,
        ge=1,
        le=3,
        description="Aimed at zones in the highest fifth of risk for at least so many services. Left out: `zones`.",
    )
    zones: tuple[str, ...] = Field((), description="Zones it is aimed at. Left out, with high_for too: every zone.")

    def key(self) -> str:
        """The incident types."""
        return "+".join(self.incident_types)

    def subject(self, area: Area) -> str:
        """What is prevented."""
        return f"Prevention of {join(type_names(area, self.incident_types))}"

    def check(self, area: Area) -> list[Problem]:
        """Unknown types and zones, a share above one, an aim that is none or two."""
        found = [*super().check(area), *check_types(area, self.incident_types), *share(self.reduction, "reduction")]
        known = set(area.zones["zone"])
        for zone in self.zones:
            if zone not in known:
                found.append(problem(f"there is no zone {zone!r} in {area.name}.", "Take it out.", "zones"))
        if self.zones and self.high_for is not None:
            what = "it is aimed at zones named and at zones by their risk."
            found.append(problem(what, "Keep zones or high_for.", "high_for"))
        elif self.high_for is not None and not self.aimed_at(area):
            what = f"no zone of {area.name} is in the highest fifth for {self.high_for} services."
            found.append(problem(what, "Give a smaller number, or name zones.", "high_for"))
        return found

    def aimed_at(self, area: Area) -> tuple[str, ...]:
        """The zones it is aimed at."""
        if self.high_for is not None:
            return overlapping_risk(area).carrying(self.high_for)
        return self.zones or tuple(area.zones["zone"])

    def touches(self, area: Area) -> Touches:
        """It takes the number of each type."""
        return Touches(claims=frozenset(f"the number of {t}" for t in self.incident_types))

    def _where(self, area: Area) -> str:
        if self.high_for is None and not self.zones:
            return "everywhere"
        number = len(self.aimed_at(area))
        by = f" in the highest fifth of risk for {self.high_for} services or more" if self.high_for else ""
        return f"in {number} zone{'' if number == 1 else 's'}{by}"

    def sentence(self, area: Area) -> str:
        """What is prevented, by how much, where."""
        names = join(type_names(area, self.incident_types))
        if self.reduction is None:
            return f"Prevention of {names} {self._where(area)}; how many fewer there would be is not known."
        return (
            f"{self.reduction.mode:.0%} of {names} no longer happen {self._where(area)}: about "
            f"{self.prevented(area):,.0f} a year."
        )

    def _acts(self) -> float:
        """The share that acts: none where nobody states one."""
        return 0.0 if self.reduction is None else self.reduction.mode

    def prevented(self, area: Area) -> float:
        """Incidents a year that no longer happen."""
        inside = [yearly(area, (t,)) * self._share_in(area, t) for t in self.incident_types]
        return float(sum(inside)) * self._acts()

    def _family(self, area: Area, incident_type: str) -> str:
        return str(area.incident_types.set_index("incident_type").at[incident_type, "family"])

    def _share_in(self, area: Area, incident_type: str) -> float:
        rows = area.demand[area.demand["family"] == self._family(area, incident_type)]
        inside = rows["zone"].isin(self.aimed_at(area))
        return float(rows.loc[inside, "share"].sum() / rows["share"].sum())

    def apply(self, area: Area) -> Area:
        """Each type has fewer incidents, with a family of its own whose shares are lower in those zones.

        With shares w(z) and reduction r in zones A, w'(z) = w(z) (1 - r [z in A]) / W and the yearly count times
        W = 1 - r w(A), so that every other zone has as many as before.
        """
        if self.reduction is None:
            return area
        aimed = set(self.aimed_at(area))
        tables: dict[str, pd.DataFrame] = {name: getattr(area, name) for name in _BY_FAMILY}
        types = area.incident_types.copy()
        types["annual_count"] = types["annual_count"].astype(float)
        for wanted in self.incident_types:
            family = self._family(area, wanted)
            new = f"{family}:{wanted}:prevention"
            for name, table in tables.items():
                own = table[table["family"] == family].assign(family=new)
                if name == "demand":
                    lower = own["share"] * (1.0 - self._acts() * own["zone"].isin(aimed))
                    kept = float(lower.sum() / own["share"].sum())
                    own = own.assign(share=lower / lower.sum() if kept > 0 else own["share"])
                    types.loc[types["incident_type"] == wanted, "annual_count"] *= kept
                tables[name] = pd.concat([table, own.astype(table.dtypes.to_dict())], ignore_index=True)
            types.loc[types["incident_type"] == wanted, "family"] = new
        return area.with_tables(incident_types=types, **tables)

    def not_counted(self, area: Area) -> list[str]:
        """What was not stated, and what the incidents would have cost people."""
        if self.reduction is None:
            names = join(type_names(area, self.incident_types))
            unknown = (
                f"How many {names} it prevents is not known: none is taken off, and what that is worth is not counted."
            )
            return [*super().not_counted(area), unknown]
        return [
            *super().not_counted(area),
            f"What {self.prevented(area):,.0f} incidents a year that do not happen are worth to people is not counted.",
        ]

    def unseen(self, area: Area) -> list[str]:
        """Time and displacement."""
        if self.reduction is None:
            return ["How many calls prevention takes off is not known, so the response model sees no effect of it."]
        return ["The response model takes the whole reduction from the first day, and none of it moves elsewhere."]

    def risks(self, area: Area) -> list[Risk]:
        """What the reduction and the zones rest on."""
        rests = overlapping_risk(area).basis
        return [
            Risk("The reduction is as stated: no published relation was found between such work and calls.", "benefit"),
            Risk(f"Which zones carry the risk rests on how calls are spread over zones, which is {rests}.", "zones"),
            Risk("Who pays is often not who gains: a fire service's visits may save the health service most.", "money"),
        ]

    def people(self, area: Area) -> list[str]:
        """Who lives there."""
        rows = area.zones[area.zones["zone"].isin(self.aimed_at(area))]
        if rows["population"].isna().any():
            return ["How many people live in the zones it is aimed at is not known."]
        return [f"{rows['population'].sum():,.0f} people live in the {len(rows)} zones it is aimed at."]
