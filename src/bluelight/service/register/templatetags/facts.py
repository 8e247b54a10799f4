"""The register's facts in words, for its templates."""

from __future__ import annotations

from django import template

from bluelight.service.register import words
from bluelight.service.register.models import Claim

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
    if claim.unit == "date" and claim.amount is None and claim.period:
        return claim.period
    return words.amount(claim.amount, claim.amount_max, claim.unit)
