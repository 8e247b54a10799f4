"""The tests of the register, all of them, on a real PostgreSQL that is started for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.postgresql import postgresql, programs
from tests.conftest import ROOT, missing

from bluelight.errors import BluelightError
from bluelight.service.database import database

# Commands and servers on folders of their own say nothing of this database, and take long to start.
LEFT_OUT = "not commands and not empty_folder and not what_its_schema_says"
TESTS = sorted(path.relative_to(ROOT) for path in (ROOT / "tests" / "service").glob("test_service_register_*.py"))


@pytest.mark.timeout(600)
def test_the_register_passes_its_tests_on_postgresql() -> None:
    bin = programs()
    if bin is None:
        missing("No PostgreSQL server here.", "On Debian and Ubuntu: apt install postgresql")
        return
    assert len(TESTS) > 5
    with postgresql(bin) as address:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-k", LEFT_OUT, *map(str, TESTS)],
            cwd=ROOT,
            env={**os.environ, "BLUELIGHT_DATABASE": address},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-5000:]
    assert "skipped" not in done.stdout


def test_an_address_is_read_to_the_letter() -> None:
    found = database("postgresql://blue%40light:pass%2Fword@db.example.org:6432/register?sslmode=require", Path())
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "blue@light",
        "pass/word",
        "db.example.org",
        6432,
        "register",
    )
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "address", ["mysql://a/b", "postgresql://host", "register", "postgresql://h:port/x", "postgresql://h/a/b"]
)
def test_an_address_of_nothing_we_know_says_what_to_give(address: str) -> None:
    with pytest.raises(BluelightError, match="postgresql://user:password@host:5432/name") as raised:
        database(address, Path())
    assert "pass" not in str(raised.value).replace("user:password", "")
