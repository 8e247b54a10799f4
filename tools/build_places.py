"""Build `places.csv`: how many residents each organisation of the register serves, and its tile on the map.

Usage: python tools/build_places.py [FOLDER]
Reads data/ew_lsoa11 under BLUELIGHT_REFERENCE (default ../shared): the centroid, residents and district of every LSOA.
Beside this file, `service_districts.csv` says which districts a police force and a fire and rescue service cover, and
`service_figures.csv` the short names on the tiles and the budgets that the facts know. Which ambulance service comes to
an LSOA stands with it.

A tile is a square of a grid laid over England and Wales. The tiles of a service are given out so that the squared
distances between tiles and the middles of the areas' residents add up to as little as possible: no two share one.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from bluelight.register.load import REGISTER_FOLDER, load_register
from bluelight.register.places import Place

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).parent
# Side of a tile, in metres: as large as leaves no more than a few tiles far from their areas.
SIDES = {"police": 48_000, "fire": 48_000, "ambulance": 84_000}
AMBULANCE = {
    "EEAST": "east-of-england-ambulance-service-nhs-trust",
    "EMAS": "east-midlands-ambulance-service-nhs-trust",
    "IWAS": "isle-of-wight-nhs-trust-ambulance-service",
    "LAS": "london-ambulance-service-nhs-trust",
    "NEAS": "north-east-ambulance-service-nhs-foundation-trust",
    "NWAS": "north-west-ambulance-service-nhs-trust",
    "SCAS": "south-central-ambulance-service-nhs-foundation-trust",
    "SECAmb": "south-east-coast-ambulance-service-nhs-foundation-trust",
    "SWAS": "south-western-ambulance-service-nhs-foundation-trust",
    "WAST": "welsh-ambulance-services-university-nhs-trust",
    "WMAS": "west-midlands-ambulance-service-university-nhs-foundation-trust",
    "YAS": "yorkshire-ambulance-service-nhs-trust",
}


@dataclass(frozen=True)
class Residents:
    """The residents of an organisation's area: how many, their middle, and how far from it they live (metres)."""

    count: int
    east: float
    north: float
    spread: float


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, gzipped or not."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def districts(said: str) -> Iterator[str]:
    """The codes of "E07000001-E07000003 E08000001"."""
    for part in said.split():
        first, _, last = part.partition("-")
        for number in range(int(first[1:]), int((last or first)[1:]) + 1):
            yield f"{first[0]}{number:08d}"


def served() -> dict[str, tuple[str, str]]:
    """The police force and the fire and rescue service of each district's code."""
    return {
        code: (row["police"], row["fire"])
        for row in rows(HERE / "service_districts.csv")
        for code in districts(row["districts"])
    }


def residents(zones: list[dict[str, str]]) -> dict[str, Residents]:
    """The residents of each organisation's area."""
    of = served()
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for zone in zones:
        at = int(zone["pop_mid2020"]), int(zone["bng_e"]), int(zone["bng_n"])
        for slug in (*of[zone["ltla20_code"]], AMBULANCE[zone["ambo22"]]):
            found[slug].append(at)
    return {slug: _gathered(np.array(places, dtype=float)) for slug, places in found.items()}


def _gathered(places: np.ndarray) -> Residents:
    weight, points = places[:, 0], places[:, 1:]
    middle = np.average(points, axis=0, weights=weight)
    square = ((points - middle) ** 2).sum(axis=1)
    return Residents(int(weight.sum()), middle[0], middle[1], math.sqrt(np.average(square, weights=weight)))


def tiles(areas: dict[str, Residents], side: float) -> dict[str, tuple[int, int]]:
    """Column and row of each area's tile, counted from the north-west; no two areas share one."""
    slugs = sorted(areas)
    middles = np.array([(areas[slug].east, areas[slug].north) for slug in slugs])
    west, north = middles[:, 0].min(), middles[:, 1].max()
    columns = int((middles[:, 0].max() - west) // side) + 2
    lines = int((north - middles[:, 1].min()) // side) + 2
    grid = [(column, line) for line in range(lines) for column in range(columns)]
    centres = np.array([(west + column * side, north - line * side) for column, line in grid])
    cost = ((middles[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    found = {slug: grid[place] for slug, place in zip(slugs, chosen, strict=True)}
    # Columns and lines without a tile, such as those between Cornwall and the Isles of Scilly, are left out.
    used = [sorted({at[axis] for at in found.values()}) for axis in (0, 1)]
    return {slug: (used[0].index(column), used[1].index(line)) for slug, (column, line) in found.items()}


def build(reference: Path) -> dict[str, bytes]:
    """The file and its bytes."""
    found = residents(rows(reference / "data" / "ew_lsoa11" / "ew_lsoa11_centroid_pop.csv.gz"))
    organisations = load_register().organisations
    at: dict[str, tuple[int, int]] = {}
    for service, side in SIDES.items():
        at |= tiles({o.slug: found[o.slug] for o in organisations if o.service == service}, side)
    out = io.StringIO()
    writer = csv.DictWriter(out, [field.name for field in fields(Place)], lineterminator="\n")
    writer.writeheader()
    figures = {row["slug"]: row for row in rows(HERE / "service_figures.csv")}
    for organisation in sorted(organisations, key=lambda each: each.slug):
        slug = organisation.slug
        writer.writerow(
            figures[slug]
            | {
                "residents": found[slug].count,
                "spread_km": round(found[slug].spread / 1000, 1),
                "column": at[slug][0],
                "row": at[slug][1],
            }
        )
    return {"places.csv": out.getvalue().encode()}


def main(folder: Path) -> None:
    """Write the file."""
    for name, content in build(Path(os.environ.get("BLUELIGHT_REFERENCE", ROOT.parent / "shared"))).items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REGISTER_FOLDER)
