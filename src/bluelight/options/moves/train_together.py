"""Train together: services teach each other's people, or use each other's places to train."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Risk, SiteChange, Touches, problem
from bluelight.options.sites import check_site, housed, site_name, site_row, with_function
from bluelight.options.stated import StatedMove
from bluelight.options.words import join


class TrainTogether(StatedMove):
    """The services train in `subjects` together, at `site` where it names one."""

    title: ClassVar[str] = "Train together"
    theme: ClassVar[str] = "training"
    kind: Literal["train_together"] = "train_together"
    subjects: tuple[str, ...] = Field(min_length=1, description="What is taught, as people call it.")
    site: str | None = Field(None, description="Site at which they train. Left out: where each trains today.")
    staff_a_year: int = Field(0, ge=0, description="People trained together in a year; 0 where it is not known.")
    hours_each: float = Field(0, ge=0, description="Hours each of them spends so in a year; 0 where not known.")

    def key(self) -> str:
        """One move for each set of subjects."""
        return "+".join((*self.services, *self.subjects))

    def subject(self, area: Area) -> str:
        """What is taught."""
        return f"Training together in {join(self.subjects)}"

    def check(self, area: Area) -> list[Problem]:
        """Fewer than two services, an unknown site, a hospital."""
        found = super().check(area)
        if len(set(self.services)) < 2:
            found.append(problem("one service alone cannot train together.", "Name two or three.", "services"))
        if self.site is not None:
            found += check_site(area, self.site, "site")
            if not found and site_row(area, self.site)["kind"] == "hospital_ed":
                found.append(problem(f"{site_name(area, self.site)} is a hospital.", "Name another site.", "site"))
        return found

    def touches(self, area: Area) -> Touches:
        """It fills the site and takes the training of each service in the subjects."""
        return Touches(
            fills=frozenset({self.site} if self.site else ()),
            claims=frozenset(f"training of {s} in {subject}" for s in self.services for subject in self.subjects),
        )

    def sentence(self, area: Area) -> str:
        """Who trains together in what, and where."""
        at = f" at {site_name(area, self.site)}" if self.site else ""
        return f"{join(self.services).capitalize()} train together in {join(self.subjects)}{at}."

    def apply(self, area: Area) -> Area:
        """The site is a place of training of each service."""
        if self.site is None:
            return area
        return with_function(area, self.site, "training", self.services)

    def site_changes(self, area: Area) -> list[SiteChange]:
        """The site at which they train."""
        if self.site is None:
            return []
        after = f"{join(self.services).capitalize()} train there together."
        return [SiteChange(self.site, f"Houses {housed(area, self.site)}.", after, "host")]

    def unseen(self, area: Area) -> list[str]:
        """Better work together is not in the model."""
        return [
            "The response model sees when crews arrive, not how well they work together: what training adds to that is "
            "not in it, nor are the hours that crews are away to train."
        ]

    def risks(self, area: Area) -> list[Risk]:
        """Standards that differ, and places that are full."""
        return [
            Risk("Each service's standards and assessors must accept the training.", "training"),
            Risk("A shared place of training is full at the same times for all.", "training"),
        ]

    def people(self, area: Area) -> list[str]:
        """How many train for how long."""
        if not self.staff_a_year or not self.hours_each:
            return ["How many people train together, and for how long, is not stated."]
        hours = self.staff_a_year * self.hours_each
        return [
            f"{self.staff_a_year:,} people train together for {self.hours_each:g} hours a year: {hours:,.0f} hours."
        ]
