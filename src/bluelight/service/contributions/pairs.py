"""Which claim of an entry stands beside which: a promise beside what came of it, or beside a later promise.

Two claims stand beside each other by one word that both have and no other claim of the entry has. Claims here are as
the open standard writes them, with anything still missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Claim = dict[str, Any]

_PROMISES = {"forecast", "profiled"}
AGAIN = "-rf"  # how the word of two promises ends
# A date that was promised stands beside how late it came.
_DATES = {"date", "months late"}


def beside(claims: Sequence[Claim], at: int | None) -> int | None:
    """The place of the claim that the one at `at` stands beside; None where it stands alone."""
    word = claims[at].get("pair") if at is not None else None
    others = (place for place, claim in enumerate(claims) if place != at and claim.get("pair") == word)
    return next(others, None) if word else None


def misfit(one: Claim, other: Claim) -> str | None:
    """Why two claims cannot stand beside each other, for people; None where they can."""
    states = {one["state"], other["state"]}
    if states != {"forecast", "realised"} and not (states <= _PROMISES and "forecast" in states):
        return "A forecast stands beside what was realised, or beside a later forecast or profiled figure"
    units = {one["unit"], other["unit"]}
    if len(units) > 1 and units != _DATES:
        first, second = (claim["unit"] or "no unit" for claim in (one, other))
        return f"One is in {first} and the other in {second}: give both in one unit"
    return None


def word_for(claims: Sequence[Claim], one: Claim, other: Claim) -> str:
    """The word of two claims of an entry: the one that they have, or else one that no claim of it has yet."""
    again = "realised" not in {one["state"], other["state"]}
    kept = one.get("pair")
    if kept and kept == other.get("pair") and kept.endswith(AGAIN) == again:
        return str(kept)
    taken = {claim.get("pair") for claim in claims}
    words = (f"pair-{number}{AGAIN if again else ''}" for number in range(1, len(claims) + 2))
    return next(word for word in words if word not in taken)


def settled(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, of which one whose other is gone stands alone."""
    words = [claim.get("pair") for claim in claims]
    return [{**claim, "pair": None} if words.count(claim.get("pair")) == 1 else claim for claim in claims]


def faults(claims: Sequence[Claim]) -> list[str]:
    """What is wrong with the pairs of an entry, for people."""
    by_word: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.get("pair"):
            by_word.setdefault(claim["pair"], []).append(claim)
    return [said for word, some in by_word.items() if (said := _fault(word, some))]


def _fault(word: str, some: list[Claim]) -> str | None:
    if len(some) != 2:
        number = "only one claim" if len(some) == 1 else f"{len(some)} claims"
        return f"The pair “{word}” has {number} of this entry. A pair is two of one entry, and reaches into no other"
    said = misfit(*some)
    if said is None and word_for((), *some) != word:
        said = f"The word of two forecasts ends with {AGAIN}, that of a forecast and what was realised does not"
    return f"The pair “{word}” is wrong. {said}" if said else None
