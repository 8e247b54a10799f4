"""`bluelight register import` into an empty folder, history and search index included, on SQLite and PostgreSQL.

A table of 20,000 rows, and a document of 20,000 collaborations with 100,000 claims; the second loads as well as the
first, into an empty folder and once more. Beside them what it takes to write all that is published.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.big_register import big_register
from benchmarks.postgresql import postgresql, programs
from benchmarks.registry import Row

from bluelight.register import write_register

ROWS = 20_000
COLLABORATIONS, CLAIMS_EACH = 20_000, 5
LIMIT_S = 60.0


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        table, whole = folder / "big.csv", folder / "big.json"
        write_register(big_register(1_560), table)
        lines = sum(1 for line in table.open(encoding="utf-8")) - 1
        if lines < ROWS:
            raise RuntimeError(f"the table has {lines} rows")
        write_register(big_register(COLLABORATIONS, CLAIMS_EACH), whole)
        rows = _import(f"{lines:,} rows", table, folder / "table", dict(os.environ))
        said = f"{COLLABORATIONS:,} collaborations with {COLLABORATIONS * CLAIMS_EACH:,} claims"
        rows += _import(said, whole, folder / "data", dict(os.environ))
        rows += [_export(form, folder / "data", folder / f"again.{form}") for form in ("json", "csv")]
        if (folder / "again.json").read_bytes() != whole.read_bytes():
            raise RuntimeError("what was written is not what was read")
        bin = programs()
        if bin is None:
            return [*rows, Row("register import on PostgreSQL: not measured, no server is installed", 0, "", "", None)]
        env = {**os.environ, "BLUELIGHT_DATABASE": stack.enter_context(postgresql(bin, safe=True))}
        return rows + _import(f"PostgreSQL, {said}", whole, folder / "postgresql", env)


def _import(what: str, file: Path, data: Path, env: dict[str, str]) -> list[Row]:
    rows = []
    for when in ("into an empty folder", "again"):
        taken, processor = _seconds(env, "import", str(file), "--data", str(data))
        name = f"register import: {what} {when}"
        rows.append(Row(name, taken, "s", f"at most {LIMIT_S:g} s", taken <= LIMIT_S))
        rows.append(Row(f"{name}, processor", processor, "s", "", None))
    return rows


def _export(form: str, data: Path, out: Path) -> Row:
    taken, _ = _seconds(dict(os.environ), "export", "--out", str(out), "--data", str(data))
    return Row(f"register export: {COLLABORATIONS:,} collaborations as {form}", taken, "s", "", None)


def _seconds(env: dict[str, str], *arguments: str) -> tuple[float, float]:
    """Seconds by the clock, and of processor of the command itself."""
    begin, before = time.perf_counter(), _processor()
    subprocess.run([sys.executable, "-m", "bluelight.cli", "register", *arguments, "--quiet"], env=env, check=True)
    return time.perf_counter() - begin, _processor() - before


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
