"""Every write to the working group: members, meetings, minutes, research. The fund's are in `ledger.py`."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, TypeVar

from django.core.serializers import serialize
from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.text import slugify

from bluelight.errors import BluelightError
from bluelight.service.accounts.audit import record
from bluelight.service.accounts.models import User
from bluelight.service.group.models import (
    Action,
    AgendaItem,
    Body,
    Commission,
    Decision,
    Meeting,
    Paper,
    ResearchPoint,
    ResearchSource,
    Rules,
    Seat,
)
from bluelight.service.group.reading import turn_of
from bluelight.service.register.models import Organisation
from bluelight.service.register.rows import other, slug_for

Row = TypeVar("Row", bound=Model)


class ChangedError(BluelightError):
    """Somebody else wrote in between."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this while you had it open. Look at what it says now, then save again.")


def stamp(row: Model) -> str:
    """What a row says, as a short text: a form carries the stamp of what it was filled from."""
    return hashlib.sha256(serialize("json", [row]).encode()).hexdigest()[:16]


@transaction.atomic
def add(model: type[Row], by: User, **fields: Any) -> Row:
    """A new row. The same fields twice are one row, so that a double click adds nothing."""
    made, new = model._default_manager.get_or_create(**fields)
    if new:
        record("added to the working group", who=by, about=str(made), kind=model.__name__)
    return made


@transaction.atomic
def change(row: Model, by: User, *, seen: str, **fields: Any) -> None:
    """Change a row, if it still says what the form was filled from. Raises ChangedError where it does not."""
    now = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if all(getattr(now, name) == value for name, value in fields.items()):
        return
    if stamp(now) != seen:
        raise ChangedError
    for name, value in fields.items():
        setattr(now, name, value)
    now.save()
    record("changed in the working group", who=by, about=str(now), kind=type(row).__name__)


@transaction.atomic
def set_turns(by: User, *, meetings_a_turn: int) -> None:
    """Say how many meetings in a row a body takes the chair. Those with approved minutes keep theirs."""
    kept = Rules.objects.first() or Rules()
    if kept.pk is None or kept.meetings_a_turn != meetings_a_turn:
        kept.meetings_a_turn = meetings_a_turn
        kept.save()
        record("changed the turns of the chair", who=by, about=str(kept))


@transaction.atomic
def change_seat(seat: Seat, by: User, *, seen: str, role: str, holder: User | None) -> None:
    """Say what a seat is and who holds it. BluelightError where the body has another seat of that role."""
    if seat.body.seats.exclude(pk=seat.pk).filter(role=role).exists():
        raise BluelightError(f"{seat.body} has a seat of that role already. Choose another name for it.")
    change(seat, by, seen=seen, role=role, holder=holder)


@transaction.atomic
def remove_seat(seat: Seat, by: User, *, seen: str) -> None:
    """Take a seat away, if it still is what its page showed. Its history stays."""
    row = Seat.objects.select_for_update().get(pk=seat.pk)
    if stamp(row) != seen:
        raise ChangedError
    row.delete()
    record("took a seat away", who=by, about=str(seat))


@transaction.atomic
def move_meeting(meeting: Meeting, by: User, *, seen: str, on: date, place: str) -> None:
    """Put a meeting whose minutes are not approved on another day, or in another place."""
    if Meeting.objects.exclude(pk=meeting.pk).filter(on=on).exists():
        raise BluelightError(f"There is a meeting on {on.day} {on:%B %Y} already. Choose another day.")
    change(_in_draft(meeting), by, seen=seen, on=on, place=place)


@transaction.atomic
def add_body(by: User, *, organisation: Organisation | None, name: str, joined: date) -> Body:
    """A new member at the end of the list; where the register does not list it, an organisation of kind other."""
    body_of = organisation or _other(name)
    there = Body.objects.members_on(joined).filter(organisation=body_of).first()
    if there is not None:
        return there
    last = Body.objects.aggregate(last=Max("position"))["last"] or 0
    return add(Body, by, organisation=body_of, joined=joined, position=last + 1)


def _other(name: str) -> Organisation:
    name = " ".join(name.split())
    there = Organisation.objects.filter(name__iexact=name).first()
    if there is not None:
        return there.merged_into or there
    taken = set(Organisation.objects.values_list("slug", flat=True))
    return Organisation.objects.create(**other(name, "other", slug_for(name, taken, "organisation")))


@transaction.atomic
def override_chair(meeting: Meeting, by: User, *, body: Body | None, why: str) -> None:
    """Let another member body take the chair of one meeting, with a reason; None lets the turn stand again."""
    row = _in_draft(meeting)
    if body is not None and not Body.objects.members_on(row.on).filter(pk=body.pk).exists():
        raise BluelightError(f"{body} is not a member on {row.on.day} {row.on:%B %Y}. Choose a member body.")
    if body is not None and not why.strip():
        raise BluelightError("Say why another body takes the chair: the meeting's page will say so.")
    row.chair_instead, row.chair_why = body, why.strip() if body else ""
    row.save()
    record("set the chair", who=by, about=str(row), body=str(body or "by turn"), why=row.chair_why)


@transaction.atomic
def minute(model: type[Decision] | type[Action], meeting: Meeting, by: User, **fields: Any) -> None:
    """Write a decision or an action into draft minutes."""
    add(model, by, meeting=_in_draft(meeting), **fields)


@transaction.atomic
def strike(row: AgendaItem | Paper | Decision | Action, by: User, *, seen: str) -> None:
    """Take out of a meeting what was written by mistake, until its minutes are approved. Its history stays."""
    _in_draft(row.meeting)
    now = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if stamp(now) != seen:
        raise ChangedError
    now.delete()
    record("struck out of a meeting", who=by, about=str(row), kind=type(row).__name__, meeting=str(row.meeting))


@transaction.atomic
def cancel(meeting: Meeting, by: User, *, seen: str) -> None:
    """Take a planned meeting away, of which nothing is minuted. Its history stays."""
    row = _in_draft(meeting)
    if stamp(row) != seen:
        raise ChangedError
    if row.minutes.strip() or row.decisions.exists() or row.actions.exists():
        raise BluelightError("Something is minuted of this meeting, so it cannot be taken away. Strike that out first.")
    row.delete()
    record("took a meeting away", who=by, about=str(meeting))


@transaction.atomic
def write_minutes(meeting: Meeting, by: User, *, seen: str, minutes: str) -> None:
    """Write the draft minutes."""
    change(_in_draft(meeting), by, seen=seen, minutes=minutes)


@transaction.atomic
def approve_minutes(meeting: Meeting, by: User, *, seen: str) -> None:
    """Publish the minutes with decisions and actions. Whose turn it was is kept, whatever the list becomes."""
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.approved_on:
        return  # a double click
    if stamp(row) != seen:
        raise ChangedError
    if not row.minutes.strip():
        raise BluelightError("There are no minutes to approve yet. Write them first.")
    if row.on > timezone.localdate():
        raise BluelightError("This meeting has not been held yet. Approve its minutes afterwards.")
    row.turn_of, row.approved_on = turn_of(row), timezone.localdate()
    row.save()
    record("approved minutes", who=by, about=str(row))


def _in_draft(meeting: Meeting) -> Meeting:
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.approved_on:
        raise BluelightError("The minutes of this meeting are approved, so they cannot be changed.")
    return row


@transaction.atomic
def finish(action: Action, by: User, *, done: date, outcome: str) -> None:
    """Say that an action is done."""
    row = Action.objects.select_for_update().get(pk=action.pk)
    if row.done:
        return
    row.done, row.outcome = done, outcome
    row.save()
    record("finished an action", who=by, about=str(row))


@transaction.atomic
def add_commission(by: User, **fields: Any) -> Commission:
    """A commission of research, not yet public."""
    slug = slugify(fields["title"])[:120]
    if not slug:
        raise BluelightError("Give the research a title with letters in it: its address is made of them.")
    there = Commission.objects.filter(slug=slug).first()
    return there or add(Commission, by, slug=slug, **fields)


@transaction.atomic
def add_point(commission: Commission, by: User, *, kind: str, text: str, url: str) -> ResearchPoint:
    """A question, case, method or finding, and where it was read."""
    point = add(ResearchPoint, by, commission=commission, kind=kind, text=text)
    if url:
        source, _ = ResearchSource.objects.get_or_create(commission=commission, url=url)
        point.sources.add(source)
    return point
