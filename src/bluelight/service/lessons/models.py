"""A lesson on its way from found out to learned. Rows are written through `services.py` only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from bluelight.register import codelists
from bluelight.service.lessons.querysets import AssignmentQuerySet, LessonQuerySet


def _choices(codes: dict[str, str]) -> list[tuple[str, str]]:
    return list(codes.items())


class ActionNote(models.Model):
    """What is to be done about one or more lessons, by when: number 3 of 2026 is "2026-003"."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=_choices(codelists.NOTE_KINDS))
    text = models.TextField()
    due = models.DateField()
    issued = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes_issued")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint("year", "number", name="note_number_once")]

    def __str__(self) -> str:
        return f"{self.year}-{self.number:03d}"


class Lesson(models.Model):
    """Something found out that others should know.

    `services` are those it concerns; `cause` and `risk` are empty until it is assessed. `public` says whether anyone
    may read it: a reviewer decides so, except that the lessons of published collaborations are public from the start.
    """

    title = models.CharField(max_length=200)
    text = models.TextField()
    origin = models.CharField(max_length=20, choices=_choices(codelists.LESSON_ORIGINS))
    origin_note = models.CharField(max_length=300, blank=True)
    happened = models.CharField(max_length=10, blank=True)
    theme = models.CharField(max_length=40, choices=_choices(codelists.THEMES))
    services = models.JSONField(default=list)
    principle = models.CharField(max_length=20, choices=_choices(codelists.PRINCIPLES), blank=True)
    cause = models.CharField(max_length=20, choices=_choices(codelists.CAUSES), blank=True)
    risk = models.CharField(max_length=10, choices=_choices(codelists.RISKS), blank=True)
    assessment = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=_choices(codelists.LESSON_STATES), default="identified")
    public = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        "register.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="lessons"
    )
    note = models.ForeignKey(ActionNote, on_delete=models.PROTECT, null=True, blank=True, related_name="lessons")
    collaborations = models.ManyToManyField("register.Collaboration", blank=True, related_name="learned")
    evaluations = models.ManyToManyField("evaluations.Attached", blank=True, related_name="lessons")
    studies = models.ManyToManyField("studies.Study", blank=True, related_name="lessons")
    added = models.DateTimeField(default=timezone.now, db_index=True)
    changed = models.DateTimeField(default=timezone.now)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["-changed", "-pk"]
        indexes = [
            models.Index(fields=["-changed", "-id"], name="lessons_newest"),
            models.Index(fields=["public", "-changed", "-id"], name="lessons_public"),
            models.Index(fields=["public", "state", "-changed", "-id"], name="lessons_by_state"),
            models.Index(fields=["public", "theme", "state", "-changed", "-id"], name="lessons_by_theme"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The lesson's page."""
        return reverse("lesson", args=[self.pk])


class Stem(models.Model):
    """The beginning of a word in a lesson's title or text: lessons that share rare ones sound alike (`similar.py`)."""

    pk = models.CompositePrimaryKey("stem", "lesson_id")
    stem = models.CharField(max_length=6)
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="stems", db_index=False)

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.stem}"


class Step(models.Model):
    """One step of a lesson: who moved it where, when and why. Never changed."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=_choices(codelists.LESSON_STATES))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    when = models.DateTimeField(default=timezone.now)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["when", "pk"]

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.state}"


class Assignment(models.Model):
    """One organisation's part in an action note: what it says it did, and when."""

    note = models.ForeignKey(ActionNote, on_delete=models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey("register.Organisation", on_delete=models.PROTECT, related_name="assignments")
    due = models.DateField(db_index=True)
    report = models.TextField(blank=True)
    reported = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["due", "organisation__name"]
        constraints = [models.UniqueConstraint("note", "organisation", name="assigned_once")]

    def __str__(self) -> str:
        return f"{self.note}: {self.organisation}"

    def get_absolute_url(self) -> str:
        """Where it is reported on."""
        return reverse("report_on_lesson", args=[self.pk])


class Subscription(models.Model):
    """Somebody who asked for the weekly digest of a theme, and when it was last sent."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    theme = models.CharField(max_length=40, choices=_choices(codelists.THEMES))
    sent = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint("person", "theme", name="subscribed_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.theme}"
