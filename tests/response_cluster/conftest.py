"""What tests of clusters share: an area, and settings that take a second."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluelight.area import Area, load_area
from bluelight.response import simulate

SHORT = {"days": 10, "warm_up_days": 2, "replications": 3, "seed": 9}


@pytest.fixture(scope="session", autouse=True)
def compiled(area: Area) -> None:
    """Compiles what all of them run, once and here, so that no two workers do it side by side."""
    simulate(area, days=1, warm_up_days=0, replications=1)


@pytest.fixture(scope="session")
def area(littleham: Path) -> Area:
    return load_area(littleham)
