"""Callaway and Sant'Anna's doubly robust estimator with errors worked out from the units, by diff-diff."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from bluelight.evaluation.estimators.permute import Inference
from bluelight.evaluation.estimators.staggered import NEVER, Floats, Ints


@dataclass(frozen=True, eq=False)
class Worked:
    """The average over treated units and periods, and the effect at each time since the start with its error."""

    inference: Inference
    path: dict[int, tuple[float, float]]
    results: Any

    def along(self, relative: Ints) -> Floats:
        """The effect at these times (E,), 0 at the one that the others are measured against."""
        return np.array([self.path.get(int(step), (0.0, 0.0))[0] for step in relative])

    def ends(self, relative: Ints) -> tuple[Floats, Floats]:
        """95% about it."""
        half = 1.959964 * np.array([self.path.get(int(step), (0.0, 0.0))[1] for step in relative])
        return self.along(relative) - half, self.along(relative) + half


def callaway_santanna(values: Floats, starts: Ints, anticipation: int = 0, covariates: Floats | None = None) -> Worked:
    """Of values (U, T) whose units start where `starts` (U,) says, -1 for never; covariates are (U, T, K)."""
    units, periods = values.shape
    when = np.where(starts == NEVER, 0, starts + 1)
    table = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(units), periods),
            "time": np.tile(np.arange(1, periods + 1), units),
            "value": values.ravel(),
            "start": np.repeat(when, periods),
        }
    )
    names = [] if covariates is None else [f"x{number}" for number in range(covariates.shape[2])]
    for number, name in enumerate(names):
        assert covariates is not None
        table[name] = covariates[:, :, number].ravel()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from diff_diff import CallawaySantAnna

        estimator = CallawaySantAnna(anticipation=anticipation, base_period="universal")
        results = estimator.fit(
            table, outcome="value", unit="unit", time="time", first_treat="start",
            covariates=names or None, aggregate="all",
        )  # fmt: skip
    effect, error = float(results.overall_att), float(results.overall_se)
    low, high = effect - 1.959964 * error, effect + 1.959964 * error
    kind = "errors worked out from the units (influence functions)"
    inference = Inference(effect, low, high, float(results.overall_p_value), error, kind)
    path = {
        int(step): (float(point["effect"]), float(np.nan_to_num(point["se"])))
        for step, point in results.event_study_effects.items()
    }
    return Worked(inference, path, results)
