"""Buy together: services buy one category of what they spend on as one customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Risk, Touches, problem
from bluelight.options.prices import Range, move_price
from bluelight.options.stated import Amounts, Part, Stated, StatedMove, share
from bluelight.options.words import join

SpendCategory = Literal[
    "vehicles",
    "vehicle_parts",
    "fuel",
    "protective_equipment",
    "uniform",
    "operational_equipment",
    "ict",
    "energy",
    "facilities",
    "insurance",
    "professional_services",
    "training",
]
_PUBLISHED: dict[str, str] = {"protective_equipment": "buy_together_equipment_saving_share"}


class BuyTogether(StatedMove):
    """The services buy `category` together: a share of what each spends on it is saved."""

    title: ClassVar[str] = "Buy together"
    theme: ClassVar[str] = "procurement"
    kind: Literal["buy_together"] = "buy_together"
    services: tuple[Literal["police", "fire", "ambulance"], ...] = Field(
        min_length=1, max_length=3, description="Services that buy together."
    )
    category: SpendCategory = Field(description="What is bought.")
    spend: Amounts = Field({}, description="What each organisation spends on it a year.")
    saving_share: Stated | None = Field(
        None,
        description="Share of the spend that is saved. Left out: a published share, for protective_equipment alone.",
    )

    def subject(self, area: Area) -> str:
        """What is bought."""
        return f"Buying {self._called()} together"

    def _called(self) -> str:
        return "ICT" if self.category == "ict" else self.category.replace("_", " ")

    def key(self) -> str:
        """One move for each category and group of services."""
        return f"{self.category}:{super().key()}"

    def check(self, area: Area) -> list[Problem]:
        """A share above one, or a saving stated twice: as an amount and as a share of spend."""
        found = [
            *super().check(area),
            *share(self.saving_share, "saving_share"),
            *self.check_parties("spend", self.spend),
        ]
        both = sorted(set(self.saving) & set(self.spend))
        if both:
            what = f"the saving of {join(both)} is stated, and what it spends as well: both give a saving."
            found.append(problem(what, "Keep saving or spend.", "saving"))
        return found

    def touches(self, area: Area) -> Touches:
        """It takes what each service spends on the category."""
        return Touches(claims=frozenset(f"what {s} spends on {self._called()}" for s in self.services))

    def share_saved(self) -> Range | None:
        """The share of spend that is saved; None where nobody states it and none was published."""
        if self.saving_share is not None:
            return self.saving_share.range()
        return move_price(_PUBLISHED[self.category]) if self.category in _PUBLISHED else None

    def figures(self, area: Area, part: Part) -> Mapping[str, Range]:
        """The saving of each is its spend times the share saved."""
        found = dict(super().figures(area, part))
        saved = self.share_saved()
        if part == "saving" and saved is not None:
            found |= {name: spend.range() * saved for name, spend in self.spend.items()}
        return found

    def budget(self, organisation: str) -> str | None:
        """The organisation's spend on the category."""
        return f"{organisation}: {self._called()}"

    def sentence(self, area: Area) -> str:
        """Who buys what."""
        return f"{join(self.services).capitalize()} buy {self._called()} together."

    def unseen(self, area: Area) -> list[str]:
        """Buying changes no answer to a call."""
        return ["Buying together changes no response that the model sees: what is bought is taken to work as well."]

    def risks(self, area: Area) -> list[Risk]:
        """Claims that are not kept, and contracts that run on."""
        return [
            Risk(
                "Savings on buying are mostly claimed by those who made them; one joint venture's saved £2.6m of the "
                "£10m forecast for one partner (Southwest One, to 2015).",
                self._called(),
                chance="likely",
            ),
            Risk(
                "Contracts that run on delay the saving; leaving them early may cost.",
                self._called(),
                chance="likely",
                severity=2,
            ),
            Risk("Services that keep their own specification keep their own price.", self._called()),
        ]

    def people(self, area: Area) -> list[str]:
        """Who chooses the kit."""
        return ["Crews wear and drive what is bought: they try it before it is chosen."]
