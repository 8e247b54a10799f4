"""What a pack says where nothing was given: dated values from a file, each listed as an assumption once it is used."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "data" / "parameters" / "area_defaults.toml"
SOURCE = "area_defaults.toml"


@lru_cache(maxsize=1)
def load_defaults() -> dict[str, dict[str, Any]]:
    """The values that ship, by name."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


class Assumed:
    """Gives defaults and remembers which were used, to be written into the pack's table of assumptions."""

    def __init__(self) -> None:
        self.used: dict[tuple[str, str], dict[str, str]] = {}

    def value(self, name: str, key: str) -> Any:
        """A default, by its name and the service or case it is for."""
        entry = load_defaults()[name]
        value = entry[key]
        self.say(
            f"{entry['statement']} ({key.replace('_', ' ')})",
            str(value),
            entry["unit"],
            entry["why"],
            entry["replace_with"],
        )
        return value

    def say(self, statement: str, value: str, unit: str, why: str, replace_with: str) -> None:
        """Notes something assumed, once."""
        row = {"statement": statement, "value": value, "unit": unit, "why": why, "replace_with": replace_with}
        self.used.setdefault((statement, value), row)

    def rows(self) -> list[dict[str, str]]:
        """The table of assumptions, in the order of use."""
        return [{"assumption": f"A{i:02d}", **row} for i, row in enumerate(self.used.values(), start=1)]
