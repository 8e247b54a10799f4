"""`bluelight demo` started for real: it serves, keeps what is made, refuses in one line, and leaves nothing running."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "bluelight.cli"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refused(*command: str) -> str:
    """What a command that must not start says on its way out: one line, and exit 2."""
    done = subprocess.run([*COMMAND, *command], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    said = [line for line in (done.stdout + done.stderr).splitlines() if line]
    assert len(said) == 1, said
    return said[0]


class Demo:
    """A demo under way."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [*COMMAND, "demo", "--data", str(folder), "--port", str(self.port), "--no-browser"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        self.said = []
        for line in self.process.stdout:
            self.said.append(line)
            if self.address in line:
                break
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.client = urllib.request.build_opener(jar)

    def get(self, path: str) -> str:
        with self.client.open(self.address + path, timeout=60) as answer:
            return answer.read().decode()

    def copy(self, study: str) -> str:
        """Copy a study through its page; the address of the copy."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(study))
        assert token is not None
        sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1]}).encode()
        with self.client.open(f"{self.address}{study}copy/", sent, timeout=60) as answer:
            return urllib.parse.urlparse(answer.url).path.removesuffix("edit/")

    def wait_for_run(self) -> None:
        """Wait until the worker is in the middle of the first run."""
        end = time.monotonic() + 60
        while '"status": "running"' not in self.get("/studies/hertfordshire/progress.json"):
            assert time.monotonic() < end, "the first run did not start"
            time.sleep(0.1)

    def worker(self) -> int:
        """The process of its worker."""
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        [child] = [int(pid) for pid, parent in map(str.split, listed.splitlines()) if int(parent) == self.process.pid]
        return child

    def stop(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        assert self.process.stdout is not None
        self.said += self.process.stdout
        return self.process.wait(30)


@contextmanager
def demo(folder: Path) -> Iterator[Demo]:
    running = Demo(folder)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop(signal.SIGTERM)
        running.process.stdout.close()


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_demo_serves_refuses_a_second_keeps_its_data_and_stops_cleanly(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with demo(folder) as first:
        assert "<h1" in first.get("/")
        assert "Hertfordshire" in first.get("/studies/")
        copy = first.copy("/studies/hertfordshire/")
        taken = refused("demo", "--data", str(tmp_path / "other"), "--port", str(first.port), "--no-browser")
        assert f"Port {first.port} is taken" in taken
        assert not (tmp_path / "other").exists()
        twice = refused("demo", "--data", str(folder), "--port", str(free_port()), "--no-browser")
        assert "already running" in twice
        first.wait_for_run()
        worker = first.worker()
        assert first.stop(signal.SIGINT) == 0
        assert gone(worker)
        assert "Stopped" in first.said[-1]
        assert "Traceback" not in "".join(first.said)
    with demo(folder) as second:
        assert 'name = "Copy of' in second.get(f"{copy}study.toml")  # its page waits beside a run that goes on
        worker = second.worker()
        assert second.stop(signal.SIGTERM) == 0
        assert gone(worker)


def test_a_killed_demo_leaves_no_worker(new_folder: Callable[[], Path]) -> None:
    with demo(new_folder()) as running:
        worker = running.worker()
        running.process.kill()
        running.process.wait(30)
        end = time.monotonic() + 60
        while not gone(worker):
            assert time.monotonic() < end, "the worker outlived the demo"
            time.sleep(0.1)


@pytest.mark.parametrize("command", ["demo", "serve", "worker"])
def test_a_folder_that_cannot_be_written_to_is_refused(command: str, tmp_path: Path) -> None:
    port = [] if command == "worker" else ["--port", str(free_port())]
    file = tmp_path / "file"
    file.write_text("not a folder")
    assert "is a file, not a folder" in refused(command, "--data", str(file), *port)
    assert "cannot be written to" in refused(command, "--data", str(file / "below"), *port)
    assert file.read_text() == "not a folder"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that even the superuser cannot write to")
def test_a_folder_of_a_read_only_file_system_is_refused() -> None:
    assert "cannot be written to" in refused("demo", "--data", "/proc/bluelight", "--port", str(free_port()))


def database(folder: Path, *migrations: tuple[str, str]) -> Path:
    folder.mkdir()
    path = folder / "bluelight.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)")
        connection.executemany("INSERT INTO django_migrations (app, name) VALUES (?, ?)", migrations)
    connection.close()
    return path


@pytest.mark.parametrize("command", ["demo", "serve", "worker"])
def test_a_newer_database_is_refused_and_left_as_it_is(command: str, tmp_path: Path) -> None:
    path = database(tmp_path / "data", ("studies", "0001_initial"), ("studies", "9999_from_the_future"))
    before = path.read_bytes()
    port = [] if command == "worker" else ["--port", str(free_port())]
    said = refused(command, "--data", str(path.parent), *port)
    assert "newer Bluelight" in said
    assert "studies.9999_from_the_future" in said
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} == {"bluelight.sqlite3"}


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "bluelight.sqlite3").write_text("Dear diary, " * 100)
    assert "cannot be read as a database" in refused("demo", "--data", str(folder), "--port", str(free_port()))
