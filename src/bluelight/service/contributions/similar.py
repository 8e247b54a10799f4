"""What is there already that sounds like what somebody is writing, so that nothing is told twice."""

from __future__ import annotations

from itertools import islice

from bluelight.service.accounts.roles import Reader
from bluelight.service.contributions.models import Revision
from bluelight.service.lessons.models import Lesson
from bluelight.service.lessons.similar import alike, in_order, sounding_like
from bluelight.service.register.models import Collaboration

_SHOWN = 5
_LEAST = 3


def entries_like(revision: Revision) -> list[Collaboration]:
    """Published entries whose name and summary share words with what is written, the most first."""
    public = Collaboration.objects.public().exclude(pk=revision.collaboration_id or 0)
    return list(alike(public, ("name", "summary"), _said(revision), least=_LEAST)[:_SHOWN])


def lessons_like(revision: Revision, reader: Reader) -> list[Lesson]:
    """Lessons that somebody may read and that share words with what is written, the most first."""
    keys = sounding_like(Lesson(title=_said(revision)), least=_LEAST)
    return list(islice(in_order(Lesson.objects.for_reader(reader), keys), _SHOWN))


def _said(revision: Revision) -> str:
    return f"{revision.content.get('name') or ''} {revision.content.get('summary') or ''}"
