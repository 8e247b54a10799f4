"""What a cell says: its text turned into a value of its column's type, or the reason why it cannot be."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from bluelight.area.schema import Column

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[£$€]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?")
_LARGEST_WHOLE = 2**53


class CellError(Exception):
    """A cell that cannot be read: what is wrong and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


# What an optional empty cell gives, by type; "" for the others.
_EMPTY: dict[str, Any] = {"number": math.nan, "integer": math.nan, "time": math.nan, "list": ()}


def read_cell(text: str, column: Column) -> Any:
    """The value of a cell. An optional empty cell gives "", NaN or (), by type. Times become hours.

    Raises CellError.
    """
    if not text:
        if column.optional:
            return _EMPTY.get(column.type, "")
        raise CellError("is empty.", f"Give {column.meaning}.")
    return _READERS[column.type](text, column)


def read_column(texts: Sequence[str], column: Column) -> list[Any] | None:
    """The values of many cells of one column at once; None where that takes a look at each, as where one is wrong."""
    if column.type in ("text", "number", "integer") and not column.optional and not all(texts):
        return None
    if column.type == "text":
        return list(texts) if not column.allowed or {*column.allowed, ""}.issuperset(texts) else None
    if column.type not in ("number", "integer"):
        return None
    given = [text for text in texts if text]
    if not all(map(_NUMBER.fullmatch, given)):
        return None
    values = list(map(float, given))
    low, high = (-math.inf if column.low is None else column.low), (math.inf if column.high is None else column.high)
    if values and not (low <= min(values) and max(values) <= high and max(map(abs, values)) < math.inf):
        return None
    if column.type == "integer":
        if not all(value == int(value) and abs(value) <= _LARGEST_WHOLE for value in values):
            return None
        values = list(map(int, values))
    if len(given) == len(texts):
        return values
    left = iter(values)
    return [next(left) if text else math.nan for text in texts]


def _text(text: str, column: Column) -> str:
    _check_allowed(text, column)
    return text


def _list(text: str, column: Column) -> tuple[str, ...]:
    items = tuple(item.strip() for item in text.split(";"))
    if not all(items):
        raise CellError(f"{_quote(text)} has an empty item.", "Part the items with single semicolons.")
    if len(set(items)) < len(items):
        raise CellError(f"{_quote(text)} names an item twice.", "Name each item once.")
    for item in items:
        _check_allowed(item, column)
    return items


def _number(text: str, column: Column) -> float:
    if not _NUMBER.fullmatch(text):
        unit = f" of {column.unit}" if column.unit else ""
        if _GROUPED.fullmatch(text):
            raise CellError(f"{_quote(text)} is not a plain number.", "Leave out commas and currency signs.")
        if text.endswith("%"):
            raise CellError(f"{_quote(text)} is a percentage.", "Write it as a share, as 0.45 for 45%.")
        raise CellError(f"{_quote(text)} is not a number.", f"Give a plain number{unit}, with no unit after it.")
    value = float(text)
    if not math.isfinite(value):
        raise CellError(f"{_quote(text)} is too large.", "Give a number that fits.")
    _check_limits(text, value, column)
    return value


def _integer(text: str, column: Column) -> int:
    value = _number(text, column)
    if value != int(value) or abs(value) > _LARGEST_WHOLE:
        raise CellError(f"{_quote(text)} is not a whole number.", "Give a whole number.")
    return int(value)


def _flag(text: str, column: Column) -> bool:
    if text.lower() not in ("yes", "no"):
        raise CellError(f"{_quote(text)} is neither yes nor no.", "Write yes or no.")
    return text.lower() == "yes"


def _time(text: str, column: Column) -> float:
    found = _TIME.fullmatch(text)
    if not found or int(found[2]) > 59 or int(found[1]) + int(found[2]) / 60 > 24:
        raise CellError(f"{_quote(text)} is not a time of day.", "Write hours and minutes from 00:00 to 24:00.")
    return int(found[1]) + int(found[2]) / 60


_READERS = {"text": _text, "list": _list, "number": _number, "integer": _integer, "flag": _flag, "time": _time}


def _check_allowed(text: str, column: Column) -> None:
    if column.allowed and text not in column.allowed:
        remedy = f"Use {_either(column.allowed)}."
        raise CellError(
            f"{_quote(text)} is not one of the values allowed.", did_you_mean(text, column.allowed) + remedy
        )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The start of a remedy where a word is nearly one that is known; otherwise nothing."""
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.75)
    return f'Did you mean "{near[0]}"? ' if near else ""


def _check_limits(text: str, value: float, column: Column) -> None:
    unit = f" {column.unit}" if column.unit else ""
    below = column.low is not None and value < column.low
    above = column.high is not None and value > column.high
    if not (below or above):
        return
    if column.high is None:
        raise CellError(f"{_quote(text)} is below {column.low:g}.", f"Give {column.low:g}{unit} or more.")
    if column.low is None:
        raise CellError(f"{_quote(text)} is above {column.high:g}.", f"Give {column.high:g}{unit} or less.")
    side = f"below {column.low:g}" if below else f"above {column.high:g}"
    raise CellError(f"{_quote(text)} is {side}.", f"Give a number from {column.low:g} to {column.high:g}{unit}.")


def _either(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"


def _quote(text: str) -> str:
    return f'"{text if len(text) <= 60 else text[:57] + "..."}"'
