"""A trace as tables: calls, journeys, states and minutes, with the columns that `schema` lists."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bluelight.area.schema import SERVICES
from bluelight.response.arrays import Floats
from bluelight.response.trace.journeys import UNKNOWN, Journeys, find_journeys
from bluelight.response.trace.minutes import at_each_minute, busy_units, units_on_break, units_on_duty
from bluelight.response.trace.replication import Replication, Window
from bluelight.response.trace.schema import BREAKS, CALLS, JOURNEYS, MINUTES, STATES
from bluelight.response.trace.states import STATES as STATE_NAMES
from bluelight.response.trace.states import find_spells
from bluelight.response.trace.waits import Waits, find_waits

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Trace:
    """A day or all days of one replication as tables, by name, and what they were made from."""

    about: dict[str, Any]
    tables: dict[str, pd.DataFrame]

    def with_about(self, **more: object) -> Trace:
        """The same trace with more said about what it was made from."""
        return dataclasses.replace(self, about={**self.about, **more})


def trace(replication: Replication, day: int | None = None) -> Trace:
    """Tell one day, counted from 1, or every day that is counted. BluelightError where there is no such day."""
    window = replication.window(day)
    journeys = find_journeys(replication)
    waits = find_waits(replication, journeys)
    told = {
        "calls": (CALLS, _calls(replication, journeys, waits, window)),
        "journeys": (JOURNEYS, _journeys(replication, journeys, waits, window)),
        "states": (STATES, _states(replication, journeys, window)),
        "minutes": (MINUTES, _minutes(replication, journeys, waits, window)),
        "breaks": (BREAKS, _breaks(replication, window)),
    }
    tables = {name: frame[[column.name for column in table.columns]] for name, (table, frame) in told.items()}
    return Trace(_about(replication, journeys, day), tables)


def _about(replication: Replication, journeys: Journeys, day: int | None) -> dict[str, Any]:
    area, calls = replication.area, replication.calls
    return {
        "simulated": "Calls drawn at random and answered by rules: not a record of what happened.",
        "area": area.id,
        "area_name": area.name,
        "area_digest": area.digest,
        "seed": calls.seed,
        "replication": calls.replication,
        "days": calls.days,
        "warm_up_days": calls.warm_up_days,
        "day": day,
        "journeys_of_unknown_origin": int((journeys.origin == UNKNOWN).sum()),
    }


def clock(minutes: Floats) -> NDArray[np.object_]:
    """Minutes from the start of day 1 as "day 3 14:05:09", cut to the second; None for NaN."""
    known = np.isfinite(minutes)
    seconds = np.floor(np.where(known, minutes, 0.0) * 60.0 + 1e-6).astype(np.int64)
    day, second = seconds // 86_400 + 1, seconds % 86_400
    days, of_day = np.unique(day, return_inverse=True)
    names = np.array([f"day {d} " for d in days], dtype=object)
    told: NDArray[np.object_] = names[of_day] + _times_of_day()[second]
    told[~known] = None
    return told


def _times_of_day() -> NDArray[np.object_]:
    hours = [f"{h:02d}" for h in range(24)]
    sixty = [f"{m:02d}" for m in range(60)]
    return np.array([f"{h}:{m}:{s}" for h in hours for m in sixty for s in sixty], dtype=object)


def _time(name: str, minutes: Floats, replication: Replication) -> dict[str, Any]:
    shifted = np.where(np.isfinite(minutes), minutes - replication.start, np.nan)
    return {f"{name}_min": np.round(shifted, 6), f"{name}_clock": clock(shifted)}


def _point(prefix: str, points: Floats) -> dict[str, Any]:
    return {f"{prefix}lon": np.round(points[:, 0], 6), f"{prefix}lat": np.round(points[:, 1], 6)}


def _calls(replication: Replication, journeys: Journeys, waits: Waits, window: Window) -> pd.DataFrame:
    calls, asked, area = replication.calls, replication.asked, replication.area
    n = len(calls)
    of = asked.call[journeys.request]
    arrival, closed, longest = np.full(n, np.inf), np.full(n, -np.inf), np.zeros(n)
    reached = ~journeys.diverted
    np.minimum.at(arrival, of[reached], journeys.arrival[reached])
    np.maximum.at(closed, of, journeys.ended)
    never = asked.call[replication.outcome.answers["unit"] < 0]
    closed[never] = np.inf
    ends = np.isfinite(waits.end)
    total = np.bincount(waits.of[ends], (waits.end - waits.begin)[ends], len(asked.call))
    np.maximum.at(longest, asked.call, total)
    conveyed = np.zeros(n, dtype=np.bool_)
    conveyed[of[journeys.hospital >= 0]] = True
    here = np.nonzero((calls.time_min < window.end) & (np.maximum(closed, calls.time_min) >= window.begin))[0]
    types = area.incident_types.iloc[calls.incident_type[here]]
    zones = area.zones.iloc[calls.zone[here]]
    return pd.DataFrame(
        {
            "call": here,
            **_time("made", calls.time_min[here], replication),
            "zone": zones["zone"].to_numpy(),
            **_point("", zones[["lon", "lat"]].to_numpy(float)),
            "incident_type": types["incident_type"].to_numpy(),
            "lead_service": types["lead_service"].to_numpy(),
            "priority": types["priority"].to_numpy(),
            "units_asked": np.bincount(asked.call, minlength=n)[here],
            "waited_min": np.round(longest[here], 6),
            "never_found": np.bincount(never, minlength=n)[here],
            **_time("first_arrival", arrival[here], replication),
            "conveyed": _flag(conveyed[here]),
            **_time("closed", closed[here], replication),
        }
    )


def _flag(true: NDArray[np.bool_]) -> NDArray[np.object_]:
    return np.where(true, "yes", "no").astype(object)


def _journeys(replication: Replication, journeys: Journeys, waits: Waits, window: Window) -> pd.DataFrame:
    asked, area = replication.asked, replication.area
    asked_at = asked.requests["time"][journeys.request]  # a request that waits at the end is answered later
    here = np.nonzero((journeys.ended >= window.begin) & (asked_at < window.end))[0]
    here = here[np.lexsort((journeys.request[here], journeys.mobilised[here]))]
    request, unit = journeys.request[here], journeys.unit[here]
    kinds = np.array([kind for _, kind in replication.scenario.kinds], dtype=object)
    places = np.concatenate([area.sites["site"].to_numpy(dtype=object), area.zones["zone"].to_numpy(dtype=object)])
    origin, hospital = journeys.origin[here], journeys.hospital[here]
    hospitals = np.array([*area.hospitals["hospital"], None], dtype=object)
    end = replication.lonlat[journeys.end[here]]
    turned = np.nonzero(journeys.diverted[here])[0]
    end[turned] = journeys.start[np.minimum(here[turned] + 1, len(journeys) - 1)]
    return pd.DataFrame(
        {
            "call": asked.call[request],
            "request": request,
            "order": asked.order[request],
            "service": np.array(SERVICES, dtype=object)[asked.service[request]],
            "kind_asked": kinds[asked.requests["kind"][request]],
            "unit": area.units["unit"].to_numpy(dtype=object)[unit],
            "kind": kinds[replication.kind[unit]],
            **_time("asked", asked.requests["time"][request], replication),
            "waited_min": np.round(_waited_before(journeys, waits)[here], 6),
            **_time("mobilised", journeys.mobilised[here], replication),
            **_time("left", np.minimum(journeys.left, journeys.ended)[here], replication),
            **_time("arrival", journeys.arrival[here], replication),
            **_time("left_scene", journeys.left_scene[here], replication),
            **_time("at_hospital", journeys.at_hospital[here], replication),
            **_time("ended", journeys.ended[here], replication),
            "diverted": _flag(journeys.diverted[here]),
            "hospital": hospitals[hospital],
            **_point("from_", journeys.start[here]),
            "from_place": np.append(places, np.array([None]))[origin],
            **_point("to_", replication.lonlat[journeys.place[here]]),
            **_point("end_", end),
        }
    )


def _waited_before(journeys: Journeys, waits: Waits) -> Floats:
    """How long the request of each journey had waited just before it, the journeys before it left out."""
    length = {(int(r), float(e)): float(e - b) for r, b, e in zip(waits.of, waits.begin, waits.end, strict=True)}
    waited = np.zeros(len(journeys))
    some = np.nonzero(np.isin(journeys.request, waits.of))[0]
    waited[some] = [length.get((int(journeys.request[i]), float(journeys.mobilised[i])), 0.0) for i in some]
    return waited


def _states(replication: Replication, journeys: Journeys, window: Window) -> pd.DataFrame:
    spells = find_spells(replication, journeys, window)
    units = replication.area.units
    call = pd.array(np.zeros(len(spells.unit), dtype=np.int64), dtype="Int64")
    busy = spells.journey >= 0
    call[busy] = replication.asked.call[journeys.request[spells.journey[busy]]]
    call[~busy] = pd.NA
    return pd.DataFrame(
        {
            "unit": units["unit"].to_numpy(dtype=object)[spells.unit],
            "service": units["service"].to_numpy(dtype=object)[spells.unit],
            "kind": units["kind"].to_numpy(dtype=object)[spells.unit],
            "state": np.array(STATE_NAMES, dtype=object)[spells.state],
            **_time("begin", spells.begin, replication),
            **_time("end", spells.end, replication),
            **_point("from_", spells.at),
            **_point("to_", spells.to),
            "call": call,
        }
    )


def _minutes(replication: Replication, journeys: Journeys, waits: Waits, window: Window) -> pd.DataFrame:
    kinds, n = replication.scenario.kinds, int(window.end - window.begin)
    asked_for = replication.asked.requests["kind"][waits.of].astype(np.int64)
    waiting = at_each_minute(asked_for, waits.begin, waits.end, len(kinds), window)
    minute = window.begin - replication.start + np.arange(n, dtype=float)
    return pd.DataFrame(
        {
            "minute_min": np.repeat(minute, len(kinds)),
            "minute_clock": np.repeat(clock(minute), len(kinds)),
            "service": np.tile(np.array([service for service, _ in kinds], dtype=object), n),
            "kind": np.tile(np.array([kind for _, kind in kinds], dtype=object), n),
            "waiting": waiting.T.ravel(),
            "on_duty": units_on_duty(replication, window).T.ravel(),
            "busy": busy_units(replication, journeys, window).T.ravel(),
            "on_break": units_on_break(replication, window).T.ravel(),
        }
    )


def _breaks(replication: Replication, window: Window) -> pd.DataFrame:
    breaks = replication.outcome.breaks
    # One that was missed has no length: it is of the moment at which it was.
    here = breaks[(breaks["ended"] >= window.begin) & (breaks["began"] < window.end)]
    here = here[np.lexsort((here["what"], here["ended"], here["unit"]))]
    units = replication.area.units
    return pd.DataFrame(
        {
            "unit": units["unit"].to_numpy(dtype=object)[here["unit"]],
            "service": units["service"].to_numpy(dtype=object)[here["unit"]],
            "kind": units["kind"].to_numpy(dtype=object)[here["unit"]],
            **_time("began", here["began"], replication),
            **_time("ended", here["ended"], replication),
            "outcome": np.array(BREAKS.columns[-1].allowed, dtype=object)[here["what"]],
        }
    )
