"""The fund added up: what came in, what was promised to others, what was paid. Promised and paid are never added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One entry that counts. `against` is the commitment that a payment settles, whole or in part."""

    key: int
    kind: str
    amount: Decimal
    package: int | None = None
    against: int | None = None


@dataclass(frozen=True)
class Sums:
    """Pounds in cash of each entry's own year: grants in, spent, and what is committed and not yet paid."""

    granted: Decimal = NOUGHT
    spent: Decimal = NOUGHT
    committed: Decimal = NOUGHT

    @property
    def balance(self) -> Decimal:
        """Grants less what was spent. What is only committed is not in it."""
        return self.granted - self.spent


def sums(lines: Iterable[Line]) -> Sums:
    """Add up. A commitment counts as far as no payment has settled it."""
    lines = list(lines)
    left = outstanding(lines)
    return Sums(
        granted=sum((line.amount for line in lines if line.kind == "grant"), NOUGHT),
        spent=sum((line.amount for line in lines if line.kind == "spend"), NOUGHT),
        committed=sum(left.values(), NOUGHT),
    )


def outstanding(lines: Iterable[Line]) -> dict[int, Decimal]:
    """What of each commitment is not yet paid, by its key."""
    lines = list(lines)
    left = {line.key: line.amount for line in lines if line.kind == "commitment"}
    for line in lines:
        if line.kind == "spend" and line.against in left:
            left[line.against] -= line.amount
    return left


def by_package(lines: Iterable[Line]) -> dict[int | None, Sums]:
    """The sums of each work package; None is what is in none."""
    lines = list(lines)
    packages = dict.fromkeys(line.package for line in lines)
    return {package: sums(line for line in lines if line.package == package) for package in packages}
