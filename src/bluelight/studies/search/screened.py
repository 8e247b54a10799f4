"""Swap local search over the screening: every plan answers the same calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from bluelight.response.screening import Screening
from bluelight.studies.search.layout import Layout, lay_out
from bluelight.studies.search.money import Price, Prices
from bluelight.studies.search.place import Flags, Floats, Place
from bluelight.studies.search.static import Conditions, Static

TRIED = 40  # swaps screened in each round: those that the map says are best
ROUNDS = 12
LOSS = 1.10  # a swap that the map says is a tenth worse is not tried
BATCHES = 20

Key = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Screened:
    """A plan with what the screening says: `value` is less for a better plan, by the aim."""

    layout: Layout
    price: Price
    static: float
    value: float
    within: float  # share of calls within the standard, NaN where there is none
    by_call: Floats

    @property
    def key(self) -> Key:
        """Its open sites."""
        return self.layout.open


class Screen:
    """Plans screened so far, each once."""

    def __init__(self, place: Place, static: Static, prices: Prices, workers: int) -> None:
        question = place.search.question
        self.place, self.static, self.prices = place, static, prices
        self._workers, self._aim = workers, question.aim
        self._screening = Screening(place.ground, place.service, calls=question.calls, seed=question.seed)
        types = place.area.incident_types["incident_type"].tolist()
        by_type = np.array([place.search.weights.get(name, 1.0) for name in types])
        self._weight = by_type[self._screening.incident_type]
        self.calls = self._screening.n
        self.known: dict[Key, Screened | None] = {}
        self._possible: dict[str, bool] = {}

    def look(self, plans: Iterable[Flags], kept: Conditions) -> list[Screened]:
        """The plans that can be done and keep every condition on the map, screened."""
        wanted = [tuple(np.nonzero(plan)[0].tolist()) for plan in plans if self.static.keeps(plan, kept)]
        fresh: dict[Key, tuple[Layout, Price]] = {}
        for key in dict.fromkeys(wanted):
            if key not in self.known:
                self.known[key] = None
                layout = lay_out(self.place, flags(key, len(self.place.sites)))
                if layout is not None and self._can(layout):
                    fresh[key] = layout, self.prices.plan(layout)
        homes = [layout.homes(self.place) for layout, _ in fresh.values()]
        answered = self._screening.answer(homes, self._workers)
        for (key, (layout, price)), minutes in zip(fresh.items(), answered, strict=True):
            self.known[key] = self._said(key, layout, price, minutes)
        found = [self.known[key] for key in dict.fromkeys(wanted)]
        return [
            plan for plan in found if plan is not None and (kept.budget is None or plan.price.once <= kept.budget + 0.5)
        ]

    def today(self) -> Screened:
        """Today's sites, whether or not they keep the conditions."""
        key = tuple(np.nonzero(self.place.stations)[0].tolist())
        if self.known.get(key) is None:
            layout = Layout(key, {}, {})
            (minutes,) = self._screening.answer([layout.homes(self.place)])
            self.known[key] = self._said(key, layout, Price(0.0, 0.0), minutes)
        found = self.known[key]
        assert found is not None
        return found

    def _can(self, layout: Layout) -> bool:
        """Whether each move can be done by itself: room at a host, a building that may be left."""
        for move in layout.moves(self.place):
            key = move.model_dump_json()
            if key not in self._possible:
                self._possible[key] = not move.check(self.place.area)
            if not self._possible[key]:
                return False
        return True

    def _said(self, key: Key, layout: Layout, price: Price, minutes: Floats) -> Screened:
        limit = self._screening.limit_min
        held = ~np.isnan(limit)
        inside = np.where(held, (minutes <= limit).astype(float), np.nan)
        by_call = 1.0 - inside if self._aim == "cover" else minutes
        use = ~np.isnan(by_call) & (self._weight > 0)
        share = float(inside[held].mean()) if held.any() else float("nan")
        value = float(np.average(by_call[use], weights=self._weight[use]))
        static = self.static.value(flags(key, len(self.place.sites)))
        return Screened(layout, price, static, value, share, np.where(use, by_call, np.nan))

    def difference(self, plan: Screened, other: Screened) -> tuple[float, float, float]:
        """`plan` less `other` in the value on the same calls, with a 95% interval from batches of calls in time."""
        use = ~np.isnan(plan.by_call)
        weight, differ = self._weight[use], (plan.by_call - other.by_call)[use]
        mean = float(np.average(differ, weights=weight))
        parts = [p for p in np.array_split(np.arange(len(differ)), BATCHES) if len(p) and weight[p].sum() > 0]
        means = [float(np.average(differ[p], weights=weight[p])) for p in parts]
        half = float(stats.t.ppf(0.975, len(means) - 1) * np.std(means, ddof=1) / np.sqrt(len(means)))
        return mean, mean - half, mean + half


def flags(key: Sequence[int], sites: int) -> Flags:
    """Which candidates are open."""
    found = np.zeros(sites, dtype=np.bool_)
    found[list(key)] = True
    return found


def climb(screen: Screen, start: Screened, kept: Conditions, least_within: float | None) -> Screened:
    """From a plan by swaps, the best of those tried in each round, until none helps.

    For the aim `cost` better is cheaper, among plans whose share within the standard is at least `least_within` in the
    screening (or, where there is no such standard, whose value is no more than the start's); else by the aim's value.
    """
    cost = screen.place.search.question.aim == "cost"
    limit = start.value

    def rank(plan: Screened) -> tuple[float, float, float]:
        if not cost:
            return 0.0, plan.value, -plan.price.npsv
        short = plan.within < least_within if least_within is not None else plan.value > limit
        return (1.0, plan.value, 0.0) if short else (0.0, -plan.price.npsv, plan.value)

    best = start
    for _ in range(ROUNDS):
        found = screen.look(swaps(screen.static, best, kept, cost), kept)
        better = min(found, key=rank, default=best)
        if rank(better) >= rank(best):
            return best
        best = better
    return best


def swaps(static: Static, plan: Screened, kept: Conditions, cost: bool) -> list[Flags]:
    """Swaps of one open candidate for one closed, those that the map says are best first."""
    sites = len(static.place.sites)
    is_open = flags(plan.key, sites)
    leaving = [i for i in plan.key if i not in kept.stay]
    entering = [i for i in range(sites) if not is_open[i] and i not in kept.close]
    value = static.changes(is_open, leaving, entering)
    order = np.argsort(value, axis=None, kind="stable")
    at = plan.static if not static.covers else 1.0 - plan.static
    found = []
    for flat in order[: TRIED * 4]:
        out, into = np.unravel_index(flat, value.shape)
        if value[out, into] > at * LOSS + 1e-9 and not cost:
            break
        swapped = is_open.copy()
        swapped[leaving[int(out)]], swapped[entering[int(into)]] = False, True
        if static.keeps(swapped, kept):
            found.append(swapped)
        if len(found) == TRIED:
            break
    return found
