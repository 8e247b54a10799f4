"""Every write to the fund's ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from bluelight.errors import BluelightError
from bluelight.service.accounts.audit import record
from bluelight.service.accounts.models import User
from bluelight.service.group.models import Entry
from bluelight.service.group.money import outstanding
from bluelight.service.group.reading import lines


@transaction.atomic
def enter(key: UUID, by: User | None, **fields: Any) -> Entry:
    """A new line. Asking twice with one key is asking once.

    Raises BluelightError where a payment is against no open commitment, or is more than is left of it.
    """
    there = Entry.objects.filter(key=key).first()
    if there is not None:
        return there
    _check(fields)
    made = Entry.objects.create(key=key, **fields)
    if by is not None:
        record("entered in the ledger", who=by, about=made.what, kind=made.kind, amount=str(made.amount))
    return made


def _check(fields: dict[str, Any]) -> None:
    against: Entry | None = fields.get("against")
    if against is None:
        return
    if fields["kind"] != Entry.Kind.SPEND:
        raise BluelightError("Only spend settles a commitment. Leave the commitment empty.")
    if against.package_id != getattr(fields.get("package"), "pk", None):
        raise BluelightError("The spend and the commitment it settles belong to one work package. Choose the same.")
    left = outstanding(lines()).get(against.pk, Decimal(0))
    if fields["amount"] > left:
        raise BluelightError(
            f"£{left:,.2f} is left of that commitment, and £{fields['amount']:,.2f} is more. "
            "Enter a further commitment first, or enter the rest as spend without one."
        )


@transaction.atomic
def take_back(entry: Entry, by: User, *, why: str) -> None:
    """Take a wrong line back. It stays to be seen, with the reason, and counts no more."""
    row = Entry.objects.select_for_update().get(pk=entry.pk)
    if row.taken_back:
        return
    if not why.strip():
        raise BluelightError("Say why the line is taken back: the ledger will say so.")
    if row.payments.counted().exists():
        raise BluelightError("Payments settle this commitment. Take those back first.")
    row.taken_back = why.strip()
    row.save()
    record("took back from the ledger", who=by, about=row.what, why=why)
