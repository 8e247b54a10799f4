"""How far an answer can be believed: Maryland, Nesta, GRADE and EMMIE, by rule and with reasons."""

from __future__ import annotations

from typing import Literal

from bluelight.evaluation.choose import CEILINGS, TITLES, Choice
from bluelight.evaluation.findings import Check
from bluelight.evaluation.protocol import Protocol
from bluelight.evaluation.result import Emmie, Estimate, Rating, Verdict

LARGE = 50.0  # percent: GRADE moves up for an effect that halves or doubles
Grade = Literal["high", "moderate", "low", "very low"]
LEVELS: tuple[Grade, ...] = ("very low", "low", "moderate", "high")
NOTHING = "Not stated in the protocol."


def rate(protocol: Protocol, choice: Choice, checks: list[Check], estimate: Estimate, verdict: Verdict) -> Rating:
    """The rating of an answer from its method's ceiling, its failed checks and its interval."""
    failed = [check for check in checks if check.passed is False and check.weight != "note"]
    level, reasons = _maryland(protocol, choice, failed)
    nesta, why = _nesta(level, verdict)
    grade, grade_reasons = _grade(protocol, failed, estimate)
    return Rating(
        maryland=level,
        ceiling=CEILINGS[choice.method],
        maryland_reasons=tuple(reasons),
        nesta=nesta,
        nesta_reason=why,
        grade=grade,
        grade_reasons=tuple(grade_reasons),
        emmie=_emmie(protocol, level),
    )


def _maryland(protocol: Protocol, choice: Choice, failed: list[Check]) -> tuple[int, list[str]]:
    ceiling = CEILINGS[choice.method]
    reasons = [f"{TITLES[choice.method][:1].upper()}{TITLES[choice.method][1:]} can reach {ceiling}."]
    level = ceiling
    if ceiling == 3 and not protocol.comparators_why.strip():
        level -= 1
        reasons.append("Less one: the protocol does not say why these comparators.")
    for check in failed:
        level -= 1
        reasons.append(f"Less one: {check.question} {check.finding}")
    if level < 1:
        reasons.append("No lower than 1.")
    return max(level, 1), reasons


def _nesta(level: int, verdict: Verdict) -> tuple[int, str]:
    if verdict not in ("better", "worse"):
        return 1, "An account of what was done and why it should help; no effect is shown."
    if level >= 3:
        return 3, "A cause is shown against a comparison. Level 4 asks for an independent replication."
    if verdict == "better":
        return 2, "A change for the better is shown, but not what caused it."
    return 1, "An account of what was done and why it should help; no change for the better is shown."


def _grade(protocol: Protocol, failed: list[Check], estimate: Estimate) -> tuple[Grade, list[str]]:
    at, reasons = 1, ["Starts low: it was observed, not tried by lot."]
    if failed:
        at -= 1
        reasons.append(f"Down for bias: {len(failed)} of the checks failed.")
    low, high = estimate.low, estimate.high
    wide = low is None or high is None or high - low > 4 * protocol.smallest_effect
    if wide:
        at -= 1
        reasons.append("Down for imprecision: the interval is wider than four times the smallest effect that matters.")
    large = estimate.percent is not None and abs(estimate.percent) >= LARGE and estimate.p_value <= 0.05
    if large and not failed:
        at += 1
        reasons.append(f"Up for a large effect: at least {LARGE:.0f}%.")
    reasons.append("Not judged here: inconsistency, indirectness and publication bias, which need other studies.")
    return LEVELS[max(at, 0)], reasons


def _emmie(protocol: Protocol, level: int) -> tuple[Emmie, ...]:
    context = protocol.context
    told = "As its authors say; not evaluated here."
    rows = [Emmie(heading="Effect", text="As estimated here.", quality=f"Evaluated: Maryland {level} of 5.")]
    for heading in ("mechanism", "moderators", "implementation", "economics"):
        text = getattr(context, heading).strip()
        rows.append(Emmie(heading=heading.capitalize(), text=text or NOTHING, quality=told if text else "None."))
    return tuple(rows)
