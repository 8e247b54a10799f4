"""What every unit is doing at every moment: states one after the other, with no gap and no overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bluelight.response.arrays import Floats
from bluelight.response.trace.journeys import UNKNOWN, Journeys, between
from bluelight.response.trace.replication import Replication, Window

STATES = ("off_duty", "waiting", "turnout", "to_call", "on_scene", "to_hospital", "at_hospital", "returning")
OFF_DUTY, WAITING, TURNOUT, TO_CALL, ON_SCENE, TO_HOSPITAL, AT_HOSPITAL, RETURNING = range(len(STATES))

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
    """Every spell that reaches into the window, whole where the unit is busy or drives home."""
    parts = [_busy(replication, journeys, window), _returning(replication, journeys, window)]
    parts.append(_free(replication, journeys, window))
    joined = Spells(*(np.concatenate([getattr(part, name) for part in parts]) for name in Spells.__dataclass_fields__))
    joined = joined.take((joined.end > joined.begin) & (joined.end > window.begin) & (joined.begin < window.end))
    return _merged(joined.take(np.lexsort((joined.begin, joined.unit))))


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


def _returning(replication: Replication, journeys: Journeys, window: Window) -> Spells:
    """The way home, as far as a unit gets before it is sent again."""
    until = np.minimum(journeys.home_at, _sent_again(journeys))
    here = np.nonzero(
        ~journeys.diverted & (journeys.home != UNKNOWN) & (until > window.begin) & (journeys.ended < window.end)
    )[0]
    away = journeys.home_at[here] - journeys.ended[here]
    share = np.divide(until[here] - journeys.ended[here], away, out=np.zeros(len(here)), where=away > 0)
    at, home = replication.lonlat[journeys.end[here]], replication.lonlat[journeys.home[here]]
    return Spells(
        unit=journeys.unit[here],
        state=np.full(len(here), RETURNING),
        begin=journeys.ended[here],
        end=until[here],
        at=at,
        to=between(at, home, share),
        journey=np.full(len(here), -1),
    )


def _sent_again(journeys: Journeys) -> Floats:
    """When the unit of each journey is sent the next time; never, after its last."""
    again = np.full(len(journeys), np.inf)
    later = np.nonzero(journeys.before >= 0)[0]
    again[journeys.before[later]] = journeys.mobilised[later]
    return again


def _free(replication: Replication, journeys: Journeys, window: Window) -> Spells:
    """Waiting and off duty, within the window, an hour at a time: duty and beats change on the hour."""
    units = replication.scenario.fleet.units
    firsts = np.nonzero(journeys.before < 0)[0]
    sent_first = np.full(len(units), np.inf)
    sent_first[journeys.unit[firsts]] = journeys.mobilised[firsts]
    finished = ~journeys.diverted
    unit = np.concatenate([np.arange(len(units)), journeys.unit[finished]])
    begin = np.concatenate([np.zeros(len(units)), journeys.home_at[finished]])
    end = np.concatenate([sent_first, _sent_again(journeys)[finished]])
    begin, end = np.maximum(begin, window.begin), np.minimum(end, window.end)
    some = end > begin
    unit, begin, end = unit[some], begin[some], end[some]

    first, last = (begin // 60.0).astype(np.int64), np.ceil(end / 60.0).astype(np.int64) - 1
    count = last - first + 1
    gap = np.repeat(np.arange(len(unit)), count)
    hour = first[gap] + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    unit = unit[gap]
    place = units["home"][unit].astype(np.int64)
    patrols = np.nonzero(units["patrol"][unit] >= 0)[0]
    place[patrols] = replication.duty.beats[hour[patrols], units["patrol"][unit[patrols]]]
    on = replication.on_duty[hour, unit]
    at = replication.lonlat[place]
    standby = replication.scenario.rules.standby
    if standby is not None:
        at[on & (standby.policy[replication.kind[unit]] > 0)] = np.nan
    return Spells(
        unit=unit,
        state=np.where(on, WAITING, OFF_DUTY),
        begin=np.maximum(begin[gap], hour * 60.0),
        end=np.minimum(end[gap], (hour + 1) * 60.0),
        at=at,
        to=at,
        journey=np.full(len(unit), -1),
    )


def _merged(spells: Spells) -> Spells:
    """Spells of waiting or of being off duty that follow one another at one place, as one."""
    same = (
        (spells.unit[1:] == spells.unit[:-1])
        & (spells.state[1:] == spells.state[:-1])
        & (spells.state[1:] <= WAITING)
        & (spells.begin[1:] == spells.end[:-1])
        & ((spells.at[1:] == spells.to[:-1]) | np.isnan(spells.at[1:])).all(axis=1)
    )
    kept = np.nonzero(np.r_[True, ~same][: len(spells.unit)])[0]
    last = np.r_[kept[1:] - 1, len(spells.unit) - 1][: len(kept)]
    merged = spells.take(kept)
    return Spells(merged.unit, merged.state, merged.begin, spells.end[last], merged.at, merged.to, merged.journey)
