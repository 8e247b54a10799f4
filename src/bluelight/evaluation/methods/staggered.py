"""Several start dates, or more than a few treated units: Callaway and Sant'Anna, with imputation as its check."""

from __future__ import annotations

import numpy as np

from bluelight.evaluation.case import Case
from bluelight.evaluation.choose import Inference as Way
from bluelight.evaluation.estimators import staggered
from bluelight.evaluation.estimators.honest import sensitivity
from bluelight.evaluation.estimators.permute import Inference, deals, from_deals
from bluelight.evaluation.estimators.staggered import NEVER, Floats, Ints
from bluelight.evaluation.figures import change
from bluelight.evaluation.findings import Check, Findings, Second, band, left_out, rank

MOST_LEFT_OUT = 30


def run(case: Case, way: Way) -> Findings:
    """The effect over all treated units and periods, its path since each start, and the checks of this method."""
    units = (*case.treated_units, *case.comparators)
    values = case.values(units)
    starts = np.array([*case.starts, *[NEVER] * len(case.comparators)], dtype=np.int64)
    ahead = case.protocol.anticipation
    dealt = deals(starts, case.protocol.permutations, case.protocol.seed)
    effects = staggered.effects(values, dealt, ahead)
    relative, paths = staggered.studies(values, dealt, ahead)
    kind = f"permutation: {len(dealt) - 1:,} other ways in which the same start dates could have fallen"
    inference = from_deals(effects, staggered.effects(_on(starts, values.shape[1]), dealt, ahead), kind)
    low, high = band(paths[0], paths[1:])
    if way == "analytic":
        from bluelight.evaluation.estimators.analytic import callaway_santanna

        covariates = (
            np.stack([case.values(units, name) for name in case.protocol.covariates], -1)
            if (case.protocol.covariates)
            else None
        )
        worked = callaway_santanna(values, starts, ahead, covariates)
        inference, paths[0], low, high = worked.inference, worked.along(relative), *worked.ends(relative)
    treated = values[: len(case.treated)].mean(axis=0)
    imputed = staggered.imputed(values, starts, ahead)
    return Findings(
        inference,
        relative,
        paths[0],
        low,
        high,
        treated,
        treated - _behind(values, starts, ahead),
        effects[1:],
        tuple(f"deal {number}" for number in range(1, len(dealt))),
        paths[1:],
        (Second("imputation (Borusyak, Jaravel and Spiess)", imputed),),
        {},
        (
            _in_time(values, dealt, ahead, case.protocol.scale_unit),
            _leave_one_out(values, starts, ahead, inference, case.protocol.scale_unit),
            _agreement(inference, imputed, case.protocol.scale_unit),
            _effective(len(case.treated), len(case.comparators)),
        ),
        None if ahead else sensitivity(relative, paths[0], paths[1:]),
    )


def _on(starts: Ints, periods: int) -> Floats:
    steps = np.arange(periods)[None]
    return np.asarray((steps >= starts[:, None]) & (starts[:, None] != NEVER), dtype=float)


def _behind(values: Floats, starts: Ints, ahead: int) -> Floats:
    """How far the treated stand, on average, from what the comparators lead one to expect, by period (T,)."""
    treated = starts != NEVER
    base = values[~treated].mean(axis=0)
    rows = [
        (row - base) - (row - base)[: start - ahead].mean()
        for row, start in zip(values[treated], starts[treated], strict=True)
    ]
    return np.asarray(np.mean(rows, axis=0))


def _in_time(values: Floats, dealt: Ints, ahead: int, unit: str) -> Check:
    question = "Does the method find an effect before there was one?"
    first = int(dealt[0][dealt[0] != NEVER].min()) - ahead
    early = first - max(first // 3, 1)
    if early < 1:
        return Check("placebo_in_time", question, None, "There are too few periods before the first start.")
    moved = np.where(dealt == NEVER, NEVER, early)
    effects = staggered.effects(values[:, :first], moved)
    p_value = rank(float(effects[0]), effects[1:])
    finding = (
        f"With every start moved to {first - early} periods before the first it finds {change(effects[0])} {unit} "
    )
    return Check("placebo_in_time", question, p_value > 0.05, f"{finding}(p = {p_value:.2f}).")


def _leave_one_out(values: Floats, starts: Ints, ahead: int, inference: Inference, unit: str) -> Check:
    question = "Does it hang on one treated unit?"
    treated = np.flatnonzero(starts != NEVER)
    if len(treated) < 2:
        return Check("leave_one_out", question, None, "There is but one.")
    effects = [
        staggered.effect(np.delete(values, unit, axis=0), np.delete(starts, unit), ahead)
        for unit in treated[:MOST_LEFT_OUT]
    ]
    return left_out(question, effects, inference.effect, len(treated), unit)


def _agreement(inference: Inference, other: float, unit: str) -> Check:
    finding = f"Imputation says {change(other)}, Callaway and Sant'Anna {change(inference.effect)} {unit}."
    return Check("agreement", "Do two methods agree?", inference.low <= other <= inference.high, finding)


def _effective(treated: int, comparators: int) -> Check:
    count = 4 / (1 / treated + 1 / comparators)
    finding = f"{treated} treated and {comparators} comparators tell as much as {count:.0f} units in equal halves."
    return Check("effective_sample", "How many units carry the answer?", None, finding, "note")
