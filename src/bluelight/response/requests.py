"""Requests: each call asks for the units of its attendance, one request for each unit it is sent."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.errors import InputError, Problem
from bluelight.response.arrays import Care, Flags, Later, Records, Turnout, as_requests
from bluelight.response.care import CONVEYING_KINDS
from bluelight.response.demand import Calls, highest_order
from bluelight.response.rules.call_rooms import CallRooms, Taken, compile_rooms, take_calls
from bluelight.response.rules.full_attendance import arrange_later, compile_full_attendance, made_later
from bluelight.response.rules.handover import compile_hospitals
from bluelight.response.rules.reinforcements import further_items
from bluelight.response.rules.turnout import draw_turnout
from bluelight.response.scenario import Scenario

Z90 = 1.2815515655446004  # the 90th percentile of the standard normal


@dataclass(frozen=True, eq=False)
class Asked:
    """The requests of one replication as the kernel takes them, with the call and service each belongs to."""

    requests: Records  # REQUEST
    call: NDArray[np.int32]
    order: NDArray[np.int32]
    service: NDArray[np.int8]  # row of SERVICES
    care: Care | None = None  # where what happens at hospital depends on the hour
    turnout: Turnout | None = None  # where turnouts differ from one to the next
    taken: Taken | None = None  # where calls wait for a call-taker
    later: Later | None = None  # where units are asked for once a first one is there: their requests have no time yet

    def asked_at(self, time: NDArray[np.float64]) -> Asked:
        """The same with other times of asking, by request."""
        requests = self.requests.copy()
        requests["time"] = time
        return replace(self, requests=requests)


@dataclass(frozen=True, eq=False)
class SharedDraws:
    """The place whose draw decides each (types, places), from 0, and the share from which on it is sent."""

    place: NDArray[np.int64]
    start: NDArray[np.float64]

    def sent(self, incident: NDArray[np.int32], chance: NDArray[np.float64], u: NDArray[np.float64]) -> Flags:
        """Which places are sent (calls, places), by the chance of each and the draws `u`."""
        draw, start = np.take_along_axis(u, self.place[incident], axis=1), self.start[incident]
        return (draw >= start) & (draw < start + chance)

    def any_sent(self, chance: NDArray[np.float64]) -> NDArray[np.float64]:
        """By draw (types, places): the chance that any of the places that it decides is sent, by the chance of each."""
        end = np.minimum(self.start + chance, 1.0)
        found = np.zeros(chance.shape)
        for i, k in np.ndindex(chance.shape):
            upto = 0.0
            for begin, until in sorted(zip(self.start[i, self.place[i] == k], end[i, self.place[i] == k], strict=True)):
                found[i, k] += max(until - max(begin, upto), 0.0)
                upto = max(upto, until)
        return found


@dataclass(frozen=True, eq=False)
class Attendance:
    """The attendance as tables by incident type and place (types, orders); -1 and 0 where nothing is sent."""

    kind: NDArray[np.int32]
    service: NDArray[np.int8]
    probability: NDArray[np.float64]
    delay: NDArray[np.float64]  # minutes from the call to the request
    journey_sigma: NDArray[np.float64]  # by kind
    drawn: int  # places that are sent by chance; those after them always are
    after: NDArray[np.float64]  # minutes more before the unit is asked for
    longer: NDArray[np.float64]  # multiple of the time on scene
    rooms: CallRooms | None = None  # where calls wait for a call-taker: `delay` then says nothing
    seen: NDArray[np.float64] | None = None  # minutes after the first arrival, NaN for a unit asked for before it
    shared: SharedDraws | None = None  # where one draw decides several places


def compile_attendance(area: Area, unit_kinds: tuple[tuple[str, str], ...]) -> Attendance:
    """Of an area that has these kinds, by service. InputError where a unit is sent that nobody has."""
    n_types, drawn = len(area.incident_types), highest_order(area)
    items: list[dict[Hashable, Any]] = [*area.attendance.to_dict("records"), *further_items(area, drawn)]
    orders = max((int(item["order"]) for item in items), default=0)
    kind = np.full((n_types, orders), -1, dtype=np.int32)
    service = np.zeros((n_types, orders), dtype=np.int8)
    probability = np.zeros((n_types, orders))
    delay = np.zeros((n_types, orders))
    after, longer = np.zeros((n_types, orders)), np.ones((n_types, orders))
    type_row = {name: i for i, name in enumerate(area.incident_types["incident_type"])}
    lead = area.incident_types["lead_service"].to_numpy()
    rooms = {row["service"]: row for row in area.control_rooms.to_dict("records")}
    kinds = {pair: k for k, pair in enumerate(unit_kinds)}
    problems = []
    for row, item in enumerate(items):
        if item["probability"] <= 0:
            continue
        i, o = type_row[item["incident_type"]], int(item["order"]) - 1
        if (item["service"], item["unit_kind"]) not in kinds:
            problems.append(
                Problem(
                    "reinforcements.csv" if "row" in item else "attendance.csv",
                    f"{item['incident_type']} is sent a {item['service']} {item['unit_kind']}, and there is none.",
                    "Give the service a unit of that kind or take the item out.",
                    item.get("row", row + 2),
                    "unit_kind",
                )
            )
            continue
        kind[i, o] = kinds[item["service"], item["unit_kind"]]
        service[i, o] = SERVICES.index(item["service"])
        probability[i, o] = item["probability"]
        seconds = float(rooms[lead[i]]["handling_s"])
        if item["service"] != lead[i]:
            seconds += _transfer_s(area, rooms, lead[i], item["service"])
        delay[i, o] = seconds / 60.0
        after[i, o], longer[i, o] = item.get("after_min", 0.0), item.get("on_scene_multiple", 1.0)
    if problems:
        raise InputError(problems)
    sigma = np.array([area.parameter("travel_residual_sigma", service) for service, _ in unit_kinds])
    shared = _shared(area, type_row, (n_types, drawn))
    return Attendance(
        kind,
        service,
        probability,
        delay,
        sigma,
        drawn,
        after,
        longer,
        rooms=_rooms(area, rooms, _asked(service, probability, shared)),
        seen=compile_full_attendance(area, orders, drawn),
        shared=shared,
    )


def _shared(area: Area, type_row: dict[str, int], shape: tuple[int, int]) -> SharedDraws | None:
    table = area.attendance
    if "decided_by" not in table or not table["decided_by"].notna().any():
        return None
    place, start = np.tile(np.arange(shape[1]), (shape[0], 1)), np.zeros(shape)
    for row in table[table["decided_by"].notna()].to_dict("records"):
        at = type_row[row["incident_type"]], int(row["order"]) - 1
        place[at] = int(row["decided_by"]) - 1
        start[at] = 0.0 if np.isnan(row["from_share"]) else row["from_share"]
    return SharedDraws(place, start)


def _asked(
    service: NDArray[np.int8], probability: NDArray[np.float64], shared: SharedDraws | None
) -> NDArray[np.float64]:
    """The probability that a call of each type asks each service for anything (types, services)."""
    never = np.ones((len(service), len(SERVICES)))
    for s in range(len(SERVICES)):
        chance = np.where(service == s, probability, 0.0)
        if shared is not None:
            drawn = shared.place.shape[1]
            chance[:, :drawn] = shared.any_sent(chance[:, :drawn])
        never[:, s] = np.prod(1.0 - chance, axis=1)
    return np.asarray(1.0 - never, dtype=np.float64)


def _rooms(area: Area, rooms: dict[str, dict[Hashable, Any]], asked: NDArray[np.float64]) -> CallRooms | None:
    transfer_s = np.zeros((len(SERVICES), len(SERVICES)))
    for i, lead in enumerate(SERVICES):
        if lead in rooms:
            transfer_s[i] = [_transfer_s(area, rooms, lead, other) for other in SERVICES]
    return compile_rooms(area, asked, transfer_s)


def _transfer_s(area: Area, rooms: dict[str, dict[Hashable, Any]], lead: str, service: str) -> float:
    """Seconds before another service's unit is asked for: in one room, `joint_transfer_s` where the area has it."""
    if service in rooms and rooms[lead]["site"] == rooms[service]["site"]:
        try:
            return area.parameter("joint_transfer_s", lead)
        except KeyError:
            pass
    return float(rooms[lead]["transfer_s"])


def ask(
    calls: Calls,
    scenario: Scenario,
    attendance: Attendance,
    to_hospital: NDArray[np.float64],
    hospital_place: NDArray[np.int32],
) -> Asked:
    """The requests of one replication's calls under one option, in order of time, then call, then order.

    `to_hospital` (zones, hospitals) is minutes; patients go to the nearest by that, unless the area's rules make it
    depend on the hour: then `care` says what the kernel needs to know, and `stay` ends on scene.
    """
    area = scenario.area
    types = area.incident_types
    drawn = attendance.drawn
    if drawn > len(calls.item_u):
        raise ValueError(f"calls were drawn for {len(calls.item_u)} places in the attendance; {drawn} are needed")
    chance = attendance.probability[calls.incident_type]
    u = calls.item_u[:drawn].T
    by_chance = chance[:, :drawn] > u
    if attendance.shared is not None:
        by_chance = attendance.shared.sent(calls.incident_type, chance[:, :drawn], u)
    sent = np.concatenate([by_chance, chance[:, drawn:] > 0.0], axis=1)
    call, order = np.nonzero(sent)
    incident = calls.incident_type[call]
    kind = attendance.kind[incident, order]
    seen = np.full(len(call), np.nan) if attendance.seen is None else attendance.seen[incident, order]
    waits = made_later(seen, call)
    taken = None
    if attendance.rooms is None:
        time = calls.time_min[call] + attendance.delay[incident, order]
    else:
        sends = attendance.service[incident, order]
        wanted = np.zeros((len(SERVICES), len(calls)), dtype=np.bool_)
        wanted[sends[~waits], call[~waits]] = True
        asked_at, taken = take_calls(attendance.rooms, area, calls, wanted)
        time = asked_at[sends, call]
    time += attendance.after[incident, order]
    time = np.where(waits, np.inf, time)

    on_scene = lognormal(
        types["on_scene_median_min"].to_numpy(float)[calls.incident_type],
        on_scene_sigma(area)[calls.incident_type],
        calls.on_scene_z,
    )
    stay = on_scene[call] * attendance.longer[incident, order]
    end = (scenario.map.first_zone + calls.zone[call]).astype(np.int32)
    conveyed = calls.conveyance_u < types["conveyance_share"].to_numpy(float)[calls.incident_type]
    patient = np.full(len(call), -1, dtype=np.int32)
    by_hour = compile_hospitals(area, hospital_place)
    handover = np.zeros((0, len(hospital_place)))
    if len(hospital_place):
        can_convey = np.array([name in CONVEYING_KINDS for _, name in scenario.kinds])
        taker = np.nonzero(can_convey[kind] & conveyed[call])[0]
        _, first = np.unique(call[taker], return_index=True)  # the first of a call's ambulances conveys
        taker = taker[first]
        of = call[taker]
        rows = area.hospitals
        median, sigma = rows["handover_median_min"].to_numpy(float), rows["handover_sigma"].to_numpy(float)
        if by_hour is None:
            hospital = to_hospital.argmin(axis=1)[calls.zone[of]]
            stay[taker] += (
                to_hospital[calls.zone[of], hospital]
                + lognormal(median[hospital], sigma[hospital], calls.handover_z[of])
                + rows["clear_min"].to_numpy(float)[hospital]
            )
            end[taker] = hospital_place[hospital]
        else:
            patient[taker] = np.arange(len(taker))
            handover = lognormal(median, sigma, calls.handover_z[of][:, None])

    sigma = attendance.journey_sigma[kind]
    journey = np.exp(sigma * calls.journey_z[call] - sigma * sigma / 2.0)
    ranks = np.unique(types["priority"].to_numpy())
    rank = np.searchsorted(ranks, types["priority"].to_numpy())[incident]
    by_time = np.argsort(time, kind="stable")
    return Asked(
        requests=as_requests(
            time=time[by_time],
            place=(scenario.map.first_zone + calls.zone[call])[by_time].astype(np.int32),
            kind=kind[by_time],
            rank=rank[by_time].astype(np.int32),
            journey=journey[by_time],
            stay=stay[by_time],
            end=end[by_time],
        ),
        call=call[by_time].astype(np.int32),
        order=(order[by_time] + 1).astype(np.int32),
        service=attendance.service[incident, order][by_time],
        care=None if by_hour is None else Care(patient[by_time], handover, to_hospital, *by_hour),
        turnout=draw_turnout(area, calls, call[by_time].astype(np.int32), (order[by_time] + 1).astype(np.int32)),
        taken=taken,
        later=None
        if attendance.seen is None
        else arrange_later(seen[by_time], call[by_time].astype(np.int32), waits[by_time]),
    )


def lognormal(median: NDArray[np.float64], sigma: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lognormal values from standard normal draws."""
    return median * np.exp(sigma * z)


def on_scene_sigma(area: Area) -> NDArray[np.float64]:
    """The spread of the logarithm of the time on scene, from its median and 90th percentile, by incident type."""
    median = area.incident_types["on_scene_median_min"].to_numpy(float)
    p90 = area.incident_types["on_scene_p90_min"].to_numpy(float)
    wrong = np.nonzero((p90 < median) | ((median <= 0) & (p90 > 0)))[0]
    if len(wrong):
        raise InputError(
            Problem(
                "incident_types.csv",
                f"the 90th percentile on scene ({p90[i]:g} min) does not fit the median ({median[i]:g} min).",
                "Give a positive median and a 90th percentile at least as long.",
                int(i) + 2,
                "on_scene_p90_min",
            )
            for i in wrong
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(median > 0, np.log(p90 / median) / Z90, 0.0)
