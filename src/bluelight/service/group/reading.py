"""The group's rows as values of its rules: whose turn the chair is, and the ledger's lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bluelight.service.group.models import Body, Entry, Meeting, Rules
from bluelight.service.group.money import Line
from bluelight.service.group.rotation import Place, Sitting, quarter, turns


@dataclass(frozen=True)
class Chaired:
    """A meeting, whose turn it is, and who takes the chair; None where there is no member body on the day."""

    meeting: Meeting
    turn: Body | None

    @property
    def chair(self) -> Body | None:
        """The body that takes the chair."""
        return self.meeting.chair_instead or self.turn


def turn_length() -> int:
    """How many meetings in a row a body takes the chair."""
    kept = Rules.objects.first()
    return kept.meetings_a_turn if kept else Rules().meetings_a_turn


def chaired(meetings: Iterable[Meeting] | None = None) -> list[Chaired]:
    """Every meeting with its chair, in order of date; `meetings` where they are read already."""
    found = list(Meeting.objects.listed() if meetings is None else meetings)
    bodies = {body.pk: body for body in Body.objects.listed()}
    places = [Place(body.pk, body.position, body.joined, body.left) for body in bodies.values()]
    due = turns(places, [Sitting(meeting.on, meeting.turn_of_id) for meeting in found], turn_length())
    return [Chaired(meeting, bodies.get(body or 0)) for meeting, body in zip(found, due, strict=True)]


def turn_of(meeting: Meeting) -> Body | None:
    """Whose turn a meeting is."""
    return next((each.turn for each in chaired() if each.meeting.pk == meeting.pk), None)


def next_turns(today: date, count: int = 4) -> list[tuple[date, Body | None]]:
    """Whose turn it would be in the quarters after the last meeting: the first day of each, and the body."""
    meetings = list(Meeting.objects.listed())
    year, number = quarter(max([today, *(meeting.on for meeting in meetings)]))
    days = [date(year + (number + n) // 4, (number + n) % 4 * 3 + 1, 1) for n in range(count)]
    after = chaired([*meetings, *(Meeting(on=day) for day in days)])[len(meetings) :]
    return [(each.meeting.on, each.turn) for each in after]


def lines() -> list[Line]:
    """The ledger's lines that count."""
    return [
        Line(entry.pk, entry.kind, entry.amount, entry.package_id, entry.against_id)
        for entry in Entry.objects.counted()
    ]
