"""A case in, an evaluation out: the method chosen, its findings checked, rated and put into words."""

from __future__ import annotations

import math

import numpy as np

from bluelight import __version__
from bluelight.evaluation.case import Case
from bluelight.evaluation.choose import TITLES, Choice, choose
from bluelight.evaluation.context import break_check, dose_check, protocol_check, spill_check, worst_check
from bluelight.evaluation.findings import Check, Findings
from bluelight.evaluation.paths import path_checks
from bluelight.evaluation.rating import rate
from bluelight.evaluation.result import (
    Asked,
    CheckResult,
    Design,
    Estimate,
    Evaluation,
    OtherEstimate,
    PathPoint,
    Placebo,
    Sensitivity,
    TrendBound,
    TrendPoint,
)
from bluelight.evaluation.seen import History
from bluelight.evaluation.verdict import judge, paragraph, sentence

SHOWN_PATHS = 60


def evaluate(case: Case, history: History | None = None) -> Evaluation:
    """Evaluate a case. Raises `NotEnoughError` where no method fits, `InputError` for a gap that a method meets."""
    choice = ready(case)
    found = run_method(case, choice)
    estimate = _estimate(case, found)
    checks = _checks(case, found, history)
    protocol = case.protocol
    verdict = judge(protocol, estimate, checks)
    rating = rate(protocol, choice, checks, estimate, verdict)
    return Evaluation(
        bluelight_version=__version__,
        asked=_asked(case, history),
        design=_design(case, choice),
        estimate=estimate,
        others=tuple(_other(case, second, estimate) for second in found.seconds),
        verdict=verdict,
        sentence=sentence(protocol, estimate, verdict),
        paragraph=paragraph(
            protocol, choice, estimate, verdict, checks, rating, case.last - min(case.starts), case.panel.frequency
        ),
        rating=rating,
        checks=tuple(CheckResult(**vars(check)) for check in checks),
        trends=_trends(case, found),
        path=tuple(
            PathPoint(relative=int(r), gap=float(g), low=float(low), high=float(high))
            for r, g, low, high in zip(found.relative, found.path, found.low, found.high, strict=True)
        ),
        placebos=tuple(
            Placebo(name=name, effect=float(effect))
            for name, effect in zip(found.placebo_names, found.placebos, strict=True)
        ),
        null_paths=tuple(tuple(float(v) for v in row) for row in found.null[:SHOWN_PATHS]),
        weights=found.weights,
        sensitivity=_sensitivity(found),
    )


def ready(case: Case) -> Choice:
    """The method that fits, once every value that it needs is there. Raises as `evaluate` does, before any estimate."""
    choice = choose(case)
    case.values((*case.treated_units, *case.comparators, *case.neighbours))
    for name in case.protocol.covariates:
        case.values(case.treated_units, name)
    return choice


def run_method(case: Case, choice: Choice) -> Findings:
    """What the chosen method finds."""
    match choice.method:
        case "synthetic":
            from bluelight.evaluation.methods import synthetic

            return synthetic.run(case)
        case "staggered":
            from bluelight.evaluation.methods import staggered

            return staggered.run(case, choice.inference)
        case _:
            from bluelight.evaluation.methods import series

            return series.run(case, controlled=choice.method == "controlled_series")


def _checks(case: Case, found: Findings, history: History | None) -> list[Check]:
    unit = case.protocol.scale_unit
    checks = [] if not len(found.null) else path_checks(found, unit, case.protocol.anticipation)
    return [
        *checks,
        *found.checks,
        worst_check(case, found, unit),
        spill_check(case, unit),
        break_check(case),
        dose_check(case, found.inference.effect, unit),
        protocol_check(history),
    ]


def _estimate(case: Case, found: Findings) -> Estimate:
    inference = found.inference
    expected = _expected(case, inference.effect)
    ends = [None if math.isinf(end) else end for end in (inference.low, inference.high)]
    detectable = inference.detectable

    def natural(value: float | None) -> float | None:
        if value is None or case.protocol.scale == "natural":
            return value
        return expected * math.expm1(value)

    def percent(value: float | None) -> float | None:
        if value is None:
            return None
        if case.protocol.scale == "log":
            return 100 * math.expm1(value)
        return 100 * value / expected if expected else None

    effect = natural(inference.effect)
    assert effect is not None
    return Estimate(
        effect=effect,
        low=natural(ends[0]),
        high=natural(ends[1]),
        percent=percent(inference.effect),
        percent_low=percent(ends[0]),
        percent_high=percent(ends[1]),
        p_value=inference.p_value,
        smallest_p=inference.smallest_p,
        expected=expected,
        detectable=None if math.isinf(detectable) else natural(detectable),
        kind=inference.kind,
    )


def _expected(case: Case, effect: float) -> float:
    """What the treated would have been after their starts, in the unit of the outcome."""
    table = case.values(case.treated_units)
    after = np.concatenate([row[start:] for row, start in zip(table, case.starts, strict=True)])
    if case.protocol.scale == "log":
        return float(np.exp(after - effect).mean())
    return float(after.mean() - effect)


def _other(case: Case, second: object, estimate: Estimate) -> OtherEstimate:
    log = case.protocol.scale == "log"
    values = vars(second)

    def natural(value: float | None) -> float | None:
        if value is None or math.isinf(value):
            return None
        return estimate.expected * math.expm1(value) if log else value

    effect = natural(values["effect"])
    assert effect is not None
    return OtherEstimate(name=values["name"], effect=effect, low=natural(values["low"]), high=natural(values["high"]))


def _sensitivity(found: Findings) -> Sensitivity | None:
    told = found.sensitivity
    if told is None:
        return None
    bounds = tuple(TrendBound(**vars(bound)) for bound in told.bounds)
    return Sensitivity(after=told.after, bend=told.bend, bounds=bounds, breakdown=told.breakdown)


def _trends(case: Case, found: Findings) -> tuple[TrendPoint, ...]:
    back = np.exp if case.protocol.scale == "log" else np.asarray
    start = min(case.starts)
    steps = np.arange(case.last)
    if len(found.treated) != case.last:
        steps = steps[(steps < case.before) | (steps >= start)]
    return tuple(
        TrendPoint(period=case.panel.labels[step], treated=float(t), expected=float(e), after=bool(step >= start))
        for step, t, e in zip(steps, back(found.treated), back(found.comparison), strict=True)
    )


def _asked(case: Case, history: History | None) -> Asked:
    protocol = case.protocol
    return Asked(
        title=protocol.title,
        question=protocol.question,
        outcome=protocol.outcome,
        outcome_words=protocol.outcome_words,
        unit=protocol.unit,
        better=protocol.better,
        smallest_effect=protocol.smallest_effect,
        scale=protocol.scale,
        estimand=protocol.estimand,
        written=protocol.written.isoformat(),
        registered=None if history is None else history.registered,
        changed_after_seen=history is not None and history.changed,
        log_altered=history is not None and history.torn,
        protocol_sha256=case.hashes.protocol,
        panel_sha256=case.hashes.panel,
        treatment_sha256=case.hashes.treatment,
        sources=case.panel.sources[protocol.outcome],
    )


def _design(case: Case, choice: Choice) -> Design:
    return Design(
        method=choice.method,
        method_words=TITLES[choice.method],
        inference=choice.inference,
        steps=choice.steps,
        treated=case.treated_units,
        starts=tuple(str(unit.start) for unit in case.treated),
        comparators=case.comparators,
        excluded=case.protocol.donor_exclusions,
        neighbours=case.neighbours,
        anticipation=case.protocol.anticipation,
        frequency=case.panel.frequency,
        first=case.panel.labels[0],
        last=case.panel.labels[case.last - 1],
        seed=case.protocol.seed,
    )
