"""Which organisations of the same service serve a place like another's: by residents, spread and budget.

Each measure is taken as its natural logarithm and divided by its standard deviation among the organisations of the
service that know it, so that none counts for more because of its unit. The distance of two organisations is the root of
the mean of their squared differences, over the measures that both know: standardised Euclidean distance, as in
comparisons of "most similar" forces and of nearest-neighbour authorities. A measure that fewer than three know
is left out, and so is one in which all are the same. See docs/methods/likeness.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import pstdev

from bluelight.register.places import Place

_FEWEST = 3


@dataclass(frozen=True)
class Alike:
    """Another place, how far it is from the first (0: the same in every measure), and the measures that said so."""

    place: Place
    distance: float
    measures: tuple[str, ...]


def measures_of(place: Place) -> dict[str, float]:
    """What is compared of a place: logarithms of residents, of kilometres of spread and of pounds, where known."""
    found = {"residents": math.log(place.residents), "spread": math.log1p(place.spread_km)}
    return found | ({"budget": math.log(place.budget_gbp)} if place.budget_gbp else {})


def most_alike(slug: str, places: Mapping[str, Place]) -> list[Alike]:
    """The other places by distance from the place of this slug, the nearest first and by slug where two are as near.

    `places` are those of one service; a place that shares no measure with the first is left out.
    """
    known = {each: measures_of(place) for each, place in places.items()}
    units = _units(known)
    mine = known[slug]
    found = []
    for other, theirs in known.items():
        shared = tuple(name for name in units if name in mine and name in theirs)
        if other != slug and shared:
            squares = [((mine[name] - theirs[name]) / units[name]) ** 2 for name in shared]
            found.append(Alike(places[other], math.sqrt(sum(squares) / len(squares)), shared))
    return sorted(found, key=lambda alike: (alike.distance, alike.place.slug))


def _units(known: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The standard deviation of each measure that enough places know and that tells them apart."""
    values: dict[str, list[float]] = {}
    for slug in sorted(known):
        for name, value in known[slug].items():
            values.setdefault(name, []).append(value)
    spread = {name: pstdev(each) for name, each in values.items() if len(each) >= _FEWEST}
    return {name: unit for name, unit in spread.items() if unit > 0}
