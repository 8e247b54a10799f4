"""Who may govern the services: models as dated data, each with its law, its start and its end."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class GovernanceModel:
    """One way of governing, with when it begins and ends: YYYY-MM, empty where it has no such date."""

    id: str
    name: str
    begins: str
    ends: str
    services: tuple[str, ...]
    legal: str
    confidence: str
    source: str
    note: str
    as_of: str

    def first_year(self) -> int | None:
        """The first financial year in part of which it may hold; None where none is known."""
        return _financial_year(self.begins) if self.begins else None

    def last_year(self) -> int | None:
        """The last financial year in part of which it may hold; None where no end is known."""
        return _financial_year(self.ends) if self.ends else None


def _financial_year(month: str) -> int:
    year, number = (int(part) for part in month.split("-"))
    return year if number >= 4 else year - 1


@cache
def governance_models() -> dict[str, GovernanceModel]:
    """The models of the shipped file, by id, in its order."""
    text = resources.files("bluelight.data").joinpath("parameters/governance.toml").read_text(encoding="utf-8")
    content = tomllib.loads(text)
    return {
        row["id"]: GovernanceModel(
            row["id"],
            row["name"],
            row["from"],
            row["until"],
            tuple(row["services"]),
            row["legal"],
            row["confidence"],
            row["source"],
            row["note"],
            content["as_of"],
        )
        for row in content["models"]
    }
