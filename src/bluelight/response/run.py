"""Simulate: the same calls, answered under one or several options, replication by replication."""

from __future__ import annotations

import dataclasses
import queue
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from bluelight.area import Area
from bluelight.errors import BluelightError
from bluelight.response.apart import Memory, replicate_option
from bluelight.response.demand import Calls, draw_calls, highest_order
from bluelight.response.load import LoadOfDays
from bluelight.response.performance import Performance, Shelves, Summary, combine
from bluelight.response.ready import Ready, prepare
from bluelight.response.room import check_room
from bluelight.response.size import check_size
from bluelight.response.summary import usual_types

Progress = Callable[[str, float], None]
Answer = tuple[int, str, Summary]  # replication, option and how it responded


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
    cluster: str | None = None,
    brief: bool = False,
) -> Performance:
    """Simulate an area: `replications` times `days` days, after a warm-up that is not counted.

    The same area, seed and settings give the same Performance, however many `workers` (threads) share the work, and
    where the workers of a Dask `cluster` (the address of its scheduler) do it in their place.
    `calls`, one per replication, answers calls drawn before instead of drawing them. `progress` is told, from the
    thread that called, the step and the share done. `brief` leaves out rows by zone and hour and the load, which are
    most of what hundreds of options would have to keep. Raises InputError where the area asks for what it does not
    have, BluelightError where a setting is out of range or a request is never answered.
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
        cluster=cluster,
        brief=brief,
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
    cluster: str | None = None,
    brief: bool = False,
) -> dict[str, Performance]:
    """Simulate several options of one area on the same calls, absences and luck; as `simulate` for each.

    Calls are drawn once per replication; an option that changes demand has its own for the types it changes. What an
    option leaves as it was under another is not worked out again.
    """
    _check_settings(days, warm_up_days, replications, seed, workers, calls)
    for area in areas.values():
        check_size(area, days, warm_up_days, replications)
    work = Work(dict(areas), days, warm_up_days, replications, seed, calls, brief)
    summaries: list[dict[str, Summary]] = [{} for _ in range(replications)]
    loads = {name: LoadOfDays(days * replications) for name in areas}
    shelves = Shelves()
    total = replications * len(areas)
    with closing(_answers(work, workers, cluster)) as answers:
        for step, (replication, name, summary) in enumerate(answers, start=1):
            if summary.load is not None:
                loads[name].add(replication, summary.load)
            summaries[replication][name] = shelves.put(dataclasses.replace(summary, load=None))
            if progress is not None:
                progress("Simulating response", step / total)
    return {
        name: combine(area, [s.pop(name) for s in summaries], loads.pop(name).table(), days, seed, warm_up_days)
        for name, area in areas.items()
    }


@dataclass(frozen=True, eq=False)
class Work:
    """All that the answers of every replication depend on. It may be sent to another machine."""

    areas: dict[str, Area]
    days: int
    warm_up_days: int
    replications: int
    seed: int
    calls: Sequence[Calls] | None = None
    brief: bool = False


class Options:
    """The options of some work, each compiled when it is first asked for. Threads may share them."""

    def __init__(self, work: Work) -> None:
        areas = list(work.areas.values())
        self.work = work
        self.usual = usual_types(areas[0]) if areas else np.zeros((0, 0), dtype=np.bool_)
        self.orders = max((highest_order(area) for area in areas), default=0)
        self._ready: dict[str, Ready] = {}
        self._lock = threading.Lock()

    def ready(self, name: str) -> Ready:
        """An option compiled. InputError where it asks for what it does not have."""
        with self._lock:
            if name not in self._ready:
                self._ready[name] = prepare(self.work.areas[name])
            return self._ready[name]

    def replicate(self, replication: int, names: Sequence[str]) -> Iterator[Answer]:
        """One replication of some of the options, on the same calls. It depends on nothing else that is done."""
        work = self.work
        drawn: dict[object, Calls] = {}
        memory = Memory()
        for name in names:
            option = self.ready(name)
            demand = _demand_of(option.area)
            if work.calls is not None:
                drawn[demand] = work.calls[replication]
            elif demand not in drawn:
                drawn[demand] = draw_calls(
                    option.area, work.days, work.seed, replication, work.warm_up_days, self.orders
                )
            summary = replicate_option(option, drawn[demand], self.usual, memory, work.brief)
            yield replication, name, summary


def _answers(work: Work, workers: int, cluster: str | None) -> Generator[Answer]:
    """Every answer of some work, in no order. Closing it leaves what has not been started."""
    if cluster is None:
        return _by_threads(work, workers)
    from bluelight.response.cluster import by_cluster

    return by_cluster(work, cluster)


def _by_threads(work: Work, workers: int) -> Generator[Answer]:
    check_room(work.areas.values(), work.warm_up_days + work.days, min(workers, work.replications))
    options, names = Options(work), list(work.areas)
    for name in names:
        options.ready(name)
    done: queue.SimpleQueue[Answer | BaseException] = queue.SimpleQueue()

    def replicate(replication: int) -> None:
        try:
            for answer in options.replicate(replication, names):
                done.put(answer)
        except BaseException as error:
            done.put(error)

    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="replication") as pool:
        for replication in range(work.replications):
            pool.submit(replicate, replication)
        try:
            for _ in range(work.replications * len(names)):
                answer = done.get()
                if isinstance(answer, BaseException):
                    raise answer
                yield answer
        except BaseException:  # a fault, or somebody who will wait no longer: leave what has not been started
            pool.shutdown(wait=True, cancel_futures=True)
            raise


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
