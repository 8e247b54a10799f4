"""Checks that do not depend on the method: protocol, breaks, neighbours, and a bad spell just before."""

from __future__ import annotations

import numpy as np

from bluelight.evaluation.case import Case
from bluelight.evaluation.figures import change
from bluelight.evaluation.findings import Check, Findings, Floats
from bluelight.evaluation.seen import History

UNUSUAL = 2.0


def protocol_check(history: History | None) -> Check:
    """Whether the question was written before the answer was looked at."""
    question = "Was the protocol written before the data were seen?"
    if history is None:
        return Check("protocol", question, None, "It was read from memory: no history is kept.", "note")
    if history.torn:
        return Check("protocol", question, False, "The log of its history was altered after it was written.")
    if history.changed:
        return Check("protocol", question, False, "It was changed after the data had been evaluated under another one.")
    if history.registered is None:
        finding = "It was not registered before it was first used, so nothing shows that it came first."
        return Check("protocol", question, None, finding, "note")
    return Check("protocol", question, True, f"It was registered on {history.registered[:10]}, before its first use.")


def break_check(case: Case) -> Check:
    """Whether anything was measured in another way from some period on, and in whose series."""
    question = "Was the outcome measured in the same way throughout?"
    flags = case.panel.breaks[case.protocol.outcome][:, : case.last]
    treated = flags[case.panel.rows(case.treated_units)]
    others = flags[case.panel.rows(case.comparators)]
    steps = np.flatnonzero(treated.any(axis=0) | others.any(axis=0))
    if not len(steps):
        return Check("breaks", question, True, "No break in any series is marked.")
    said = ", ".join(case.panel.labels[step] for step in steps[:4])
    shared = [bool(treated[:, step].all() and (others[:, step].all() if len(others) else False)) for step in steps]
    if all(shared):
        return Check("breaks", question, True, f"It changed for every unit at once ({said}): comparisons still hold.")
    near = [step for step in steps if any(abs(step - start) <= 1 for start in case.starts)]
    if near and treated[:, near].any():
        where = case.panel.labels[near[0]]
        finding = f"A treated unit's definition changed at its start ({where}): the two cannot be told apart."
        return Check("breaks", question, False, finding, "verdict")
    return Check("breaks", question, False, f"It changed for some units and not for others ({said}).")


def dose_check(case: Case, effect: float, unit: str) -> Check:
    """What doses the treated got, and what that means for the average."""
    question = "Did every treated unit get the same dose?"
    doses = {treated.unit: treated.dose for treated in case.treated if treated.dose is not None}
    if not doses:
        return Check("dose", question, None, "The treatment names no doses.", "note")
    least, most, mean = min(doses.values()), max(doses.values()), sum(doses.values()) / len(doses)
    if least == most:
        return Check("dose", question, True, f"Each got {most:g}.", "note")
    finding = (
        f"Doses run from {least:g} to {most:g}, {mean:.3g} on average. The effect is the average of what each treated "
        f"unit felt at its own dose, each counting alike; it is not the effect of one unit of dose. Were it in "
        f"proportion to the dose, which is not tested, one would be worth {change(effect / mean)} {unit}."
    )
    return Check("dose", question, None, finding, "note")


def worst_check(case: Case, found: Findings, unit: str) -> Check:
    """Regression to the mean: whether the treated were unusual just before, and the effect against the most alike."""
    question = "Were the treated at an unusual point when it began?"
    start = min(case.starts) - case.protocol.anticipation
    if start < 4 or len(case.comparators) < 8:
        return Check("regression_to_mean", question, None, "Too few periods before or comparators to ask.", "note")
    treated, others = case.values(case.treated_units).mean(axis=0), case.values(case.comparators)
    last = max(start // 4, 1)
    own, theirs = _jump(treated[None], start, last)[0], _jump(others, start, last)
    off = (own - theirs.mean()) / (theirs.std(ddof=1) or 1.0)
    alike = np.argsort(np.abs(theirs - own))[: max(len(theirs) // 3, 4)]
    gap = treated - others[alike].mean(axis=0)
    matched = float(gap[min(case.starts) :].mean() - gap[: start - last].mean())
    finding = (
        f"Just before the start they stood {abs(off):.1f} standard deviations {'above' if off > 0 else 'below'} "
        f"their own past, beside the comparators. Measured from before that spell, against the {len(alike)} "
        f"comparators that moved most alike, the effect is {change(matched)} {unit}."
    )
    shrinks = matched * found.inference.effect < 0 or abs(matched) < 0.5 * abs(found.inference.effect)
    return Check("regression_to_mean", question, not (abs(off) > UNUSUAL and shrinks), finding)


def _jump(table: Floats, start: int, last: int) -> Floats:
    return np.asarray(table[:, start - last : start].mean(axis=1) - table[:, : start - last].mean(axis=1))


def spill_check(case: Case, unit: str) -> Check:
    """Whether neighbours, who were not treated, changed too."""
    question = "Did neighbours change too?"
    if not case.neighbours:
        return Check("spillover", question, None, "The protocol names no neighbours.", "note")
    if len(case.comparators) < 8:
        return Check("spillover", question, None, "Too few comparators to ask.", "note")
    start = min(case.starts)
    near, far = case.values(case.neighbours), case.values(case.comparators)
    shift = near[:, start:].mean(axis=1) - near[:, : case.before].mean(axis=1)
    usual = far[:, start:].mean(axis=1) - far[:, : case.before].mean(axis=1)
    moved = float(shift.mean() - usual.mean())
    spread = float(usual.std(ddof=1) * np.sqrt(1 / len(near) + 1 / len(far)))
    finding = (
        f"{len(near)} neighbours changed by {change(moved)} {unit} beside the other comparators (standard error "
        f"{spread:.2g}). They are no comparators."
    )
    return Check("spillover", question, abs(moved) <= 2 * spread, finding)
