"""The shipped study as its user runs it: every option, ten replications of a year, report included."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.registry import Row

SECONDS, GIGABYTES, WORKERS = 60.0, 1.5, 2


def run() -> list[Row]:
    """Wall time and the most memory of the process, on two cores."""
    with tempfile.TemporaryDirectory() as folder:
        command = [Path(sys.executable).parent / "bluelight", "run", "hertfordshire", "--out", folder]
        begin = time.perf_counter()
        subprocess.run([*command, "--workers", str(WORKERS), "--quiet"], check=True)
        seconds = time.perf_counter() - begin
    # The largest child this process has waited for: kilobytes on Linux, bytes on macOS.
    unit = 1e9 if sys.platform == "darwin" else 1e6
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    return [
        Row("shipped study, all options, report included", seconds, "s", f"at most {SECONDS:g} s", seconds <= SECONDS),
        Row("the same, most memory", memory, "GB", f"at most {GIGABYTES} GB", memory <= GIGABYTES),
    ]
