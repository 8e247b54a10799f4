"""Simulate: the same calls, answered under one or several options, replication by replication."""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bluelight.area import Area
from bluelight.errors import BluelightError, InputError, Problem
from bluelight.response.arrays import Flags
from bluelight.response.calls_answered import calls_answered
from bluelight.response.demand import Calls, draw_calls, highest_order
from bluelight.response.kernel import run
from bluelight.response.load import load_of
from bluelight.response.performance import Performance, Summary, combine
from bluelight.response.requests import Attendance, ask, compile_attendance
from bluelight.response.scenario import Scenario, compile_scenario, draw_shifts
from bluelight.response.size import check_size
from bluelight.response.summary import summarise, usual_types
from bluelight.travel import travel_times

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Ready:
    """An area compiled: all that a replication needs."""

    area: Area
    scenario: Scenario
    attendance: Attendance
    to_hospital: NDArray[np.float64]
    hospital_place: NDArray[np.int32]


def simulate(
    area: Area,
    *,
    days: int = 365,
    warm_up_days: int = 7,
    replications: int = 10,
    seed: int = 1,
    calls: Sequence[Calls] | None = None,
    progress: Progress | None = None,
    workers: int = 1,
) -> Performance:
    """Simulate an area: `replications` times `days` days, after a warm-up that is not counted.

    The same area, seed and settings give the same Performance, however many `workers` (threads) share the work.
    `calls`, one per replication, answers calls drawn before instead of drawing them. `progress` is told, from the
    thread that called, the step and the share done. Raises InputError where the area asks for what it does not have,
    BluelightError where a setting is out of range or a request is never answered.
    """
    return simulate_options(
        {area.id: area},
        days=days,
        warm_up_days=warm_up_days,
        replications=replications,
        seed=seed,
        calls=calls,
        progress=progress,
        workers=workers,
    )[area.id]


def simulate_options(
    areas: Mapping[str, Area],
    *,
    days: int = 365,
    warm_up_days: int = 7,
    replications: int = 10,
    seed: int = 1,
    calls: Sequence[Calls] | None = None,
    progress: Progress | None = None,
    workers: int = 1,
) -> dict[str, Performance]:
    """Simulate several options of one area on the same calls, absences and luck; as `simulate` for each.

    Calls are drawn once per replication; an option that changes demand has its own for the types it changes.
    """
    _check_settings(days, warm_up_days, replications, seed, workers, calls)
    for area in areas.values():
        check_size(area, days, warm_up_days, replications)
    ready = {name: prepare(area) for name, area in areas.items()}
    usual = usual_types(next(iter(areas.values()))) if areas else None
    orders = max((highest_order(area) for area in areas.values()), default=0)
    total = replications * len(ready)
    done: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()
    summaries: list[dict[str, Summary]] = [{} for _ in range(replications)]

    def replicate(replication: int) -> None:
        drawn: dict[object, Calls] = {}
        for name, option in ready.items():
            demand = _demand_of(option.area)
            if calls is not None:
                drawn[demand] = calls[replication]
            elif demand not in drawn:
                drawn[demand] = draw_calls(option.area, days, seed, replication, warm_up_days, orders)
            summaries[replication][name] = _replicate(option, drawn[demand], usual)
            done.put(None)

    def guarded(replication: int) -> None:
        try:
            replicate(replication)
        except BaseException as error:
            done.put(error)

    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="replication") as pool:
        for replication in range(replications):
            pool.submit(guarded, replication)
        try:
            for step in range(total):
                error = done.get()
                if error is not None:
                    raise error
                if progress is not None:
                    progress("Simulating response", (step + 1) / total)
        except BaseException:  # a fault, or somebody who will wait no longer: leave what has not been started
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return {
        name: combine(option.area, [s[name] for s in summaries], days, seed, warm_up_days)
        for name, option in ready.items()
    }


def prepare(area: Area) -> Ready:
    """Compile an area, with its travel times. InputError where it asks for what it does not have."""
    travel = travel_times(area)
    scenario = compile_scenario(area, travel)
    stranded = np.nonzero(~np.isfinite(travel.to_hospital).any(axis=1))[0]
    if len(stranded) and len(area.hospitals):
        raise InputError(
            Problem(
                "hospital_minutes.csv",
                f"zone {area.zones['zone'].iloc[i]} has no time to any hospital.",
                "Add a row for it.",
            )
            for i in stranded
        )
    site_row = {site: i for i, site in enumerate(travel.site_ids)}
    return Ready(
        area=area,
        scenario=scenario,
        attendance=compile_attendance(area, scenario),
        to_hospital=travel.to_hospital,
        hospital_place=np.array([site_row[s] for s in area.hospitals["site"]], dtype=np.int32),
    )


def _replicate(option: Ready, calls: Calls, usual: Flags | None) -> Summary:
    hours = (calls.warm_up_days + calls.days) * 24
    duty, on_duty = draw_shifts(option.scenario, hours, calls.seed, calls.replication)
    asked = ask(calls, option.scenario, option.attendance, option.to_hospital, option.hospital_place)
    rules = option.scenario.rules._replace(care=asked.care)
    outcome = run(option.scenario.map, option.scenario.fleet, duty, asked.requests, rules)
    summary = summarise(option.area, calls, asked, outcome, on_duty, usual)
    load = load_of(option.area, calls, outcome, on_duty)
    return replace(summary, calls_answered=calls_answered(calls, asked.taken), load=load)


def _demand_of(area: Area) -> object:
    """What the calls depend on; areas for which it is equal have the same calls."""
    types = area.incident_types[["incident_type", "family", "annual_count"]]
    tables = area.zones, area.demand, area.hours, area.weekdays, area.spates
    return *map(id, tables), types.to_json()


def _check_settings(
    days: int, warm_up_days: int, replications: int, seed: int, workers: int, calls: Sequence[Calls] | None
) -> None:
    for name, value, least in (
        ("days", days, 1),
        ("warm-up days", warm_up_days, 0),
        ("replications", replications, 1),
        ("seed", seed, 0),
        ("workers", workers, 1),
    ):
        if value < least:
            raise BluelightError(f"{name}: {value} is too few. Give at least {least}.")
    if calls is not None:
        wrong = [c for c in calls if (c.days, c.warm_up_days, c.seed) != (days, warm_up_days, seed)]
        if wrong or len(calls) != replications:
            raise BluelightError("calls: they were drawn for other days, seed or replications. Draw them anew.")
