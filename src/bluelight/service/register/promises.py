"""Promise against delivery: a pair as a sentence and as two dots on a line."""

from __future__ import annotations

from dataclasses import dataclass

from bluelight.register.overview import OUTCOME_GRADES
from bluelight.service.register import words
from bluelight.service.register.models import Pair

# What the second figure of a pair is, by the pair's grade.
_SECOND = {
    "OUTTURN": "Came to",
    "CLAIM": "Came to",
    "INTERIM": "So far",
    "REFORECAST": "Later forecast",
    "NOT COMPARABLE": "Second figure",
}


@dataclass(frozen=True)
class Dot:
    """One figure on the line: how far along (percent of the width), its words, and how the words are anchored."""

    percent: float
    label: str
    anchor: str


@dataclass(frozen=True)
class Promise:
    """One pair as the page shows it.

    No finding where the two figures cannot be compared, and no dots where they cannot share a line.
    """

    pair: Pair
    measure: str
    forecast: str
    came: str
    came_label: str
    finding: str
    dots: tuple[Dot, Dot] | None

    @property
    def is_outcome(self) -> bool:
        """Whether the second figure is something that happened."""
        return self.pair.grade in OUTCOME_GRADES


def promise(pair: Pair) -> Promise:
    """What was promised, what came, and what to think of it."""
    forecast = _figure(pair.forecast, pair.forecast_amount, pair.unit)
    came = _figure(pair.realised, pair.realised_amount, pair.unit)
    return Promise(
        pair=pair,
        measure=pair.measure[:1].upper() + pair.measure[1:],
        forecast=forecast,
        came=came,
        came_label=_SECOND[pair.grade],
        finding=_finding(pair),
        dots=_dots(pair, forecast, came),
    )


def _finding(pair: Pair) -> str:
    if pair.ratio is None:
        return ""
    percent = round(pair.ratio * 100)
    if pair.grade == "REFORECAST":
        return f"The later forecast is {percent}% of the first."
    return f"{percent}% of what was forecast{', so far' if pair.grade == 'INTERIM' else ''}."


def _figure(printed: str, amount: float | None, unit: str) -> str:
    return words.date(printed) if amount is None else words.quantity(amount, unit)


def _dots(pair: Pair, forecast: str, came: str) -> tuple[Dot, Dot] | None:
    """Where the two figures stand on a line that starts at nought."""
    first, second = pair.forecast_amount, pair.realised_amount
    if pair.ratio is None or first is None or second is None or min(first, second) < 0:
        return None
    most = max(first, second)
    return _dot(first, most, forecast), _dot(second, most, came)


def _dot(value: float, most: float, label: str) -> Dot:
    percent = round(3 + 94 * value / most, 1)
    anchor = "start" if percent < 25 else "end" if percent > 75 else "middle"
    return Dot(percent, label, anchor)
