"""Joining a Dask cluster: a scheduler that answers, and workers that would give the figures this machine gives."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import struct
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from bluelight.errors import BluelightError
from bluelight.response.software import apart, of_packages, software

if TYPE_CHECKING:
    from distributed import Client

PATIENCE_S = 5.0  # for the scheduler to answer
WITHOUT_WORKERS_S = 30.0  # for a worker to come, at the start and after the last one was lost

ADDRESS = re.compile(r"(?:(?P<scheme>tcp|tls)://)?(?P<host>\[[0-9a-fA-F:]+\]|[^\s:/\[\]]+):(?P<port>\d{1,5})")
LONGEST_GREETING = 1 << 20  # bytes


@contextmanager
def joined(address: str) -> Iterator[Client]:
    """A client of the scheduler at an address. BluelightError where none answers there within a few seconds."""
    _greet(address)
    import dask
    from distributed import Client

    with _quiet(), dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            with warnings.catch_warnings(), ThreadPoolExecutor(1) as apart_from_any_loop:
                warnings.simplefilter("ignore")  # of versions: they are compared below
                kind = apart_from_any_loop.submit(asyncio.run, _kind(address)).result()
                if "scheduler" not in kind.lower():
                    raise BluelightError(f"What answers at {address} is not a scheduler: {kind}. Give the scheduler's.")
                client = Client(address, timeout=PATIENCE_S, set_as_default=False)
        except (OSError, TypeError, ValueError, RuntimeError) as error:
            raise BluelightError(
                f"Cannot join the cluster at {address}: {error}. Check the address, that the scheduler runs, that both "
                "have the same version of Dask and, for tls, the same certificates."
            ) from error
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=PATIENCE_S)


async def _kind(address: str) -> str:
    """What answers there: a Scheduler, a Worker, a Nanny. Dask's client may wait for ever on all but the first."""
    from distributed.comm import connect
    from distributed.core import send_recv
    from distributed.security import Security

    comm = await connect(address, timeout=PATIENCE_S, **Security().get_connection_args("client"))
    try:
        return str((await asyncio.wait_for(send_recv(comm, op="identity"), PATIENCE_S))["type"])
    finally:
        comm.abort()


def _greet(address: str) -> None:
    """Refuse what is no address, where nobody answers, and what does not answer as Dask does."""
    matched = ADDRESS.fullmatch(address)
    if matched is None or int(matched["port"]) > 65535:
        raise BluelightError(f"{address!r} is no address of a cluster. Give its scheduler's, such as tcp://host:8786.")
    host, port = matched["host"].strip("[]"), int(matched["port"])
    try:
        with socket.create_connection((host, port), timeout=PATIENCE_S) as connection:
            if matched["scheme"] == "tls":
                return
            greeting = connection.recv(8, socket.MSG_WAITALL)
    except TimeoutError as error:
        raise BluelightError(
            f"Nothing at {address} answered as a Dask scheduler does, within {PATIENCE_S:.0f} seconds. Check the host, "
            "the port (the scheduler's, not the dashboard's), any firewall between, and whether it wants tls://."
        ) from error
    except OSError as error:
        raise BluelightError(
            f"No cluster at {address}: {error.strerror or error}. Start one with: dask scheduler --host {host} "
            f"--port {port}"
        ) from error
    # Whoever speaks Dask's protocol sends how long its greeting is, then the greeting.
    if len(greeting) < 8 or struct.unpack("<Q", greeting)[0] > LONGEST_GREETING:
        raise BluelightError(f"What answers at {address} is not a Dask scheduler. Check the host and the port.")


def check_workers(client: Client, address: str) -> int:
    """How many threads the workers have together. BluelightError where there are none, or where software differs."""
    try:
        client.wait_for_workers(1, timeout=WITHOUT_WORKERS_S)
    except TimeoutError as error:
        raise BluelightError(
            f"The cluster at {address} has no workers. Start one on each machine with: dask worker {address}"
        ) from error
    found: dict[str, Any] = client.get_versions(packages=list(software().packages))
    theirs = {"the scheduler": found["scheduler"], **{f"worker {k}": v for k, v in found["workers"].items()}}
    wrong = []
    for who, said in theirs.items():
        ours = of_packages(found["client"]["packages"])
        needed = ours if who != "the scheduler" else {k: ours[k] for k in ("python", "dask", "distributed")}
        wrong += [f"{who}: {difference}" for difference in apart(needed, of_packages(said["packages"]))]
    if wrong:
        raise BluelightError(unlike(wrong))
    return int(client.scheduler_info(n_workers=0)["total_threads"])


def unlike(wrong: Sequence[str]) -> str:
    """What to say of software that is not the same, a sentence for each difference."""
    shown = "\n".join(f"  {line}" for line in wrong[:10]) + ("\n  ..." if len(wrong) > 10 else "")
    return (
        f"The cluster has other software than this machine, so its figures could differ:\n{shown}\n"
        "Install the same lock file everywhere, start the workers again, and run this again."
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask logs tracebacks of every lost connection; what a user can do about one is in our own errors."""
    import distributed  # noqa: F401  its loggers are made when it is imported

    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
