"""Whose turn it is to take the chair: member bodies in the order of the list, so many meetings each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Place:
    """A body's place on the list, and from when to when it is a member (`left` is the first day on which it is not)."""

    body: int
    position: int
    joined: date
    left: date | None = None

    def member_on(self, day: date) -> bool:
        """Whether it is a member on that day."""
        return self.joined <= day and (self.left is None or day < self.left)


@dataclass(frozen=True)
class Sitting:
    """A meeting on a day. `settled` is whose turn it was, where that is on record and can no longer change."""

    day: date
    settled: int | None = None


def turns(places: Sequence[Place], sittings: Sequence[Sitting], length: int) -> Iterator[int | None]:
    """Whose turn each meeting is, in the order of the meetings; None where the list has no member on the day.

    The first on the list begins. A body keeps the chair for `length` meetings, then it passes to the next on the list
    that is a member on the day, and from the last to the first. A body that leaves within its turn gives the chair to
    the next, which begins a whole turn. Where somebody else took the chair of one meeting, turns go on as if not.
    """
    on_list = sorted(places, key=lambda place: (place.position, place.body))
    now: Place | None = None
    held = 0
    for sitting in sittings:
        members = [place for place in on_list if place.member_on(sitting.day)]
        if sitting.settled is not None:
            due = next((place for place in on_list if place.body == sitting.settled), None)
        elif now is not None and now in members and held < length:
            due = now
        else:
            due = _after(now, members)
        if due is not None:
            held = held + 1 if due == now and held < length else 1
            now = due
        yield due.body if due else None


def _after(now: Place | None, members: Sequence[Place]) -> Place | None:
    """The next member on the list; from the last, the first."""
    later = [p for p in members if now is None or (p.position, p.body) > (now.position, now.body)]
    return next(iter(later or members), None)


def quarter(day: date) -> tuple[int, int]:
    """The year, and which of its quarters."""
    return day.year, (day.month + 2) // 3


def quarters_without(days: Sequence[date], until: date) -> list[tuple[int, int]]:
    """The whole quarters, from that of the first meeting to the one before `until`, in which there was none."""
    if not days:
        return []
    (year, number), end = quarter(min(days)), quarter(until)
    met = {quarter(day) for day in days}
    missed = []
    while (year, number) < end:
        if (year, number) not in met:
            missed.append((year, number))
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)
    return missed
