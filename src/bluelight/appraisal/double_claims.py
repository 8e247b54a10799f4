"""Two lines of one option that claim the same saving or sell the same thing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations

from bluelight.appraisal.items import LineItem
from bluelight.errors import Problem

Key = Callable[[LineItem], Hashable | None]


def check_claims(lines: Sequence[LineItem]) -> Iterator[Problem]:
    """Savings on one budget, receipts from one disposal, and gains that are alike in all but their id."""
    rules: tuple[tuple[Key, str, str, str], ...] = (
        (
            lambda line: line.budget,
            "budget",
            "claim the same saving, on the budget '{}'.",
            "Keep one, name two budgets, or put both in one overlap_group with a cap.",
        ),
        (
            lambda line: line.disposal,
            "disposal",
            "are receipts from the same disposal, '{}'.",
            "Keep one, or name each owner's part of it as a disposal of its own.",
        ),
        (
            _alike,
            "label",
            "claim the same saving: the same label, organisation and years.",
            "Keep one, say in the labels what sets them apart, or put both in one overlap_group with a cap.",
        ),
    )
    for key, column, what, remedy in rules:
        claiming: dict[Hashable, list[LineItem]] = {}
        for line in lines:
            claiming.setdefault(key(line), []).append(line)
        claiming.pop(None, None)
        for claimed, members in claiming.items():
            for first, second in combinations(members, 2):
                if _both_count(first, second):
                    names = f"lines '{first.id}' and '{second.id}' of option '{first.option}'"
                    yield Problem("line items", f"{names} {what.format(claimed)}", remedy, column=column)


def _alike(line: LineItem) -> Hashable | None:
    if line.category not in ("saving", "receipt") or line.budget is not None or line.disposal is not None:
        return None
    return " ".join(line.label.casefold().split()), line.organisation, line.benefit_class


def _both_count(first: LineItem, second: LineItem) -> bool:
    """Whether both would be counted in full: they are not capped together, and their years meet."""
    if first.overlap_group is not None and first.overlap_group == second.overlap_group:
        return False
    return first.category == "receipt" or (first.start_year <= second.end_year and second.start_year <= first.end_year)
