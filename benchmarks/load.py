"""The register under load on SQLite and on PostgreSQL: 20 readers and 5 writers at once, each asking every 5 s.

20,000 collaborations with 100,000 claims are loaded and read through a real server. A shorter run by default, with
2,000 collaborations for a minute on each; `BLUELIGHT_LOAD=full` gives the whole, ten minutes on each. Writers change an
entry through the register's services, in processes of their own; at the end every change must be there.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.big_register import big_register
from benchmarks.postgresql import postgresql, programs
from benchmarks.registry import Row

from bluelight.register import Register, write_register

LIMIT_MS = 150.0
READERS, WRITERS, EVERY_S = 20, 5, 5.0


@dataclass(frozen=True)
class Size:
    """How large the register is, and how long it is read."""

    collaborations: int
    claims_each: int
    seconds: float


SIZES = {"short": Size(2_000, 5, 60.0), "full": Size(20_000, 5, 600.0)}

WRITE = """
import sys, time, random
from pathlib import Path
from bluelight.service.running.start import set_up_django
set_up_django(Path(sys.argv[1]))
from bluelight import register as facts
from bluelight.service.register.models import Collaboration
from bluelight.service.register.reading import collaboration
from bluelight.service.register.services import load_register
writer, until, every = int(sys.argv[2]), time.monotonic() + float(sys.argv[3]), float(sys.argv[4])
slugs = list(Collaboration.objects.order_by("pk").values_list("slug", flat=True))[writer::5]
time.sleep(random.Random(writer).uniform(0, every))
done = 0
while time.monotonic() < until:
    begin = time.perf_counter()
    slug = slugs[done % len(slugs)]
    now = collaboration(Collaboration.objects.for_page().get(slug=slug))
    summary = f"{now.summary} Written by {writer}, turn {done}."
    load_register(facts.Register((now.model_copy(update={"summary": summary}),), (), ()))
    assert Collaboration.objects.get(slug=slug).summary == summary
    taken = time.perf_counter() - begin
    print(slug, taken * 1000, flush=True)
    done += 1
    time.sleep(max(0.0, every - taken))
"""


@dataclass
class Heard:
    """Milliseconds of each kind of request, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, milliseconds: float) -> None:
        with self.lock:
            self.times.setdefault(kind, []).append(milliseconds)

    def wrong(self, what: str) -> None:
        with self.lock:
            self.errors.append(what)


def run() -> list[Row]:
    size = SIZES[os.environ.get("BLUELIGHT_LOAD", "short")]
    register = big_register(size.collaborations, size.claims_each)
    rows = _measured("SQLite", register, size, {})
    bin = programs()
    if bin is None:
        return [*rows, Row("load on PostgreSQL: not measured, no server is installed", 0, "", "", None)]
    with postgresql(bin) as address:
        return rows + _measured("PostgreSQL", register, size, {"BLUELIGHT_DATABASE": address})


def _measured(database: str, register: Register, size: Size, environment: dict[str, str]) -> list[Row]:
    heard = Heard()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        file, data = Path(folder) / "big.json", Path(folder) / "data"
        write_register(register, file)
        env = {**os.environ, **environment}
        cli = [sys.executable, "-m", "bluelight.cli"]
        subprocess.run([*cli, "register", "import", str(file), "--data", str(data), "--quiet"], env=env, check=True)
        port = stack.enter_context(_server(data, env))
        paths = _paths(register)
        _warm(port, paths, heard)
        writers = [_writer(data, number, size.seconds, env) for number in range(WRITERS)]
        _read(port, paths, size.seconds, heard)
        _written(writers, heard)
    name = f"load, {database}, {size.collaborations:,} collaborations, {size.seconds:g} s"
    rows = [_row(f"{name}: {kind}", times, asked=kind != "write") for kind, times in sorted(heard.times.items())]
    for error in heard.errors[:5]:
        print(error, file=sys.stderr)
    return [*rows, Row(f"{name}: errors", len(heard.errors), "", "none", not heard.errors)]


def _row(name: str, times: list[float], *, asked: bool) -> Row:
    """The 95th percentile beside its limit; nothing is asked of writing, which only has to be there at the end."""
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    target = f"at most {LIMIT_MS:g} ms" if asked else ""
    return Row(f"{name}, p95 of {len(times)}", p95, "ms", target, p95 <= LIMIT_MS if asked else None)


def _paths(register: Register) -> dict[str, list[str]]:
    """Addresses of each kind of page that readers open."""
    draw = random.Random(1)
    entries = draw.sample(register.collaborations, min(400, len(register.collaborations)))
    words = sorted({word for entry in entries for word in re.findall(r"[a-z]{5,}", entry.summary.lower())})
    themes, regions = sorted({e.theme for e in entries}), sorted({e.region for e in entries})
    lists = [{"page": draw.randint(1, max(1, min(20, len(register.collaborations) // 20)))} for _ in range(40)] + [
        {"sort": draw.choice(["newest", "latest", "evidence"])} for _ in range(10)
    ]
    facets = [{"theme": draw.choice(themes), "region": draw.choice(regions)} for _ in range(40)]
    searches = [{"q": " ".join(draw.sample(words, 2))} for _ in range(60)]
    return {
        "list": [f"/register/?{urlencode(each)}" for each in lists],
        "facets": [f"/register/?{urlencode(each)}" for each in facets],
        "search": [f"/register/?{urlencode(each)}" for each in searches],
        "detail": [f"/register/{entry.slug}/" for entry in entries],
    }


def _warm(port: int, paths: dict[str, list[str]], heard: Heard) -> None:
    for kind in paths.values():
        _ask(http.client.HTTPConnection("127.0.0.1", port, timeout=60), kind[0], heard)


def _ask(connection: http.client.HTTPConnection, path: str, heard: Heard) -> float:
    begin = time.perf_counter()
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            heard.wrong(f"{path} answered {response.status}")
    except (OSError, http.client.HTTPException) as error:
        heard.wrong(f"{path}: {error!r}")
        connection.close()
    return (time.perf_counter() - begin) * 1000


def _read(port: int, paths: dict[str, list[str]], seconds: float, heard: Heard) -> None:
    until = time.monotonic() + seconds

    def reader(number: int) -> None:
        draw = random.Random(number)
        time.sleep(draw.uniform(0, EVERY_S))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < until:
            kind = draw.choice(sorted(paths))
            taken = _ask(connection, draw.choice(paths[kind]), heard)
            heard.note(kind, taken)
            time.sleep(max(0.0, EVERY_S - taken / 1000))

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _writer(data: Path, number: int, seconds: float, env: dict[str, str]) -> subprocess.Popen[str]:
    arguments = [str(data), str(number), str(seconds), str(EVERY_S)]
    return subprocess.Popen([sys.executable, "-c", WRITE, *arguments], env=env, stdout=subprocess.PIPE, text=True)


def _written(writers: list[subprocess.Popen[str]], heard: Heard) -> None:
    for number, writer in enumerate(writers):
        said, _ = writer.communicate(timeout=120)
        for line in said.splitlines():
            heard.note("write", float(line.split()[1]))
        if writer.returncode != 0:
            heard.wrong(f"writer {number} ended with {writer.returncode}")


@contextmanager
def _server(data: Path, env: dict[str, str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bluelight.cli", "serve", "--data", str(data), "--port", str(port), "--quiet"]
    server = subprocess.Popen(command, env=env)
    try:
        for _ in range(600):
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)
