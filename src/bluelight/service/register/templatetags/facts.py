"""The register's facts in words, for its templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from bluelight import register as facts
from bluelight.register.ratings import RUNGS, Rating
from bluelight.service.areas.templatetags.figures import marked_html
from bluelight.service.register import words
from bluelight.service.register.models import Claim, Evaluation

register = template.Library()


@register.filter
def named(code: str, codelist: str) -> str:
    """A code in words: `{{ theme|named:"theme" }}`."""
    return words.named(codelist, code)


@register.filter
def on(date: str) -> str:
    """A date as near as the source says: "2016-05" is "May 2016"."""
    return words.date(date)


@register.filter
def figure(claim: Claim) -> str:
    """A claim's amount or range with its unit, its date where it claims one, or "not recorded"."""
    return words.figure(claim)


@register.filter
def number(amount: float) -> str:
    """A plain number, as recorded: "1,195,672", "−0.5"."""
    return words.quantity(amount, "")


@register.filter
def came(found: facts.Realised) -> str:
    """What an evaluation says came of a claim, with its interval."""
    return words.estimate(found.amount, found.low, found.high, found.unit)


@register.filter
def effect(found: Evaluation) -> str:
    """What an evaluation found, with its interval."""
    return words.estimate(found.effect, found.low, found.high, found.unit)


@register.filter
def rated(rating: Rating) -> SafeString:
    """What kind of account a claim rests on, with a mark that opens its levels and the rule that gave them."""
    levels = ", ".join(
        f"{scale} {level}" if level else f"{scale} not scored"
        for scale, level in (("Maryland", rating.maryland), ("Nesta", rating.nesta))
    )
    return marked_html(RUNGS[rating.rung], "rating", "why", "How it is rated: ", f"{levels}. {rating.rule}")


@register.filter
def when(text: str) -> str:
    """A date with the word before it: "in 2016", "in May 2016", "on 31 May 2016"."""
    return f"{'on' if len(text) == 10 else 'in'} {words.date(text)}"


@register.filter
def thousands(count: int) -> str:
    """A count with commas: "1,195,672"."""
    return f"{count:,}"


@register.filter
def share(ratio: float) -> str:
    """A share in whole percent: 0.71 is "71%"."""
    return f"{ratio:.0%}"


@register.filter
def at(found: Mapping[str, Any], name: str) -> Any:
    """What stands under a name."""
    return found[name]


@register.filter
def beside(names: Sequence[str], values: Sequence[Any]) -> list[tuple[str, Any]]:
    """Names with their values, in order."""
    return list(zip(names, values, strict=True))
