"""A plan of sites with its proof, and the checks of what goes into finding one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bluelight.errors import BluelightError

Floats = NDArray[np.float64]
TOLERANCE = 1e-6  # relative; HiGHS meets its constraints to 1e-6


@dataclass(frozen=True)
class Plan:
    """Sites to open. `value` is worked out from the sites themselves, `bound` is what no plan can be better than."""

    sites: tuple[int, ...]  # indices, rising
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """How far the value may be from the best, as a share of the value."""
        return abs(self.value - self.bound) / max(abs(self.value), 1e-12)

    @property
    def proven(self) -> bool:
        """Whether no plan is better, up to a relative tolerance of 1e-6."""
        return self.gap <= TOLERANCE


@dataclass(frozen=True, eq=False)
class Choice:
    """Which sites must be open, which may be, and how many in all (None where that is what is asked)."""

    fixed: NDArray[np.bool_]  # (sites,)
    allowed: NDArray[np.bool_]  # (sites,), the fixed ones among them


@dataclass(frozen=True, eq=False)
class Purse:
    """What each site costs to have open (below 0 where closing it costs), and what all may cost together."""

    costs: Floats  # (sites,)
    budget: float

    @classmethod
    def read(cls, costs: ArrayLike | None, budget: float | None, sites: int) -> Purse:
        """As given; without limit where nothing is. Raises BluelightError."""
        if costs is None and budget is None:
            return cls(np.zeros(sites), math.inf)
        if costs is None or budget is None:
            raise BluelightError("`costs` and `budget` go together. Give both or neither.")
        read = np.ascontiguousarray(costs, dtype=np.float64)
        if read.shape != (sites,) or not np.isfinite(read).all() or math.isnan(budget):
            raise BluelightError(f"`costs` must be {sites} finite numbers, one for each site, and `budget` a number.")
        return cls(read, float(budget))

    @property
    def limited(self) -> bool:
        """Whether there is a budget at all."""
        return math.isfinite(self.budget)

    def affords(self, is_open: NDArray[np.bool_]) -> bool:
        """Whether a plan is within the budget, up to rounding."""
        return float(self.costs[is_open].sum()) <= self.budget + TOLERANCE * max(1.0, abs(self.budget))


def read_times(times: ArrayLike, unreachable: bool) -> Floats:
    """Times (sites, zones) as they must be: numbers of 0 or more, and finite unless places may be `unreachable`."""
    read = np.ascontiguousarray(times, dtype=np.float64)
    if read.ndim != 2 or 0 in read.shape:
        raise BluelightError(f"Times must be a table of sites by zones, not of shape {read.shape}.")
    wrong = np.isnan(read) | (read < 0) | (np.isinf(read) & (not unreachable))
    if wrong.any():
        site, zone = np.argwhere(wrong)[0]
        wanted = "Give 0 or more" + (", or infinity where it cannot be reached." if unreachable else ", and finite.")
        raise BluelightError(f"The time from site {site} to zone {zone} is {read[site, zone]}. {wanted}")
    return read


def read_weights(weights: ArrayLike, zones: int) -> Floats:
    """Weights (zones,): finite, 0 or more, not all 0."""
    read = np.ascontiguousarray(weights, dtype=np.float64)
    if read.shape != (zones,):
        raise BluelightError(f"{zones} zones need as many weights, not an array of shape {read.shape}.")
    wrong = ~np.isfinite(read) | (read < 0)
    if wrong.any():
        zone = int(np.argmax(wrong))
        raise BluelightError(f"The weight of zone {zone} is {read[zone]}. Give a number of 0 or more.")
    if not read.any():
        raise BluelightError("Every zone has a weight of 0, so every plan is as good. Give at least one weight.")
    return read


def read_choice(sites: int, fixed: Iterable[int], forbidden: Iterable[int], p: int | None = None) -> Choice:
    """Sites that must be open and those that must not; with `p` sites in all."""
    chosen = Choice(np.zeros(sites, dtype=np.bool_), np.ones(sites, dtype=np.bool_))
    for name, indices in (("open", fixed), ("forbidden", forbidden)):
        for index in indices:
            if not 0 <= index < sites:
                raise BluelightError(f"Site {index} in `{name}` is not one of the {sites} sites, 0 to {sites - 1}.")
            if name == "open":
                chosen.fixed[index] = True
            elif chosen.fixed[index]:
                raise BluelightError(f"Site {index} must be open and is forbidden. Take it out of one of the two.")
            else:
                chosen.allowed[index] = False
    if p is not None:
        least, most = max(int(chosen.fixed.sum()), 1), int(chosen.allowed.sum())
        if isinstance(p, bool) or not isinstance(p, int | np.integer) or not least <= p <= most:
            raise BluelightError(
                f"p is {p}: it must be a whole number from {least} to {most}, the sites to choose from."
            )
    return chosen
