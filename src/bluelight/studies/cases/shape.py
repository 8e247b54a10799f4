"""The shape of a business case in results: every register a list, every gap named with whoever must fill it."""

from __future__ import annotations

from typing import Literal

from bluelight.studies.values import MoneyEnds, MoneyRange, Value


class ToWrite(Value):
    """A part that a person must write."""

    section: str
    title: str
    text: str
    by: str


class FrameworkChoice(Value):
    """One choice of the long list: a dimension of the options framework, and the options that carry it forward."""

    dimension: str
    choice: str
    options: list[str]
    filter: Literal["carried forward", "business as usual", "not looked at"]
    why: str


class FactorView(Value):
    """What is known of one option by one critical success factor; `by` must judge it where the figures cannot."""

    factor: str
    option: str
    known: str
    by: str


class ObjectiveView(Value):
    """What an option does for an objective: what was found, with its range, and whether the target is met."""

    option: str
    found: str
    met: Literal["met", "not met", "not sure", "to be judged"]


class ObjectiveSeen(Value):
    """One objective of the study beside its options; `target` is empty where people judge it."""

    text: str
    measure: str
    factor: str
    target: str
    source: str
    options: list[ObjectiveView]


class StatutoryRule(Value):
    """One rule of the law, as read at a date."""

    item: str
    rule: str
    citation: str
    confidence: str
    source: str


class StatutoryView(Value):
    """One governance model beside the statutory tests, with the option that stands for it; None where none does."""

    model: str
    name: str
    legal: str
    begins: str
    ends: str
    option: str | None
    economy: str
    efficiency: str
    effectiveness: str
    public_safety: str


class Benefit(Value):
    """One benefit: what, for whom, how it is measured, who answers for it, and how it will be told whether it came.

    `owner_named` is False where the owner is the role that is usual, by default. `line` is the id of its line of money,
    None for a benefit that is no money. `plan` says what effect an evaluation could show, after how long and with how
    many comparators, where the study plans one.
    """

    option: str
    line: str | None
    label: str
    organisation: str
    kind: str
    amount: str
    from_year: int | None
    owner: str
    owner_named: bool = False
    measure: str
    evaluation: str
    needs_governance: bool
    plan: str | None = None


class RiskEntry(Value):
    """One risk: stated by the study with its likelihood and impact, or by moves, of which both are assumed.

    `impact` is what it would cost, as least, likeliest and most; `severity` is from 1 to 5 for what is no money.
    `product` is likelihood times likeliest impact in pounds, `score` likelihood times severity; the fields that begin
    with `residual_` are what is left once the mitigation is done. `expected` is the present value that the sums hold,
    by the line of money `line`; None where nothing of it is in the sums.
    """

    statement: str
    options: list[str]
    applies_to: list[str]
    owner: str
    likelihood: float | None
    impact: MoneyEnds | None
    expected: MoneyRange | None
    line: str | None
    stated_by: Literal["study", "move"] = "move"
    id: str | None = None
    owner_named: bool = False
    cause: str = ""
    response: str = ""
    people: str = ""
    severity: int | None = None
    product: float | None = None
    score: float | None = None
    mitigation: str = ""
    residual_likelihood: float | None = None
    residual_impact: MoneyEnds | None = None
    residual_product: float | None = None
    residual_score: float | None = None
    basis: str | None = None
    source: str = ""


class Purchase(Value):
    """What an option has to buy, build, lease or sell."""

    option: str
    line: str
    label: str
    organisation: str
    kind: str
    year: int


class Milestone(Value):
    """When something happens under an option."""

    option: str
    year: int
    what: str


class LogEntry(Value):
    """A decision about how the analysis was done, with its reason and whose it was."""

    decision: str
    value: str
    why: str


class Check(Value):
    """A check of the analysis, and what came of it."""

    check: str
    outcome: str
    done: bool


class BusinessCase(Value):
    """Everything that the five cases say beside the figures."""

    recommended: str | None
    objectives: list[ObjectiveSeen] = []  # empty where the study states none: then they are still to be written
    framework: list[FrameworkChoice]
    factors: list[FactorView]
    statutory: list[StatutoryView]
    rules: list[StatutoryRule]
    rules_as_of: str
    benefits: list[Benefit]
    risks: list[RiskEntry]
    purchases: list[Purchase]
    milestones: list[Milestone]
    decisions: list[LogEntry]
    checks: list[Check]
    to_write: list[ToWrite]
    sources: dict[str, str]


class InputChange(Value):
    """One input that is not what it was in the outline; `line` is the line of money that it is, where it is one."""

    what: str
    option: str | None
    line: str | None
    outline: str
    now: str


class FigureChange(Value):
    """One figure beside the outline's, each with its range where it has one, and why it changed.

    `unit` is "pounds", "minutes", "share", "years" or "a year". `because` is empty where the figure is what it was.
    """

    option: str
    figure: str
    unit: str
    outline: float | None
    outline_low: float | None
    outline_high: float | None
    now: float | None
    now_low: float | None
    now_high: float | None
    because: list[str]


class AgainstOutline(Value):
    """A full business case: every figure beside that of the outline it grew from."""

    outline_version: str
    outline_seed: int
    added_options: list[str]
    removed_options: list[str]
    inputs: list[InputChange]
    figures: list[FigureChange]
