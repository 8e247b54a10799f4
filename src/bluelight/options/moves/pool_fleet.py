"""Pool the fleet: spare vehicles in one pool, and vehicles of several services mended in one workshop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import pandas as pd
from pydantic import Field

from bluelight.appraisal.items import CONTRACTED
from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Risk, SiteChange, Touches, problem
from bluelight.options.prices import Range, move_price
from bluelight.options.sites import check_site, housed, site_name, site_row, with_function
from bluelight.options.stated import Part, Stated, StatedMove
from bluelight.options.words import UNITS, join
from bluelight.response.rules.off_road import pools

_WORKSHOP: dict[str, str] = {"capital": "workshop_set_up_gbp", "saving": "workshop_saving_gbp"}


class PoolFleet(StatedMove):
    """Spares of a kind are one pool for all stations of their service; a joint workshop may mend them sooner."""

    title: ClassVar[str] = "Pool the fleet"
    theme: ClassVar[str] = "fleet"
    kind: Literal["pool_fleet"] = "pool_fleet"
    unit_kinds: tuple[str, ...] = Field(min_length=1, description="Kinds of unit whose vehicles are pooled.")
    site: str | None = Field(None, description="Site of the joint workshop. Left out: none, spares are pooled alone.")
    spares_given_up: dict[str, int] = Field({}, description="Spare vehicles given up, by kind of unit.")
    time_off_road: Stated | None = Field(
        None,
        description="Time off the road, each time, as a multiple of today's. Its mode acts in the simulation. "
        "Left out: as today.",
    )

    def key(self) -> str:
        """One move for each group of services and kinds."""
        return "+".join((*self.services, *self.unit_kinds))

    def subject(self, area: Area) -> str:
        """Pool or workshop."""
        return "Joint workshop" if self.site else "Pooled fleet"

    def check(self, area: Area) -> list[Problem]:
        """Kinds nobody has, a workshop that is no site, more spares given up than there are."""
        found = super().check(area)
        units = area.units[area.units["service"].isin(self.services)]
        for kind in self.unit_kinds:
            if kind not in set(units["kind"]):
                what = f"{join(self.services)} have no {kind!r} in {area.name}."
                known = join(sorted(set(units["kind"])))
                found.append(problem(what, f"Use {known}." if known else "Name other services.", "unit_kinds"))
        if self.site is not None:
            wrong = check_site(area, self.site, "site")
            if not wrong and site_row(area, self.site)["kind"] == "hospital_ed":
                wrong = [problem(f"{site_name(area, self.site)} is a hospital.", "Name another site.", "site")]
            found += wrong
        spares = self._spares(area)
        for kind, gone in self.spares_given_up.items():
            if kind not in self.unit_kinds or gone < 1:
                what = f"spares of {kind!r} are given up, {gone} of them, and the move does not pool that kind."
                what = what if kind not in self.unit_kinds else f"{gone} spares of {kind!r} are given up."
                found.append(problem(what, "Name a pooled kind and a number from 1.", "spares_given_up"))
            elif kind not in spares:
                what = f"how many spares of {kind!r} there are is not in the area pack."
                found.append(problem(what, "Give off_road.csv a row for it, or leave it out.", "spares_given_up"))
            elif gone > spares[kind]:
                what = f"{gone} spares of {kind!r} are given up, and there are {spares[kind]}."
                found.append(problem(what, f"Give up {spares[kind]} at most.", "spares_given_up"))
        return found

    def _mine(self, area: Area) -> pd.Series:
        table = area.off_road
        return table["service"].isin(self.services) & table["unit_kind"].isin(self.unit_kinds)

    def _spares(self, area: Area) -> dict[str, int]:
        rows = area.off_road[self._mine(area)]
        return {str(kind): int(n) for kind, n in rows.groupby("unit_kind")["spares"].sum().items()}

    def touches(self, area: Area) -> Touches:
        """It fills the workshop's site and takes each service's vehicles of each kind."""
        return Touches(
            fills=frozenset({self.site} if self.site else ()),
            claims=frozenset(f"the {s} fleet of {k}" for s in self.services for k in self.unit_kinds),
        )

    def sentence(self, area: Area) -> str:
        """Whose vehicles of which kinds."""
        kinds = join(UNITS.get(k, (k, k))[1] for k in self.unit_kinds)
        at = f", mended at {site_name(area, self.site)}" if self.site else ""
        return f"The {kinds} of {join(self.services)} are one fleet{at}: its spares serve every station."

    def apply(self, area: Area) -> Area:
        """One pool of spares for each service and kind; each time off the road shorter or longer as stated.

        Pools of n(i) units with shares s(i) and times D(i) off the road make one with s = sum n s / sum n and
        D = sum n s / sum (n s / D), so that as many vehicles are off the road as before, as often. A multiple f of
        the time gives D' = f D and s' = f s / (1 - s + f s).
        """
        if self.site is not None:
            area = with_function(area, self.site, "workshop", self.services)
        mine = self._mine(area)
        if not mine.any():
            return area
        left = dict(self.spares_given_up)
        rows = [self._pooled(area, *pool, left) for pool in self._pools(area)]
        table = pd.concat([area.off_road[~mine], pd.DataFrame(rows, columns=area.off_road.columns)], ignore_index=True)
        return area.with_tables(off_road=table.astype(area.off_road.dtypes.to_dict()))

    def _pools(self, area: Area) -> list[tuple[str, str]]:
        rows = area.off_road[self._mine(area)][["service", "unit_kind"]].drop_duplicates()
        return [(str(service), str(kind)) for service, kind in rows.itertuples(index=False)]

    def _pooled(self, area: Area, service: str, kind: str, left: dict[str, int]) -> dict[str, Any]:
        table = area.off_road
        rows = table[(table["service"] == service) & (table["unit_kind"] == kind)]
        units = {row["site"]: len(members) for row, members in pools(area) if _of(row, service, kind)}
        weight = rows["site"].map(units).fillna(0).to_numpy(dtype=float)
        if not weight.sum():
            weight = weight + 1.0
        off, days = rows["off_share"].to_numpy(dtype=float), rows["mean_days"].to_numpy(dtype=float)
        vehicles, spells = float(weight @ off), float(weight @ (off / days))
        share = vehicles / float(weight.sum())
        mean = vehicles / spells if spells else float(days.mean())
        multiple = self.time_off_road.mode if self.time_off_road is not None else 1.0
        given_up = min(left.get(kind, 0), int(rows["spares"].sum()))
        left[kind] = left.get(kind, 0) - given_up
        return {
            "service": service,
            "unit_kind": kind,
            "site": "",
            "off_share": multiple * share / (1.0 - share + multiple * share),
            "mean_days": mean * multiple,
            "spares": int(rows["spares"].sum()) - given_up,
            "basis": "assumed",
            "source": "stated by the option",
            "note": "one pool for all stations",
        }

    def figures(self, area: Area, part: Part) -> Mapping[str, Range]:
        """Where nobody states what a joint workshop costs and saves, what others reported, by number of vehicles."""
        found = super().figures(area, part)
        if found or not self._by_default(part):
            return found
        units = area.units[area.units["service"].isin(self.services) & area.units["kind"].isin(self.unit_kinds)]
        number = units["service"].value_counts()
        return {s: move_price(_WORKSHOP[part]) * (float(number.get(s, 0)) / len(units)) for s in self.services}

    def _by_default(self, part: Part) -> bool:
        return part in _WORKSHOP and self.site is not None and len(self.services) > 1 and not self._stated(part)

    def asset(self) -> str:
        """What was reported carries no optimism bias; what is stated has that of its type."""
        return CONTRACTED if self._by_default("capital") else super().asset()

    def site_changes(self, area: Area) -> list[SiteChange]:
        """The workshop."""
        if self.site is None:
            return []
        before = f"Houses {housed(area, self.site)}."
        return [SiteChange(self.site, before, f"Holds the joint workshop of {join(self.services)}.", "host")]

    def unseen(self, area: Area) -> list[str]:
        """What of it the pack lets the model see."""
        said = ["Spares are pooled within each service: a car of one cannot replace an engine of another."]
        known = set(self._pools(area))
        without = [f"{k} of {s}" for s in self.services for k in self.unit_kinds if (s, k) not in known]
        if without:
            said.append(
                f"How often vehicles are off the road, and how many spares there are, is not in the area pack for "
                f"{join(without)}: the response model sees no effect on them."
            )
        return said

    def risks(self, area: Area) -> list[Risk]:
        """Distance, priorities, capital."""
        return [
            Risk(
                "One workshop is further from some stations: time to take vehicles there is not in the sum.",
                "workshop",
                chance="likely",
                severity=2,
            ),
            Risk("Whose vehicle is mended first must be agreed, for fire engines as for patrol cars.", "agreement"),
            Risk(
                "Estimates of what a workshop costs ran from £1.2m to £18m in published cases.",
                "capital",
                chance="likely",
            ),
        ]

    def people(self, area: Area) -> list[str]:
        """Mechanics."""
        return ["Mechanics change place, and perhaps employer; each must be trained on the other services' vehicles."]


def _of(row: dict[str, Any], service: str, kind: str) -> bool:
    return bool(row["service"] == service and row["unit_kind"] == kind)
