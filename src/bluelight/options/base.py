"""What every kind of move answers: is it possible, what it says, what it changes, what it costs, what it hides."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from bluelight.appraisal import LineItem, Settings
from bluelight.area import Area
from bluelight.errors import Problem

Chance = Literal["rare", "unlikely", "possible", "likely", "almost certain"]
Fate = Literal["host", "disposed", "closed", "gains", "loses", "unchanged"]


@dataclass(frozen=True)
class SiteChange:
    """What happens to one building: a sentence before, a sentence after."""

    site: str
    before: str
    after: str
    fate: Fate


@dataclass(frozen=True)
class Risk:
    """Something that could go wrong, and what it applies to.

    `chance` and `severity` (1 slight to 5 severe) are what is assumed of it until a study judges it: an assumption from
    what the register and published cases say of such moves, in the words of `parameters/risk_scale.toml`.
    """

    statement: str
    applies_to: str
    chance: Chance = "possible"
    severity: int = 3


@dataclass(frozen=True)
class Touches:
    """What a move takes hold of, so that two moves of one option cannot pull the same thing two ways."""

    empties: frozenset[str] = frozenset()  # sites nothing is left at
    fills: frozenset[str] = frozenset()  # sites that something comes to
    units: frozenset[str] = frozenset()  # units moved or withdrawn
    rooms: frozenset[str] = frozenset()  # services whose control room moves
    attendance: frozenset[tuple[str, str]] = field(default_factory=frozenset)  # (incident type, unit kind) added
    bays: Mapping[str, int] = field(default_factory=dict)  # bays needed at each site, less those it frees there
    claims: frozenset[str] = frozenset()  # what else only one move of an option can take, in words


class Move(BaseModel, ABC):
    """One change to an area, as a table `[[option.move]]` of a study gives it.

    Subclasses set `kind`, `title`, `theme` and their own fields. Every method reads the area as it is today; none
    changes it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: ClassVar[str]  # the verb a planner would say
    theme: ClassVar[str]  # the theme of the register that it is of, whose promises and results are its like
    kind: str
    id: str | None = Field(
        None,
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        description="Short name by which other moves of the option may need or exclude it: small letters, digits, -.",
    )
    needs: tuple[str, ...] = Field((), description="The `id` of each move that this one cannot do without.")
    excludes: tuple[str, ...] = Field((), description="The `id` of each move that cannot be in one option with it.")
    year: int | None = Field(
        None,
        ge=2000,
        le=2100,
        description="Financial year in which it happens (2027 is 2027/28). Default: the year after the study's first.",
    )

    def table(self) -> dict[str, Any]:
        """What a study's text says of it: its fields, without those that are left out or empty."""
        fields = self.model_dump(mode="json", exclude_none=True)
        return {name: value for name, value in fields.items() if value not in ([], {})}

    def expand(self, area: Area) -> list[Move]:
        """The moves it stands for: itself, unless it is a rule that finds moves."""
        return [self]

    @abstractmethod
    def check(self, area: Area) -> list[Problem]:
        """Everything that stops it from being done in this area; empty when it can be."""

    @abstractmethod
    def touches(self, area: Area) -> Touches:
        """What it takes hold of."""

    @abstractmethod
    def sentence(self, area: Area) -> str:
        """The move as a person would say it."""

    @abstractmethod
    def apply(self, area: Area) -> Area:
        """The area after the move."""

    def lines(self, area: Area, option_id: str, settings: Settings) -> list[LineItem]:
        """What it costs and saves: pounds, positive when the public purse gains, against business as usual."""
        return []

    def not_counted(self, area: Area) -> list[str]:
        """Money that it would bring and that nobody can yet put a figure on."""
        return []

    def site_changes(self, area: Area) -> list[SiteChange]:
        """Before and after, one for each building it touches."""
        return []

    def unseen(self, area: Area) -> list[str]:
        """What the buildings are for that a model of response cannot see."""
        return []

    def risks(self, area: Area) -> list[Risk]:
        """What could go wrong."""
        return []

    def people(self, area: Area) -> list[str]:
        """What it asks of the people who work there, or takes from them."""
        return []

    def needs_kinds(self) -> frozenset[str]:
        """Kinds of move of which one must be in the same option."""
        return frozenset()

    def governance(self, area: Area) -> str:
        """Which of its effects depend on who governs the services; plain collaboration would bring the rest."""
        return "None of its effects depends on who governs the services: plain collaboration would bring them all."

    def without_governance(self) -> Move | None:
        """The move as collaboration alone would make it: itself; None where nothing of it is left."""
        return self

    def settles(self) -> int:
        """Years from the move to the start of the last of its lines."""
        return 0

    def starts(self, settings: Settings) -> int:
        """The financial year in which it happens."""
        return self.year if self.year is not None else settings.first_year + 1


def problem(what: str, remedy: str, column: str | None = None) -> Problem:
    """A problem of a move; whoever read the move from a file says which file and which move."""
    return Problem(file="move", what=what, remedy=remedy, column=column)
