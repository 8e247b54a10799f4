"""The location models of a search: the best sites on a map, proven, and which conditions cannot be met together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bluelight.errors import BluelightError
from bluelight.options.location import Plan, max_cover, p_median
from bluelight.options.location.feasible import find_plan
from bluelight.options.location.model import Choice, Purse
from bluelight.options.words import pounds
from bluelight.studies.search.layout import most_sites
from bluelight.studies.search.money import Prices
from bluelight.studies.search.place import Flags, Floats, Place

SECONDS = 60.0


@dataclass(frozen=True)
class Conditions:
    """What every plan must keep on the map: candidates by number, minutes, pounds."""

    least: int
    most: int
    stay: frozenset[int]
    close: frozenset[int]
    slowest: float | None
    budget: float | None
    units: int  # the most sites that units can be at


class Static:
    """The location model of a search, its costs and its times."""

    def __init__(self, place: Place, prices: Prices) -> None:
        self.place = place
        self.covers = place.search.question.aim == "cover"
        self._times, self._weight, self._within = place.covered() if self.covers else (place.minutes, place.weight, 0.0)
        self._prices = prices
        self._by_site: tuple[Floats, float] | None = None

    def conditions(self) -> Conditions:
        """The question's own conditions."""
        question, today = self.place.search.question, int(self.place.stations.sum())
        most = question.most_sites or max(today, question.least_sites or 0)
        least = question.least_sites or max(1, min(most, today) - 3, int(self.place.fixed.sum()))
        return Conditions(
            least=min(least, most) if question.least_sites is None else least,
            most=most,
            stay=frozenset(np.nonzero(self.place.fixed)[0].tolist()),
            close=frozenset(np.nonzero(self.place.barred)[0].tolist()),
            slowest=question.slowest_min,
            budget=question.budget_gbp,
            units=most_sites(self.place),
        )

    def best(self, p: int, kept: Conditions) -> Plan:
        """The best p sites, with the bound. BluelightError where no plan meets the conditions."""
        purse = self._purse(kept.budget)
        limits = {
            "open": sorted(kept.stay),
            "forbidden": sorted(kept.close - kept.stay),
            "seconds": SECONDS,
            **({"costs": purse.costs, "budget": purse.budget} if purse.limited else {}),
        }
        if not self.covers:
            return p_median(self._times, self._weight, p, furthest=kept.slowest, **limits)  # type: ignore[arg-type]
        times, weight, zones = self._times, self._weight, self.place.minutes.shape[1]
        if kept.slowest is not None:  # every zone once more, without weight and with a limit of its own
            times = np.concatenate([times, self.place.minutes], axis=1)
            weight = np.concatenate([weight, np.zeros(zones)])
            limits["furthest"] = np.where(np.arange(len(weight)) < len(weight) - zones, np.inf, kept.slowest)
        return max_cover(times, weight, p, self._within, **limits)  # type: ignore[arg-type]

    def value(self, is_open: Flags) -> float:
        """The model's value of a plan: mean minutes of driving, or the share of calls within the limit."""
        nearest = self._times[is_open].min(axis=0)
        total = self._weight.sum()
        if self.covers:
            return float(self._weight[nearest <= self._within].sum() / total)
        return float((self._weight * nearest).sum() / total)

    def changes(self, is_open: Flags, leaving: list[int], entering: list[int]) -> Floats:
        """The value, as what is not covered for a cover, after each swap (leaving, entering).

        Less is better. From the nearest and the second nearest open site of each zone, as in Whitaker's method.
        """
        found = np.empty((len(leaving), len(entering)))
        at = np.nonzero(is_open)[0]
        cost = (self._times > self._within).astype(float) if self.covers else self._times
        order = np.argsort(cost[at], axis=0, kind="stable")[:2]
        first = cost[at[order[0]], np.arange(cost.shape[1])]
        second = cost[at[order[1]], np.arange(cost.shape[1])] if len(at) > 1 else np.full(len(first), np.inf)
        nearest = at[order[0]]
        total = float(self._weight.sum())
        for i, out in enumerate(leaving):
            left = np.where(nearest == out, second, first)
            found[i] = np.minimum(left, cost[entering]) @ self._weight / total
        return found

    def per_call(self, value: float) -> float:
        """A value or bound of the model for each call."""
        return value / float(self._weight.sum())

    def keeps(self, is_open: Flags, kept: Conditions) -> bool:
        """Whether a plan keeps every condition but the budget, which depends on its moves."""
        sites = set(np.nonzero(is_open)[0].tolist())
        return (
            kept.least <= len(sites) <= min(kept.most, kept.units)
            and kept.stay <= sites
            and not (kept.close - kept.stay) & sites
            and (kept.slowest is None or bool((self.place.minutes[is_open].min(axis=0) <= kept.slowest).all()))
        )

    def some_plan(self, kept: Conditions) -> Flags | None:
        """Any plan that meets the conditions, None where there is none."""
        if kept.stay & kept.close:
            return None
        n = len(self.place.sites)
        choice = Choice(np.zeros(n, dtype=np.bool_), np.ones(n, dtype=np.bool_))
        choice.fixed[sorted(kept.stay)] = True
        choice.allowed[sorted(kept.close)] = False
        most = min(kept.most, kept.units, n)
        return find_plan(self.place.minutes, kept.least, most, choice, kept.slowest, self._purse(kept.budget))

    def check(self, kept: Conditions) -> None:
        """BluelightError that names conditions that cannot be met together, and of which none could be left out."""
        if self.some_plan(kept) is not None:
            return
        parts = self._parts(kept)

        def met(names: Iterable[int]) -> bool:
            return self.some_plan(_only(kept, [parts[i][1] for i in names], len(self.place.sites))) is not None

        clash = irreducible(range(len(parts)), met)
        said = "; ".join(parts[i][0] for i in clash)
        raise BluelightError(
            f"No plan keeps all of this: {said}. Without any one of these the others can be kept together: loosen one."
            if len(clash) > 1
            else f"No plan keeps this: {said}. Loosen it."
        )

    def _parts(self, kept: Conditions) -> list[tuple[str, Callable[[Conditions], Conditions]]]:
        """Each condition in words, and how it is put into conditions that have none."""
        place, service = self.place, self.place.service
        there = len(place.sites)
        few = f" (there are {there} to choose among)" if kept.least > there else ""
        parts: list[tuple[str, Callable[[Conditions], Conditions]]] = [
            (f"at least {kept.least} sites{few}", lambda c: replace(c, least=kept.least)),
            (f"at most {kept.most} sites", lambda c: replace(c, most=kept.most)),
            (f"the units of {service} can be at {kept.units} sites at most", lambda c: replace(c, units=kept.units)),
        ]
        for site in sorted(kept.stay):
            parts.append((f"{place.name(site)} stays", lambda c, s=site: replace(c, stay=c.stay | {s})))  # type: ignore[misc]
        for site in sorted(kept.close):
            parts.append((f"{place.name(site)} closes", lambda c, s=site: replace(c, close=c.close | {s})))  # type: ignore[misc]
        if kept.slowest is not None:
            said = f"no zone further than {kept.slowest:g} minutes' drive"
            parts.append((said, lambda c: replace(c, slowest=kept.slowest)))
        if kept.budget is not None:
            said = f"at most {pounds(kept.budget)} for building, fitting out and moving"
            parts.append((said, lambda c: replace(c, budget=kept.budget)))
        return parts

    def _purse(self, budget: float | None) -> Purse:
        n = len(self.place.sites)
        if budget is None:
            return Purse(np.zeros(n), np.inf)
        if self._by_site is None:
            self._by_site = self._prices.by_site()
        costs, all_closed = self._by_site
        return Purse(costs, budget - all_closed)


def _only(kept: Conditions, parts: Sequence[Callable[[Conditions], Conditions]], sites: int) -> Conditions:
    """Conditions with these parts alone."""
    found = Conditions(1, sites, frozenset(), frozenset(), None, None, sites)
    for put in parts:
        found = put(found)
    return found


def irreducible(items: Iterable[int], met: Callable[[list[int]], bool]) -> list[int]:
    """Of items that cannot be met together, some that cannot either, and of which none can be left out.

    The deletion filter: Chinneck and Dravnieks, ORSA Journal on Computing 3 (1991) 157-168. Each item is left out in
    turn, for good where the rest still cannot be met.
    """
    kept = list(items)
    for item in list(kept):
        rest = [other for other in kept if other != item]
        if not met(rest):
            kept = rest
    return kept
