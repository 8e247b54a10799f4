"""Reads the reference facts, as text: every cell stays as the facts wrote it until a table says what it means."""

from __future__ import annotations

import csv
import gzip
import io
from functools import cached_property
from pathlib import Path
from typing import Any

Rows = list[dict[str, str]]


def read_csv(path: Path) -> Rows:
    """The rows of a CSV file, gzipped or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


class Facts:
    """The facts about Hertfordshire, table by table."""

    def __init__(self, reference: Path) -> None:
        self.area = reference / "areas" / "hertfordshire"
        self.data = reference / "data"

    def table(self, name: str) -> Rows:
        """One table of the facts, by its file name without .csv."""
        return read_csv(self.area / f"{name}.csv")

    @cached_property
    def sites(self) -> Rows:
        """Sites but for those from OpenStreetMap."""
        return self.table("sites")

    @cached_property
    def osm_sites(self) -> Rows:
        """Police sites from OpenStreetMap: under the ODbL, in a file of their own throughout."""
        return self.table("sites_police_osm")

    @cached_property
    def units(self) -> Rows:
        """Vehicles."""
        return self.table("units")

    @cached_property
    def zones(self) -> Rows:
        """Zones with their demand weights."""
        return self.table("demand")

    @cached_property
    def calls(self) -> Rows:
        """San Francisco's log of one week, one row per incident."""
        rows = read_csv(self.data / "sf_week_2017" / "sf_calls_for_service_2016-12-31_2017-01-07.csv.gz")
        return list({row["Incident Number"]: row for row in rows}.values())


def basis_of(text: str) -> str:
    """The basis in a text such as "assumed (turnout, hours, crew)". ValueError where there is none."""
    word = text.split()[0] if text else ""
    if word not in ("published", "derived", "assumed"):
        raise ValueError(f"no basis in {text!r}")
    return word


def join(*parts: str) -> str:
    """Sentences of a note, without the empty ones."""
    return "; ".join(part.strip().rstrip(";.") for part in parts if part.strip())


Row = dict[str, Any]
Tables = list[tuple[str, str, list[Row]]]
