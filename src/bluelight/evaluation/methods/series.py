"""A long monthly series, alone or against comparators: a step with errors that remember the month before."""

from __future__ import annotations

import numpy as np

from bluelight.evaluation.case import Case
from bluelight.evaluation.estimators import series
from bluelight.evaluation.estimators.permute import Inference
from bluelight.evaluation.estimators.series import Floats
from bluelight.evaluation.figures import change
from bluelight.evaluation.findings import Check, Findings, Second, left_out

SEASONS = 12
LEAST = 24
MOST_LEFT_OUT = 30


def run(case: Case, controlled: bool) -> Findings:
    """The step at the start, pretend starts before it, and the checks that only a series can make."""
    treated = case.values(case.treated_units).mean(axis=0)
    expected = case.values(case.comparators).mean(axis=0) if controlled else np.zeros_like(treated)
    others = _others(case)
    start, before, first = case.starts[0], case.before, case.panel.first % SEASONS
    keep = np.r_[0:before, start : case.last]
    columns = series.design(case.last, start, SEASONS, first, others)
    values = treated - expected
    fit = series.fit(values[keep], columns[keep])
    against = "the difference to the comparators" if controlled else "the series alone"
    kind = f"Student's t on {against}, over every memory of the errors (likeliest {fit.rho:.2f})"
    inference = Inference(fit.effect, fit.low, fit.high, fit.p_value, fit.error, kind)
    path = values[keep] - fit.without
    spread = float(np.std(values[keep] - fit.fitted, ddof=columns.shape[1]))
    seconds = _seconds(values[keep], columns[keep])
    names, placebos = _pretend(values[:before], case, first, None if others is None else others[:, :before])
    return Findings(
        inference,
        keep - start,
        path,
        path - 1.96 * spread,
        path + 1.96 * spread,
        treated[keep],
        fit.without + expected[keep],
        np.array([found.effect for found in placebos]),
        names,
        np.empty((0, len(keep))),
        seconds,
        {unit: 1 / len(case.comparators) for unit in case.comparators} if controlled else {},
        (
            *([_leave_one_out(case, treated[keep], columns[keep], keep, fit.effect)] if controlled else []),
            _in_time(placebos, case.protocol.scale_unit),
            _effective(len(keep), fit.rho),
            _agreement(inference, seconds[0], case.protocol.scale_unit),
        ),
    )


def _others(case: Case) -> Floats | None:
    if not case.protocol.covariates:
        return None
    return np.stack([case.values(case.treated_units, name).mean(axis=0) for name in case.protocol.covariates])


def _pretend(
    values: Floats, case: Case, first: int, others: Floats | None
) -> tuple[tuple[str, ...], list[series.SeriesFit]]:
    """What the method finds at starts before the real one, where nothing began: every sixth month."""
    starts = list(range(LEAST, len(values) - 11, 6))
    fits = [series.fit(values, series.design(len(values), start, SEASONS, first, others)) for start in starts]
    return tuple(f"start {case.panel.labels[start]}" for start in starts), fits


def _in_time(placebos: list[series.SeriesFit], unit: str) -> Check:
    question = "Does the method find an effect before there was one?"
    found = sum(fit.p_value <= 0.05 / len(placebos) for fit in placebos)
    effects = [fit.effect for fit in placebos]
    finding = (
        f"At {len(placebos)} pretend starts before the real one it finds between {change(min(effects))} and "
        f"{change(max(effects))} {unit}; {found} of them stand out at 5% over all."
    )
    return Check("placebo_in_time", question, found == 0, finding)


def _leave_one_out(
    case: Case, treated: Floats, columns: Floats, keep: np.ndarray[tuple[int], np.dtype[np.int64]], effect: float
) -> Check:
    question = "Does it hang on one comparator?"
    comparators = case.values(case.comparators)[:, keep]
    if len(comparators) < 2:
        return Check("leave_one_out", question, None, "There is but one.")
    rest = (np.delete(comparators, unit, axis=0).mean(axis=0) for unit in range(min(len(comparators), MOST_LEFT_OUT)))
    effects = [series.fit(treated - mean, columns).effect for mean in rest]
    return left_out(question, effects, effect, len(comparators), case.protocol.scale_unit)


def _effective(count: int, rho: float) -> Check:
    alike = count * (1 - rho) / (1 + rho)
    finding = (
        f"{count} months that remember each other (correlation {rho:.2f}) tell as much as {alike:.0f} that do not."
    )
    return Check("effective_sample", "How many months carry the answer?", alike >= 12, finding)


def _agreement(inference: Inference, other: Second, unit: str) -> Check:
    finding = f"A wandering level says {change(other.effect)}, memory in the errors {change(inference.effect)} {unit}."
    return Check("agreement", "Do two methods agree?", inference.low <= other.effect <= inference.high, finding)


def _seconds(values: Floats, columns: Floats) -> tuple[Second, ...]:
    from bluelight.evaluation.estimators.structural import local_level

    return (local_level(values, columns),)
