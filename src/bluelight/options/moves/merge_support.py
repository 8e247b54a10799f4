"""Merge support services: one team does for several organisations what each did for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Risk, Touches, problem
from bluelight.options.prices import Range, move_price
from bluelight.options.stated import Amounts, Organisation, Part, Stated, StatedMove, share
from bluelight.options.words import join

SHARE = "support_saving_share"


class MergeSupport(StatedMove):
    """One team does the function for all: a share of what it costs each a year is saved."""

    title: ClassVar[str] = "Merge support services"
    theme: ClassVar[str] = "support-services"
    kind: Literal["merge_support"] = "merge_support"
    function: Literal[
        "hr", "payroll", "finance", "ict", "estates", "legal", "communications", "procurement", "stores", "fleet_office"
    ] = Field(description="What the joint team does.")
    spend: Amounts = Field({}, description="What the function costs each organisation a year.")
    saving_share: Stated | None = Field(
        None, description="Share of that cost that is saved. Left out: the range of what such mergers reported."
    )
    posts: dict[Organisation, float] = Field({}, description="Posts of each organisation that join the team.")
    posts_given_up: dict[Organisation, float] = Field({}, description="Posts of each organisation that are given up.")

    def subject(self, area: Area) -> str:
        """Which function."""
        return f"One team for {self._called()}"

    def _called(self) -> str:
        return {"hr": "HR", "ict": "ICT"}.get(self.function, self.function.replace("_", " "))

    def key(self) -> str:
        """One move for each function and group of services."""
        return f"{self.function}:{super().key()}"

    def check(self, area: Area) -> list[Problem]:
        """A share above one, a saving stated twice, more posts given up than there are."""
        found = [
            *super().check(area),
            *share(self.saving_share, "saving_share"),
            *self.check_parties("spend", self.spend),
        ]
        both = sorted(set(self.saving) & set(self.spend))
        if both:
            what = f"the saving of {join(both)} is stated, and what the function costs as well: both give a saving."
            found.append(problem(what, "Keep saving or spend.", "saving"))
        for name, gone in self.posts_given_up.items():
            if gone < 0 or gone > self.posts.get(name, 0):
                what = f"{name} gives up {gone:g} posts of the {self.posts.get(name, 0):g} that join the team."
                found.append(problem(what, "State in posts how many join.", "posts_given_up"))
        return found

    def touches(self, area: Area) -> Touches:
        """It takes the function of each service."""
        return Touches(claims=frozenset(f"the {self._called()} of {s}" for s in self.services))

    def figures(self, area: Area, part: Part) -> Mapping[str, Range]:
        """The saving of each is what the function costs it times the share saved."""
        found = dict(super().figures(area, part))
        if part == "saving":
            saved = self.saving_share.range() if self.saving_share is not None else move_price(SHARE)
            found |= {name: spend.range() * saved for name, spend in self.spend.items()}
        return found

    def budget(self, organisation: str) -> str | None:
        """The organisation's spend on the function."""
        return f"{organisation}: {self._called()}"

    def sentence(self, area: Area) -> str:
        """Whose function becomes one team."""
        return f"One team does the {self._called()} of {join(self.services)}."

    def not_counted(self, area: Area) -> list[str]:
        """What was not stated, and what of the staff is not priced."""
        said = super().not_counted(area)
        if self.posts_given_up and not self.set_up:
            said.append(f"{self.subject(area)}: redundancy and protected pay are not stated, not counted.")
        return said

    def unseen(self, area: Area) -> list[str]:
        """Support changes no answer to a call."""
        return ["Support services answer no calls: the response model sees no effect, good or bad."]

    def risks(self, area: Area) -> list[Risk]:
        """What happened to others."""
        return [
            Risk(
                "Shared services have cost more than budgeted and come late: one partner of a police venture paid "
                "£898,000 for £650,000 (2017/18), and seven months late.",
                "set-up",
                chance="likely",
            ),
            Risk(
                "Five government centres cost £1.4bn for £0.9bn, and two of them lost £255m net.", "saving", severity=4
            ),
            Risk(
                "A partner that leaves takes its share of the cost back with it: agree how before joining.",
                "exit",
                chance="unlikely",
            ),
        ]

    def people(self, area: Area) -> list[str]:
        """How many posts join and go."""
        joins, gone = sum(self.posts.values()), sum(self.posts_given_up.values())
        if not joins:
            return ["How many people would change employer, place or terms is not stated."]
        return [
            f"{joins:g} posts join one team and {gone:g} of them are given up; terms and pay differ between employers."
        ]
