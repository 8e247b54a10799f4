"""Every write to lessons. Each step says who took it and why, and a lesson can only go where it may."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from bluelight.errors import InputError, Problem
from bluelight.service.accounts.models import User
from bluelight.service.core import jobs
from bluelight.service.lessons.models import ActionNote, Assignment, Lesson, Stem, Step
from bluelight.service.lessons.similar import stems_of
from bluelight.service.lessons.tasks import tell_assigned
from bluelight.service.register import bulk
from bluelight.service.register.models import Collaboration, Organisation, Point
from bluelight.service.register.services import batched

# From which states a lesson may come to each.
_FROM = {
    "assessed": ("identified", "set_aside"),
    "set_aside": ("identified", "assessed"),
    "action": ("assessed", "reported", "learned"),
    "reported": ("action",),
    "learned": ("reported",),
}


@transaction.atomic
def identify(
    by: User,
    organisation: Organisation,
    fields: Mapping[str, Any],
    collaborations: Iterable[Any] = (),
    evaluations: Iterable[Any] = (),
) -> Lesson:
    """Keep a lesson that somebody of an organisation found out. The same text twice from one organisation is one."""
    lesson, made = Lesson.objects.get_or_create(
        organisation=organisation, title=fields["title"], text=fields["text"], defaults=dict(fields)
    )
    if made:
        lesson.collaborations.set(collaborations)
        lesson.evaluations.set(evaluations)
        lesson.collaborations.add(*{evaluation.collaboration_id for evaluation in evaluations})
        Step.objects.create(lesson=lesson, state="identified", by=by)
        keep_stems([lesson])
    return lesson


@transaction.atomic
def assess(lesson: Lesson, by: User, *, cause: str, risk: str, assessment: str, public: bool) -> None:
    """Say what lay behind it, how grave it is, and whether anyone may read it."""
    _move(lesson, "assessed", by, assessment, cause=cause, risk=risk, assessment=assessment, public=public)


@transaction.atomic
def set_aside(lesson: Lesson, by: User, why: str) -> None:
    """Go no further with it, and say why."""
    _move(lesson, "set_aside", by, why)


@transaction.atomic
def issue_note(
    lessons: Sequence[Lesson], by: User, *, kind: str, text: str, due: date, organisations: Iterable[Organisation]
) -> ActionNote:
    """Number an action note, and assign it: each organisation is to report by the date."""
    year = timezone.localdate().year
    last = ActionNote.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    note = ActionNote.objects.create(year=year, number=last + 1, kind=kind, text=text, due=due, issued_by=by)
    Assignment.objects.bulk_create(
        [Assignment(note=note, organisation=organisation, due=due) for organisation in organisations]
    )
    for lesson in lessons:
        _move(lesson, "action", by, f"Action note {note}", note=note)
    jobs.enqueue(tell_assigned, str(note.pk))
    return note


def said(lesson: Lesson) -> str:
    """What a lesson says, as a short text: a form carries that of what it was filled from."""
    return hashlib.sha256(f"{lesson.title}\n{lesson.text}".encode()).hexdigest()[:16]


@transaction.atomic
def correct(lesson: Lesson, by: User, *, title: str, text: str, seen: str) -> None:
    """Put a lesson in better words. What they were is kept nowhere, as they may have named somebody."""
    row = Lesson.objects.select_for_update().get(pk=lesson.pk)
    if (row.title, row.text) == (title, text):
        return
    if said(row) != seen:
        raise InputError([Problem(row.title, "was changed while you had it open.", "Read it, then save again.")])
    row.title, row.text, row.changed = title, text, timezone.now()
    row.save(update_fields=["title", "text", "changed"])
    Stem.objects.filter(lesson=row).delete()
    keep_stems([row])
    Step.objects.create(lesson=row, state=row.state, by=by, why="Corrected.")


@transaction.atomic
def link(lesson: Lesson, by: User, **concerned: Iterable[Any]) -> None:
    """Say which `collaborations`, `evaluations` and `studies` it concerns; those that are not public stay."""
    for name, wanted in concerned.items():
        there: Any = getattr(lesson, name)
        before, now = set(there.public()), set(wanted)
        there.add(*(now - before))
        there.remove(*(before - now))
        for what, changed in (("It concerns", now - before), ("It no longer concerns", before - now)):
            if changed:
                said = "; ".join(sorted(f"“{each}”" for each in changed))
                Step.objects.create(lesson=lesson, state=lesson.state, by=by, why=f"{what} {said}.")


@transaction.atomic
def report(assignment: Assignment, by: User, text: str) -> None:
    """What an organisation did. Once all have reported, the lessons of the note are reported."""
    done = Assignment.objects.filter(pk=assignment.pk, reported=None).update(
        report=text, reported=timezone.now(), reported_by=by
    )
    if not done:
        raise InputError([Problem(str(assignment), "has been reported on already.", "Ask a reviewer to reopen it.")])
    note = assignment.note
    said = f"{assignment.organisation} reported: {text}"
    Step.objects.bulk_create(Step(lesson=each, state=each.state, by=by, why=said) for each in note.lessons.all())
    if not note.assignments.filter(reported=None).exists():
        for lesson in note.lessons.filter(state="action"):
            _move(lesson, "reported", by, f"All have reported on action note {note}")


@transaction.atomic
def assure(lesson: Lesson, by: User, why: str) -> None:
    """Somebody checked that what was reported is so."""
    _move(lesson, "learned", by, why)


@transaction.atomic
def reopen(lesson: Lesson, by: User, why: str, due: date) -> None:
    """It was not learned after all: every organisation is to report anew by the date."""
    note = lesson.note
    _move(lesson, "action", by, why)
    if note is not None:
        note.assignments.update(reported=None, reported_by=None, due=due)
        jobs.enqueue(tell_assigned, str(note.pk))


def identify_from_register(only: Collaboration | None = None) -> int:
    """Make a lesson of each lesson of a published collaboration, or of one, that has none yet; how many were made."""
    points = Point.objects.filter(kind=Point.Kind.LESSON, collaboration__state="published")
    if only is not None:
        points = points.filter(collaboration=only)
    known = Lesson.objects.filter(organisation=None).order_by()
    missing = list(points.exclude(text__in=known.values("text")).order_by("pk").values_list("pk", flat=True))
    for keys in batched(missing):
        _identify(Point.objects.filter(pk__in=keys).select_related("collaboration"))
    return len(missing)


@transaction.atomic
def _identify(points: QuerySet[Point]) -> None:
    found = list(points.order_by("pk").prefetch_related("collaboration__partners"))
    said = [
        {
            "title": _title(point.text),
            "text": point.text,
            "origin": "project",
            "origin_note": point.collaboration.name,
            "theme": point.collaboration.theme,
            "services": sorted({partner.service for partner in point.collaboration.partners.all()}),
            "public": True,
        }
        for point in found
    ]
    keys = bulk.create(Lesson, said)
    keep_stems(Lesson(pk=key, **fields) for key, fields in zip(keys, said, strict=True))
    linked = zip(keys, found, strict=True)
    links = [{"lesson_id": key, "collaboration_id": point.collaboration_id} for key, point in linked]
    bulk.create(Lesson.collaborations.through, links)
    why = "Recorded with the collaboration"
    bulk.create(Step, [{"lesson_id": key, "state": "identified", "why": why} for key in keys])


def keep_stems(lessons: Iterable[Lesson]) -> None:
    """Keep the stems of new lessons, or of corrected ones, by which others will find them."""
    kept = [(stem, lesson.pk) for lesson in lessons for stem in stems_of(lesson)]
    bulk.put(Stem, ["stem", "lesson_id"], kept)


def _title(text: str) -> str:
    first = text.split(". ")[0].rstrip(".")
    return first if len(first) <= 120 else f"{first[:117].rsplit(' ', 1)[0]} ..."


def _move(lesson: Lesson, state: str, by: User, why: str, **fields: Any) -> None:
    """Take one step, or say why it cannot be taken. Only what is still where it was goes on."""
    allowed = _FROM[state]
    moved = Lesson.objects.filter(pk=lesson.pk, state__in=allowed).update(state=state, changed=timezone.now(), **fields)
    if not moved:
        lesson.refresh_from_db()
        said = lesson.get_state_display().lower()
        raise InputError([Problem(lesson.title, f"is {said}, so this step cannot be taken.", "Read the lesson again.")])
    lesson.refresh_from_db()
    Step.objects.create(lesson=lesson, state=state, by=by, why=why)
