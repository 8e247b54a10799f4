"""How memory grows with options and replications, and what 300 options of 30 replications would take.

Each option moves a unit of every service, so that no two respond alike in anything: what options share takes less.
A process for each size, so that the peak of one is not that of another; it grows with options, with replications (the
tables of one option at a time are made anew) and with both together (what is kept). What the shelf
of a study (`response/shelf.py`) would hold in memory is put in its file, as most is of a study of the size asked for.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.peak import peak_bytes
from benchmarks.registry import Row

from bluelight.area import Area
from bluelight.area.schema import SERVICES
from bluelight.options.moves.move_unit import MoveUnit

DAYS = 28  # most zones have a call in four weeks: a year has a fifth more rows
(FEW, MANY), (SHORT, LONG) = (3, 30), (8, 24)  # options, replications
ASKED, GIGABYTES = (300, 30), 2.0


def run() -> list[Row]:
    """Peak memory of four sizes, simulated and told, and of the size asked for by their slopes."""
    few, many, few_long, many_long = (_peak(o, r) for r in (SHORT, LONG) for o in (FEW, MANY))
    by_answer = (many_long - few_long - many + few) / ((MANY - FEW) * (LONG - SHORT))
    by_option = (many - few) / (MANY - FEW) - SHORT * by_answer
    by_replication = (few_long - few) / (LONG - SHORT) - FEW * by_answer
    rest = few - FEW * by_option - SHORT * by_replication - FEW * SHORT * by_answer
    options, replications = ASKED
    asked = rest + options * by_option + replications * (by_replication + options * by_answer)
    return [
        Row("memory: a study before its options", rest / 1e6, "MB", "", None),
        Row("memory: for each option", by_option / 1e6, "MB", "", None),
        Row("memory: for each replication", by_replication / 1e6, "MB", "", None),
        Row("memory: for each replication of an option", by_answer / 1e6, "MB", "", None),
        Row(
            f"memory: {options} options of {replications} replications, by these",
            asked / 1e9,
            "GB",
            f"at most {GIGABYTES:g}",
            asked <= GIGABYTES * 1e9,
        ),
    ]


def _peak(options: int, replications: int) -> float:
    command = [sys.executable, "-m", "benchmarks.memory", str(options), str(replications)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _work(options: int, replications: int) -> None:
    from dataclasses import replace

    from bluelight.response import shelf
    from bluelight.studies import build_case, load_study, run, write_results
    from bluelight.studies.model import Option

    in_memory, shelf.IN_MEMORY = shelf.IN_MEMORY, 1
    study = load_study("hertfordshire").with_settings(replications=replications, days=DAYS)
    moves = zip(*(_moves(study.area, service, options - 1) for service in SERVICES), strict=True)
    many = [Option(f"option-{i}", f"Option {i}", "", moved) for i, moved in enumerate(moves)]
    results = build_case(run(replace(study, options=(study.options[0], *many)), workers=2))
    with tempfile.TemporaryDirectory() as folder:
        write_results(results, Path(folder) / "results.json")
    print(peak_bytes() + in_memory)


def _moves(area: Area, service: str, count: int) -> Iterator[MoveUnit]:
    """So many moves of a unit of a service to another of its stations, no two the same."""
    units = area.units[area.units["service"] == service]
    pairs = (
        (u, s)
        for s in units["site"].unique()
        for u, home in zip(units["unit"], units["site"], strict=True)
        if home != s
    )
    return (MoveUnit(unit=unit, site=site) for unit, site in itertools.islice(pairs, count))


if __name__ == "__main__":
    _work(int(sys.argv[1]), int(sys.argv[2]))
