"""A travel curve from distances and times: t = c0 + b d^p, the form of `bluelight.travel.distance`."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from bluelight.errors import BluelightError
from bluelight.response.fitlog.reading import Floats
from bluelight.travel.distance import minutes as minutes_of

FEWEST = 100
_LOW, _HIGH = (0.0, 0.0, 0.05), (60.0, 60.0, 2.0)


@dataclass(frozen=True)
class Error:
    """How far a curve is from journeys, in minutes; `bias` is observed less fitted."""

    n: int
    rmse: float
    mae: float
    bias: float


@dataclass(frozen=True)
class Curve:
    """A fitted curve: coefficients (constant in minutes, b in min/km^p, p), their standard errors and its own error.

    `constant` has turnout in it where the times had. `sigma` is the standard deviation of the logarithm of observed by
    fitted. `seen` is the error on the journeys it was fitted to; `held_out` that of the curve fitted without the
    journeys held out, on those; None where none were.
    """

    constant: float
    b: float
    p: float
    standard_errors: tuple[float, float, float]
    n: int
    sigma: float
    r2: float
    seen: Error
    held_out: Error | None = None

    def minutes(self, km: Floats) -> Floats:
        """Expected minutes over straight-line kilometres."""
        return minutes_of(km, self.constant, self.b, self.p)

    def error(self, km: Floats, minutes: Floats) -> Error:
        """Its error on other journeys."""
        residual = minutes - self.minutes(km)
        return Error(
            len(residual),
            float(np.sqrt((residual**2).mean())),
            float(np.abs(residual).mean()),
            float(residual.mean()),
        )

    def intervals(self) -> tuple[tuple[float, float], ...]:
        """95% intervals of constant, b and p."""
        wide = float(stats.t.ppf(0.975, self.n - 3))
        values = (self.constant, self.b, self.p)
        return tuple((v - wide * e, v + wide * e) for v, e in zip(values, self.standard_errors, strict=True))


def fit_curve(km: Floats, minutes: Floats, out: NDArray[np.bool_] | None = None) -> Curve:
    """Fit a curve by least squares to journeys: straight-line km and minutes above 0, all finite.

    `out` marks those to hold out: the error on them is of a curve that was fitted without them.
    BluelightError where there are too few journeys or their distances do not differ.
    """
    whole = _fit(km, minutes)
    if out is None or not out.any():
        return whole
    seen = _fit(km[~out], minutes[~out])
    error = seen.error(km[out], minutes[out])
    return replace(whole, held_out=error)


def _fit(km: Floats, minutes: Floats) -> Curve:
    if len(km) < FEWEST:
        raise BluelightError(f"travel curve: {len(km)} journeys are too few. It takes {FEWEST}.")
    if len(np.unique(km)) < 4:
        raise BluelightError("travel curve: the distances do not differ. Check the columns of both places.")
    slope = max(float(np.polyfit(km, minutes, 1)[0]), 0.1)
    first = np.clip([float(np.quantile(minutes, 0.1)), slope, 0.9], np.add(_LOW, 1e-6), np.subtract(_HIGH, 1e-6))

    def misses(x: Floats) -> Floats:
        return minutes_of(km, float(x[0]), float(x[1]), float(x[2])) - minutes

    found = optimize.least_squares(
        misses,
        first,
        jac="3-point",
        bounds=(_LOW, _HIGH),
        x_scale="jac",
        xtol=1e-10,
    )
    constant, b, p = (float(value) for value in found.x)
    slopes, residual = np.asarray(found.jac, dtype=np.float64), np.asarray(found.fun, dtype=np.float64)
    squares = float((residual**2).sum())
    variance = np.linalg.pinv(slopes.T @ slopes) * squares / (len(km) - 3)
    a_error, b_error, p_error = (float(value) for value in np.sqrt(np.diag(variance)))
    spread = float(np.log(minutes / minutes_of(km, constant, b, p)).std(ddof=1))
    r2 = 1.0 - squares / float(((minutes - minutes.mean()) ** 2).sum())
    blank = Curve(constant, b, p, (a_error, b_error, p_error), len(km), spread, r2, Error(0, 0.0, 0.0, 0.0))
    return replace(blank, seen=blank.error(km, minutes))
