"""The register under load on SQLite and on PostgreSQL: 20 readers and 5 writers at once, each asking every 5 s.

By default a short one: 2,000 collaborations, 5,000 lessons, a minute on each database. `BLUELIGHT_LOAD=full` gives
20,000 collaborations with 100,000 claims and 50,000 lessons, ten minutes on each; `BLUELIGHT_LOAD_SECONDS` gives
another time, and `BLUELIGHT_LOAD_ON=sqlite` or `postgresql` one of the two. Writers send a change through the API and
publish it as a reviewer (see `load_writers.py`); at the end every change must be there.
"""

from __future__ import annotations

import http.client
import json
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
from benchmarks.load_writers import EVERY_S
from benchmarks.postgresql import postgresql, programs
from benchmarks.registry import Row

from bluelight.register import Register, write_register

LIMIT_MS = 150.0
READERS, WRITERS = 20, 5
# The kinds of page that have a limit; the others are measured beside them.
ASKED = ("detail", "facets", "list", "search")


@dataclass(frozen=True)
class Size:
    """How large the register is, and how long it is read."""

    collaborations: int
    claims_each: int
    lessons: int
    seconds: float


SIZES = {"short": Size(2_000, 5, 5_000, 60.0), "full": Size(20_000, 5, 50_000, 600.0)}


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
    seconds = float(os.environ.get("BLUELIGHT_LOAD_SECONDS", size.seconds))
    on = os.environ.get("BLUELIGHT_LOAD_ON", "sqlite postgresql").split()
    register = big_register(size.collaborations, size.claims_each)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        for database in on:
            env = dict(os.environ)
            if database == "postgresql":
                bin = programs()
                if bin is None:
                    rows.append(Row("load on PostgreSQL: not measured, no server is installed", 0, "", "", None))
                    continue
                env["BLUELIGHT_DATABASE"] = stack.enter_context(postgresql(bin, safe=True))
            data = Path(folder) / database
            build(register, size.lessons, data, env)
            name = f"load, {database}, {size.collaborations:,} collaborations, {seconds:g} s"
            rows += measure(name, register, data, env, seconds)
    return rows


def build(register: Register, lessons: int, data: Path, env: dict[str, str]) -> None:
    """A folder or database with the register and so many lessons."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "big.json"
        write_register(register, file)
        cli = [sys.executable, "-m", "bluelight.cli", "register", "import", str(file), "--data", str(data), "--quiet"]
        subprocess.run(cli, env=env, check=True)
    subprocess.run([sys.executable, "-m", "benchmarks.big_register", str(data), str(lessons)], env=env, check=True)


def measure(name: str, register: Register, data: Path, env: dict[str, str], seconds: float) -> list[Row]:
    """Read and write for so long; a row for each kind of page, one for errors, one for lost writes, one for memory."""
    heard = Heard()
    script = [sys.executable, "-m", "benchmarks.load_writers"]
    tokens = subprocess.run(
        [*script, "tokens", str(data), str(WRITERS)], env=env, check=True, capture_output=True, text=True
    ).stdout
    with server(data, env) as (port, process):
        paths = _paths(register)
        for kind in paths.values():  # what is imported with the first page of its kind
            _ask(http.client.HTTPConnection("127.0.0.1", port, timeout=60), kind[0], heard)
        before = _processor(process)
        writing = subprocess.Popen(
            [*script, "write", str(data), str(port), str(seconds)],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        said: list[str] = []
        talk = threading.Thread(target=lambda: said.append(writing.communicate(tokens)[0]))
        talk.start()
        _read(port, paths, seconds, heard)
        talk.join()
        memory, processor = _peak_memory(process), _processor(process) - before
    written = [json.loads(line) for line in "".join(said).splitlines()]
    for slug, mark, taken in written:
        if mark:
            heard.note("write", taken)
        else:
            heard.wrong(f"writing {slug}: {taken}")
    if writing.returncode != 0 or not written:
        heard.wrong(f"the writers ended with {writing.returncode}")
    good = "".join(json.dumps(each) + "\n" for each in written if each[1])
    lost = subprocess.run([*script, "lost", str(data)], env=env, check=True, capture_output=True, text=True, input=good)
    rows = [_row(f"{name}: {kind}", times, asked=kind in ASKED) for kind, times in sorted(heard.times.items())]
    for error in heard.errors[:5]:
        print(error, file=sys.stderr)
    missing, requests = len(lost.stdout.splitlines()), sum(map(len, heard.times.values()))
    return [
        *rows,
        Row(f"{name}: errors", len(heard.errors), "", "none", not heard.errors),
        Row(f"{name}: lost of {len(written):,} writes", missing, "", "none", not missing),
        Row(f"{name}: processor of the server for each request", 1000 * processor / requests, "ms", "", None),
        Row(f"{name}: most memory of the server", memory, "MB", "", None),
    ]


def _row(name: str, times: list[float], *, asked: bool) -> Row:
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    target = f"at most {LIMIT_MS:g} ms" if asked else ""
    return Row(f"{name}, p95 of {len(times)}", p95, "ms", target, p95 <= LIMIT_MS if asked else None)


def _paths(register: Register) -> dict[str, list[str]]:
    """Addresses of each kind of page that readers open, those with a limit four times as often as the others."""
    draw = random.Random(1)
    entries = draw.sample(register.collaborations, min(400, len(register.collaborations)))
    words = sorted({word for entry in entries for word in re.findall(r"[a-z]{5,}", entry.summary.lower())})
    themes, regions = sorted({e.theme for e in entries}), sorted({e.region for e in entries})
    pages = max(1, len(register.collaborations) // 20)
    lists = [{"page": draw.randint(1, min(20, pages))} for _ in range(30)] + [
        {"page": draw.randint(1, pages), "sort": draw.choice(["name", "newest", "latest", "evidence"])}
        for _ in range(20)
    ]
    facets = [{"theme": draw.choice(themes), "region": draw.choice(regions)} for _ in range(30)] + [
        {"service": draw.choice(["police", "fire", "ambulance"]), "claimed": draw.choice(["cost", "cashable"])}
        for _ in range(10)
    ]
    searches = [{"q": " ".join(draw.sample(words, 2))} for _ in range(50)] + [
        {"q": draw.choice(words)} for _ in range(30)
    ]
    limited = {
        "list": [f"/register/?{urlencode(each)}" for each in lists],
        "facets": [f"/register/?{urlencode(each)}" for each in facets],
        "search": [f"/register/?{urlencode(each)}" for each in searches],
        "detail": [f"/register/{entry.slug}/" for entry in entries],
    }
    return {
        **limited,
        "home": ["/"],
        "lessons": ["/lessons/", *(f"/lessons/?theme={theme}" for theme in themes), "/lessons/all/?page=3"],
        "evidence": ["/evidence/"],
        "organisation": [f"/organisations/{each.slug}/" for each in register.organisations[:30]],
        "API": ["/api/v1/collaborations", *(f"/api/v1/collaborations/{entry.slug}" for entry in entries[:50])],
    }


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
    kinds = [kind for kind in sorted(paths) for _ in range(4 if kind in ASKED else 1)]

    def reader(number: int) -> None:
        draw = random.Random(number)
        time.sleep(draw.uniform(0, EVERY_S))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < until:
            kind = draw.choice(kinds)
            taken = _ask(connection, draw.choice(paths[kind]), heard)
            heard.note(kind, taken)
            time.sleep(max(0.0, EVERY_S - taken / 1000))

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _peak_memory(process: subprocess.Popen[bytes]) -> float:
    """The most that the process ever held, in MB; nought where the system does not tell."""
    status = Path(f"/proc/{process.pid}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


def _processor(process: subprocess.Popen[bytes]) -> float:
    """Seconds of processor that the process has used; nought where the system does not tell."""
    stat = Path(f"/proc/{process.pid}/stat")
    times = stat.read_text().rsplit(")", 1)[1].split()[11:13] if stat.exists() else []
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(data: Path, env: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`bluelight serve` on the folder, answering."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bluelight.cli", "serve", "--data", str(data), "--port", str(port), "--quiet"]
    process = subprocess.Popen(command, env=env)
    try:
        _wait(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the first page comes: before it the lessons of the register are taken up, which takes its time at first."""
    for _ in range(3_000):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/about/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer")
