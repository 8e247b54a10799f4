"""Figures in words a resident reads: money, minutes, shares, differences.

Pure functions of numbers. Money is pounds, positive when the public purse gains. Times are minutes. A rounding never
turns a difference into the opposite one, and what rounds to nothing is called nothing.
"""

from __future__ import annotations

import re
from typing import Protocol

from bluelight.options.words import pounds

NO_CHANGE = "no detectable change"
NOT_KNOWN = "not known"


class Interval(Protocol):
    """Anything with a value and the ends of its interval."""

    @property
    def value(self) -> float:
        """The middle."""

    @property
    def low(self) -> float:
        """The lower end."""

    @property
    def high(self) -> float:
        """The upper end."""


class Spread(Protocol):
    """Anything with a 10th, a 50th and a 90th percentile."""

    @property
    def p10(self) -> float:
        """One draw in ten is below."""

    @property
    def p50(self) -> float:
        """Half the draws are below."""

    @property
    def p90(self) -> float:
        """Nine draws in ten are below."""


_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SERVICE_NAMES = {"police": "Police", "fire": "Fire", "ambulance": "Ambulance"}
VEHICLES = {"police": "police car", "fire": "fire engine", "ambulance": "ambulance"}


def service_name(service: str) -> str:
    """A service or organisation with a capital letter."""
    return SERVICE_NAMES.get(service, service[:1].upper() + service[1:])


def vehicle(service: str) -> str:
    """What residents wait for from a service."""
    return VEHICLES.get(service, "vehicle")


def count(number: float, one: str = "", many: str = "") -> str:
    """A whole number with thousands set off, and its noun: `count(3, "zone")` is "3 zones"."""
    whole = round(number)
    if not one:
        return f"{whole:,}"
    return f"{whole:,} {one if whole == 1 else (many or one + 's')}"


def listed(items: list[str], last: str = "and") -> str:
    """Items as a phrase: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".")


def money(amount: float) -> str:
    """An amount without its sign: three figures at most, as "£1.2 million", "£340,000", "£85"."""
    return pounds(abs(amount))


def money_change(amount: float) -> str:
    """An amount with its sign in words: "saves £1.2 million", "costs £40,000", "no cost or saving"."""
    if round(amount) == 0:
        return "no cost or saving"
    return f"{'saves' if amount > 0 else 'costs'} {money(amount)}"


def money_range(spread: Spread) -> str:
    """The 10th to the 90th percentile: "costs £0.3 million to saves £1.2 million", "saves £1 to £2 million"."""
    low, high = spread.p10, spread.p90
    if round(low) == 0 and round(high) == 0:
        return "no cost or saving"
    if money_change(low) == money_change(high):
        return money_change(low)
    if low >= 0 or high <= 0:
        verb = "saves" if high > 0 else "costs"
        near, far = sorted((abs(low), abs(high)))
        return f"{verb} {'nothing' if round(near) == 0 else money(near)} to {money(far)}"
    return f"{money_change(low)} to {money_change(high)}"


def duration(minutes: float, short: bool = False) -> str:
    """A time as "7 minutes 4 seconds", or "7 min 4 s"; hours from 100 minutes on."""
    seconds = round(abs(minutes) * 60)
    hour, minute, second = (" h", " min", " s") if short else (" hour", " minute", " second")
    parts: list[tuple[int, str]]
    if seconds >= 6000:
        whole = round(seconds / 60)
        parts = [(whole // 60, hour), (whole % 60, minute)]
    else:
        parts = [(seconds // 60, minute), (seconds % 60, second)]
    said = [f"{n}{unit}{'s' if not short and n != 1 else ''}" for n, unit in parts if n]
    return " ".join(said) if said else f"0{second}{'' if short else 's'}"


def slower(minutes: float, short: bool = False) -> str:
    """A signed difference in time: "12 seconds slower", "1 minute faster", "no different"."""
    if round(minutes * 60) == 0:
        return "no different"
    return f"{duration(minutes, short)} {'slower' if minutes > 0 else 'faster'}"


def detectable(estimate: Interval | None) -> bool:
    """Whether the interval of a difference leaves out nought, and the difference rounds to at least a second."""
    if estimate is None:
        return False
    return (estimate.low > 0 or estimate.high < 0) and round(estimate.value * 60) != 0


def time_change(estimate: Interval | None, short: bool = False) -> str:
    """A difference in time with its interval, or in so many words that none can be told."""
    if estimate is None:
        return NOT_KNOWN
    between = f"{slower(estimate.low, short)} to {slower(estimate.high, short)}"
    if estimate.low >= 0 and estimate.high >= 0 and round(estimate.low * 60) != 0:
        between = f"{duration(estimate.low, short)} to {duration(estimate.high, short)}"
    elif estimate.high <= 0 and estimate.low <= 0 and round(estimate.high * 60) != 0:
        between = f"{duration(estimate.high, short)} to {duration(estimate.low, short)}"
    if round(estimate.value * 60) == 0 and (estimate.low > 0 or estimate.high < 0):
        return f"less than a second {'slower' if estimate.value > 0 else 'faster'}"
    if not detectable(estimate):
        if round(estimate.low * 60) == 0 and round(estimate.high * 60) == 0:
            return NO_CHANGE
        return f"{NO_CHANGE} ({between})"
    return f"{slower(estimate.value, short)} ({between})"


def time_estimate(estimate: Interval | None, short: bool = True) -> str:
    """A time with its interval: "7 min 4 s (6 min 58 s to 7 min 10 s)"; no interval goes below nothing."""
    if estimate is None:
        return NOT_KNOWN
    low, high = duration(max(estimate.low, 0.0), short), duration(estimate.high, short)
    if low == high:
        return duration(estimate.value, short)
    return f"{duration(estimate.value, short)} ({low} to {high})"


def share(value: float, digits: int = 0) -> str:
    """A share as a percentage: 0.712 is "71%"."""
    return f"{value * 100:.{digits}f}%"


def share_estimate(estimate: Interval | None, digits: int = 1) -> str:
    """A share with its interval, as percentages within 0 and 100."""
    if estimate is None:
        return NOT_KNOWN
    low, high = share(max(estimate.low, 0.0), digits), share(min(estimate.high, 1.0), digits)
    if low == high:
        return share(estimate.value, digits)
    return f"{share(estimate.value, digits)} ({low} to {high})"


def share_change(estimate: Interval | None) -> str:
    """A difference between two shares, in calls more or fewer of every 100."""
    if estimate is None:
        return NOT_KNOWN
    if (estimate.low <= 0 <= estimate.high) or round(estimate.value * 100, 1) == 0:
        return NO_CHANGE
    low, high = sorted((abs(estimate.low), abs(estimate.high)))
    more = "more" if estimate.value > 0 else "fewer"
    return f"{abs(estimate.value) * 100:.1f} {more} of every 100 ({low * 100:.1f} to {high * 100:.1f})"


def chance(probability: float) -> str:
    """A probability as a chance in 100, without claiming certainty that draws cannot show."""
    if probability >= 0.995:
        return "more than 99 in 100"
    if probability < 0.005:
        return "less than 1 in 100"
    return f"{round(probability * 100)} in 100"


def dated(text: str) -> str:
    """The text with its dates of the form 2026-04-16 written out: "16 April 2026"."""
    return _DATE.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    year, month, day = (int(part) for part in found.groups())
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return found.group()
    return f"{day} {_MONTHS[month - 1]} {year}"


def financial_year(start: int) -> str:
    """The financial year that starts in April of a year: 2027 is "2027/28"."""
    return f"{start}/{(start + 1) % 100:02d}"
