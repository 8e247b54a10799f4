"""Plain lines of text for what a move holds in tables: amounts, amounts by organisation, new vehicles."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from bluelight.options.stated import Stated

AMOUNT_HELP = (
    "Low, most likely and high; how it is known (published, derived or assumed); where it was read. Such as: "
    "40000, 60000, 90000; assumed; the finance team's estimate. Add “; prices of 2024/25” or “; needs governance” "
    "where that is so."
)
ONE_FIGURE = "One figure alone takes its range from what became of such promises."
_FOREIGN = re.compile(r"[€$¥]|\b(?:EUR|USD|euros?|dollars?)\b", re.IGNORECASE)


def stated(text: str) -> Stated:
    """An amount from its line. ValidationError in words where it is none."""
    numbers, *rest = (part.strip() for part in text.split(";"))
    ends = [part.strip().replace("£", "") for part in numbers.split(",")]
    if foreign := _FOREIGN.search(numbers):
        raise ValidationError(f"“{text}” has a sum in {foreign.group()}, and a study is in one currency, pounds")
    if len(ends) not in (1, 3) or len(rest) < 2:
        raise ValidationError(
            f"“{text}” is not an amount. Write it as: 40000, 60000, 90000; assumed; where it was read"
        )
    more = rest[2:]
    prices = next((part.removeprefix("prices of").strip() for part in more if part.startswith("prices of")), None)
    try:
        low, mode, high = [_number(end) for end in ends] if len(ends) == 3 else (None, _number(ends[0]), None)
        return Stated(
            low=low,
            mode=mode,
            high=high,
            basis=rest[0],
            source=rest[1],
            price_year=prices,
            needs_governance="needs governance" in more,
        )
    except ValueError as error:
        raise ValidationError(f"“{text}” is not an amount: {_first(error)}") from None


def by_key(text: str, one: Callable[[str], Any], named: Callable[[str], str] = str.lower) -> dict[str, Any]:
    """Lines of “organisation: value” as a table, `named` as said. ValidationError for one without a colon, or twice."""
    found: dict[str, Any] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        key, colon, value = line.partition(":")
        key = named(key.strip())
        if not colon or not value.strip():
            raise ValidationError(
                f"“{line}” does not say for whom. Start each line with a name and a colon, as police:"
            )
        if key in found:
            raise ValidationError(f"{key} has two lines. Keep one")
        found[key] = one(value.strip())
    return found


def rows(text: str, columns: list[str]) -> list[dict[str, str]]:
    """Lines of values parted by semicolons, in the order of the columns; those at the end may be left out."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        cells = [cell.strip() for cell in line.split(";")]
        if len(cells) > len(columns):
            raise ValidationError(f"“{line}” has more parts than {', '.join(columns)}")
        found.append({name: cell for name, cell in zip(columns, cells, strict=False) if cell})
    return found


def whole(text: str) -> int:
    """A whole number. ValidationError where it is none."""
    try:
        return int(text)
    except ValueError:
        raise ValidationError(f"“{text}” is not a whole number") from None


def number(text: str) -> float:
    """A number. ValidationError where it is none."""
    try:
        return _number(text)
    except ValueError:
        raise ValidationError(f"“{text}” is not a number") from None


def _number(text: str) -> float:
    return float(text.replace(" ", ""))


def _first(error: ValueError) -> str:
    details = getattr(error, "errors", None)
    if details is None:
        return str(error)
    found = details(include_url=False)[0]
    place = " ".join(str(part) for part in found["loc"])
    return f"{place} {found['msg'].removeprefix('Value error, ')}".strip()
