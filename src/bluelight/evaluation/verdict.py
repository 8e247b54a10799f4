"""The verdict by rule, the sentence that states it, and a paragraph for a board."""

from __future__ import annotations

from bluelight.evaluation.choose import TITLES, Choice
from bluelight.evaluation.figures import change, figure
from bluelight.evaluation.findings import Check
from bluelight.evaluation.periods import in_words
from bluelight.evaluation.protocol import Protocol
from bluelight.evaluation.result import Estimate, Rating, Verdict

SURE = 0.05


def judge(protocol: Protocol, estimate: Estimate, checks: list[Check]) -> Verdict:
    """Better or worse beyond chance; no detectable change where an effect that matters would have shown."""
    if any(check.passed is False and check.weight == "verdict" for check in checks):
        return "cannot tell"
    if estimate.p_value <= SURE and estimate.low is not None and estimate.high is not None:
        return "better" if (estimate.effect < 0) == (protocol.better == "lower") else "worse"
    if estimate.detectable is not None and estimate.detectable <= protocol.smallest_effect:
        return "no detectable change"
    return "cannot tell"


def sentence(protocol: Protocol, estimate: Estimate, verdict: Verdict) -> str:
    """The verdict with the effect and its interval."""
    what = protocol.outcome_words[:1].upper() + protocol.outcome_words[1:]
    amount = f"{change(estimate.effect)} {protocol.unit}"
    between = _between(estimate, protocol.unit)
    match verdict:
        case "better" | "worse":
            percent = "" if estimate.percent is None else f", {abs(estimate.percent):.1f}%"
            return f"{what} got {verdict}: {amount}{percent} ({between})."
        case "no detectable change":
            return (
                f"{what} shows no detectable change: {amount} ({between}). An effect of "
                f"{figure(estimate.detectable)} {protocol.unit} would have been seen four times in five."
            )
        case "cannot tell":
            seen = (
                "no effect of any size could have been told from chance"
                if estimate.detectable is None
                else f"only an effect of {figure(estimate.detectable)} {protocol.unit} would have been seen four times "
                f"in five, and {figure(protocol.smallest_effect)} would matter"
            )
            if estimate.p_value <= SURE:
                seen = "a check failed on which the answer hangs"
            changed = f"whether {protocol.outcome_words} changed: {amount} ({between}); {seen}."
            return f"Nobody can tell from these data {changed}"


def paragraph(
    protocol: Protocol, choice: Choice, estimate: Estimate, verdict: Verdict, checks: list[Check], rating: Rating,
    after: int, frequency: str,
) -> str:  # fmt: skip
    """What a board needs in plain English: what was asked, what came out, how far to believe it."""
    failed = [check for check in checks if check.passed is False and check.weight != "note"]
    span = in_words(after, frequency)  # type: ignore[arg-type]
    parts = [
        f"We asked: {protocol.question}",
        f"Over {span}, {protocol.outcome_words} was {_beside(estimate, protocol)} what was to be expected without the "
        f"change ({figure(estimate.expected)} {protocol.unit}).",
        _chance(estimate, verdict, protocol),
        f"The answer comes from {TITLES[choice.method]}.",
        "Every check that could be made was passed."
        if not failed
        else f"{len(failed)} of the checks failed, so it should be believed less: {_first(failed)}",
        f"On the Maryland scale, where 5 is a trial by lot and 1 a bare comparison, this is a {rating.maryland}.",
    ]
    return " ".join(parts)


def _first(failed: list[Check]) -> str:
    return " ".join(check.finding for check in failed[:2])


def _chance(estimate: Estimate, verdict: Verdict, protocol: Protocol) -> str:
    match verdict:
        case "better" | "worse":
            return (
                f"Chance alone would seldom do that ({_p(estimate.p_value)}); the true change probably lies "
                f"{_between(estimate, protocol.unit)}. That is {verdict}."
            )
        case "no detectable change":
            return (
                f"That is within what chance does. A change of {figure(estimate.detectable)} {protocol.unit} would "
                "have been seen four times in five, so a change that matters is unlikely."
            )
        case _:
            return "These data cannot say whether that is an effect or chance, nor that there was none."


def _beside(estimate: Estimate, protocol: Protocol) -> str:
    side = "below" if estimate.effect < 0 else "above"
    return f"{figure(abs(estimate.effect))} {protocol.unit} {side}"


def _p(value: float) -> str:
    return "p below 0.001" if value < 0.0005 else f"p = {value:.3f}"


def _between(estimate: Estimate, unit: str) -> str:
    if estimate.low is None or estimate.high is None:
        return "no interval: too few units"
    return f"between {change(estimate.low)} and {change(estimate.high)} {unit}"
