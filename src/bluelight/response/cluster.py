"""The same work on many machines: pieces of it go to the workers of a Dask cluster, and their answers come back.

A piece is one replication of some options: a function of the areas, the settings and its number alone, so it does not
matter which worker answers it, when, or how often. The areas travel once, as the result of a task and not by Dask's
`scatter`: what a dead worker held is then made again from what the scheduler keeps, where scattered data is lost
(dask/distributed issues 3149 and 5704).
"""

from __future__ import annotations

import dataclasses
import math
import pickle
import queue
import threading
import time
import uuid
from collections.abc import Generator, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bluelight.errors import BluelightError
from bluelight.response.joining import WITHOUT_WORKERS_S, check_workers, joined, unlike
from bluelight.response.room import check_room
from bluelight.response.run import Answer, Options, Work
from bluelight.response.software import Software, software

if TYPE_CHECKING:
    from distributed import Client, Future

PIECES_PER_THREAD = 4  # enough that nobody waits long for the last piece
LOOKS_EVERY_S = 1.0
FETCHING_S = 30.0  # longer than the slowest network needs for the answers of one piece
LARGEST_PIECE = 16  # options: what is done again when a worker dies


def by_cluster(work: Work, address: str) -> Generator[Answer]:
    """Every answer of some work, in no order, from the workers of the scheduler at `address`.

    Closing it takes back what has not been answered. Raises BluelightError where there is no such cluster, where its
    workers have other software than this process, and where it is lost or its workers die again and again.
    """
    if work.calls is not None:
        raise BluelightError("calls drawn before are answered by this machine only. Leave out the cluster.")
    with joined(address) as client:
        threads = check_workers(client, address)
        yield from _gather(client, address, work, pieces(list(work.areas), work.replications, threads))


def pieces(names: Sequence[str], replications: int, threads: int) -> list[tuple[int, list[str]]]:
    """Replications and the options of each, so small that all threads are busy to the end; replications in order."""
    wanted = math.ceil(PIECES_PER_THREAD * threads / replications)
    count = min(max(wanted, math.ceil(len(names) / LARGEST_PIECE)), len(names))
    cuts = [round(len(names) * i / count) for i in range(count + 1)] if count else []
    parts = [list(names[a:b]) for a, b in pairwise(cuts)]
    return [(replication, part) for replication in range(replications) for part in parts]


def _gather(client: Client, address: str, work: Work, wanted: list[tuple[int, list[str]]]) -> Generator[Answer]:
    name = f"bluelight-{uuid.uuid4().hex}"
    done: queue.SimpleQueue[Future] = queue.SimpleQueue()
    # Shapes are for maps: nothing that is simulated depends on them, and they are most of what an area weighs.
    areas = {
        key: dataclasses.replace(area, zone_shapes=None, boundary=None, reach=None) for key, area in work.areas.items()
    }
    packed = client.submit(bytes, pickle.dumps(dataclasses.replace(work, areas=areas)), key=f"{name}-areas")
    pending = {
        future.key: future
        for number, (replication, names) in enumerate(wanted)
        for future in [client.submit(_answer, packed, software(), replication, names, key=f"{name}-{number}")]
    }
    watch = _Watch(client, address)
    try:
        for future in pending.values():
            future.add_done_callback(done.put)
        while pending:
            future = _next(done, watch)
            yield from _result(future, watch)
            del pending[future.key]
    finally:
        with suppress(Exception):  # where the cluster is lost there is nothing to take back
            client.cancel([packed, *pending.values()], force=True)


class _Watch:
    """Looks whether anybody is left to do the work, while waiting for it."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.alone_since: float | None = None

    def look(self) -> None:
        """BluelightError where there has been no worker for a while."""
        workers = 0
        with suppress(Exception):  # where the scheduler is lost, its futures say so
            workers = self.client.scheduler_info(n_workers=0)["n_workers"]
        self.alone_since = None if workers else self.alone_since or time.monotonic()
        if self.alone_since is not None and time.monotonic() - self.alone_since >= WITHOUT_WORKERS_S:
            raise BluelightError(
                f"The cluster at {self.address} has had no worker for {WITHOUT_WORKERS_S:.0f} seconds, with work left. "
                "Look in the logs of its workers, start them again, and run this again."
            )


def _next(done: queue.SimpleQueue[Future], watch: _Watch) -> Future:
    """The next piece that is done."""
    while True:
        try:
            return done.get(timeout=LOOKS_EVERY_S)
        except queue.Empty:
            watch.look()


def _result(future: Future, watch: _Watch) -> list[Answer]:
    """What a piece gave, or the error that a user can act on."""
    from distributed import CancelledError, KilledWorker

    address = watch.address
    try:
        while True:
            # Whoever held it may have died since; then somebody has to do it again.
            with suppress(TimeoutError):
                answers: list[Answer] = future.result(timeout=FETCHING_S)
                return answers
            watch.look()
    except CancelledError as error:
        raise BluelightError(
            f"The cluster at {address} was lost before the work was done: its scheduler stopped, or cannot be reached "
            "any more. Nothing was written. Start it again, and run this again."
        ) from error
    except KilledWorker as error:
        raise BluelightError(
            f"The cluster at {address} gave up: {error.allowed_failures + 1} workers died, one after another, at the "
            f"same piece of work, the last of them {error.last_worker.address}. Most often a worker is stopped because "
            "it uses too much memory: start workers with a higher --memory-limit or fewer --nthreads, and look in "
            "their logs."
        ) from error
    except MemoryError as error:
        raise BluelightError(
            f"A worker of the cluster at {address} has too little memory: {error or 'it could get no more'}. Start its "
            "workers with fewer --nthreads, or on machines with more memory."
        ) from error
    except (ImportError, AttributeError, pickle.UnpicklingError) as error:
        raise BluelightError(
            f"A worker of the cluster at {address} cannot load Bluelight ({error}). Install the same Bluelight on "
            "every machine, start each worker from that installation, and run this again."
        ) from error


# What follows runs on the workers.

_one_at_a_time = threading.Lock()


def _answer(packed: bytes, expected: Software, replication: int, names: list[str]) -> list[Answer]:
    """A piece of work. BluelightError where this worker has other software than was expected."""
    wrong = _unlike_here(expected)
    if wrong:
        raise BluelightError(wrong)
    with _one_at_a_time:
        options = _unpacked(packed)
    return list(options.replicate(replication, names))


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Options:
    """Kept until the next study, so that each option is compiled once on each worker."""
    work: Work = pickle.loads(packed)
    check_room(work.areas.values(), work.warm_up_days + work.days, at_once=1)
    return Options(work)


@cache
def _unlike_here(expected: Software) -> str:
    from distributed import get_worker

    wrong = [f"worker {get_worker().address}: {difference}" for difference in expected.apart(software())]
    return unlike(wrong) if wrong else ""
