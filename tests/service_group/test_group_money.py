"""The fund added up. Committed and spent are never mixed."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluelight.errors import BluelightError
from bluelight.service.accounts.models import User
from bluelight.service.group import ledger
from bluelight.service.group.models import Entry, WorkPackage
from bluelight.service.group.money import Line, Sums, by_package, sums
from bluelight.service.group.reading import lines

AMOUNTS = st.decimals(Decimal("0.01"), Decimal(1_000_000), places=2)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Line]:
    """Lines as the services let them in: a payment settles no more than is left, in one work package."""
    made: list[Line] = []
    left: dict[int, Decimal] = {}
    for key in range(draw(st.integers(0, 15))):
        kind = draw(st.sampled_from(["grant", "commitment", "spend"]))
        package, against, amount = draw(st.sampled_from([None, 1, 2])), None, draw(AMOUNTS)
        open_ones = [line for line in made if left.get(line.key, 0) > 0]
        if kind == "spend" and open_ones and draw(st.booleans()):
            settled = draw(st.sampled_from(open_ones))
            package, against, amount = settled.package, settled.key, min(amount, left[settled.key])
            left[settled.key] -= amount
        if kind == "commitment":
            left[key] = amount
        made.append(Line(key, kind, amount, package, against))
    return made


@given(ledgers())
def test_the_work_packages_add_up_to_the_whole(lines: list[Line]) -> None:
    parts, whole = by_package(lines).values(), sums(lines)
    for name in ("granted", "spent", "committed", "balance"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
    assert whole.committed >= 0


@given(ledgers(), AMOUNTS)
def test_a_commitment_changes_no_balance_and_paying_it_changes_both(lines: list[Line], amount: Decimal) -> None:
    before = sums(lines)
    promised = sums([*lines, Line(99, "commitment", amount)])
    assert promised == Sums(before.granted, before.spent, before.committed + amount)
    assert promised.balance == before.balance
    paid = sums([*lines, Line(99, "commitment", amount), Line(100, "spend", amount, None, 99)])
    assert paid == Sums(before.granted, before.spent + amount, before.committed)
    assert paid.balance == before.balance - amount


def enter(kind: str, amount: int, **more: object) -> Entry:
    return ledger.enter(uuid4(), None, kind=kind, when="2026", what=f"A {kind}", amount=Decimal(amount), **more)


@pytest.mark.django_db
def test_a_payment_is_no_more_than_is_left_of_its_commitment() -> None:
    package = WorkPackage.objects.create(name="Research")
    promised = enter("commitment", 100, package=package)
    enter("spend", 60, package=package, against=promised)
    with pytest.raises(BluelightError, match=r"£40.00 is left"):
        enter("spend", 41, package=package, against=promised)
    with pytest.raises(BluelightError, match="one work package"):
        enter("spend", 10, against=promised)
    with pytest.raises(BluelightError, match="Only spend"):
        enter("grant", 10, package=package, against=promised)
    assert sums(lines()) == Sums(Decimal(0), Decimal(60), Decimal(40))


def test_one_key_is_one_line_and_a_line_taken_back_stays_but_counts_no_more(reviewer: User) -> None:
    key = uuid4()
    said = {"kind": "grant", "when": "2026", "what": "A grant", "amount": Decimal(10)}
    entry = ledger.enter(key, reviewer, **said)
    assert ledger.enter(key, reviewer, **said) == entry
    with pytest.raises(BluelightError, match="Say why"):
        ledger.take_back(entry, reviewer, why=" ")
    ledger.take_back(entry, reviewer, why="Entered by mistake")
    assert Entry.objects.count() == 1
    assert sums(lines()) == Sums()
    assert entry.history.count() == 2


def test_a_settled_commitment_is_not_taken_back_before_its_payments(reviewer: User) -> None:
    promised = enter("commitment", 100)
    paid = enter("spend", 60, against=promised)
    with pytest.raises(BluelightError, match="Take those back first"):
        ledger.take_back(promised, reviewer, why="It fell through")
    ledger.take_back(paid, reviewer, why="It was not paid")
    ledger.take_back(promised, reviewer, why="It fell through")
    assert sums(lines()) == Sums()
