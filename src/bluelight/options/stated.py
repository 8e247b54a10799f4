"""Money that the planner states because no published figure gives it: each amount with its basis and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bluelight.appraisal import LineItem, Settings
from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Move, problem
from bluelight.options.prices import Range, line
from bluelight.options.words import join

Service = Literal["police", "fire", "ambulance"]
Organisation = Literal["police", "fire", "ambulance", "council", "nhs"]
Part = Literal["capital", "set_up", "running", "saving"]
PARTS: dict[Part, str] = {
    "capital": "building and equipment",
    "set_up": "setting up",
    "running": "cost a year",
    "saving": "saving a year",
}
_CATEGORIES: dict[Part, Literal["capital", "transition", "running_cost", "saving"]] = {
    "capital": "capital",
    "set_up": "transition",
    "running": "running_cost",
    "saving": "saving",
}


class Stated(BaseModel):
    """A quantity as the planner states it: low, most likely and high, how it is known, and where it was read.

    Without `low` and `high` it is the one figure, and money takes its range from what became of such promises.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    low: float | None = Field(None, ge=0)
    mode: float = Field(ge=0)
    high: float | None = Field(None, ge=0)
    basis: Literal["published", "derived", "assumed"]
    source: str = Field(min_length=1)
    price_year: str | None = Field(None, pattern=r"^\d{4}/\d{2}$")
    note: str = ""
    needs_governance: bool = False

    @model_validator(mode="before")
    @classmethod
    def _in_pounds(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "currency" not in data:
            return data
        if data["currency"] != "GBP":
            raise ValueError(f"it is in {data['currency']}, and a case is in one currency, GBP")
        return {key: value for key, value in data.items() if key != "currency"}

    @model_validator(mode="after")
    def _rising(self) -> Stated:
        if self.low is None or self.high is None:
            if self.low is not self.high:
                raise ValueError("one end of its range is given and not the other: give both, or neither")
        elif not self.low <= self.mode <= self.high:
            raise ValueError(f"low {self.low:g}, mode {self.mode:g} and high {self.high:g} are not in rising order")
        return self

    def range(self) -> Range:
        """As the prices of moves are; without ends it asks for them."""
        low, high = (self.mode if end is None else end for end in (self.low, self.high))
        return Range(low, self.mode, high, self.price_year, self.basis, self.source, self.note, self.high is None)


Amounts = dict[Organisation, Stated]


def share(stated: Stated | None, column: str) -> list[Problem]:
    """A problem where a share is above one."""
    if stated is None or stated.range().high <= 1:
        return []
    return [
        problem(
            f"{column} has a high end of {stated.range().high:g}, and a share is at most 1.",
            "Write 5% as 0.05.",
            column,
        )
    ]


class AmountsMove(Move):
    """A move with amounts by organisation, of which each may need a change of governance."""

    parts: ClassVar[tuple[Part, ...]] = tuple(PARTS)  # its fields that hold amounts

    services: tuple[Service, ...] = Field(min_length=1, max_length=3, description="Services that take part.")

    def _stated(self, part: Part) -> Amounts:
        found: Amounts = getattr(self, part)
        return found

    def check_parties(self, column: str, organisations: Iterable[str]) -> list[Problem]:
        """A problem for each emergency service that takes no part and yet has an amount."""
        outside = sorted({"police", "fire", "ambulance"} & set(organisations) - set(self.services))
        return [
            problem(f"{column} has an amount for {name}, which takes no part.", "Add it to services.", column)
            for name in outside
        ]

    def _needs_governance(self, part: Part, organisation: str) -> bool:
        stated = {str(name): amount for name, amount in self._stated(part).items()}
        return organisation in stated and stated[organisation].needs_governance

    def _dependent(self) -> list[str]:
        return [f"{PARTS[p]} of {o}" for p in self.parts for o, a in self._stated(p).items() if a.needs_governance]

    def needs_kinds(self) -> frozenset[str]:
        """A change of governance where an amount is stated to need one."""
        return frozenset({"governance"} if self._dependent() else ())

    def governance(self, area: Area) -> str:
        """Which amounts are stated to need a change of governance."""
        dependent = self._dependent()
        if not dependent:
            return super().governance(area)
        return (
            f"Only with a change of governance, as stated: {join(dependent)}. Plain collaboration would bring the rest."
        )

    def without_governance(self) -> Move | None:
        """The move without the amounts that need a change of governance."""
        kept: dict[str, object] = {
            p: {o: a for o, a in self._stated(p).items() if not a.needs_governance} for p in self.parts
        }
        return self.model_copy(update=kept) if self._dependent() else self


class StatedMove(AmountsMove):
    """A move whose money is stated by organisation; what nobody states is listed as not counted, never as nothing."""

    asks: ClassVar[tuple[Part, ...]] = ("set_up", "saving")  # parts that every service taking part is asked for

    capital: Amounts = Field({}, description="What building and equipment cost each organisation, once.")
    set_up: Amounts = Field({}, description="What setting it up costs each organisation, once.")
    running: Amounts = Field({}, description="What it adds to each organisation's costs, a year.")
    saving: Amounts = Field({}, description="What it saves each organisation, a year.")
    saving_delay_years: int = Field(1, ge=0, le=20, description="Years from the move to the first saving.")
    asset_type: Literal["standard_buildings", "non_standard_buildings", "equipment_development", "outsourcing"] = Field(
        "equipment_development", description="Project type of what capital buys, which decides its optimism bias."
    )

    def subject(self, area: Area) -> str:
        """What its lines are about, in a few words."""
        return self.title

    def key(self) -> str:
        """What tells it from other moves of its kind."""
        return "+".join(self.services)

    def check(self, area: Area) -> list[Problem]:
        """Services named twice or that the area does not have; amounts of services that take no part."""
        found = []
        known = set(area.services["service"])
        for service in self.services:
            if service not in known:
                found.append(problem(f"{area.name} has no {service} service.", "Leave the service out.", "services"))
        if len(set(self.services)) < len(self.services):
            found.append(problem("a service is named twice.", "Name each service once.", "services"))
        for part in PARTS:
            found += self.check_parties(part, self._stated(part))
        return found

    def figures(self, area: Area, part: Part) -> Mapping[str, Range]:
        """The amounts of a part by organisation: what is stated; kinds of move with published prices add theirs."""
        return {name: amount.range() for name, amount in self._stated(part).items()}

    def apply(self, area: Area) -> Area:
        """Nothing that the response model sees changes."""
        return area

    def settles(self) -> int:
        """Years to its first saving."""
        return self.saving_delay_years

    def lines(self, area: Area, option_id: str, settings: Settings) -> list[LineItem]:
        """One line for each part and organisation that has a figure."""
        year, found = self.starts(settings), []
        for part, words in PARTS.items():
            for organisation, amount in self.figures(area, part).items():
                yearly = part in ("running", "saving")
                begins = year + self.saving_delay_years if part == "saving" else year
                found.append(
                    line(
                        amount,
                        gain=part == "saving",
                        id=f"{self.kind}:{self.key()}:{organisation}:{part}_stated",
                        option=option_id,
                        label=f"{self.subject(area)}: {words}, {organisation}",
                        organisation=organisation,
                        category=_CATEGORIES[part],
                        start_year=begins,
                        end_year=settings.last_year if yearly else year,
                        price_year=settings.price_year,
                        asset_type=self.asset() if part == "capital" else None,
                        budget=self.budget(organisation) if part == "saving" else None,
                        correlation_group=f"{self.kind}:{self.key()}:{part}",
                        theme=self.theme,
                        governance_dependent=self.kind == "governance" or self._needs_governance(part, organisation),
                    )
                )
        return found

    def asset(self) -> str:
        """The project type of its capital."""
        return self.asset_type

    def budget(self, organisation: str) -> str | None:
        """The budget that its saving is made on, so that no other line claims it; None where it has no name."""
        return None

    def not_counted(self, area: Area) -> list[str]:
        """Each part that nobody has stated, with the services it is missing for."""
        said = []
        for part in self.asks:
            figures = self.figures(area, part)
            missing = [service for service in self.services if service not in figures]
            if missing:
                said.append(f"{self.subject(area)}: {PARTS[part]} of {join(missing)} is not stated, not counted.")
        return said
