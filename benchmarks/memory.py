"""How memory grows with options and replications, and what 300 options of 30 replications would take.

The shipped study's options are taken again and again until there are as many as asked for, each with tables of its own.
A process for each size, so that the peak of one is not that of another; the growth is linear in both.
"""

from __future__ import annotations

import resource
import subprocess
import sys

from benchmarks.registry import Row

DAYS = 28  # most zones have a call in four weeks: a year has a fifth more rows
SMALL, WIDE, LONG = (3, 2), (30, 2), (30, 8)  # options, replications
ASKED, GIGABYTES = (300, 30), 2.0


def run() -> list[Row]:
    """Peak memory of three sizes, simulated and told, and of the size asked for by their slopes."""
    small, wide, long = (_peak(*size) for size in (SMALL, WIDE, LONG))
    by_answer = (long - wide) / (LONG[0] * (LONG[1] - WIDE[1]))
    by_option = (wide - small) / (WIDE[0] - SMALL[0]) - by_answer * SMALL[1]
    rest = small - SMALL[0] * (by_option + SMALL[1] * by_answer)
    options, replications = ASKED
    asked = rest + options * (by_option + replications * by_answer)
    return [
        Row("memory: a study before its options", rest / 1e6, "MB", "", None),
        Row("memory: for each option", by_option / 1e6, "MB", "", None),
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

    from bluelight.studies import build_case, load_study, run, to_json

    study = load_study("hertfordshire").with_settings(replications=replications, days=DAYS)
    usual, *others = study.options
    many = [replace(others[i % len(others)], id=f"option-{i}", name=f"Option {i}") for i in range(options - 1)]
    to_json(build_case(run(replace(study, options=(usual, *many)), workers=2)))
    unit = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)


if __name__ == "__main__":
    _work(int(sys.argv[1]), int(sys.argv[2]))
