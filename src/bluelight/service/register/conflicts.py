"""What another register tells differently: kept when it is joined, and then taken or left, field by field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from bluelight import register as facts
from bluelight.errors import BluelightError, InputError, Problem
from bluelight.register.check import build
from bluelight.register.standard import entry_json
from bluelight.service.accounts.audit import record
from bluelight.service.accounts.models import User
from bluelight.service.register import reading, services
from bluelight.service.register.models import Collaboration, Conflict

State = Conflict.State


@transaction.atomic
def keep(address: str, told: Mapping[str, Mapping[str, Any]], agreed: Collection[str]) -> None:
    """Keep the fields that a register tells differently, by slug, and close what it now tells alike.

    What was left stays left until the register tells something else.
    """
    there = {
        row.collaboration.slug: row for row in Conflict.objects.filter(address=address).select_related("collaboration")
    }
    for entry in Collaboration.objects.filter(slug__in=told.keys() - there.keys()):
        Conflict.objects.create(collaboration=entry, address=address, content=told[entry.slug])
    for slug, row in there.items():
        if slug in agreed and row.state == State.OPEN:
            _settle(row, State.AGREED)
        elif slug in told and (row.content != told[slug] or row.state not in {State.OPEN, State.LEFT}):
            row.content, row.found = dict(told[slug]), timezone.now()
            _settle(row, State.OPEN)


def now(entry: Collaboration) -> dict[str, Any]:
    """What an entry, from `for_page()`, says here, with its pairs, as the standard writes it."""
    pairs = [entry_json(reading.pair(entry, pair)) for pair in entry.pairs.all()]
    return {**entry_json(reading.collaboration(entry)), "pairs": pairs}


@transaction.atomic
def take(conflict: Conflict, fields: Collection[str], by: User, *, against: int) -> None:
    """Put these fields of the other register into the entry, as its next version. The same twice is once.

    `against` is the version that the reviewer compared it with. Raises BluelightError where the entry has changed
    since, or where the fields do not fit what stays.
    """
    row = Conflict.objects.select_for_update().get(pk=conflict.pk)
    if row.state == State.TAKEN:
        return
    entry = Collaboration.objects.public().for_page().select_for_update().get(pk=row.collaboration_id)
    if row.state not in {State.OPEN, State.LEFT} or entry.version != against:
        raise BluelightError("Somebody else changed this while you had it open. Look at what it says now.")
    chosen = {name: row.content[name] for name in fields if name in row.content}
    if not chosen:
        raise BluelightError("Tick what is to be taken, or leave it as it is here.")
    said = now(entry) | chosen
    fact, pairs = _fitting(said)
    told = facts.Register((fact,), (), pairs, *reading.evaluated(entry, fact))
    services.load_register(told, reason=f"from {row.address}"[:100], by=by)
    _settle(row, State.TAKEN)
    record("took", who=by, about=entry.slug, address=row.address, fields=sorted(chosen))


def _fitting(said: dict[str, Any]) -> tuple[facts.Collaboration, tuple[facts.Pair, ...]]:
    """An entry and its pairs, where they fit together. Raises BluelightError where they do not."""
    pairs = [pair | {"theme": said["theme"]} for pair in said.pop("pairs")]
    organisations = {partner["slug"] for partner in said["partners"]}
    try:
        found = build(
            {"collaborations": [said], "pairs": pairs}, lambda fault: Problem("", fault.what, ""), organisations
        )
    except InputError as error:
        what = " ".join(problem.what for problem in error.problems)
        raise BluelightError(f"What is ticked does not fit what stays: {what} Tick other fields as well.") from None
    return found.collaborations[0], found.pairs


@transaction.atomic
def leave(conflict: Conflict, by: User) -> None:
    """Leave the entry as it is here. The same twice is once."""
    row = Conflict.objects.select_for_update().select_related("collaboration").get(pk=conflict.pk)
    if row.state == State.OPEN:
        _settle(row, State.LEFT)
        record("left", who=by, about=row.collaboration.slug, address=row.address)


def _settle(row: Conflict, state: str) -> None:
    row.state = state
    row.save()
