"""What tests of clusters share: one cluster of two workers, an area and settings that take a second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.response_cluster.real_cluster import Cluster, cluster

from bluelight.area import Area, load_area
from bluelight.response import simulate

SHORT = {"days": 10, "warm_up_days": 2, "replications": 3, "seed": 9}


@pytest.fixture(scope="package", autouse=True)
def compiled(area: Area) -> None:
    """Compiles what all of them run, once and here, so that no two workers do it side by side."""
    simulate(area, days=1, warm_up_days=0, replications=1)


@pytest.fixture(scope="package")
def two_workers(compiled: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster"), workers=2) as started:
        yield started


@pytest.fixture(scope="package")
def area(littleham: Path) -> Area:
    return load_area(littleham)
