"""Errors a user can cause: each says what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input.

    `row` counts as a spreadsheet does: the header is row 1. It is None where the problem is the file's.
    """

    file: str
    what: str
    remedy: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: {self.what} {self.remedy}"


class BluelightError(Exception):
    """Something the user can put right. The command line prints it and exits 2; pages show it as a 4xx."""


class InputError(BluelightError):
    """An input with one or more problems, all of them reported together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        """Errors come back from other processes with their problems, not with their text."""
        return type(self), (self.problems,)
