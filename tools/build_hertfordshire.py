"""Builds the Hertfordshire area pack from the reference facts.

    python tools/build_hertfordshire.py [--reference ../shared] [--out src/bluelight/data/areas/hertfordshire]

The reference folder is BLUELIGHT_REFERENCE, by default ../shared. The same facts give the same bytes. The pack is built
beside its place, checked, and moved into place whole.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bluelight.area import check_area
from hertfordshire import demand, figures, incidents, places, shapes, texts, units
from hertfordshire.facts import Facts
from hertfordshire.write import write_table

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "src" / "bluelight" / "data" / "areas" / "hertfordshire"


def build(reference: Path, out: Path) -> None:
    """Writes the pack's files into an empty folder."""
    facts = Facts(reference)
    files: dict[str, list[str]] = {}
    for module in (places, demand, incidents, units, figures):
        for table, file, rows in module.tables(facts):
            files.setdefault(table, []).append(file)
            write_table(out / file, table, rows)
    shapes.write(facts, out)
    texts.write(facts, out, files)


def main() -> int:
    """Builds, checks, and replaces the pack; 2 where something is missing or wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("BLUELIGHT_REFERENCE", str(ROOT.parent / "shared"))
    parser.add_argument("--reference", type=Path, default=Path(default))
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    if not (options.reference / "areas" / "hertfordshire").is_dir():
        print(f"{options.reference} holds no areas/hertfordshire: set BLUELIGHT_REFERENCE.", file=sys.stderr)
        return 2
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.out.parent) as temporary:
        pack = Path(temporary) / "pack"
        pack.mkdir()
        build(options.reference, pack)
        problems = check_area(pack)
        if problems:
            print("\n".join(str(problem) for problem in problems), file=sys.stderr)
            return 2
        if options.out.exists():
            options.out.rename(Path(temporary) / "before")
        pack.rename(options.out)
    print(f"Built {options.out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
