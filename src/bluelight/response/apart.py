"""Services that never meet are answered apart, so that an option answers anew only what it changes.

Kinds of unit stand in for one another within a service, and in another service only where the pack says so. Services
without such a tie share calls and places, but no unit: what one of them does depends on its own units and requests
alone. Each group of tied services is therefore simulated by itself, and what comes of it is kept, by the content of all
that it depends on, for the next option of the same replication.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.response.arrays import Breaks, Duty, Flags, Floats, Records
from bluelight.response.breaks_given import breaks_given
from bluelight.response.calls_answered import calls_answered
from bluelight.response.demand import Calls
from bluelight.response.duty import Luck
from bluelight.response.load import load_of
from bluelight.response.overrun import overrun_minutes
from bluelight.response.performance import Summary, Told
from bluelight.response.ready import Ready
from bluelight.response.requests import Asked, ask
from bluelight.response.rules.shifts import hours_on
from bluelight.response.rules.turnout import column_of_unit
from bluelight.response.scenario import Scenario, draw_shifts
from bluelight.response.summary import Counted, Work, count, put_together, refuse_unanswered, tell, work_of
from bluelight.response.whole import answer_asked, breaks_of

T = TypeVar("T")
# What says nothing of what is asked for, nor of how answers are summarised: units act through their own digest.
UNASKED = frozenset(
    {"id", "name", "summary", "year", "notices", "units", "site_functions", "site_figures", "shared", "costs"}
    | {"assumptions", "zone_shapes", "boundary", "reach"}
)
KEPT = 6  # answers of a group that are kept for later options, some 5 MB each


@dataclass
class Memory:
    """What the options of one replication share."""

    luck: Luck = field(default_factory=dict)
    counted: dict[object, Counted] = field(default_factory=dict)
    asked: OrderedDict[object, list[Part]] = field(default_factory=OrderedDict)
    answered: OrderedDict[object, AnsweredPart] = field(default_factory=OrderedDict)


def _keep(memory: OrderedDict[object, T], key: object, value: T, most: int) -> T:
    """Keep a value for later; those not asked for longest are forgotten."""
    memory[key] = value
    while len(memory) > most:
        memory.popitem(last=False)
    return value


@dataclass(frozen=True, eq=False)
class Part:
    """The requests of one group of services."""

    whole: Asked  # of all groups
    services: tuple[int, ...]  # rows of SERVICES
    rows: NDArray[np.int64]  # of `whole` that are its own
    own: Asked
    digest: bytes


@dataclass(frozen=True, eq=False)
class AnsweredPart:
    """What comes of one group of services; units count within the group."""

    told: dict[int, Told]  # by service
    load: dict[int, Floats]
    work: Work
    never: NDArray[np.int64]  # requests of the group that nobody answered
    breaks: Records | None = None  # of all units; a group of its own has none


def replicate_option(option: Ready, calls: Calls, usual: Flags, memory: Memory, brief: bool = False) -> Summary:
    """One replication of an option, summarised. BluelightError where somebody waited for ever.

    `memory` is that of the replication, and its options are told apart by content. `usual` and `brief` are as for
    `summarise`.
    """
    area, scenario = option.area, option.scenario
    hours = (calls.warm_up_days + calls.days) * 24
    duty, on_duty = draw_shifts(scenario, hours, calls.seed, calls.replication, memory.luck)
    breaks = breaks_of(option, hours)
    counted = memory.counted.get((id(calls), id(area.zones)))
    if counted is None:
        counted = memory.counted[id(calls), id(area.zones)] = count(area, calls)
    asked_key = id(calls), _other_parts(area), scenario.kinds, scenario.map.first_zone, breaks is None
    parts = memory.asked.get(asked_key)
    if parts is None:
        parts = _keep(memory.asked, asked_key, split(option, calls), 2)
    services = np.array([SERVICES.index(service) for service in area.units["service"]], dtype=np.int64)
    told: list[Told | None] = [None] * len(SERVICES)
    loads: list[Floats | None] = [None] * len(SERVICES)
    work = Work.of_nobody(len(area.units))
    never = []
    rests: Records | None = None
    for part in parts:
        members = np.nonzero(np.isin(services, part.services))[0]
        shifts = _duty_of(duty, members)
        key = asked_key, usual.tobytes(), brief, part.services, _digest(scenario, shifts, members, part, breaks)
        found = memory.answered.get(key)
        if found is None:
            answered = _answer(option, counted, shifts, on_duty, members, part, usual, brief, breaks)
            found = _keep(memory.answered, key, answered, KEPT * len(parts))
        memory.answered.move_to_end(key)
        for service in part.services:
            told[service], loads[service] = found.told.get(service), found.load.get(service)
        for all_units, own in zip(work, found.work, strict=True):
            all_units[members] = own
        never.append(part.rows[found.never])
        rests = found.breaks
    whole = parts[0].whole
    refuse_unanswered(area, calls, whole, np.sort(np.concatenate(never)))
    summary = put_together(area, counted, [t for t in told if t is not None], work, on_duty)
    return dataclasses.replace(
        summary,
        calls_answered=None if whole.taken is None else calls_answered(calls, whole.taken),
        load=None if brief else tuple(load for load in loads if load is not None),
        breaks=None if rests is None else breaks_given(area, calls, rests),
    )


def groups_of(scenario: Scenario) -> list[tuple[int, ...]]:
    """Services (rows of SERVICES) that may answer for one another, in groups."""
    label = list(range(len(SERVICES)))
    if scenario.rules.preference is not None:
        for asked, sent in zip(*np.nonzero(scenario.rules.preference >= 0), strict=True):
            one, other = (label[SERVICES.index(scenario.kinds[k][0])] for k in (asked, sent))
            label = [one if of == other else of for of in label]
    return [tuple(s for s, of in enumerate(label) if of == group) for group in sorted(set(label))]


def _other_parts(area: Area) -> tuple[int, ...]:
    """All that requests and figures may depend on, by which objects it is: options share what they leave as it was."""
    return tuple(id(getattr(area, f.name)) for f in dataclasses.fields(area) if f.name not in UNASKED)


def split(option: Ready, calls: Calls) -> list[Part]:
    """The requests of each group of services."""
    asked = ask(calls, option.scenario, option.attendance, option.to_hospital, option.hospital_place)
    kind_service = np.array([SERVICES.index(service) for service, _ in option.scenario.kinds], dtype=np.int8)
    groups = groups_of(option.scenario)
    if option.windows is not None or asked.later is not None:  # where anybody's arrival may make others be sent
        groups = [tuple(range(len(SERVICES)))]
    parts = []
    for services in groups:
        rows = np.nonzero(np.isin(kind_service, services)[asked.requests["kind"]])[0]
        own = (
            asked
            if len(groups) == 1
            else Asked(
                requests=asked.requests[rows],
                call=asked.call[rows],
                order=asked.order[rows],
                service=asked.service[rows],
                care=None if asked.care is None else asked.care._replace(patient=asked.care.patient[rows]),
                turnout=None if asked.turnout is None else asked.turnout._replace(luck=asked.turnout.luck[rows]),
            )
        )
        sha = hashlib.blake2b()
        luck = None if own.turnout is None else own.turnout.luck  # whose it is depends on an option's units
        for value in (own.requests, own.call, own.service, own.care, own.later, luck):
            _add(sha, value)
        parts.append(Part(asked, services, rows, own, sha.digest()))
    return parts


def _duty_of(duty: Duty, members: NDArray[np.int64]) -> Duty:
    """Duty with nobody ever on it but some units."""
    mine = np.zeros(len(duty.at_start), dtype=np.bool_)
    mine[members] = True
    kept = mine[duty.unit]
    return duty._replace(at_start=duty.at_start & mine, time=duty.time[kept], unit=duty.unit[kept], on=duty.on[kept])


def _digest(scenario: Scenario, duty: Duty, members: NDArray[np.int64], part: Part, breaks: Breaks | None) -> bytes:
    """All that the answers of a group depend on, by content: places, its units, their duty, its requests, the rules."""
    fleet, units = scenario.fleet, scenario.fleet.units[members]
    place = np.zeros(len(scenario.fleet.units), dtype=np.int64)
    place[members] = np.arange(len(members))
    patrol = units["patrol"][units["patrol"] >= 0]
    sha = hashlib.blake2b(part.digest)
    for value in (
        id(scenario.map),
        scenario.kinds,
        units["kind"],
        units["home"],
        units["patrol"] >= 0,
        fleet.turnout[:, members],
        fleet.kinds["scale"],
        fleet.kinds["speed_home"],
        duty.at_start[members],
        duty.time,
        place[duty.unit],
        duty.on,
        duty.beats[:, patrol],
        hours_on(scenario.area)[:, members],
        scenario.rules,
        None if part.own.turnout is None else column_of_unit(scenario.area)[members],
        breaks,
    ):
        _add(sha, value)
    return sha.digest()


def _add(sha: Any, value: object) -> None:
    """Add a value to a digest: arrays by their bytes, tuples part by part."""
    if isinstance(value, np.ndarray):
        sha.update(f"{value.dtype}{value.shape}".encode())
        sha.update(np.ascontiguousarray(value).tobytes())
    elif isinstance(value, tuple):
        for each in value:
            _add(sha, each)
    else:
        sha.update(repr(value).encode())


def _answer(
    option: Ready,
    counted: Counted,
    duty: Duty,
    on_duty: Flags,
    members: NDArray[np.int64],
    part: Part,
    usual: Flags,
    brief: bool,
    breaks: Breaks | None,
) -> AnsweredPart:
    area, scenario, calls = option.area, option.scenario, counted.calls
    own = part.own
    if own.turnout is not None:  # drawn for an option that may have other units
        own = dataclasses.replace(own, turnout=own.turnout._replace(column=column_of_unit(area)))
    asked, outcome = answer_asked(scenario, duty, own, breaks)
    never = np.nonzero(outcome.answers["unit"] < 0)[0]
    if len(never):
        return AnsweredPart({}, {}, Work.of_nobody(len(members)), never)
    told = {}
    for s in part.services:
        mine = asked.service == s if len(part.services) > 1 else slice(None)
        answers = outcome.answers[mine]
        told[s] = tell(area, counted, s, asked.call[mine], asked.requests[mine], answers, usual[s], brief)
    load = None if brief else load_of(area, calls, outcome, on_duty)
    by_service = {} if load is None else {s: load[:, s].copy() for s in part.services}
    jobs, busy_min = work_of(calls, outcome, len(area.units))
    overrun_min = overrun_minutes(scenario, calls, asked, outcome)
    work = Work(jobs[members], busy_min[members], overrun_min[members])
    return AnsweredPart(told, by_service, work, never, None if breaks is None else outcome.breaks)
