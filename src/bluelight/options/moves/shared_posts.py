"""Shared posts: one person, or one team of managers, serves several organisations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Risk, Touches, problem
from bluelight.options.prices import Range, exactly
from bluelight.options.stated import Amounts, Organisation, Part, StatedMove
from bluelight.options.words import join


class SharedPosts(StatedMove):
    """The posts named are filled once for all; each organisation gives up those of its own that they replace."""

    title: ClassVar[str] = "Share senior posts"
    theme: ClassVar[str] = "support-services"
    kind: Literal["shared_posts"] = "shared_posts"
    posts: tuple[str, ...] = Field(min_length=1, description="Posts that are shared, as people call them.")
    posts_given_up: dict[Organisation, float] = Field(
        {}, description="Posts of each organisation that are given up, in full-time equivalents."
    )
    cost_per_post: Amounts = Field({}, description="What one of them costs its employer a year, with on-costs.")

    def subject(self, area: Area) -> str:
        """Which posts."""
        return f"Shared {join(self.posts)}"

    def key(self) -> str:
        """One move for each set of posts."""
        return "+".join((*self.services, *self.posts))

    def check(self, area: Area) -> list[Problem]:
        """Fewer than two services, posts that are no number, a saving stated twice."""
        found = [*super().check(area), *self.check_parties("posts_given_up", self.posts_given_up)]
        if len(set(self.services)) < 2:
            found.append(problem("one service alone cannot share a post.", "Name two or three.", "services"))
        if any(not 0 < n <= 1000 for n in self.posts_given_up.values()):
            found.append(problem("posts given up are no number above 0.", "Give a number.", "posts_given_up"))
        both = sorted(set(self.saving) & set(self.posts_given_up) & set(self.cost_per_post))
        if both:
            what = f"the saving of {join(both)} is stated, and its posts given up as well: both give a saving."
            found.append(problem(what, "Keep saving or cost_per_post.", "saving"))
        return found

    def touches(self, area: Area) -> Touches:
        """It takes the posts of each service."""
        return Touches(claims=frozenset(f"the {post} of {s}" for s in self.services for post in self.posts))

    def figures(self, area: Area, part: Part) -> Mapping[str, Range]:
        """The saving of each is its posts given up times what one costs."""
        found = dict(super().figures(area, part))
        if part == "saving":
            for name, cost in self.cost_per_post.items():
                if name in self.posts_given_up:
                    found[name] = cost.range() * exactly(self.posts_given_up[name], "assumed", "stated by the option")
        return found

    def sentence(self, area: Area) -> str:
        """Who shares which posts."""
        return f"{join(self.services).capitalize()} share {join(self.posts)}."

    def unseen(self, area: Area) -> list[str]:
        """Managers answer no calls."""
        return ["The response model sees no managers: what sharing them does to command at incidents is not in it."]

    def risks(self, area: Area) -> list[Risk]:
        """Reach, and what the law asks for."""
        return [
            Risk(
                "One post for several services stretches whoever holds it, most of all in a major incident.", "command"
            ),
            Risk("Each service must still meet its own duties in law, with somebody who answers for them.", "duties"),
            Risk(
                "Savings on senior posts were small where they were published: £1.69m in ten years for member "
                "allowances and a shared chief financial officer (Cambridgeshire's case, 2017).",
                "saving",
                chance="likely",
                severity=2,
            ),
        ]

    def people(self, area: Area) -> list[str]:
        """How many posts go."""
        gone = [f"{n:g} of {name}" for name, n in self.posts_given_up.items()]
        return [f"Posts given up: {join(gone)}." if gone else "How many posts are given up is not stated."]
