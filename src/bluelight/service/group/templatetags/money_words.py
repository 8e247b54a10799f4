"""The ledger's amounts in words: to the penny, never rounded."""

from __future__ import annotations

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def pounds(amount: Decimal) -> str:
    """Pounds, with pence where there are any: 162000 is "£162,000", -0.5 is "−£0.50"."""
    whole = amount == amount.to_integral_value()
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.{0 if whole else 2}f}"
