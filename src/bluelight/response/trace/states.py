"""What every unit is doing at every moment: states one after the other, with no gap and no overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bluelight.response.arrays import Floats
from bluelight.response.trace.journeys import Journeys, between
from bluelight.response.trace.replication import Replication, Window

STATES = (
    "off_duty",
    "waiting",
    "turnout",
    "to_call",
    "on_scene",
    "to_hospital",
    "at_hospital",
    "returning",
    "to_standby",
    "standing_by",
    "on_break",
)
(
    OFF_DUTY, WAITING, TURNOUT, TO_CALL, ON_SCENE, TO_HOSPITAL, AT_HOSPITAL, RETURNING, TO_STANDBY, STANDING_BY,
    ON_BREAK,
) = range(len(STATES))  # fmt: skip
FREE = (WAITING, RETURNING, TO_STANDBY, STANDING_BY)

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Spells:
    """Spells of one state, by unit and time. Minutes from the start of the warm-up; longitude and latitude.

    A unit moves in a straight line at an even speed from where a spell begins to where it ends.
    """

    unit: Rows
    state: Rows  # row of STATES
    begin: Floats
    end: Floats
    at: Floats  # (spells, 2) where it is at the start
    to: Floats  # (spells, 2) where it is at the end
    journey: Rows  # row of the journeys, -1 where it is on none

    def take(self, rows: Rows | NDArray[np.bool_]) -> Spells:
        """Some of the spells."""
        return Spells(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def find_spells(replication: Replication, journeys: Journeys, window: Window) -> Spells:
    """Every spell that reaches into the window, whole where the unit is busy or drives."""
    idle = _joined(_driving(replication, journeys, window), _still(replication, journeys, window))
    idle = _with_breaks(replication, idle)
    joined = _joined(_busy(replication, journeys, window), idle)
    joined = joined.take((joined.end > joined.begin) & (joined.end > window.begin) & (joined.begin < window.end))
    return _merged(joined.take(np.lexsort((joined.begin, joined.unit))))


def _joined(*parts: Spells) -> Spells:
    return Spells(*(np.concatenate([getattr(part, name) for part in parts]) for name in Spells.__dataclass_fields__))


def _busy(replication: Replication, journeys: Journeys, window: Window) -> Spells:
    """Turnout, the way there, the scene, the way to hospital and the time there."""
    here = np.nonzero((journeys.ended > window.begin) & (journeys.mobilised < window.end))[0]
    lonlat = replication.lonlat
    diverted, place = journeys.diverted[here], lonlat[journeys.place[here]]
    start, end = journeys.start[here], lonlat[journeys.end[here]]
    mobilised, ended = journeys.mobilised[here], journeys.ended[here]
    left = np.minimum(journeys.left[here], ended)
    arrival = np.where(diverted, ended, journeys.arrival[here])
    left_scene = np.where(diverted, ended, journeys.left_scene[here])
    at_hospital = np.where(np.isnan(journeys.at_hospital[here]), ended, journeys.at_hospital[here])
    turned = place.copy()  # where one that was diverted had got to: where its next journey starts
    following = here + 1
    turned[diverted] = journeys.start[np.minimum(following, len(journeys) - 1)][diverted]
    legs = (
        (TURNOUT, mobilised, left, start, start),
        (TO_CALL, left, arrival, start, turned),
        (ON_SCENE, arrival, left_scene, place, place),
        (TO_HOSPITAL, left_scene, at_hospital, place, end),
        (AT_HOSPITAL, at_hospital, ended, end, end),
    )
    n = len(here)
    return Spells(
        unit=np.tile(journeys.unit[here], len(legs)),
        state=np.repeat(np.array([leg[0] for leg in legs], dtype=np.int64), n),
        begin=np.concatenate([leg[1] for leg in legs]),
        end=np.concatenate([leg[2] for leg in legs]),
        at=np.concatenate([leg[3] for leg in legs]),
        to=np.concatenate([leg[4] for leg in legs]),
        journey=np.tile(here, len(legs)),
    )


def _driving(replication: Replication, journeys: Journeys, window: Window) -> Spells:
    """The ways home and to where units stand by, as far as they get before they are sent elsewhere."""
    drives, units = journeys.drives, replication.scenario.fleet.units
    drives = drives.take((drives.until > window.begin) & (drives.begin < window.end))
    way = drives.arrival - drives.begin
    share = np.divide(drives.until - drives.begin, way, out=np.zeros(len(way)), where=way > 0)
    home = (drives.to_place == units["home"][drives.unit]) | (units["patrol"][drives.unit] >= 0)
    return Spells(
        unit=drives.unit,
        state=np.where(home, RETURNING, TO_STANDBY),
        begin=drives.begin,
        end=drives.until,
        at=drives.at,
        to=between(drives.at, replication.lonlat[drives.to_place], share),
        journey=np.full(len(way), -1),
    )


def _still(replication: Replication, journeys: Journeys, window: Window) -> Spells:
    """Waiting, standing by and off duty, within the window, an hour at a time: duty and beats change on the hour."""
    units, drives = replication.scenario.fleet.units, journeys.drives
    home = units["home"].astype(np.int64)
    leaves = np.full(len(units), np.inf)  # when each is first sent, or first drives
    np.minimum.at(leaves, journeys.unit, journeys.mobilised)
    np.minimum.at(leaves, drives.unit, drives.begin)
    unit = np.concatenate([np.arange(len(units)), drives.unit])
    begin = np.concatenate([np.zeros(len(units)), drives.until])
    end = np.concatenate([leaves, drives.next_at])
    place = np.concatenate([home, drives.to_place])
    begin, end = np.maximum(begin, window.begin), np.minimum(end, window.end)
    some = end > begin
    unit, begin, end, place = unit[some], begin[some], end[some], place[some]

    first, last = (begin // 60.0).astype(np.int64), np.ceil(end / 60.0).astype(np.int64) - 1
    count = last - first + 1
    gap = np.repeat(np.arange(len(unit)), count)
    hour = first[gap] + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    unit, place = unit[gap], place[gap]
    patrols = np.nonzero(units["patrol"][unit] >= 0)[0]
    away = place != home[unit]
    away[patrols] = False
    place[patrols] = replication.duty.beats[hour[patrols], units["patrol"][unit[patrols]]]
    on = replication.on_duty[hour, unit]
    at = replication.lonlat[place]
    return Spells(
        unit=unit,
        state=np.where(on, np.where(away, STANDING_BY, WAITING), OFF_DUTY),
        begin=np.maximum(begin[gap], hour * 60.0),
        end=np.minimum(end[gap], (hour + 1) * 60.0),
        at=at,
        to=at,
        journey=np.full(len(unit), -1),
    )


def _with_breaks(replication: Replication, idle: Spells) -> Spells:
    """The same spells, cut where meal breaks begin and end, those of the breaks as such: the drive before one too."""
    breaks = replication.outcome.breaks
    breaks = breaks[breaks["ended"] > breaks["began"]]
    if not len(breaks):
        return idle
    pieces = []
    of_unit = np.argsort(breaks["unit"], kind="stable")
    units, first = np.unique(breaks["unit"][of_unit], return_index=True)
    whose = dict(zip(units.tolist(), np.split(of_unit, first[1:]), strict=True))
    has = np.isin(idle.unit, units)
    for unit, rows in whose.items():
        mine = idle.take(idle.unit == unit)
        began, ended = (np.sort(breaks[name][rows]) for name in ("began", "ended"))
        cuts = np.sort(np.concatenate([began, ended]))
        after, before = np.searchsorted(cuts, mine.begin, side="right"), np.searchsorted(cuts, mine.end)
        inside = np.maximum(before - after, 0)
        piece = np.repeat(np.arange(len(mine.unit)), inside + 1)
        nth = np.arange(len(piece)) - np.repeat(np.cumsum(inside + 1) - inside - 1, inside + 1)
        low = np.where(nth == 0, mine.begin[piece], cuts[np.clip(after[piece] + nth - 1, 0, len(cuts) - 1)])
        high = np.where(nth == inside[piece], mine.end[piece], cuts[np.clip(after[piece] + nth, 0, len(cuts) - 1)])
        whole = mine.end[piece] - mine.begin[piece]
        of = mine.take(piece)
        shares = [np.divide(t - of.begin, whole, out=np.zeros(len(piece)), where=whole > 0) for t in (low, high)]
        resting = np.searchsorted(began, low, side="right") > np.searchsorted(ended, low, side="right")
        state = np.where(resting, ON_BREAK, of.state)
        at, to = (between(of.at, of.to, share) for share in shares)
        pieces.append(Spells(of.unit, state, low, high, at, to, of.journey))
    return _joined(idle.take(~has), *pieces)


def _merged(spells: Spells) -> Spells:
    """Spells of one state that follow one another at one place, as one."""
    same = (
        (spells.unit[1:] == spells.unit[:-1])
        & (spells.state[1:] == spells.state[:-1])
        & (spells.journey[1:] < 0)
        & (spells.begin[1:] == spells.end[:-1])
        & (spells.at[1:] == spells.to[:-1]).all(axis=1)
        & (spells.at[:-1] == spells.to[:-1]).all(axis=1)
        & (spells.at[1:] == spells.to[1:]).all(axis=1)
    )
    kept = np.nonzero(np.r_[True, ~same][: len(spells.unit)])[0]
    last = np.r_[kept[1:] - 1, len(spells.unit) - 1][: len(kept)]
    merged = spells.take(kept)
    return Spells(merged.unit, merged.state, merged.begin, spells.end[last], merged.at, merged.to, merged.journey)
