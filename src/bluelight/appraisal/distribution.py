"""Distributional weights: what a pound is worth to people of different incomes, shown beside the unweighted value."""

from __future__ import annotations

import numpy as np

from bluelight.appraisal.flows import Flows
from bluelight.appraisal.money import Spread, Weighted
from bluelight.appraisal.parameters import Parameters


def weight(median: float, income: float, eta: float) -> float:
    """(median income / income of the group) to the power of eta, incomes equivalised."""
    return float((median / income) ** eta)


def weighted(flows: Flows, modes: Flows, parameters: Parameters) -> Weighted | None:
    """Present value with weights, by the measure of the settings; None where no incomes are given.

    A line of no income group has a weight of 1.
    """
    settings, lines = flows.prepared.settings, flows.prepared.lines
    groups = settings.income_groups
    if groups is None:
        return None
    eta = parameters.distribution.eta
    weights = {name: weight(groups.median, income, eta) for name, income in groups.incomes.items()}
    each = np.array([weights.get(str(line.income_group), 1.0) for line in lines])
    rows = flows.rows_of(settings.measure)
    of_group = {name: rows[[lines[row].income_group == name for row in rows]] for name in weights}
    switching: dict[str, float | None] = {}
    total = float(modes.value(settings.measure, each)[0])
    for name, members in of_group.items():
        plain = float(modes.present(members)[0])
        switching[name] = None if plain == 0 else weights[name] - total / plain
    return Weighted(
        weights=weights,
        npsv=Spread.of(flows.value(settings.measure, each)),
        unweighted=Spread.of(flows.value(settings.measure)),
        by_group={name: Spread.of(flows.present(members)) for name, members in of_group.items()},
        switching={name: w if w is not None and w >= 0 else None for name, w in switching.items()},
    )
