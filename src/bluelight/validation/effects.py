"""Estimators of evaluation against published panels, where they are on this machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from bluelight.evaluation.estimators import aggregates, synthetic
from bluelight.evaluation.estimators.analytic import callaway_santanna
from bluelight.evaluation.estimators.permute import subsets
from bluelight.evaluation.estimators.predictors import Predictor, synthetic_control
from bluelight.evaluation.estimators.staggered import NEVER, Floats, Ints
from bluelight.evaluation.estimators.structural import stepped
from bluelight.validation.check import Checks, near, not_run
from bluelight.validation.reference import MISSING, reference_folder

CS = "R package did on its county panel mpdta (Callaway and Sant'Anna, J. Econometrics 225, 2021)"
SDID = "Arkhangelsky and others, American Economic Review 111 (2021); R package synthdid"
ADH = "Abadie, Diamond and Hainmueller, American J. Political Science 59 (2015)"
BELTS = "R datasets Seatbelts, this model fitted before; Harvey and Durbin (1986) had -23, -30, +3 by another"

COUNTIES: dict[str, tuple[float, float]] = {  # effect and error, of seven and five decimals
    "ATT(2004, 2004)": (-0.0105032, 0.0232510),
    "ATT(2007, 2007)": (-0.0260544, 0.0166554),
    "simple": (-0.0399513, 0.0120340),
    "group": (-0.0310183, 0.0124461),
    "dynamic": (-0.0772398, 0.0199650),
    "calendar": (-0.0417004, 0.0159719),
}
COVARIATE = (-0.04175, 0.01150)
TOBACCO: dict[synthetic.Kind, float] = {"sdid": -15.6038279, "sc": -19.6196635, "did": -27.3491110}
TOBACCO_ERROR, TOBACCO_ERROR_NEAR = 8.4, 1.5
GERMANY = {"Austria": 0.42, "USA": 0.22, "Japan": 0.16, "Switzerland": 0.11, "Netherlands": 0.09}
DRIVERS = {"drivers": (-21.0, -27.4, -14.0), "front": (-28.7,), "rear": (0.2,)}
PARTS = ("", ", low", ", high")


def counties() -> Checks:
    """Every average of Callaway and Sant'Anna on the county panel, with its error."""
    names = [*COUNTIES, "simple, with covariate lpop"]
    folder = _folder()
    if folder is None:
        return [not_run(f"staggered starts, {name}", "", CS, MISSING) for name in names]
    values, starts, covariates = county_panel(folder)
    cells, found = aggregates.by_cell(values, starts), aggregates.averages(values, starts)
    found |= {"ATT(2004, 2004)": cells[(1, 1)], "ATT(2007, 2007)": cells[(4, 4)]}
    rows = []
    for name, (effect, error) in COUNTIES.items():
        rows += [
            near(f"staggered starts, {name}", effect, found[name].effect, 5e-8, CS),
            near(f"staggered starts, {name}, standard error", error, found[name].error, 5e-8, CS),
        ]
    with_covariate = callaway_santanna(values, starts, covariates=covariates).inference
    return [
        *rows,
        near(f"staggered starts, {names[-1]}", COVARIATE[0], with_covariate.effect, 5e-6, CS),
        near(f"staggered starts, {names[-1]}, standard error", COVARIATE[1], with_covariate.error, 5e-6, CS),
    ]


def county_panel(folder: Path) -> tuple[Floats, Ints, Floats]:
    """Log employment (U, T), the starts (U,) and log population (U, T, 1) of the county panel."""
    table = pd.read_csv(folder / "mpdta.csv")
    values = table.pivot(index="countyreal", columns="year", values="lemp")
    first = table.groupby("countyreal")["first.treat"].first().to_numpy()
    starts = np.where(first == 0, NEVER, first - 2003).astype(np.int64)
    population = table.pivot(index="countyreal", columns="year", values="lpop").to_numpy()
    return values.to_numpy(), starts, population[:, :, None]


def tobacco() -> Checks:
    """California's sales of cigarettes by three methods, and the spread of every placebo."""
    title = "one treated unit, California: {}"
    words = {"sdid": "synthetic difference in differences", "sc": "synthetic control", "did": "plain differences"}
    folder = _folder()
    error = title.format("standard error of placebos")
    if folder is None:
        return [not_run(name, "", SDID, MISSING) for name in (*(title.format(w) for w in words.values()), error)]
    treated, others, before = tobacco_panel(folder)
    rows = [
        near(title.format(words[kind]), figure, synthetic.fit(kind, treated, others, before).effect, 2e-7, SDID)
        for kind, figure in TOBACCO.items()
    ]
    gaps = synthetic.placebo_gaps("sdid", others, subsets(len(others), 1, 1000, 1), before)
    spread = float(gaps[:, before:].mean(axis=1).std())
    return [*rows, near(error, TOBACCO_ERROR, spread, TOBACCO_ERROR_NEAR, SDID)]


def tobacco_panel(folder: Path) -> tuple[Floats, Floats, int]:
    """California (1, T), the other states (38, T), and how many years come before."""
    table = pd.read_csv(folder / "prop99.csv", sep=";").pivot(index="State", columns="Year", values="PacksPerCapita")
    years = table.columns.to_numpy()
    return table.loc[["California"]].to_numpy(), table.drop("California").to_numpy(), int((years < 1989).sum())


def germany() -> Checks:
    """Whom the synthetic West Germany is made of."""
    folder = _folder()
    title = "synthetic control, West Germany: weight of {}"
    if folder is None:
        return [not_run(title.format(name), f"{weight}", ADH, MISSING) for name, weight in GERMANY.items()]
    table = pd.read_csv(folder / "germany.csv")
    weights = german_weights(table)
    return [near(title.format(name), weight, weights.get(name, 0.0), 0.005, ADH) for name, weight in GERMANY.items()]


def german_weights(table: pd.DataFrame) -> dict[str, float]:
    """As published: what predictors count is learnt on 1971 to 1980 for 1981 to 1990, then used a decade later."""
    learnt = [Predictor(name, tuple(range(1971, 1981))) for name in ("gdp", "trade", "infrate", "industry")] + [
        Predictor("schooling", (1970, 1975)),
        Predictor("invest70", (1980,)),
    ]
    used = [Predictor(name, tuple(range(1981, 1991))) for name in ("gdp", "trade", "infrate", "industry")] + [
        Predictor("schooling", (1980, 1985)),
        Predictor("invest80", (1980,)),
    ]
    columns = {"unit": "country", "time": "year", "outcome": "gdp", "treated": "West Germany"}
    return synthetic_control(table, used, 1991, learnt=learnt, learnt_start=1981, **columns)


def seat_belts() -> Checks:
    """The step in February 1983 under a wandering level, a fixed season, distance driven and the price of petrol."""
    folder = _folder()
    title = "seat belts, {} killed or seriously injured, percent{}"
    wanted = [
        (who, title.format(who, part), n)
        for who, figures in DRIVERS.items()
        for n, part in enumerate(PARTS[: len(figures)])
    ]
    if folder is None:
        return [not_run(name, "", BELTS, MISSING) for _, name, _ in wanted]
    table = pd.read_csv(folder / "Seatbelts.csv")
    regressors = np.column_stack([table["law"], np.log(table["kms"]), np.log(table["PetrolPrice"])])
    found = {}
    for who in DRIVERS:
        step = stepped(np.log(table[who].to_numpy(float)), regressors, 12)
        found[who] = [100 * float(np.expm1(value)) for value in (step.effect, step.low, step.high) if value is not None]
    return [near(name, DRIVERS[who][n], found[who][n], 0.0501, BELTS) for who, name, n in wanted]


def _folder() -> Path | None:
    reference = reference_folder()
    return None if reference is None else reference / "facts" / "evaluation"
