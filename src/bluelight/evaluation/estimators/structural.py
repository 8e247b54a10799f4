"""A structural series: a level that wanders, a fixed season and a step (Harvey and Durbin, JRSS A 149 (1986) 187).

By statsmodels' unobserved components and Kalman filter. A second opinion: its likelihood takes the wandering as known,
so its interval is too narrow where the series is short.
"""

from __future__ import annotations

import warnings

import numpy as np

from bluelight.evaluation.estimators.series import Floats
from bluelight.evaluation.findings import Second


def local_level(values: Floats, columns: Floats) -> Second:
    """The step of a series (T,) whose columns (T, K) are step, level, trend, seasons and others, as `series.design`."""
    return stepped(values, np.delete(columns, [1, 2], axis=1))


def stepped(values: Floats, regressors: Floats, seasons: int | None = None) -> Second:
    """The coefficient of the first regressor (T, K), with its interval; `seasons` adds a fixed season so long."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = UnobservedComponents(
            values, level="llevel", exog=regressors, seasonal=seasons, stochastic_seasonal=False
        )
        fitted = model.fit(disp=0)
    at = model.param_names.index("beta.x1")
    beta, error = float(fitted.params[at]), float(fitted.bse[at])
    return Second("local level with the step (state space)", beta, beta - 1.96 * error, beta + 1.96 * error)
