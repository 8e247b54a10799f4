"""How long until there is something to see: the help of the command, and a fresh clone's first page."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.registry import Row

ROOT = Path(__file__).resolve().parents[1]
HELP_S, CLONE_S, GIVE_UP_S = 0.4, 180.0, 900.0


def run() -> list[Row]:
    """The median of eleven helps, and one clone with whatever packages are in the package cache."""
    helps = [_help() for _ in range(11)]
    rows = [_row("bluelight --help, median of 11", statistics.median(helps), HELP_S)]
    if shutil.which("git") and (ROOT / ".git").exists():
        rows.append(_row("fresh clone to first page by make demo", _clone_to_first_page(), CLONE_S))
    return rows


def _row(name: str, seconds: float, limit: float) -> Row:
    return Row(name, seconds, "s", f"at most {limit:g} s", seconds <= limit)


def _help() -> float:
    begin = time.perf_counter()
    subprocess.run([Path(sys.executable).parent / "bluelight", "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def _clone_to_first_page() -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "bluelight"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        environment = {
            **{name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}},
            "BLUELIGHT_DATA": str(Path(folder) / "data"),
            "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
        }
        begin = time.perf_counter()
        demo = subprocess.Popen(
            ["make", "demo", f"ARGS=--port {port} --no-browser --quiet"],
            cwd=clone,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        try:
            while not _answers(port):
                if demo.poll() is not None or time.perf_counter() - begin > GIVE_UP_S:
                    raise RuntimeError("make demo did not answer")
                time.sleep(0.1)
            return time.perf_counter() - begin
        finally:
            os.killpg(demo.pid, signal.SIGTERM)
            demo.wait(60)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            return bool(page.status == 200)
    except (urllib.error.URLError, OSError):
        return False
