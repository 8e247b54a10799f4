"""Control rooms with so many call-takers: when a call is answered, and when each service is asked for its units.

Off, every call is answered at once, and asking takes the same time for every call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.area.week import HOURS, week_hours
from bluelight.errors import InputError, Problem
from bluelight.response.arrays import Flags, Floats, Ints, Records
from bluelight.response.demand import DAYS_PER_YEAR, MINUTES_PER_DAY, Calls, day_factors, draw_days, family_tables
from bluelight.response.rules.call_queue import CONTACT, answer_calls
from bluelight.response.streams import key_of, stream

INCIDENT, TRANSFERRED = "incident", "transferred"  # calls that ask for units; requests from another room


@dataclass(frozen=True)
class Spread:
    """How the time that a call takes differs from its mean: exponential, or lognormal with a sigma of its logarithm."""

    exponential: bool = False
    sigma: float = 0.0

    def multipliers(self, draw: np.random.Generator, n: int) -> Floats:
        """So many draws with a mean of 1."""
        if self.exponential:
            return draw.standard_exponential(n)
        return np.exp(self.sigma * draw.standard_normal(n) - self.sigma * self.sigma / 2.0)


@dataclass(frozen=True)
class Other:
    """Calls that ask for no unit, of one sort."""

    name: str
    service: int
    family: str
    annual_count: float
    minutes: float
    rank: int


@dataclass(frozen=True, eq=False)
class CallRooms:
    """The rooms of an area. Rows of services are those of SERVICES; a service without call-takers answers at once."""

    names: tuple[str, ...]  # by room: its services
    room: Ints  # (services,)
    takers: Ints  # (rooms, 168) from Monday 00:00; -1 where nobody ever waits
    spread: tuple[Spread, ...]  # by service
    handling: Floats  # (services,) mean minutes from being answered to asking for a unit
    keeps: Floats  # (services,) mean minutes that a call which asks for a unit keeps a call-taker
    joint: Floats  # (services,) minutes to ask for another service's unit in the same room
    transfer: Floats  # (services that lead, rooms) mean minutes to pass a request on to another room
    lead: Ints  # (types,) service
    others: tuple[Other, ...]


@dataclass(frozen=True, eq=False)
class Taken:
    """What became of the calls of one replication in the rooms that have call-takers, minutes."""

    rooms: CallRooms
    sort: NDArray[np.int32]  # by contact: 0 INCIDENT, 1 TRANSFERRED, 2, ... the others
    room: Ints
    came: Floats
    answered: Floats
    keeps: Floats


def compile_rooms(area: Area, asked: Floats, transfer_s: NDArray[np.float64]) -> CallRooms | None:
    """The rooms, None where no service has call-takers.

    `asked` (types, services) is the probability that a service is asked for anything; `transfer_s` (services that lead,
    services) as it is without queues. InputError where a room gets more calls than its call-takers can ever answer.
    """
    if not len(area.call_takers):
        return None
    rows = {row["service"]: row for row in area.call_rooms.to_dict("records")}
    sites = {row["service"]: row for row in area.control_rooms.to_dict("records")}
    names: list[list[str]] = []
    place: list[str] = []
    room = np.zeros(len(SERVICES), dtype=np.int32)
    for s, service in enumerate(SERVICES):
        joins = sites[service]["site"] if service in rows and rows[service]["pooled"] else f"alone:{service}"
        if joins not in place:
            place.append(joins)
            names.append([])
        room[s] = place.index(joins)
        names[room[s]].append(service)
    takers = np.full((len(names), HOURS), -1, dtype=np.int32)
    for s, service in enumerate(SERVICES):
        if service in rows:
            there = _takers(area, service)
            takers[room[s]] = np.where(takers[room[s]] < 0, there, takers[room[s]] + there)
    per_minute = 60.0
    handling = np.array([float(sites[s]["handling_s"]) if s in sites else 0.0 for s in SERVICES]) / per_minute
    first_of = [SERVICES.index(services[0]) for services in names]
    ranks = sorted({1, *area.other_calls["priority"].tolist()})  # 1 is that of calls that ask for units
    rooms = CallRooms(
        names=tuple("+".join(services) for services in names),
        room=room,
        takers=takers,
        spread=tuple(_spread(rows.get(s)) for s in SERVICES),
        handling=handling,
        keeps=np.array(
            [float(rows[s]["call_s"]) / per_minute if s in rows else handling[i] for i, s in enumerate(SERVICES)]
        ),
        joint=np.array([_joint_s(area, s) for s in SERVICES]) / per_minute,
        transfer=transfer_s[:, first_of] / per_minute,
        lead=np.array([SERVICES.index(s) for s in area.incident_types["lead_service"]], dtype=np.int32),
        others=tuple(
            Other(
                str(row["contact"]),
                SERVICES.index(row["service"]),
                str(row["family"]),
                float(row["annual_count"]),
                float(row["call_s"]) / per_minute,
                ranks.index(row["priority"]),
            )
            for row in area.other_calls.to_dict("records")
            if row["service"] in rows
        ),
    )
    _refuse_overload(area, rooms, asked)
    return rooms


def _takers(area: Area, service: str) -> NDArray[np.int32]:
    """Call-takers of a service by hour of the week (168,)."""
    week = np.zeros(HOURS, dtype=np.int32)
    for row in area.call_takers[area.call_takers["service"] == service].to_dict("records"):
        week[week_hours(row["weekdays"], row["hour_from"], row["hour_to"])] = row["call_takers"]
    return week


def _spread(row: dict[Any, Any] | None) -> Spread:
    if row is None:
        return Spread()
    return Spread(exponential=True) if row["spread"] == "exponential" else Spread(sigma=float(row["sigma"]))


def _joint_s(area: Area, service: str) -> float:
    try:
        return area.parameter("joint_transfer_s", service)
    except KeyError:
        return 0.0


def _refuse_overload(area: Area, rooms: CallRooms, asked: Floats) -> None:
    """InputError where calls bring a room as much work as its call-takers have hours, or more."""
    work = np.zeros(len(rooms.names))  # minutes a year
    yearly = area.incident_types["annual_count"].to_numpy(dtype=np.float64)
    for i, lead in enumerate(rooms.lead):
        work[rooms.room[lead]] += yearly[i] * rooms.keeps[lead]
        for r in range(len(rooms.names)):
            if r != rooms.room[lead]:
                sent = 1.0 - np.prod(1.0 - asked[i, rooms.room == r])
                work[r] += yearly[i] * sent * rooms.transfer[lead, r]
    for other in rooms.others:
        work[rooms.room[other.service]] += other.annual_count * other.minutes
    weeks = DAYS_PER_YEAR / 7.0
    problems = []
    for r, name in enumerate(rooms.names):
        hours, there = work[r] / 60.0 / weeks, float(rooms.takers[r].sum())
        if rooms.takers[r].min() >= 0 and hours >= there:
            what = f"calls bring the {name} room {hours:,.0f} hours of work a week for {there:,.0f} of its call-takers."
            remedy = "Give it more call-takers, or fewer or shorter calls: its queue would grow without end."
            problems.append(Problem("call_takers.csv", what, remedy, None, "call_takers"))
    if problems:
        raise InputError(problems)


def take_calls(rooms: CallRooms, area: Area, calls: Calls, wanted: Flags) -> tuple[Floats, Taken]:
    """When each service is asked for its units (services, calls), and what became of every call in the rooms.

    `wanted` (services, calls) says which services are sent anything.
    """
    incidents, luck = _incidents(rooms, area, calls)
    others, sort = _others(rooms, area, calls)
    contacts = np.concatenate([incidents, others])
    by_time = np.argsort(contacts["time"], kind="stable")
    contacts, sort = contacts[by_time], np.concatenate([np.zeros(len(incidents), np.int32), sort])[by_time]
    lead = rooms.lead[calls.incident_type]
    onward = np.full((len(calls), len(rooms.names)), np.nan)
    for s in reversed(range(len(SERVICES))):  # one request a room: the first of its services sets how long it takes
        away = np.nonzero(wanted[s] & (rooms.room[s] != rooms.room[lead]))[0]
        onward[away, rooms.room[s]] = rooms.transfer[lead[away], rooms.room[s]] * luck[s, away]
    answered, came, answered_there = answer_calls(contacts, onward, rooms.takers)

    own = contacts["call"] >= 0
    asked_here = np.empty(len(calls))
    asked_here[contacts["call"][own]] = answered[own] + contacts["asks"][own]
    asked_at = np.full(wanted.shape, np.nan)
    for s in range(len(SERVICES)):
        here = rooms.room[s] == rooms.room[lead]
        joint = np.where(lead == s, 0.0, rooms.joint[lead])
        there = answered_there[:, rooms.room[s]] + onward[:, rooms.room[s]]
        asked_at[s] = np.where(here, asked_here + joint, there)
    call, to = np.nonzero(np.isfinite(came))
    taken = Taken(
        rooms=rooms,
        sort=np.concatenate([sort, np.ones(len(call), np.int32)]),
        room=np.concatenate([contacts["room"], to.astype(np.int32)]),
        came=np.concatenate([contacts["time"], came[call, to]]),
        answered=np.concatenate([answered, answered_there[call, to]]),
        keeps=np.concatenate([contacts["keeps"], onward[call, to]]),
    )
    return asked_at, taken


def _incidents(rooms: CallRooms, area: Area, calls: Calls) -> tuple[Records, Floats]:
    """The calls as the leading service's room gets them, and the luck of each call in each service's room."""
    luck = np.ones((len(SERVICES), len(calls)))
    for i, name in enumerate(area.incident_types["incident_type"]):
        of = np.nonzero(calls.incident_type == i)[0]
        for s, spread in enumerate(rooms.spread):
            luck[s, of] = spread.multipliers(
                stream(calls.seed, calls.replication, "answering", key_of(name), s), len(of)
            )
    lead = rooms.lead[calls.incident_type]
    own = luck[lead, np.arange(len(calls))]
    contacts = np.zeros(len(calls), dtype=CONTACT)
    contacts["time"], contacts["room"], contacts["rank"] = calls.time_min, rooms.room[lead], 0
    contacts["asks"], contacts["keeps"] = rooms.handling[lead] * own, rooms.keeps[lead] * own
    contacts["call"] = np.arange(len(calls))
    return contacts, luck


def _others(rooms: CallRooms, area: Area, calls: Calls) -> tuple[Records, NDArray[np.int32]]:
    """Calls that ask for no unit, and of which sort each is."""
    horizon = calls.warm_up_days + calls.days
    _, profiles = family_tables(area)
    by_day = day_factors(area, horizon, calls.seed, calls.replication)
    parts, sorts = [np.zeros(0, dtype=CONTACT)], [np.zeros(0, dtype=np.int32)]
    for k, other in enumerate(rooms.others):
        draw = stream(calls.seed, calls.replication, "contacts", key_of(other.name))
        day = draw_days(draw, other.annual_count, horizon, by_day.get(other.family))
        n = len(day)
        part = np.zeros(n, dtype=CONTACT)
        part["time"] = day * MINUTES_PER_DAY + 60.0 * np.interp(draw.random(n), profiles[other.family], np.arange(25.0))
        part["keeps"] = other.minutes * rooms.spread[other.service].multipliers(draw, n)
        part["room"], part["rank"], part["call"] = rooms.room[other.service], other.rank, -1
        parts.append(part)
        sorts.append(np.full(n, 2 + k, dtype=np.int32))
    return np.concatenate(parts), np.concatenate(sorts)
