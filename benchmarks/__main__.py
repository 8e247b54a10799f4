"""Run every benchmark, or the ones named: `python -m benchmarks [NAME ...]`. Exits 1 where a figure is not reached."""

from __future__ import annotations

import sys

from benchmarks.registry import CASES, Row


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in CASES]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(CASES)}.", file=sys.stderr)
        return 2
    failed = False
    print(f"{'what':<66} {'figure':>12} {'unit':<14} {'asked for':<22} reached")
    for name in names or CASES:
        for row in CASES[name]():
            _print(row)
            failed = failed or row.ok is False
    return 1 if failed else 0


def _print(row: Row) -> None:
    reached = "" if row.ok is None else "yes" if row.ok else "NO"
    print(f"{row.name:<66} {row.figure:>12,.4g} {row.unit:<14} {row.target:<22} {reached}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
