"""The dated facts that a business case is built by."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from bluelight.studies.cases.shape import StatutoryRule, ToWrite

OBJECTIVES = "Objectives"
"""The title of the gap that a study's own objectives fill."""


@cache
def _read(name: str) -> dict[str, Any]:
    text = resources.files("bluelight.data").joinpath(f"parameters/{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def statutory_rules() -> tuple[str, list[StatutoryRule]]:
    """When the law was read, and what was read."""
    content = _read("statutory_tests")
    return content["as_of"], [StatutoryRule.model_validate(row) for row in content["rules"]]


def dimensions() -> dict[str, str]:
    """The dimensions of the options framework: id and name."""
    return {row["id"]: row["name"] for row in _read("business_case")["dimensions"]}


def factors() -> list[dict[str, str]]:
    """The critical success factors: id, name, and who judges what the figures cannot."""
    return list(_read("business_case")["factors"])


def measure_of(category: str) -> tuple[str, str]:
    """How a benefit of a category is measured, and how it is evaluated. KeyError for a category without a rule."""
    row = {row["category"]: row for row in _read("business_case")["measures"]}[category]
    return row["measure"], row["evaluation"]


def to_write(with_objectives: bool = False) -> list[ToWrite]:
    """The parts that a person must write; objectives are not among them where the study states some."""
    every = [ToWrite.model_validate(row) for row in _read("business_case")["to_write"]]
    return [item for item in every if not (with_objectives and item.title == OBJECTIVES)]


def sources() -> dict[str, str]:
    """Where each of these was read."""
    return dict(_read("business_case")["source"])
