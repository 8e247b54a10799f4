"""Ranges that nobody gave, from what became of promises of the same theme and measure.

Method and sources: `docs/methods/reference-class.md`.
"""

from __future__ import annotations

from collections.abc import Sequence

from bluelight.appraisal.items import Category, LineItem
from bluelight.errors import Problem
from bluelight.register import Observation, ReferenceClass, codelists, load_register, observations, reference_class
from bluelight.register.reference_class import MeasureClass

_MEASURE: dict[Category, MeasureClass] = {
    "saving": "saving",
    "receipt": "receipt",
    "capital": "cost",
    "transition": "cost",
    "risk": "cost",
    "running_cost": "cost",
}


def measure_of(line: LineItem) -> MeasureClass:
    """The measure of the register that a line is of; capital that is avoided is a saving."""
    return "saving" if line.category == "capital" and line.mode > 0 else _MEASURE[line.category]


def ranged(
    lines: Sequence[LineItem], observed: Sequence[Observation] | None = None
) -> tuple[list[LineItem], tuple[ReferenceClass, ...], list[Problem]]:
    """The lines with a range where they ask for one, the classes that gave it, and lines that no class can serve."""
    if all(line.range_basis != "asked" for line in lines):
        return list(lines), (), []
    observed = observations(load_register()) if observed is None else observed
    classes: dict[tuple[str, MeasureClass], ReferenceClass | None] = {}
    problems: list[Problem] = []
    found = []
    for line in lines:
        if line.range_basis != "asked" or line.theme not in codelists.THEMES:
            found.append(line)
            continue
        key = (str(line.theme), measure_of(line))
        if key not in classes:
            classes[key] = reference_class(observed, *key)
        whole = classes[key]
        if whole is None:
            what = (
                f"line '{line.id}' of option '{line.option}' has no range, and the register holds no pair of its kind."
            )
            problems.append(Problem("line items", what, "Give low and high.", column="low"))
        found.append(line if whole is None else with_range(line, whole))
    return found, tuple(c for c in classes.values() if c is not None), problems


def with_range(line: LineItem, whole: ReferenceClass) -> LineItem:
    """The line with the range of its class: its forecast times low, middle and high.

    Where optimism bias or a contract sets the middle of a cost, the class gives the spread round its median alone, so
    that nothing is counted twice.
    """
    apart = whole.measure_class == "cost" and (line.asset_type is not None or line.optimism_bias_percent is not None)
    if apart and whole.median > 0:
        times = (whole.low / whole.median, 1.0, whole.high / whole.median)
        how = "as a spread round its median, since optimism bias or a contract sets the middle"
    else:
        times = (whole.low, whole.mode, whole.high)
        how = f"of the {line.mode:,.0f} stated"
    low, mode, high = sorted(line.mode * each for each in times)
    note = f"range by a reference class, {how}: {whole.words}"
    basis = (
        "unknown" if line.basis == "unknown" else "assumed" if whole.pooled or line.basis == "assumed" else "derived"
    )
    return line.model_copy(
        update={
            "low": low,
            "mode": mode,
            "high": high,
            "basis": basis,
            "source": f"{line.source}; range: {whole.number} pairs of the register of collaborations",
            "note": f"{line.note}; {note}" if line.note else note,
            "range_basis": "reference_class",
        }
    )
