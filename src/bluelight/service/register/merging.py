"""Organisations that were only named as partners, found to be one that is here already: merged, and taken apart again.

A partner keeps the name that its source gives it, so that nothing is lost by a merger and exports say what they said,
with the slug where the organisation is a listed one.
"""

from __future__ import annotations

from django.db import transaction
from simple_history.utils import bulk_update_with_history

from bluelight.errors import BluelightError
from bluelight.service.accounts.audit import record
from bluelight.service.accounts.models import User
from bluelight.service.register import rows, services
from bluelight.service.register.models import Organisation, Partner


@transaction.atomic
def merge(other: Organisation, into: Organisation, by: User) -> None:
    """One organisation is found to be another: what it shares becomes that one's. The same twice is once.

    Raises BluelightError where it is a listed one, or was merged meanwhile.
    """
    other, into = _locked(other, into)
    if other.merged_into_id == into.pk:
        return
    if other.kind != Organisation.Kind.OTHER or other.pk == into.pk:
        raise BluelightError("Only an organisation that is not listed can be merged, and only into another one.")
    for each in (other, into):
        if each.merged_into is not None:
            raise BluelightError(f"{each.name} was found to be {each.merged_into.name} meanwhile. Look at it again.")
    said = f"{other.name} is {into.name}"
    for before in (*other.merged.all(), other):
        before.merged_into = into
        _save(before, said)
    _give(list(Partner.objects.filter(organisation=other)), into, said, by)
    record("merged", who=by, about=other.slug, into=into.slug)


@transaction.atomic
def part(other: Organisation, by: User) -> None:
    """A merger was a mistake: partners that bear the name of the one are that one's again. The same twice is once."""
    (other,) = _locked(other)
    into = other.merged_into
    if into is None:
        return
    said = f"{other.name} is not {into.name}"
    other.merged_into = None
    _save(other, said)
    named = rows.named(other.name)
    theirs = [row for row in Partner.objects.filter(organisation=into) if rows.named(row.name) == named]
    _give(theirs, other, said, by)
    record("took apart", who=by, about=other.slug, from_=into.slug)


def _locked(*organisations: Organisation) -> list[Organisation]:
    keys = [each.pk for each in organisations]
    found = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return [found[key] for key in keys]


def _save(organisation: Organisation, why: str) -> None:
    organisation._change_reason = why[:100]  # type: ignore[attr-defined]
    organisation.save(update_fields=["merged_into"])


def _give(partners: list[Partner], to: Organisation, why: str, by: User) -> None:
    """Let these partners be another organisation, and keep what entries say from now on."""
    if not partners:
        return
    for row in partners:
        row.organisation = to
    bulk_update_with_history(partners, Partner, ["organisation"], default_change_reason=why[:100])
    for keys in services.batched(sorted({row.collaboration_id for row in partners})):
        services.settle(keys, why=why, by=by)
