"""Numbers among the settings that a host gives."""

from __future__ import annotations

from bluelight.errors import BluelightError

_WEEK = 7 * 24 * 60


def minutes(name: str, text: str) -> int:
    """What a setting says, as whole minutes from one to a week. Raises BluelightError for anything else."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= number <= _WEEK:
        raise BluelightError(f"{name} is {text[:40]!r}. Give whole minutes from 1 to {_WEEK}, such as 60.")
    return number
