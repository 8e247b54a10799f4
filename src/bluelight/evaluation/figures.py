"""Figures in the words of an evaluation: three digits that count, and a change with its sign."""

from __future__ import annotations


def figure(value: float | None) -> str:
    """A figure with three digits that count, thousands set off."""
    if value is None:
        return "not known"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.1f}".removesuffix(".0")


def change(value: float) -> str:
    """The same with a plus or a minus before it."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{figure(abs(value))}"
