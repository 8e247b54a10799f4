"""What a search chooses among: sites that are or could be a service's, how far each zone is, and how much happens."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.errors import InputError, Problem
from bluelight.options.moves.open_site import OpenSite
from bluelight.options.neighbours import kilometres
from bluelight.options.sites import check_emptied
from bluelight.response.duty import turnout_by_hour
from bluelight.response.standards import limits_of
from bluelight.studies.search.settings import NewSite, Search
from bluelight.travel import travel_times

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Place:
    """An area as a search sees it. Candidates are counted: today's sites of the service, then hosts, then new ones.

    `ground` is the area with every new site in its table and nothing at it. `stations` says which candidates house the
    service's units today; `fixed` ones must be open, `barred` ones must not. `minutes` (candidates, zones) is the drive
    to each zone, `weight` (zones,) the weighted calls a year of each. `km` (candidates, candidates) is a straight line.
    """

    area: Area
    ground: Area
    search: Search
    sites: tuple[str, ...]
    stations: Flags
    fixed: Flags
    barred: Flags
    new: dict[int, NewSite]
    minutes: Floats
    weight: Floats
    km: Floats
    units: dict[int, tuple[dict[str, Any], ...]]  # by station: rows of all units there
    turnout_min: float  # mean of the service's units

    @property
    def service(self) -> str:
        """The service whose sites are chosen."""
        return self.search.question.service

    def name(self, candidate: int) -> str:
        """A candidate's name."""
        if candidate in self.new:
            return self.new[candidate].name
        return str(self.area.sites.set_index("site").loc[self.sites[candidate], "name"])

    def covered(self) -> tuple[Floats, Floats, float]:
        """Minutes (candidates, parts) shifted so that one limit holds for all, weights of the parts, and that limit.

        A part is the calls of a zone with one limit; the limit on the drive is the standard's minutes less the mean
        turnout. BluelightError where the service has no standard for a first arrival.
        """
        limits = limits_of(self.area, self.service)
        main = np.where((limits.clock[0] >= 0)[:, None], limits.minutes[0], np.nan)  # (types, urban and rural)
        calls = zone_calls(self.area, self.service, self.search.weights)  # (types, zones)
        rural = self.area.zones["rural"].to_numpy(dtype=np.int64)
        limit = main[:, rural]  # (types, zones)
        held = ~np.isnan(limit) & (calls > 0)
        if not held.any():
            raise InputError(
                [
                    Problem(
                        f"area {self.area.id}",
                        f"{self.service} has no standard for a first arrival, so nothing can be within it.",
                        "Add one to standards.csv, or choose another aim.",
                    )
                ]
            )
        zones = np.broadcast_to(np.arange(limit.shape[1]), limit.shape)[held]
        frame = pd.DataFrame({"zone": zones, "limit": limit[held], "calls": calls[held]})
        parts = frame.groupby(["zone", "limit"], sort=True)["calls"].sum().reset_index()
        drive = np.maximum(parts["limit"].to_numpy() - self.turnout_min, 0.0)
        most = float(drive.max())
        shifted = np.maximum(self.minutes[:, parts["zone"].to_numpy()] - drive + most, 0.0)
        return shifted, parts["calls"].to_numpy(dtype=np.float64), most


def build_place(area: Area, search: Search) -> Place:
    """The place of a search. InputError where the search names what the area does not have."""
    question = search.question
    own = area.units[area.units["service"] == question.service]
    if own.empty:
        what = f"{area.name} has no unit of {question.service}, so there is no plan of where it would stand."
        raise InputError([Problem(f"area {area.id}", what, "Choose another service.")])
    known = area.sites.set_index("site")
    today = [site for site in area.sites["site"] if site in set(own["site"])]
    problems = _unknown(area, search, today)
    ground = area
    for new in search.new_sites:
        move = opening(new, question.service)
        problems += [Problem(f"new_site {new.site}", p.what, p.remedy, column=p.column) for p in move.check(area)]
        if not problems:
            ground = move.apply(ground)
    if problems:
        raise InputError(problems)
    names = [*today, *(h for h in question.hosts if h not in today), *(new.site for new in search.new_sites)]
    travel = travel_times(ground)
    row = {site: i for i, site in enumerate(travel.site_ids)}
    minutes = travel.minutes[[row[site] for site in names]] * travel.scale[question.service]
    where = ground.sites.set_index("site").loc[names, ["lon", "lat"]].to_numpy(dtype=float)
    stuck = [site for site in today if check_emptied(area, site) or bool(known.loc[site, "outside"])]
    turnout = turnout_by_hour(area)[:, (area.units["service"] == question.service).to_numpy()]
    return Place(
        area=area,
        ground=ground,
        search=search,
        sites=tuple(names),
        stations=np.array([site in today for site in names]),
        fixed=np.array([site in question.stay or site in stuck for site in names]),
        barred=np.array([site in question.close for site in names]),
        new={len(names) - len(search.new_sites) + i: new for i, new in enumerate(search.new_sites)},
        minutes=np.ascontiguousarray(minutes),
        weight=zone_calls(area, question.service, search.weights).sum(axis=0),
        km=np.array([[kilometres(*a, *b) for b in where] for a in where]),
        units={i: tuple(area.units[area.units["site"] == site].to_dict("records")) for i, site in enumerate(today)},
        turnout_min=float(turnout.mean()),
    )


def opening(new: NewSite, service: str, **more: Any) -> OpenSite:
    """The move that opens a new site."""
    fields = {name: value for name, value in new.model_dump().items() if value is not None}
    return OpenSite.model_validate({**fields, "services": (service,), **more})


def zone_calls(area: Area, service: str, weights: dict[str, float]) -> Floats:
    """Weighted calls a year that a service is sent to, by incident type and zone (types, zones)."""
    mine = area.attendance[(area.attendance["service"] == service) & (area.attendance["probability"] > 0)]
    sent = 1.0 - (1.0 - mine["probability"]).groupby(mine["incident_type"]).prod()
    zone_row = {zone: i for i, zone in enumerate(area.zones["zone"])}
    share: dict[str, Floats] = {}
    for family, rows in area.demand.groupby("family"):
        share[str(family)] = np.zeros(len(zone_row))
        np.add.at(share[str(family)], [zone_row[z] for z in rows["zone"]], rows["share"].to_numpy(dtype=float))
    found = np.zeros((len(area.incident_types), len(zone_row)))
    for i, row in enumerate(area.incident_types.to_dict("records")):
        name = row["incident_type"]
        if name in sent.index:
            found[i] = row["annual_count"] * sent[name] * weights.get(name, 1.0) * share[row["family"]]
    return found


def _unknown(area: Area, search: Search, today: list[str]) -> list[Problem]:
    """Names that mean nothing here, and hosts that are no hosts."""
    question, problems = search.question, []
    new = [site.site for site in search.new_sites]
    listed = {"stay": today, "close": today, "hosts": area.sites["site"].tolist()}
    for key, known in listed.items():
        for site in getattr(question, key):
            if site not in known and not (key == "stay" and site in (*question.hosts, *new)):
                close = difflib.get_close_matches(site, [str(k) for k in known], n=3, cutoff=0.5)
                what = f"{site!r} is no site of {area.name}" + (
                    f" with units of {question.service}." if key != "hosts" else "."
                )
                remedy = f"Did you mean {' or '.join(close)}?" if close else f"Use one of its {len(known)}."
                problems.append(Problem("search", what, remedy, column=key))
    rows = area.sites.set_index("site")
    for site in question.hosts:
        if site in rows.index and (rows.loc[site, "kind"] == "hospital_ed" or not rows.loc[site, "services"]):
            what = f"{rows.loc[site, 'name']!s} cannot take units in: it is a hospital, or houses nobody."
            problems.append(Problem("search", what, "Name a station.", column="hosts"))
    for i, site in enumerate(new):
        if site in new[:i]:
            problems.append(Problem("search", f"two new sites are called {site!r}.", "Give each a name of its own."))
    types = area.incident_types["incident_type"].tolist()
    for name in search.weights:
        if name not in types:
            close = difflib.get_close_matches(name, types, n=1)
            remedy = f"Did you mean {close[0]}?" if close else "Use one of its incident types."
            problems.append(Problem("search", f"there is no incident type {name!r}.", remedy, column="weights"))
    if search.weights and not any(
        search.weights.get(name, 1.0)
        for name in area.attendance.loc[area.attendance["service"] == question.service, "incident_type"]
    ):
        problems.append(
            Problem("search", "every incident type has a weight of 0.", "Leave one above 0.", column="weights")
        )
    return problems
