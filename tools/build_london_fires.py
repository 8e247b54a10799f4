"""Make the rehearsal of docs/evaluation-guide.md: London's dwelling fires of 2009, borough by month.

    python tools/build_london_fires.py FOLDER

The London Fire Brigade publishes each incident with the time its first engine took (London Datastore, Open Government
Licence v3.0); the copy read here is that of R's spatsurv, in the folder that BLUELIGHT_REFERENCE names, or `shared`
beside the repository. The City of London has months without a fire and is left out.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

from bluelight.evaluation.importers.writing import PanelRow, write_panel
from bluelight.files import write_all
from bluelight.validation.reference import MISSING, reference_folder

SOURCE = "London Fire Brigade incident records, London Datastore, Open Government Licence v3.0"
MONTHS = 12
PROTOCOL = """\
title = "A rehearsal: London's dwelling fires in 2009"
question = "Had something begun in Lambeth in September 2009, would the first engine's time have shown it?"
written = 2026-11-01
outcome = "first_engine_min"
outcome_words = "the first engine's mean time to dwelling fires"
unit = "minutes"
better = "lower"
smallest_effect = 0.5
comparators_why = "The other boroughs are served by the same brigade, by the same rules."
"""


def build(folder: Path) -> list[Path]:
    """Write panel.csv, treatment.csv and protocol.toml; the paths written. SystemExit where the records are missing."""
    reference = reference_folder()
    if reference is None:
        raise SystemExit(f"The series {MISSING}.")
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    with (reference / "data" / "lfb_2009" / "fstimes.csv").open(encoding="utf-8", newline="") as file:
        for fire in csv.DictReader(file):
            seconds = float(fire["FirstPumpArriving_AttendanceTime"])
            taken[fire["BoroughName"], fire["DateOfCall"][:7]].append(seconds / 60)
    months = Counter(borough for borough, _ in taken)
    panel = write_panel(
        (
            PanelRow(borough, month, "first_engine_min", sum(minutes), len(minutes), SOURCE)
            for (borough, month), minutes in taken.items()
            if months[borough] == MONTHS
        ),
        folder / "panel.csv",
    )
    return [panel, *write_all(folder, {"treatment.csv": "unit,start\nLambeth,2009-09\n", "protocol.toml": PROTOCOL})]


if __name__ == "__main__":
    for path in build(Path(sys.argv[1])):
        print(path)
