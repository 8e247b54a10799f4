"""Each objective of a study beside each option: what the figure that measures it came to, and whether it is met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from bluelight.options.words import pounds
from bluelight.studies.cases import rules
from bluelight.studies.cases.shape import ObjectiveSeen, ObjectiveView
from bluelight.studies.objectives import Objective
from bluelight.studies.results import Estimate, MoneyRange, OptionResult, Service

Met = Literal["met", "not met", "not sure", "to be judged"]
JUDGED: Met = "to be judged"
_SERVICES: dict[str, Service] = {
    "response_police": "police",
    "response_fire": "fire",
    "response_ambulance": "ambulance",
}


class _Ends(NamedTuple):
    low: float
    middle: float
    high: float


def objectives_of(objectives: Sequence[Objective], options: Sequence[OptionResult]) -> list[ObjectiveSeen]:
    """Every objective, with what each option but business as usual was found to do for it."""
    names = {factor["id"]: factor["name"] for factor in rules.factors()}
    return [
        ObjectiveSeen(
            text=objective.text,
            measure=objective.measure,
            factor=names[objective.factor],
            target=_target(objective),
            source=objective.source,
            options=[_view(objective, option) for option in options if not option.is_base],
        )
        for objective in objectives
    ]


def _view(objective: Objective, option: OptionResult) -> ObjectiveView:
    ends = _ends(objective, option)
    if ends is None:
        why = "the model is not relied on for it" if objective.figure else "no figure of this study measures it"
        return ObjectiveView(option=option.id, found=why, met=JUDGED)
    low, middle, high = (_amount(objective, value) for value in ends)
    found = middle if low == high else f"{middle} ({low} to {high})"
    return ObjectiveView(option=option.id, found=found, met=_met(objective, ends))


def _met(objective: Objective, ends: _Ends) -> Met:
    """Met where the whole range is on the right side, not met where none of it is."""
    if objective.at_least is not None:
        good, bad = ends.low >= objective.at_least, ends.high < objective.at_least
    else:
        most = objective.at_most if objective.at_most is not None else float("inf")
        good, bad = ends.high <= most, ends.low > most
    return "met" if good else "not met" if bad else "not sure"


def _ends(objective: Objective, option: OptionResult) -> _Ends | None:
    money = option.money
    if objective.figure in _SERVICES:
        response = option.response[_SERVICES[objective.figure]]
        change = response.change.mean_min if response.change is not None else None
        return _of(change) if response.in_headline and change is not None else None
    if objective.figure == "chance_it_saves":
        return _Ends(money.chance_positive, money.chance_positive, money.chance_positive)
    spreads = {
        "present_value": money.npsv,
        "cash_each_year": money.yearly_cash,
        "one_off": money.one_off,
        "peak_funding": money.peak_funding,
    }
    return _of(spreads[objective.figure]) if objective.figure is not None else None


def _of(found: Estimate | MoneyRange) -> _Ends:
    if isinstance(found, Estimate):
        return _Ends(found.low, found.value, found.high)
    return _Ends(found.p10, found.p50, found.p90)


def _target(objective: Objective) -> str:
    if objective.at_least is not None:
        return f"at least {_amount(objective, objective.at_least)}"
    if objective.at_most is not None:
        return f"at most {_amount(objective, objective.at_most)}"
    return ""


def _amount(objective: Objective, value: float) -> str:
    if objective.figure in _SERVICES:
        return f"{value:+.2f} minutes" if round(value, 2) else "no change"
    return f"{value:.0%}" if objective.figure == "chance_it_saves" else pounds(value)
