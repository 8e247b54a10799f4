"""Options beside one another, draw by draw: what one adds to another, and how sure their order is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bluelight.appraisal.flows import Flows
from bluelight.appraisal.money import Appraisal, Increment, Means, Spread
from bluelight.appraisal.settings import Measure

Floats = NDArray[np.float64]
USUAL = "business as usual"
WITHOUT = "collaboration only"


def increments(option: str, every: Mapping[str, Flows]) -> tuple[Increment, ...]:
    """What an option adds to business as usual, and to collaboration alone, by the measure of the settings.

    Business as usual is the option the settings name as base, or the zero line. Collaboration alone is the counterpart
    that the settings name; without one, the same lines less those that need a change of governance.
    """
    own = every[option]
    settings = own.prepared.settings
    if option == settings.base:
        return ()
    base = None if settings.base is None else every[settings.base]
    found = [_increment(option, settings.base or USUAL, settings.base is None, own, base, None)]
    needing = own.prepared.rows([line.governance_dependent for line in own.prepared.lines])
    share = _needing_share(own, settings.measure) if len(needing) else None
    counterpart = settings.counterparts.get(option)
    if counterpart is not None:
        found.append(_increment(option, counterpart, False, own, every[counterpart], share))
    elif len(needing):
        found.append(_increment(option, WITHOUT, True, own, without_governance(own), share))
    return tuple(found)


def without_governance(flows: Flows) -> Flows:
    """The same lines with nothing for those that need a change of governance."""
    keeps = np.array([0.0 if line.governance_dependent else 1.0 for line in flows.prepared.lines])
    return Flows(flows.prepared, flows.amounts * keeps[:, None])


def _needing_share(flows: Flows, measure: Measure) -> float | None:
    lines, rows = flows.prepared.lines, flows.rows_of(measure)
    gains = rows[[not lines[row].is_cost for row in rows]]
    needing = gains[[lines[row].governance_dependent for row in gains]]
    total = float(flows.present(gains).mean())
    return float(flows.present(needing).mean()) / total if total > 0 else None


def _increment(
    option: str, over: str, derived: bool, own: Flows, other: Flows | None, share: float | None
) -> Increment:
    """`other` is None for the zero line."""
    measure = own.prepared.settings.measure
    value = own.value(measure)
    without = np.zeros_like(value) if other is None else other.value(measure)
    added = value - without
    parts = [*_mean_parts(own, measure), *_mean_parts(other, measure)]
    return Increment(
        option=option,
        over=over,
        derived=derived,
        npsv=Spread.of(added),
        other_npsv=Spread.of(without),
        chance_positive=float(np.mean(added > 0)),
        benefits_that_need_it=share,
        means=Means(*parts),
    )


def _mean_parts(flows: Flows | None, measure: Measure) -> tuple[float, float]:
    if flows is None:
        return 0.0, 0.0
    gains, costs = flows.benefits_and_costs(measure)
    return float(gains.mean()), float(costs.mean())


@dataclass(frozen=True)
class Ranking:
    """The order of the options by median, best first, and how sure it is.

    `first`: share of draws in which each option is best; a tie goes to the higher. `flips`: for each pair, the share
    of draws in which the lower is worth more than the higher. `order_changes`: share in which any pair is the other
    way round. `preferred_loses`: share in which the first is not the best.
    """

    measure: Measure
    order: tuple[str, ...]
    first: dict[str, float]
    flips: dict[tuple[str, str], float]
    order_changes: float
    preferred_loses: float


def ranking(appraisal: Appraisal) -> Ranking:
    """The order of the options by the measure of the settings, over the same draws for all."""
    measure = appraisal.settings.measure
    worth = {option: money.worth[measure] for option, money in appraisal.options.items()}
    order = sorted(worth, key=lambda option: -worth[option].npsv.p50)
    draws = np.stack([worth[option].draws for option in order]) if order else np.zeros((0, 1))
    best = np.argmax(draws, axis=0) if order else np.zeros(1)
    flips = {
        (order[high], order[low]): float(np.mean(draws[low] > draws[high]))
        for high, low in combinations(range(len(order)), 2)
    }
    return Ranking(
        measure=measure,
        order=tuple(order),
        first={option: float(np.mean(best == place)) for place, option in enumerate(order)},
        flips=flips,
        order_changes=float(np.mean((np.diff(draws, axis=0) > 0).any(axis=0))) if len(order) > 1 else 0.0,
        preferred_loses=float(np.mean(best != 0)),
    )
