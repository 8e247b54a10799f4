"""The board: lessons by how far they are, and what is late."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from bluelight.register import codelists
from bluelight.service.lessons.models import Lesson
from bluelight.service.lessons.querysets import LessonQuerySet

STATES = ("identified", "assessed", "action", "reported", "learned")
_SHOWN = 5


@dataclass(frozen=True)
class Column:
    """One state: how many lessons are in it, and the newest of them."""

    state: str
    name: str
    total: int
    newest: list[Lesson]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.newest)


def columns(lessons: LessonQuerySet) -> tuple[list[Column], int]:
    """The states in order, and how many lessons there are with those set aside."""
    counts = dict(lessons.order_by().values_list("state").annotate(n=Count("*")))
    brief = lessons.select_related("note").defer("text", "assessment")
    shown = [
        Column(
            state,
            codelists.LESSON_STATES[state],
            counts.get(state, 0),
            list(brief.filter(state=state)[:_SHOWN]) if counts.get(state) else [],
        )
        for state in STATES
    ]
    return shown, sum(counts.values())
