"""Make the worked example of docs/evaluation-guide.md: a case of the British seat-belt law, from reference material.

    python tools/build_seat_belts.py FOLDER [PICTURES]

With PICTURES, the pictures of the guide are drawn there too.

The series comes with R's datasets (Harvey and Durbin, JRSS A 149 (1986) 187) and may not ship, so it is made where it
is at hand: the folder that BLUELIGHT_REFERENCE names, or `shared` beside the repository.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from bluelight.files import write_all
from bluelight.validation.reference import MISSING, reference_folder

FIRST, LAW = 1969, "1983-02"
UNITS = {"drivers": "drivers", "front": "front passengers", "rear": "rear passengers"}
SOURCE = "R datasets, Seatbelts: Department of Transport, Great Britain"
PROTOCOL = """\
title = "Seat belts in Great Britain"
question = "Did the law of February 1983 make fewer front passengers come to serious harm?"
written = 2026-11-01
outcome = "harmed"
outcome_words = "the number of front passengers killed or seriously injured"
unit = "a month"
better = "lower"
smallest_effect = 100
scale = "log"
comparators_why = "Passengers in the rear ride the same roads in the same weather, and the law did not bind them."

[donor_exclusions]
drivers = "The law bound them too."

[context]
mechanism = "A belt holds its wearer in a crash; the law made most people in front seats wear one."
"""


def build(folder: Path) -> list[Path]:
    """Write panel.csv, treatment.csv and protocol.toml; the paths written. SystemExit where the series is missing."""
    reference = reference_folder()
    if reference is None:
        raise SystemExit(f"The series {MISSING}.")
    with (reference / "facts" / "evaluation" / "Seatbelts.csv").open(encoding="utf-8", newline="") as file:
        months = list(csv.DictReader(file))
    rows = [
        f'{unit},{FIRST + n // 12}-{n % 12 + 1:02d},harmed,{month[column]},"{SOURCE}"'
        for column, unit in UNITS.items()
        for n, month in enumerate(months)
    ]
    files = {
        "panel.csv": "\n".join(["unit,period,outcome,value,source", *rows, ""]),
        "treatment.csv": f"unit,start\nfront passengers,{LAW}\n",
        "protocol.toml": PROTOCOL,
    }
    return write_all(folder, files)


def draw(case: Path, folder: Path) -> list[Path]:
    """Draw the pictures of the guide from the case in a folder; the paths written."""
    from bluelight.documents.charts import effects
    from bluelight.evaluation import load_case
    from bluelight.evaluation.run import evaluate

    found = evaluate(load_case(case / "protocol.toml"))
    charts = {"gap": effects.gap(found), "placebo": effects.placebo(found)}
    return write_all(folder, {f"evaluation-{name}.svg": chart.svg for name, chart in charts.items()})


if __name__ == "__main__":
    made = build(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        made += draw(Path(sys.argv[1]), Path(sys.argv[2]))
    for path in made:
        print(path)
