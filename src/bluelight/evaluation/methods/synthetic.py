"""One to three treated units, one start date: synthetic difference in differences, with placebos for its doubt."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bluelight.evaluation.case import Case
from bluelight.evaluation.estimators import synthetic
from bluelight.evaluation.estimators.permute import Inference, from_placebos, subsets
from bluelight.evaluation.estimators.synthetic import Floats, Kind
from bluelight.evaluation.figures import change
from bluelight.evaluation.findings import Check, Findings, Second, band, rank

CLOSEST = 5
WORKERS = 2


def run(case: Case) -> Findings:
    """The effect, its path, the placebos, and the checks that only this method can make."""
    treated, comparators = case.values(case.treated_units), case.values(case.comparators)
    before = case.before
    keep = _window(case)
    treated, comparators = treated[:, keep], comparators[:, keep]
    sets = subsets(len(comparators), len(treated), case.protocol.permutations, case.protocol.seed)
    fit = synthetic.fit("sdid", treated, comparators, before)
    null = placebos("sdid", comparators, sets, before)
    effects = null[:, before:].mean(axis=1)
    kind = f"permutation in space: {len(sets):,} placebos among the comparators"
    relative = keep - case.starts[0]
    low, high = band(fit.gap, null)
    weights = {unit: float(w) for unit, w in zip(case.comparators, fit.unit_weights, strict=True) if w > 1e-4}
    found = from_placebos(fit.effect, effects, kind)
    seconds = _seconds(treated, comparators, sets, before)
    return Findings(
        found,
        relative,
        fit.gap,
        low,
        high,
        treated.mean(axis=0),
        fit.synthetic,
        effects,
        tuple(" and ".join(case.comparators[i] for i in chosen) for chosen in sets),
        null,
        seconds,
        dict(sorted(weights.items(), key=lambda item: -item[1])),
        (
            _in_time(treated, comparators, sets, before, case.protocol.scale_unit),
            _leave_one_out(case, treated, comparators, before, fit),
            _effective(fit),
            _agreement(found, seconds[0].effect, case.protocol.scale_unit),
        ),
    )


def _window(case: Case) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Every period but those in which the start may have been anticipated: they are neither before nor after."""
    steps = np.arange(case.last)
    return steps[(steps < case.before) | (steps >= case.starts[0])]


def placebos(
    kind: Kind, comparators: Floats, sets: np.ndarray[tuple[int, int], np.dtype[np.int64]], before: int
) -> Floats:
    """The gaps of the placebos, in as many threads as there are parts; their order does not depend on it."""
    with ThreadPoolExecutor(WORKERS) as pool:
        parts = pool.map(
            lambda part: synthetic.placebo_gaps(kind, comparators, part, before), np.array_split(sets, WORKERS)
        )
        return np.concatenate(list(parts))


def _seconds(
    treated: Floats, comparators: Floats, sets: np.ndarray[tuple[int, int], np.dtype[np.int64]], before: int
) -> tuple[Second, ...]:
    found = []
    names: tuple[tuple[Kind, str], ...] = (("sc", "synthetic control"), ("did", "difference in differences"))
    for kind, name in names:
        effect = synthetic.fit(kind, treated, comparators, before).effect
        spread = placebos(kind, comparators, sets, before)[:, before:].mean(axis=1)
        inference = from_placebos(effect, spread, "")
        found.append(Second(name, effect, inference.low, inference.high))
    return tuple(found)


def _in_time(
    treated: Floats, comparators: Floats, sets: np.ndarray[tuple[int, int], np.dtype[np.int64]], before: int, unit: str
) -> Check:
    question = "Does the method find an effect before there was one?"
    early = before - max(before // 3, 2)
    effect = synthetic.fit("sdid", treated[:, :before], comparators[:, :before], early).effect
    null = placebos("sdid", comparators[:, :before], sets, early)[:, early:].mean(axis=1)
    p_value = rank(effect, null)
    finding = (
        f"With the start moved {before - early} periods earlier it finds {change(effect)} {unit} (p = {p_value:.2f})."
    )
    return Check("placebo_in_time", question, p_value > 0.05, finding)


def _leave_one_out(case: Case, treated: Floats, comparators: Floats, before: int, fit: synthetic.Fit) -> Check:
    heaviest = np.argsort(-fit.unit_weights)[:CLOSEST]
    effects = [synthetic.fit("sdid", treated, np.delete(comparators, i, axis=0), before).effect for i in heaviest]
    turned = any(effect * fit.effect < 0 for effect in effects)
    finding = (
        f"Without any one of the {len(heaviest)} comparators that weigh most the effect is between "
        f"{change(min(effects))} and {change(max(effects))} {case.protocol.scale_unit}."
    )
    return Check("leave_one_out", "Does it hang on one comparator?", not turned, finding)


def _effective(fit: synthetic.Fit) -> Check:
    count = float(1 / (fit.unit_weights**2).sum())
    finding = f"The weights are worth those of {count:.1f} comparators that count alike."
    return Check("effective_sample", "How many comparators carry the answer?", count >= 2, finding)


def _agreement(found: Inference, other: float, unit: str) -> Check:
    finding = (
        f"Synthetic control says {change(other)}, synthetic difference in differences {change(found.effect)} {unit}."
    )
    return Check("agreement", "Do two methods agree?", found.low <= other <= found.high, finding)
