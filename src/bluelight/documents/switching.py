"""Switching values in words: what would have to change before the answer does."""

from __future__ import annotations

from collections.abc import Mapping

from bluelight.documents import words
from bluelight.studies.appraised import Switch

ZERO = "zero"
_KINDS = {"gains": "All savings and receipts", "capital": "All that building and equipment cost"}


def told(switch: Switch, option: str, names: Mapping[str, str], ahead: bool) -> str | None:
    """One switching value as a sentence; None where no value does it.

    `option` is the option's name, `names` those of all options by id, and `ahead` says whether the option is worth more
    than what it is set against as things are assumed.
    """
    if switch.at is None:
        return None
    if switch.against == ZERO:
        outcome = f"“{option}” is worth no more than it costs" if ahead else f"“{option}” pays for itself"
    else:
        other = names.get(switch.against, switch.against)
        outcome = f"“{other}” is worth more than “{option}”" if ahead else f"“{option}” is worth more than “{other}”"
    return f"{_condition(switch)} before {outcome}{_within(switch)}."


def _condition(switch: Switch) -> str:
    at = switch.at if switch.at is not None else 0.0
    if switch.kind == "rate":
        return f"The discount rate would have to be {at:.1f}% in every year"
    if switch.kind == "delay":
        return f"Every saving and receipt would have to come {at:.1f} years late"
    subject = _KINDS.get(switch.kind, f"“{switch.label}”")
    if switch.change is None:
        return f"{subject} would have to come to {words.money_change(at)}"
    return f"{subject} would have to {_moved(switch.change)}"


def _moved(change: float) -> str:
    if change <= -1:
        return "vanish" if change > -1.0005 else "turn into the opposite"
    if abs(change) < 0.0005:
        return "stay just as assumed"
    if change >= 1:
        return f"be {1 + change:.1f} times what is assumed"
    return f"{'rise' if change > 0 else 'fall'} by {words.share(abs(change))}"


def _within(switch: Switch) -> str:
    if switch.within is None:
        return ""
    return ", which is within its range" if switch.within else ", which is outside its range"
