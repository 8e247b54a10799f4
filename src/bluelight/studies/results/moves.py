"""What the moves of an option are, and what they do to buildings."""

from __future__ import annotations

from typing import Literal

from bluelight.studies.values import Value


class SiteChange(Value):
    """What happens to one building, in a sentence before and one after."""

    site: str
    name: str
    lon: float
    lat: float
    before: str
    after: str
    fate: Literal["host", "disposed", "closed", "gains", "loses", "unchanged"]


class Risk(Value):
    """Something that could go wrong with a move; how likely and how bad is assumed until the study judges it."""

    statement: str
    applies_to: str
    likelihood: float | None = None  # None in results of before there was a scale
    severity: int | None = None


class Neighbours(Value):
    """Two sites of different services near each other, found by the program; `why` says what keeps them apart."""

    site: str
    site_name: str
    site_functions: list[str]
    host: str
    host_name: str
    host_functions: list[str]
    km: float
    taken: bool
    why: str


class MoveResult(Value):
    """One move of an option. A rule that finds neighbours lists every pair; the shared sites follow as moves."""

    kind: str
    sentence: str
    sites: list[SiteChange]
    unseen: list[str]
    risks: list[Risk]
    neighbours: list[Neighbours] = []
    people: list[str] = []  # what it asks of the people who work there, or takes from them
    governance: str = ""  # what of it depends on who governs, and what plain collaboration would bring as well
