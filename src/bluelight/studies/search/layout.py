"""From a set of open sites to moves: which building each unit goes to, and what becomes of the buildings left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from bluelight.options import Move
from bluelight.options.moves.close_site import CloseSite
from bluelight.options.moves.move_unit import MoveUnit
from bluelight.options.moves.share_site import ShareSite
from bluelight.studies.search.place import Flags, Place, opening


@dataclass(frozen=True)
class Layout:
    """Where everything goes under a plan: each closed site to one that is open, or nowhere (its units withdrawn).

    `extra` are units of stations that stay, which go to sites that would have none.
    """

    open: tuple[int, ...]
    goes_to: dict[int, int | None]  # closed station to open candidate
    extra: dict[str, int]  # unit to candidate

    def homes(self, place: Place) -> dict[str, str | None]:
        """The site of every unit that moves, None for one withdrawn: a plan as screening takes it."""
        found: dict[str, str | None] = {}
        for station, to in self.goes_to.items():
            for unit in place.units[station]:
                found[str(unit["unit"])] = None if to is None else place.sites[to]
        return found | {unit: place.sites[to] for unit, to in self.extra.items()}

    def moves(self, place: Place) -> tuple[Move, ...]:
        """The plan as moves of an option: new sites first, then the stations that close, then units alone."""
        found: list[Move] = []
        for to in self.open:
            if to in place.new:
                replaced = tuple(place.sites[s] for s, goes in self.goes_to.items() if goes == to)
                units = tuple(unit for unit, goes in self.extra.items() if goes == to)
                found.append(opening(place.new[to], place.service, replaces=replaced, units=units))
        for station, goes in self.goes_to.items():
            if goes is None or place.stations[goes]:
                found.append(CloseSite(site=place.sites[station], units_to=None if goes is None else place.sites[goes]))
            elif goes not in place.new:
                found.append(ShareSite(site=place.sites[station], host=place.sites[goes]))
        found += [MoveUnit(unit=u, site=place.sites[to]) for u, to in self.extra.items() if to not in place.new]
        return tuple(found)


def most_sites(place: Place) -> int:
    """The most sites that the service's units can be at."""
    return sum(max(1, len(_spare(place, station)) + 1) for station in place.units)


def lay_out(place: Place, is_open: Flags) -> Layout | None:
    """The layout of a plan, None where units do not suffice or the last unit of a kind would go.

    Sites that open take in whole stations that close, the pairs that are least far apart in all; other stations that
    close go to the nearest open site, or are withdrawn, as the question says. A site still without a unit gets
    the second unit of a station, the least far in all.
    """
    closed = [int(i) for i in np.nonzero(place.stations & ~is_open)[0]]
    opened = [int(i) for i in np.nonzero(is_open & ~place.stations)[0]]
    goes: dict[int, int | None] = {}
    taken, given = linear_sum_assignment(place.km[np.ix_(closed, opened)]) if closed and opened else ((), ())
    for c, o in zip(taken, given, strict=True):
        goes[closed[c]] = opened[o]
    at = np.nonzero(is_open)[0]
    for station in closed:
        if station not in goes:
            nearest = int(at[place.km[station, at].argmin()])
            goes[station] = None if place.search.question.units == "withdraw" else nearest
    bare = [site for site in opened if site not in goes.values()]
    extra = _second_units(place, is_open, bare)
    if extra is None:
        return None
    layout = Layout(tuple(int(i) for i in at), dict(sorted(goes.items())), extra)
    return layout if _kinds_left(place, layout) else None


def _spare(place: Place, station: int) -> list[str]:
    """Units of the service's commonest kind at a station beside its first."""
    kinds = Counter(u["kind"] for units in place.units.values() for u in units if u["service"] == place.service)
    common = max(sorted(kinds), key=lambda kind: kinds[kind])
    mine = [u for u in place.units[station] if u["service"] == place.service]
    return [str(u["unit"]) for u in mine[1:] if u["kind"] == common]


def _second_units(place: Place, is_open: Flags, bare: list[int]) -> dict[str, int] | None:
    if not bare:
        return {}
    spare = [(unit, station) for station in place.units if is_open[station] for unit in _spare(place, station)]
    if len(spare) < len(bare):
        return None
    taken, given = linear_sum_assignment(place.km[np.ix_([station for _, station in spare], bare)])
    return {spare[t][0]: bare[g] for t, g in zip(taken, given, strict=True)}


def _kinds_left(place: Place, layout: Layout) -> bool:
    gone = {place.sites[station] for station, goes in layout.goes_to.items() if goes is None}
    if not gone:
        return True
    area = place.area
    needed = set(area.attendance.loc[area.attendance["probability"] > 0, "unit_kind"])
    had = set(area.units["kind"]) & needed
    return had <= set(area.units.loc[~area.units["site"].isin(gone), "kind"])
