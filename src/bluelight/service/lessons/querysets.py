"""Which lessons may be seen, by whom, and what is overdue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from bluelight.service.accounts.roles import Reader, may_review, organisations_of, signed_in

if TYPE_CHECKING:
    from bluelight.service.lessons.models import Assignment, Lesson  # noqa: F401


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Lessons."""

    def public(self) -> Self:
        """Those that anyone may read."""
        return self.filter(public=True)

    def for_reader(self, reader: Reader) -> Self:
        """The public ones; their organisations' own; for a reviewer all."""
        if may_review(reader):
            return self.all()
        ours = organisations_of(reader)
        noted = _model("Assignment").filter(organisation__in=ours).values("note")
        return self.filter(Q(public=True) | Q(organisation__in=ours) | Q(note__in=noted))

    def listed_for(self, reader: Reader) -> Self:
        """The same, for lists and counts that nothing else makes short.

        What is added lets SQLite look them up in an index; a bare "WHERE public" has it read every lesson.
        """
        readable = self.for_reader(reader)
        return readable if signed_in(reader) else readable.filter(public__in=[True])

    def for_writer(self, reader: Reader) -> Self:
        """Those of which somebody may say what they concern: their organisations' own; for a reviewer all."""
        return self.all() if may_review(reader) else self.filter(organisation__in=organisations_of(reader))

    def for_corrector(self, reader: Reader) -> Self:
        """Those that somebody may correct: their organisations' own until assessed; for a reviewer every one that was
        not read from an entry.
        """
        if may_review(reader):
            return self.exclude(organisation=None)
        return self.filter(organisation__in=organisations_of(reader), state="identified")

    def beyond_the_entry(self) -> Self:
        """Those that say more than the entry they came with: somebody added or went on with them."""
        return self.exclude(organisation=None, state="identified")

    def saying(self, words: str) -> Self:
        """Those that hold every one of these words."""
        held = (Q(title__icontains=word) | Q(text__icontains=word) for word in words.split()[:10])
        return self.filter(*held)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """What organisations are to do."""

    def for_reader(self, reader: Reader) -> Self:
        """Those of lessons that anyone may read; their organisations' own; for a reviewer all."""
        if may_review(reader):
            return self.all()
        own = Q(organisation__in=organisations_of(reader))
        return self.filter(own | Exists(_model("Lesson").public().filter(note=OuterRef("note"))))

    def on(self, theme: str) -> Self:
        """Those of lessons on a theme."""
        return self.filter(Exists(_model("Lesson").filter(note=OuterRef("note"), theme=theme)))

    def for_writer(self, reader: Reader) -> Self:
        """Those on which somebody may report now."""
        return self.filter(organisation__in=organisations_of(reader), reported=None)

    def overdue(self, today: date | None = None) -> Self:
        """Those not reported by their date."""
        return self.filter(reported=None, due__lt=today or timezone.localdate())


def _model(name: str) -> Any:
    return apps.get_model("lessons", name)._default_manager
