"""Who answers for each line of money, benefit and risk: whoever the study names, else a role that is usual for it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from bluelight.appraisal import LineItem

if TYPE_CHECKING:
    from bluelight.studies.model import Study
    from bluelight.studies.risks import StudyRisk

Owners = Mapping[str, Mapping[str, str]]
"""Who owns, by theme or one of `NOT_LINES`, then by organisation."""

PROGRAMME = "the programme"
NOT_LINES = ("response", "outcome", "risk")
"""What has an owner beside lines of money, by the names of the default roles."""

_CALLED = {"police": "police force", "fire": "fire service", "ambulance": "ambulance service", "nhs": "NHS"}


@dataclass(frozen=True)
class Owner:
    """Organisation and role, and whether a person named them; False marks a default."""

    said: str
    named: bool


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(resources.files("bluelight.data").joinpath("parameters/owners.toml").read_text("utf-8"))


def roles() -> dict[str, str]:
    """The role that usually answers, by theme of the register and for response, outcomes and risks."""
    return {row["of"]: row["role"] for row in _file()["roles"]}


def owner_source() -> str:
    """What the default roles rest on."""
    return str(_file()["source"])


def owner_of(owners: Owners, of: str, organisation: str) -> Owner:
    """Who answers for what falls on an organisation, of a theme or of one of `NOT_LINES`."""
    named = owners.get(of, {}).get(organisation)
    if named is not None:
        return Owner(named, True)
    return Owner(f"{_CALLED.get(organisation, organisation)}: {roles()[of]}", False)


def risk_owner(study: Study, risk: StudyRisk) -> Owner:
    """Who answers for a risk: whoever it names, else whoever the study names for risks."""
    if risk.owner:
        return Owner(risk.owner, True)
    return owner_of(study.owners, "risk", risk.organisation or PROGRAMME)


def owns(study: Study, line: LineItem) -> Owner:
    """Who answers for a line of the study."""
    if line.theme is not None:
        return owner_of(study.owners, line.theme, line.organisation)
    return next(risk_owner(study, risk) for risk in study.risks if line.id == risk.line_id)
