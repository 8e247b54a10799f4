"""Share what is next door: a rule that finds neighbours and makes each a shared site."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from bluelight.area import Area
from bluelight.errors import Problem
from bluelight.options.base import Move, Touches, problem
from bluelight.options.moves.share_site import ShareSite
from bluelight.options.neighbours import find_neighbours
from bluelight.options.prices import delay


class ShareNeighbours(Move):
    """Sites of different services within `within_km` of each other share, nearest first, each site once."""

    title: ClassVar[str] = "Share what is next door"
    theme: ClassVar[str] = "shared-estate"
    kind: Literal["share_neighbours"] = "share_neighbours"
    within_km: float = Field(1.0, gt=0, le=20, description="Furthest that two sites may be apart, in straight-line km.")
    limit: int | None = Field(None, ge=1, description="Most pairs to share. Left out: all that can.")

    def expand(self, area: Area) -> list[Move]:
        """One shared site for each pair taken."""
        taken = [pair for pair in find_neighbours(area, self.within_km, self.limit) if pair.taken]
        return [ShareSite(site=pair.site, host=pair.host, year=self.year) for pair in taken]

    def check(self, area: Area) -> list[Problem]:
        """No pair to share."""
        if any(pair.taken for pair in find_neighbours(area, self.within_km, self.limit)):
            return []
        return [
            problem(
                f"no two sites of different services that could share are within {self.within_km:g} km in {area.name}.",
                "Raise within_km, or take the move out.",
                "within_km",
            )
        ]

    def touches(self, area: Area) -> Touches:
        """What its pairs touch; they are checked one by one."""
        return Touches()

    def settles(self) -> int:
        """A building is paid for after it is left."""
        return delay("receipt_delay_years")

    def sentence(self, area: Area) -> str:
        """How many pairs were found, and how many share."""
        pairs = find_neighbours(area, self.within_km, self.limit)
        taken = sum(pair.taken for pair in pairs)
        left = len(pairs) - taken
        out = f"; {left} {'is' if left == 1 else 'are'} left out, each for a reason given" if left else ""
        return (
            f"{len(pairs)} pairs of sites of different services lie within {self.within_km:g} km of each other; "
            f"{taken} of them {'shares' if taken == 1 else 'share'}{out}."
        )

    def apply(self, area: Area) -> Area:
        """The area after each of its pairs shares."""
        for move in self.expand(area):
            area = move.apply(area)
        return area
