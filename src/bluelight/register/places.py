"""What is known of the places that the register's organisations serve: residents, spread, budget, a tile on the map.

Residents are those of mid-2020 (Office for National Statistics) in the districts that an organisation covers;
`spread_km` is how far they live from their middle, as a root mean square, so that a city and a county of as many
residents are told apart. Budgets are the few that the facts know. `tools/build_places.py` builds the file.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from bluelight.register.load import REGISTER_FOLDER

NOTICE = "Source: Office for National Statistics licensed under the Open Government Licence v3.0."
RESIDENTS_OF = "mid-2020"


@dataclass(frozen=True)
class Place:
    """One organisation's place. `short` is its name on a tile, at `column` and `row` from the north-west.

    `budget_gbp` is in pounds a year, None where it is not recorded; the year and the source go with it.
    """

    slug: str
    short: str
    residents: int
    spread_km: float
    column: int
    row: int
    budget_gbp: float | None
    budget_year: str
    budget_basis: str
    budget_source: str


@lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """The places that ship, by the slug of their organisation."""
    with (REGISTER_FOLDER / "places.csv").open(encoding="utf-8", newline="") as file:
        return {row["slug"]: _place(row) for row in csv.DictReader(file)}


def _place(row: dict[str, str]) -> Place:
    return Place(
        slug=row["slug"],
        short=row["short"],
        residents=int(row["residents"]),
        spread_km=float(row["spread_km"]),
        column=int(row["column"]),
        row=int(row["row"]),
        budget_gbp=float(row["budget_gbp"]) if row["budget_gbp"] else None,
        budget_year=row["budget_year"],
        budget_basis=row["budget_basis"],
        budget_source=row["budget_source"],
    )
