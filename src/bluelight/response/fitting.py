"""Fit an area's free parameters to its published figures, and judge the fit on the figures that were left out.

Only what the pack marks as free is fitted, within its limits, and only to figures of its service that the pack marks
as fitting. Every trial answers the same calls with the same luck (common random numbers), so that the misses are a
smooth function of the parameters and least squares finds their least: Gauss and Newton's method within a trust region
and bounds (Branch, Coleman and Li 1999, SIAM J. Sci. Comput. 21(1), 1-23), as scipy's `least_squares` has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize, stats

from bluelight.area import Area
from bluelight.errors import BluelightError, InputError, Problem
from bluelight.response.demand import DAYS_PER_YEAR
from bluelight.response.judging import Judged, cannot_be_fitted, judge
from bluelight.response.performance import Performance
from bluelight.response.run import Progress, simulate

Floats = NDArray[np.float64]
Name = tuple[str, str]  # a parameter and its service

STEP = 0.02
"""Relative step of the slopes: wide enough that a few calls answered by another unit do not make the slope."""

DECIMALS = 3
"""Fitted values are rounded to these, far finer than their intervals, so that every processor gives the same."""

LARGEST_SEARCH = 12  # trials of the search, slopes aside
USUAL_TRIALS = 8  # what the progress counts on


@dataclass(frozen=True, eq=False)
class Fit:
    """Fitted parameters and how well they do on what they were not fitted to.

    `area` has the fitted values in its parameters. `parameters`: parameter, service, unit, start, fitted, low, high
    (95%: what the luck of the published year and of the simulation leave open), lowest, highest (the pack's limits),
    at_limit, figures (those it was fitted to). `figures`: as `bluelight.response.judging.judge`. `not_fitted`: for each
    service without a fitted parameter, why. `performance`: of the fitted area. `trials`: how often it was simulated.
    """

    area: Area
    parameters: pd.DataFrame
    figures: Judged
    not_fitted: dict[str, str]
    performance: Performance
    trials: int


def fit(
    area: Area,
    *,
    days: int = 365,
    warm_up_days: int = 7,
    replications: int = 10,
    seed: int = 1,
    start: Mapping[Name, float] | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    cluster: str | None = None,
) -> Fit:
    """Fit the area's free parameters to the published figures marked as fitting, by least squares of relative misses.

    `start` sets out from other values than the pack's, by parameter and service. The same area and settings give the
    same Fit for any number of `workers` (threads), and where the workers of a Dask `cluster` (the address of its
    scheduler) answer in their place. Raises InputError where nothing can be fitted, BluelightError where the
    figures cannot tell the parameters or a setting is out of range.
    """
    names, aims = _asked(area)
    rows = area.parameters.set_index(["parameter", "service"]).loc[names]
    lowest, highest = rows["low"].to_numpy(dtype=float), rows["high"].to_numpy(dtype=float)
    first = _start(rows, names, start or {})
    published = area.published.set_index("figure")["value"].astype(float)[aims].to_numpy()
    known: dict[tuple[float, ...], Performance] = {}

    def tried(values: Floats) -> Performance:
        key = tuple(float(value) for value in values)
        if key not in known:
            known[key] = simulate(
                with_values(area, dict(zip(names, key, strict=True))),
                days=days,
                warm_up_days=warm_up_days,
                replications=replications,
                seed=seed,
                progress=_trial(progress, len(known)),
                workers=workers,
                cluster=cluster,
            )
        return known[key]

    def by_replication(values: Floats) -> Floats:
        """Relative misses (replications, figures)."""
        table = tried(values).published.pivot(index="replication", columns="figure", values="value")[aims]
        never = [str(figure) for figure in aims if bool(table[figure].isna().any())]
        if never:
            raise BluelightError(
                f"area {area.id}: in {days} days nothing happened that gives {', '.join(never)}. Simulate more days."
            )
        return np.asarray(table.to_numpy(dtype=float) / published - 1.0, dtype=np.float64)

    def misses(values: Floats) -> Floats:
        return np.asarray(by_replication(values).mean(axis=0), dtype=np.float64)

    found = optimize.least_squares(
        misses,
        first,
        bounds=(lowest, highest),
        x_scale=highest - lowest,
        diff_step=np.full(len(names), STEP),
        xtol=0.1**DECIMALS,
        ftol=1e-6,
        gtol=1e-8,
        max_nfev=LARGEST_SEARCH,
    )
    slopes = np.asarray(found.jac, dtype=np.float64)
    _refuse_unmoved(area, names, slopes)
    fitted = np.clip(np.round(found.x, DECIMALS), lowest, highest)
    half = _half_widths(by_replication(fitted), slopes, days)
    values = dict(zip(names, (float(value) for value in fitted), strict=True))
    fitted_area = with_values(area, values, "fitted by bluelight calibrate to " + ", ".join(aims))
    performance = tried(fitted)
    if progress is not None:
        progress("Fitting", 1.0)
    return Fit(
        area=fitted_area,
        parameters=pd.DataFrame(
            {
                "parameter": [name for name, _ in names],
                "service": [service for _, service in names],
                "unit": rows["unit"].to_numpy(),
                "start": first,
                "fitted": fitted,
                "low": fitted - half,
                "high": fitted + half,
                "lowest": lowest,
                "highest": highest,
                "at_limit": np.isclose(fitted, lowest) | np.isclose(fitted, highest),
                "figures": [", ".join(_figures_for(area, service)) for _, service in names],
            }
        ),
        figures=judge(area, aims, tried(first), performance),
        not_fitted=cannot_be_fitted(area, [service for _, service in names]),
        performance=performance,
        trials=len(known),
    )


def read_start(texts: Iterable[str]) -> dict[Name, float]:
    """Starts written as name:service=value. BluelightError where one is not."""
    start = {}
    for text in texts:
        name, _, value = text.partition("=")
        parameter, _, service = name.partition(":")
        try:
            start[parameter.strip(), service.strip()] = float(value)
        except ValueError:
            raise BluelightError(f"start {text}: it is no start. Write it as travel_scale:fire=1.00.") from None
    return start


def with_values(area: Area, values: Mapping[Name, float], source: str | None = None) -> Area:
    """The area with other values of parameters; derived from `source` where one is given."""
    table = area.parameters.copy()
    for (name, service), value in values.items():
        row = (table["parameter"] == name) & (table["service"] == service)
        table.loc[row, "value"] = value
        if source is not None:
            table.loc[row, ["basis", "source"]] = ["derived", source]
    return area.with_tables(parameters=table)


def _figures_for(area: Area, service: str) -> list[str]:
    rows = area.published[area.published["fits"].astype(bool)]
    return [str(f) for f, s in zip(rows["figure"], rows["service"], strict=True) if service in ("all", s)]


def _asked(area: Area) -> tuple[list[Name], list[str]]:
    """Free parameters that some figure is marked to fit, and those figures. InputError where there are none."""
    free = area.parameters[area.parameters["free"].astype(bool)]
    names = [
        (str(name), str(service))
        for name, service in zip(free["parameter"], free["service"], strict=True)
        if _figures_for(area, str(service))
    ]
    if not names:
        remedy = "Mark a parameter as free in parameters.csv, and figures of its service as fits in published.csv."
        raise InputError([Problem(f"area {area.id}", "there is nothing to fit.", remedy)])
    aims = list(dict.fromkeys(figure for _, service in names for figure in _figures_for(area, service)))
    for service in dict.fromkeys(service for _, service in names):
        mine, figures = [name for name, s in names if s == service], _figures_for(area, service)
        if len(mine) > len(figures) or len(names) > len(aims):
            what = f"{len(mine)} free parameters of {service} cannot be told from {len(figures)} figures."
            raise InputError([Problem("parameters.csv", what, "Free fewer, or mark more figures as fits.")])
    return names, aims


def _start(rows: pd.DataFrame, names: list[Name], start: Mapping[Name, float]) -> Floats:
    values = dict(zip(names, rows["value"].astype(float), strict=True))
    limits = dict(zip(names, rows[["low", "high"]].to_numpy(dtype=float).tolist(), strict=True))
    for name, value in start.items():
        called = f"start {name[0]}:{name[1]}"
        if name not in values:
            known = ", ".join(f"{n}:{s}" for n, s in names)
            raise BluelightError(f"{called}: it is not fitted. Give a start for {known}.")
        low, high = limits[name]
        if not low <= value <= high:
            raise BluelightError(f"{called}: {value:g} is outside its limits. Give {low:g} to {high:g}.")
        values[name] = value
    return np.array([values[name] for name in names], dtype=np.float64)


def _trial(progress: Progress | None, done: int) -> Callable[[str, float], None] | None:
    """Progress of one trial among those to come: how many is not known, so it nears the end and waits there."""
    if progress is None:
        return None
    return lambda _, share: progress(f"Fitting, trial {done + 1}", min((done + share) / USUAL_TRIALS, 0.99))


def _refuse_unmoved(area: Area, names: list[Name], slopes: Floats) -> None:
    for (name, service), slope in zip(names, slopes.T, strict=True):
        if not np.any(np.abs(slope) > 1e-9):
            raise BluelightError(
                f"area {area.id}: {name} of {service} changes none of the figures it would be fitted to. "
                "Set free to no, or mark other figures as fits."
            )
    if np.linalg.matrix_rank(slopes) < len(names):
        told = ", ".join(f"{name} of {service}" for name, service in names)
        raise BluelightError(f"area {area.id}: the figures cannot tell {told} apart. Free fewer.")


def _half_widths(misses: Floats, slopes: Floats, days: int) -> Floats:
    """Half the 95% interval of each fitted value, Student's t; NaN for one replication.

    Each replication would have been fitted best by values of its own: to first order, the mean fit less the pseudo-
    inverse of the slopes times the replication's own misses. Their spread is the luck of `days` days. The published
    figures are themselves the luck of one year, the simulation's means that of all replications: the two add.
    """
    n = len(misses)
    if n < 2:
        return np.full(slopes.shape[1], np.nan)
    spread = (misses @ np.linalg.pinv(slopes).T).std(axis=0, ddof=1)
    wide = float(stats.t.ppf(0.975, n - 1)) * np.sqrt(1.0 / n + days / DAYS_PER_YEAR)
    return np.asarray(wide * spread, dtype=np.float64)
