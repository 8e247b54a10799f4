"""The register's pages from a real server process on loopback: request to last byte, one after another."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from benchmarks.registry import Row

from bluelight.register import load_register

LIMIT_MS = 50.0
REQUESTS = 200
STARTING_S = 120


def run() -> list[Row]:
    """The list with every order and filter, searches for words of the register itself, and pages of entries."""
    draw = random.Random(1)
    register = load_register()
    words = sorted(
        {word for entry in register.collaborations for word in re.findall(r"[a-z]{4,}", entry.summary.lower())}
    )
    themes = sorted({entry.theme for entry in register.collaborations})
    asked = [
        {"sort": draw.choice(["name", "newest", "latest", "evidence"]), name: value}
        for _ in range(REQUESTS)
        for name, value in [
            draw.choice([("page", draw.randint(1, 9)), ("theme", draw.choice(themes)), ("service", "fire")])
        ]
    ]
    lists = [f"/register/?{urlencode(each)}" for each in asked]
    searches = [
        f"/register/?{urlencode({'q': ' '.join(draw.sample(words, draw.randint(1, 2)))})}" for _ in range(REQUESTS)
    ]
    entries = [f"/register/{entry.slug}/" for entry in draw.sample(register.collaborations, REQUESTS // 2)]
    with _server() as connection:
        _times(connection, [*lists[:10], *searches[:10], *entries[:10]])
        return [
            _row("register list", _times(connection, lists), LIMIT_MS),
            _row("register search", _times(connection, searches), LIMIT_MS),
            _row("collaboration page", _times(connection, entries), None),
        ]


def _row(name: str, times: list[float], limit: float | None) -> Row:
    figure = statistics.quantiles(times, n=20)[-1]
    target = f"at most {limit:g} ms" if limit else ""
    return Row(
        f"service: {name}, 95th percentile of {len(times)}", figure, "ms", target, figure <= limit if limit else None
    )


def _times(connection: http.client.HTTPConnection, paths: list[str]) -> list[float]:
    """Milliseconds each request took; any answer but 200 is an error of the benchmark."""
    taken = []
    for path in paths:
        begin = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        taken.append((time.perf_counter() - begin) * 1000)
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
    return taken


@contextlib.contextmanager
def _server() -> Iterator[http.client.HTTPConnection]:
    """A server of its own on a new folder, with the shipped register in it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BLUELIGHT_DATA": folder}
        server = subprocess.Popen(
            [sys.executable, "-m", "bluelight.cli", "serve", "--port", str(port), "--quiet"], env=environment
        )
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            _wait(connection, server)
            yield connection
            connection.close()
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(connection: http.client.HTTPConnection, server: subprocess.Popen[bytes]) -> None:
    for _ in range(STARTING_S * 5):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            _times(connection, ["/"])
            return
        except OSError:
            connection.close()
            time.sleep(0.2)
    raise RuntimeError(f"the server did not answer within {STARTING_S} s")
