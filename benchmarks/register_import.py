"""`bluelight register import` of a table of 20,000 rows into an empty folder, history and search index included."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.big_register import big_register
from benchmarks.registry import Row

from bluelight.register import write_register

ROWS = 20_000
LIMIT_S = 60.0


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        file, data = Path(folder) / "big.csv", Path(folder) / "data"
        write_register(big_register(1_560), file)
        rows = sum(1 for line in file.open(encoding="utf-8")) - 1
        if rows < ROWS:
            raise RuntimeError(f"the table has {rows} rows")
        first = _seconds("import", str(file), "--data", str(data))
        again = _seconds("import", str(file), "--data", str(data))
    return [
        Row(f"register import: {rows:,} rows into an empty folder", first, "s", "at most 60 s", first <= LIMIT_S),
        Row(f"register import: the same {rows:,} rows again", again, "s", "at most 60 s", again <= LIMIT_S),
    ]


def _seconds(*arguments: str) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bluelight.cli", "register", *arguments, "--quiet"], check=True)
    return time.perf_counter() - begin
