"""A real cluster on loopback: a scheduler and workers, each a process of its own, as `docs/scale.md` starts them."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import bluelight

SOURCE = Path(bluelight.__file__).parents[1]
STARTING_S = 60.0


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.environment = folder, environment
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--port", str(self.port), "--no-dashboard")
        self._wait("Scheduler at", 0)

    def work(
        self, python: Sequence[str] = (sys.executable,), path: Path = SOURCE, wait: bool = True, **more: str
    ) -> int:
        """Start a worker; its number among the processes."""
        arguments = ["--no-nanny", "--no-dashboard", "--nthreads", "1", "--local-directory", str(self.folder)]
        self._start("worker", self.address, *arguments, python=python, path=path, **more)
        number = len(self.processes) - 1
        if wait:
            self.registered(number)
        return number

    def registered(self, number: int) -> None:
        self._wait("Registered to", number)

    def heard(self, words: str) -> None:
        """Wait until the scheduler's log has these words."""
        self._wait(words, 0)

    def log(self, number: int) -> str:
        return (self.folder / f"{number}.log").read_text(encoding="utf-8")

    def address_of(self, number: int) -> str:
        """Of a worker, by the number of its process."""
        found = re.search(r"Start worker at: +(\S+)", self.log(number))
        assert found is not None, self.log(number)
        return found[1]

    def kill(self, number: int) -> None:
        self.processes[number].kill()
        self.processes[number].wait()

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()

    def _start(
        self, what: str, *arguments: str, python: Sequence[str] = (sys.executable,), path: Path = SOURCE, **more: str
    ) -> subprocess.Popen[bytes]:
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [*python, "-m", "dask", what, *arguments, "--host", "127.0.0.1"],
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": str(path), **self.environment, **more},
            )
        self.processes.append(process)
        return process

    def _wait(self, words: str, number: int) -> None:
        until = time.monotonic() + STARTING_S
        while words not in self.log(number):
            if time.monotonic() > until or self.processes[number].poll() is not None:
                raise AssertionError(f"not started: {self.log(number)}")
            time.sleep(0.05)


@contextmanager
def cluster(folder: Path, workers: int, **environment: str) -> Iterator[Cluster]:
    started = Cluster(folder, **environment)
    try:
        numbers = [started.work(wait=False) for _ in range(workers)]
        for number in numbers:
            started.registered(number)
        yield started
    finally:
        started.stop()
