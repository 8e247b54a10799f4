"""Which method answers a case: by rule, each step of it written down, or a refusal that says what would be enough."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from bluelight.errors import BluelightError
from bluelight.evaluation.case import Case
from bluelight.evaluation.periods import in_words

Method = Literal["staggered", "synthetic", "controlled_series", "series"]
Inference = Literal["permutation", "analytic", "posterior"]

TITLES: dict[Method, str] = {
    "staggered": "difference in differences by cohort (Callaway and Sant'Anna)",
    "synthetic": "synthetic difference in differences",
    "controlled_series": "controlled interrupted series",
    "series": "interrupted series without a comparator",
}
CEILINGS: dict[Method, int] = {"staggered": 3, "synthetic": 3, "controlled_series": 3, "series": 2}

FEW_TREATED = 3
MANY_UNITS = 30  # of each kind, from which errors may be worked out instead of permuted
PERIODS_BEFORE = 8
COMPARATORS_ONE, COMPARATORS_FEW, COMPARATORS_COHORTS = 19, 10, 8
WAYS = 100
MONTHS_BEFORE, MONTHS_AFTER = 48, 12


@dataclass(frozen=True)
class Choice:
    """The method and how its doubt is worked out, with the steps that led there."""

    method: Method
    inference: Inference
    steps: tuple[str, ...]


class NotEnoughError(BluelightError):
    """No method that keeps its promises fits the data; the message says what data would be enough."""


@dataclass(frozen=True)
class _Rule:
    method: Method
    short: list[str]  # what is missing; nothing where the rule fits


def choose(case: Case) -> Choice:
    """The first method of the list whose needs are met. Raises `NotEnoughError` where there is none."""
    treated, cohorts = len(case.treated), len(set(case.starts))
    told = (
        f"{_units(treated)} treated, {'one start date' if cohorts == 1 else f'{cohorts} start dates'}; "
        f"{_comparators(len(case.comparators))}; "
        f"{in_words(case.before, case.panel.frequency)} before and {case.after} after"
    )
    steps = [f"{told[:1].upper()}{told[1:]}."]
    rules = [_cohorts(case), _synthetic(case), _controlled(case), _alone(case)]
    for rule in rules:
        if not rule.short:
            inference = _inference(case, rule.method)
            steps.append(f"Chosen: {TITLES[rule.method]}. {_why(inference, treated)}")
            return Choice(rule.method, inference, tuple(steps))
        steps.append(f"Not {TITLES[rule.method]}: it needs {'; '.join(rule.short)}.")
    enough = "\n".join(f"* {TITLES[rule.method]} needs {'; '.join(rule.short)}" for rule in rules)
    raise NotEnoughError(
        f"No method can tell an effect from chance with these data ({told}). What would be enough, "
        f"any one of these:\n{enough}\nWhat there is can be described, but not be called an evaluation."
    )


def _cohorts(case: Case) -> _Rule:
    short = []
    treated, comparators = len(case.treated), len(case.comparators)
    if len(set(case.starts)) == 1 and treated <= FEW_TREATED:
        short.append(f"several start dates, or more than {FEW_TREATED} treated units")
    if case.before < 2:
        short.append(f"2 periods before the first start (there {_are(case.before)})")
    if comparators < COMPARATORS_COHORTS:
        short.append(f"{COMPARATORS_COHORTS} comparators (there {_are(comparators)})")
    elif math.comb(comparators + treated, treated) < WAYS:
        short.append(f"more units: treatment could have fallen in fewer than {WAYS} ways")
    if case.protocol.covariates and min(treated, comparators) < MANY_UNITS:
        short.append(f"no covariates below {MANY_UNITS} treated units and as many comparators")
    return _Rule("staggered", short)


def _synthetic(case: Case) -> _Rule:
    short = _one_start(case)
    if case.before < PERIODS_BEFORE:
        short.append(f"{PERIODS_BEFORE} periods before the start (there {_are(case.before)})")
    least = COMPARATORS_ONE if len(case.treated) == 1 else COMPARATORS_FEW
    if len(case.comparators) < least:
        short.append(f"{least} comparators (there {_are(len(case.comparators))})")
    if case.protocol.covariates:
        short.append("no covariates")
    return _Rule("synthetic", short)


def _controlled(case: Case) -> _Rule:
    short = _one_start(case) + _months(case)
    if not case.comparators:
        short.append("a comparator")
    return _Rule("controlled_series", short)


def _alone(case: Case) -> _Rule:
    short = _months(case)
    if len(case.treated) > 1:
        short.append("one treated unit")
    if case.comparators:
        short.append("no comparator: where there is one it must be used")
    return _Rule("series", short)


def _one_start(case: Case) -> list[str]:
    short = []
    if len(set(case.starts)) > 1:
        short.append("one start date")
    if len(case.treated) > FEW_TREATED:
        short.append(f"at most {FEW_TREATED} treated units")
    return short


def _months(case: Case) -> list[str]:
    short = []
    if case.panel.frequency != "month":
        short.append(f"monthly values (these are of each {case.panel.frequency})")
    if case.before < MONTHS_BEFORE:
        short.append(f"{MONTHS_BEFORE} months before the start (there {_are(case.before)})")
    if case.after < MONTHS_AFTER:
        short.append(f"{MONTHS_AFTER} months after the start (there {_are(case.after)})")
    return short


def _inference(case: Case, method: Method) -> Inference:
    if method in ("controlled_series", "series"):
        return "posterior"
    many = min(len(case.treated), len(case.comparators)) >= MANY_UNITS
    return "analytic" if method == "staggered" and many else "permutation"


def _why(inference: Inference, treated: int) -> str:
    match inference:
        case "permutation":
            return (
                f"With {_units(treated)} treated, errors worked out from the units would be far too small: the doubt "
                "is worked out by permutation."
            )
        case "analytic":
            return f"At least {MANY_UNITS} units of each kind: errors are worked out from the units."
        case "posterior":
            return "The doubt takes in how much each month remembers of the last, and that this is not known."


def _units(count: int) -> str:
    return "one unit" if count == 1 else f"{count} units"


def _comparators(count: int) -> str:
    return f"{count} never-treated comparator{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is 1" if count == 1 else "are none" if count == 0 else f"are {count}"
