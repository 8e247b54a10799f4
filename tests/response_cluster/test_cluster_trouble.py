"""What goes wrong with clusters, each as a message that says what to do."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import distributed
import numba
import pytest
from tests.response_cluster.conftest import SHORT
from tests.response_cluster.real_cluster import SOURCE, Cluster, cluster, free_port

from bluelight.area import Area
from bluelight.errors import BluelightError, InputError, Problem
from bluelight.response import joining, simulate
from bluelight.response.cluster import by_cluster
from bluelight.response.run import Work
from bluelight.response.software import of_packages, software


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler whose workers each test starts, and stops."""
    # A piece of work that kills two workers is given up, rather than four: to be quick.
    with cluster(tmp_path_factory.mktemp("own"), 0, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1") as started:
        yield started


@contextmanager
def worker(own: Cluster, **how: object) -> Iterator[str]:
    """A worker for a while; its address."""
    number = own.work(**how)  # type: ignore[arg-type]
    try:
        yield own.address_of(number)
    finally:
        own.kill(number)
        own.heard(f"Remove worker addr: {own.address_of(number)}")


def said(work: Callable[[], object]) -> str:
    with pytest.raises(BluelightError) as error:
        work()
    return str(error.value)


@pytest.mark.parametrize("address", ["", "localhost", "http://127.0.0.1:8787", "tcp://127.0.0.1:99999", "tcp://a b:1"])
def test_what_is_no_address_is_refused(area: Area, address: str) -> None:
    assert "such as tcp://host:8786" in said(lambda: simulate(area, cluster=address, **SHORT))


def test_nobody_there_is_said_at_once(area: Area) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    begin = time.monotonic()
    message = said(lambda: simulate(area, cluster=address, **SHORT))
    assert time.monotonic() - begin < 5
    assert f"No cluster at {address}: Connection refused" in message
    assert "dask scheduler" in message


def test_a_host_nobody_knows_is_said(area: Area) -> None:
    assert "No cluster at tcp://no.such.host.invalid:8786" in said(
        lambda: simulate(area, cluster="tcp://no.such.host.invalid:8786", **SHORT)
    )


@pytest.mark.parametrize(("greeting", "message"), [(b"", "answered as a Dask"), (b"SSH-2.0-Open\r\n", "is not a Dask")])
def test_something_else_at_the_port_is_told_apart(
    area: Area, greeting: bytes, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dashboard waits to be asked; a secure shell greets in its own words."""
    monkeypatch.setattr(joining, "PATIENCE_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as other, ThreadPoolExecutor(1) as threads:
        greeted = threads.submit(_greet, other, greeting)
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        assert message in said(lambda: simulate(area, cluster=address, **SHORT))
        greeted.result()


def _greet(other: socket.socket, greeting: bytes) -> None:
    connection, _ = other.accept()
    with connection, suppress(ConnectionError):
        connection.sendall(greeting)
        connection.recv(1)


def test_the_address_of_a_worker_is_told_apart(area: Area, own: Cluster) -> None:
    with worker(own) as address:
        assert f"What answers at {address} is not a scheduler: Worker" in said(
            lambda: simulate(area, cluster=address, **SHORT)
        )


def test_tls_without_a_certificate_is_said(area: Area, own: Cluster) -> None:
    address = own.address.replace("tcp", "tls")
    assert "for tls, the same certificates" in said(lambda: simulate(area, cluster=address, **SHORT))


def test_no_workers_is_said_with_the_command_that_starts_one(
    area: Area, own: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "WITHOUT_WORKERS_S", 0.3)
    assert f"has no workers. Start one on each machine with: dask worker {own.address}" in said(
        lambda: simulate(area, cluster=own.address, **SHORT)
    )


def test_other_packages_are_refused_by_name(area: Area, own: Cluster, tmp_path: Path) -> None:
    """One worker with another numba, one with all that is installed here but Bluelight."""
    other, without = tmp_path / "other", tmp_path / "without"
    metadata = other / "numba-0.1.0.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text("Metadata-Version: 2.1\nName: numba\nVersion: 0.1.0\n", encoding="utf-8")
    without.mkdir()
    for entry in Path(distributed.__file__).parents[1].iterdir():
        if entry.suffix != ".pth" and "bluelight" not in entry.name:
            (without / entry.name).symlink_to(entry)
    with worker(own, path=other) as one, worker(own, python=(sys.executable, "-S"), path=without) as two:
        message = said(lambda: simulate(area, cluster=own.address, **SHORT))
    assert f"worker {one}: numba is 0.1.0, here {numba.__version__}" in message
    assert f"worker {two}: bluelight is not installed, here " in message
    assert "Install the same lock file" in message


def test_the_same_version_with_other_code_is_refused(area: Area, own: Cluster, tmp_path: Path) -> None:
    shutil.copytree(
        SOURCE / "bluelight", tmp_path / "bluelight", ignore=shutil.ignore_patterns("__pycache__", "static")
    )
    with (tmp_path / "bluelight" / "response" / "kernel.py").open("a", encoding="utf-8") as kernel:
        kernel.write("# edited on one machine only\n")
    with worker(own, path=tmp_path) as address:
        message = said(lambda: simulate(area, cluster=own.address, **SHORT))
    assert f"worker {address}: its Bluelight has the same version and other code" in message


class Deadly(Work):
    """Work that stops whoever takes it up, as one that needs more memory than there is."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return os._exit, (1,)


def test_work_that_kills_every_worker_is_given_up(area: Area, own: Cluster) -> None:
    numbers = [own.work(wait=False) for _ in range(2)]
    for number in numbers:
        own.registered(number)
    work = Deadly({"usual": area}, 1, 0, 1, 1)
    message = said(lambda: list(by_cluster(work, own.address)))
    assert "2 workers died, one after another" in message
    assert "--memory-limit" in message


def test_losing_every_worker_midway_is_said(area: Area, own: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bluelight.response.cluster.WITHOUT_WORKERS_S", 0.3)
    monkeypatch.setattr("bluelight.response.cluster.FETCHING_S", 1.0)  # of pieces that were done, and died with it
    with worker(own):
        number = len(own.processes) - 1
        settings = {**SHORT, "replications": 50}
        message = said(
            lambda: simulate(area, cluster=own.address, progress=lambda step, share: own.kill(number), **settings)
        )
    assert "has had no worker" in message


def test_losing_the_scheduler_midway_is_said(area: Area, tmp_path: Path) -> None:
    with cluster(tmp_path, 1) as started:
        settings = {**SHORT, "replications": 50}
        message = said(
            lambda: simulate(area, cluster=started.address, progress=lambda step, share: started.kill(0), **settings)
        )
    assert "was lost before the work was done" in message


def test_problems_survive_the_way_home() -> None:
    import pickle

    error = InputError([Problem("units.csv", "no such site.", "Name one.", 3, "site"), Problem("a", "b", "c")])
    back = pickle.loads(pickle.dumps(error))
    assert back.problems == error.problems
    assert str(back) == str(error)


def test_software_differs_by_what_matters() -> None:
    assert software().apart(software()) == []
    assert of_packages({"python": "3.11.7.final.0"})["python"] == of_packages({"python": "3.11.9.final.0"})["python"]
    assert of_packages({"python": "3.12.0.final.0"})["python"] == "3.12"
