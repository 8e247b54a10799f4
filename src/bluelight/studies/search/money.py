"""What plans cost and save: through the line items of their moves, and quickly where thousands are looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from bluelight.appraisal import Appraisal, LineItem, appraise
from bluelight.options import Move
from bluelight.options.moves.close_site import CloseSite
from bluelight.studies.model import Study
from bluelight.studies.search.layout import Layout
from bluelight.studies.search.place import Floats, Place, opening

ONCE = ("capital", "transition")


class Price(NamedTuple):
    """Pounds at the modes of every line, optimism bias and delays included."""

    once: float  # to be found: building, fitting out and moving, receipts not counted
    npsv: float


class Prices:
    """Prices of moves, each appraised once. A plan's is the sum over its moves: nothing in them is shared."""

    def __init__(self, place: Place) -> None:
        self._place = place
        money = place.search.money
        self.settings = Study.settings_of(money, place.search.question.seed)
        self._quick = Study.settings_of(money.model_copy(update={"draws": 100}), place.search.question.seed)
        self._known: dict[str, Price] = {}

    def of(self, moves: Iterable[Move]) -> Price:
        """The price of some moves."""
        parts = [self._move(move) for move in moves]
        return Price(sum(p.once for p in parts), sum(p.npsv for p in parts))

    def plan(self, layout: Layout) -> Price:
        """The price of a plan."""
        return self.of(layout.moves(self._place))

    def appraise(self, plans: dict[str, tuple[Move, ...]]) -> Appraisal:
        """Every plan appraised with all draws, by its name."""
        lines = [line for name, moves in plans.items() for move in moves for line in self._lines(move, name)]
        return appraise(lines, self.settings, options=list(plans))

    def by_site(self) -> tuple[Floats, float]:
        """At least what each open candidate adds to what must be found, and what is left where none is open.

        Linear, as a location model needs it: a station that closes costs its moving out, a new site its building. What
        room at a host costs depends on who comes, and is left out: the least a plan could cost.
        """
        place, costs, all_closed = self._place, np.zeros(len(self._place.sites)), 0.0
        for i, site in enumerate(place.sites):
            if i in place.new:
                costs[i] = self._move(opening(place.new[i], place.service)).once
            elif place.stations[i]:
                leaving = self._move(CloseSite(site=site)).once
                costs[i], all_closed = -leaving, all_closed + leaving
        return costs, all_closed

    def _lines(self, move: Move, option: str) -> list[LineItem]:
        return move.lines(self._place.area, option, self.settings)

    def _move(self, move: Move) -> Price:
        key = move.model_dump_json()
        if key not in self._known:
            lines = self._lines(move, "plan")
            money = appraise(lines, self._quick, options=["plan"]).options["plan"]
            spent = sum(
                -m.line.mode * m.unit * m.deflator * m.uplift
                for m in money.lines
                if m.line.category in ONCE and m.line.mode < 0
            )
            self._known[key] = Price(float(spent), money.worth["cash"].at_mode)
        return self._known[key]
