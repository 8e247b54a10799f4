"""From the value of a year of life to the value of a life, and back from a quality-adjusted year."""

from __future__ import annotations


def value_of_life(year: float, *, years: float, percent: float) -> float:
    """Present value of a year of life, in pounds, for so many more years at a steady rate of percent a year."""
    rate = percent / 100
    return float(year * (1 - (1 + rate) ** -years) / rate)


def life_year_value(quality_adjusted_year: float, *, utility: float) -> float:
    """What a year of life in average health is worth, from a year in full health and the average utility (0 to 1)."""
    return quality_adjusted_year * utility
