"""Periods of a panel: years, financial years, quarters and months, as whole numbers that can be counted with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Frequency = Literal["year", "financial year", "quarter", "month"]
PER_YEAR: dict[Frequency, int] = {"year": 1, "financial year": 1, "quarter": 4, "month": 12}
FORMS = "a year (2019), a financial year (2019/20), a quarter (2019-Q1) or a month (2019-01)"

_SHAPES: tuple[tuple[Frequency, re.Pattern[str]], ...] = (
    ("financial year", re.compile(r"(\d{4})/(\d{2})")),
    ("quarter", re.compile(r"(\d{4})-?Q([1-4])")),
    ("month", re.compile(r"(\d{4})-(0[1-9]|1[0-2])")),
    ("year", re.compile(r"(\d{4})()")),
)


@dataclass(frozen=True, order=True)
class Period:
    """One period: the number counts periods of its frequency, so that neighbours differ by one."""

    number: int
    frequency: Frequency

    @property
    def season(self) -> int:
        """Which quarter or month of the year it is, from 0."""
        return self.number % PER_YEAR[self.frequency]

    def __str__(self) -> str:
        return label(self.number, self.frequency)


def label(number: int, frequency: Frequency) -> str:
    """A period as it is written."""
    year, part = divmod(number, PER_YEAR[frequency])
    match frequency:
        case "year":
            return f"{year}"
        case "financial year":
            return f"{year}/{(year + 1) % 100:02d}"
        case "quarter":
            return f"{year}-Q{part + 1}"
        case "month":
            return f"{year}-{part + 1:02d}"


def read_period(text: str) -> Period:
    """A period from its label. ValueError for any other text."""
    for frequency, shape in _SHAPES:
        found = shape.fullmatch(text.strip())
        if found is None:
            continue
        year, part = int(found.group(1)), found.group(2)
        if frequency == "financial year":
            if int(part) != (year + 1) % 100:
                break
            return Period(year, frequency)
        return Period(year * PER_YEAR[frequency] + (int(part) - 1 if part else 0), frequency)
    raise ValueError(f"{text!r} is no period: write {FORMS}")


def in_words(count: int, frequency: Frequency) -> str:
    """So many periods: "3 months", "1 financial year"."""
    return f"{count:,} {frequency}{'' if count == 1 else 's'}"
