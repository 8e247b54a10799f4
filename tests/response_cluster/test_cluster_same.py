"""A cluster gives the bytes that threads give, whatever becomes of its workers."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from distributed import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.response_cluster.conftest import SHORT
from tests.response_cluster.real_cluster import Cluster, cluster
from tests.studies.test_studies_case import STUDY

from bluelight.area import Area, load_area
from bluelight.cli import main
from bluelight.errors import BluelightError, InputError
from bluelight.response import fit, simulate, simulate_options
from bluelight.response.cluster import LARGEST_PIECE, PIECES_PER_THREAD, pieces
from bluelight.response.demand import draw_calls
from bluelight.studies import build_case, load_study, run, to_json

TABLES = ("measures", "units", "curves", "first", "published", "standards")


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster"), workers=2) as started:
        yield started


@pytest.fixture(scope="module")
def study(littleham: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("study") / "study.toml"
    path.write_text(STUDY.format(area=littleham.as_posix()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def by_threads(study: Path) -> bytes:
    """The results with threads on this machine."""
    return to_json(build_case(run(load_study(study), workers=2))).encode()


def test_a_cluster_gives_what_threads_give(area: Area, two_workers: Cluster) -> None:
    options = {"usual": area, "without": area.with_tables(units=area.units[area.units["unit"] != "F2-P1"])}
    told: list[tuple[float, int]] = []
    here = simulate_options(options, **SHORT)
    there = simulate_options(
        options,
        cluster=two_workers.address,
        progress=lambda step, share: told.append((share, threading.get_ident())),
        **SHORT,
    )
    for name in options:
        for table in TABLES:
            assert getattr(here[name], table).to_csv() == getattr(there[name], table).to_csv()
    assert [share for share, _ in told] == [(i + 1) / 6 for i in range(6)]
    assert {thread for _, thread in told} == {threading.get_ident()}


def test_the_command_writes_the_same_bytes(
    study: Path, by_threads: bytes, two_workers: Cluster, tmp_path: Path
) -> None:
    said = ["--formats", "html", "--cluster", two_workers.address]
    done = CliRunner().invoke(main, ["run", str(study), "--out", str(tmp_path), *said])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "results.json").read_bytes() == by_threads


def test_a_fit_is_that_of_threads(littleham: Path, two_workers: Cluster) -> None:
    area = load_area(littleham)
    here, there = (fit(area, days=10, replications=2, **how) for how in ({}, {"cluster": two_workers.address}))
    assert here.parameters.to_csv() == there.parameters.to_csv()
    assert here.figures.to_csv() == there.figures.to_csv()


def test_workers_and_a_cluster_are_not_asked_for_together(study: Path, tmp_path: Path) -> None:
    for command in (["run", str(study), "--out", str(tmp_path)], ["simulate", "hertfordshire"], ["calibrate", "none"]):
        done = CliRunner().invoke(main, [*command, "--workers", "2", "--cluster", "tcp://127.0.0.1:1"])
        assert done.exit_code == 2
        assert "Give one of them" in done.output


def test_a_worker_killed_loses_nothing(study: Path, by_threads: bytes, tmp_path: Path) -> None:
    """Killed after the first answer, as by a power cut: no goodbye, and what it held is gone."""
    with cluster(tmp_path, workers=2) as started:

        def kill_one(step: str, share: float) -> None:
            if step == "Simulating response" and started.processes[1].poll() is None:
                started.kill(1)

        case = build_case(run(load_study(study), kill_one, cluster=started.address))
        assert [process.poll() for process in started.processes] == [None, -signal.SIGKILL, None]
    assert to_json(case).encode() == by_threads


def test_ctrl_c_takes_back_what_was_not_begun(area: Area, two_workers: Cluster, request: pytest.FixtureRequest) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    left = []

    def interrupt(step: str, share: float) -> None:
        left.append(client.run_on_scheduler(_tasks))
        signal.raise_signal(signal.SIGINT)

    with Client(two_workers.address, set_as_default=False) as client:
        with pytest.raises(KeyboardInterrupt):
            simulate(area, cluster=two_workers.address, progress=interrupt, **{**SHORT, "replications": 100})
        assert len(left) == 1
        assert left[0] > 50
        until = time.monotonic() + 30
        while client.run_on_scheduler(_tasks):  # but for what was being answered
            assert time.monotonic() < until
            time.sleep(0.05)


def _tasks(dask_scheduler: Any) -> int:
    return len(dask_scheduler.tasks)


def test_an_error_of_the_area_comes_back_as_it_was(area: Area, two_workers: Cluster) -> None:
    rows = area.hospital_minutes
    broken = area.with_tables(hospital_minutes=rows[rows["zone"] != area.zones["zone"].iloc[0]])
    with pytest.raises(InputError) as here:
        simulate(broken, **SHORT)
    with pytest.raises(InputError) as there:
        simulate(broken, cluster=two_workers.address, **SHORT)
    assert there.value.problems == here.value.problems
    assert str(there.value) == str(here.value)


def test_calls_drawn_before_stay_here(area: Area) -> None:
    settings = {**SHORT, "replications": 1}
    with pytest.raises(BluelightError, match="by this machine only"):
        simulate(area, calls=[draw_calls(area, 10, 9, 0, 2)], cluster="tcp://127.0.0.1:1", **settings)


@given(st.integers(0, 60), st.integers(1, 40), st.integers(1, 500))
def test_pieces_are_every_option_of_every_replication_once(options: int, replications: int, threads: int) -> None:
    names = [f"option {i}" for i in range(options)]
    found = pieces(names, replications, threads)
    assert [(r, name) for r, part in found for name in part] == [(r, n) for r in range(replications) for n in names]
    sizes = [len(part) for _, part in found]
    assert all(1 <= size <= LARGEST_PIECE for size in sizes)
    assert len(sizes) >= min(PIECES_PER_THREAD * threads, options * replications)


def test_nothing_of_dask_is_imported_without_a_cluster() -> None:
    code = "import sys, bluelight.cli, bluelight.response.run; sys.exit('distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
