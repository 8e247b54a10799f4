"""The working group in the database: who is a member, when it met, what it decided, its money and its research.

Rows are written through `services.py` only. No row names a person: a seat is held by an account or is empty.
"""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.core.validators import MinValueValidator, URLValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from bluelight.service.group.querysets import (
    ActionQuerySet,
    BodyQuerySet,
    CommissionQuerySet,
    EntryQuerySet,
    MeetingQuerySet,
    MinuteQuerySet,
    PaperQuerySet,
)
from bluelight.service.register.models import Organisation

HTTP = URLValidator(schemes=["http", "https"])


class Rules(models.Model):
    """The one row of rules: how many meetings in a row a body takes the chair."""

    meetings_a_turn = models.PositiveSmallIntegerField(default=4, validators=[MinValueValidator(1)])
    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.meetings_a_turn} meetings a turn"


class Body(models.Model):
    """A body that is a member. `position` is its place in the order of the chair; `left` the first day without it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="group_memberships")
    position = models.PositiveSmallIntegerField()
    joined = models.DateField()
    left = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.organisation.name


class Seat(models.Model):
    """A seat of a member body, by its role. Whoever holds it is an account of the service, or nobody."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=120)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="group_seats"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("body", "role", name="seat_once")]

    def __str__(self) -> str:
        return f"{self.role}, {self.body}"


class Meeting(models.Model):
    """A meeting. Whose turn the chair is, is worked out until the minutes are approved, and then kept in `turn_of`.

    `chair_instead` took the chair although it was not its turn, for the reason in `chair_why`. Minutes, decisions and
    actions are a draft until `approved_on`.
    """

    on = models.DateField(unique=True)
    place = models.CharField(max_length=200, blank=True)
    turn_of = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    chair_instead = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    chair_why = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    approved_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"Meeting of {self.on.day} {self.on:%B %Y}"

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("meeting", args=[self.pk])


class AgendaItem(models.Model):
    """One item of the agenda of a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    title = models.CharField(max_length=200)
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("meeting", "title", name="agenda_item_once")]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A paper for an item, where it is published. Only those marked public are shown to the public."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=1000, validators=[HTTP])
    public = models.BooleanField(default=False)
    history = HistoricalRecords()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("item", "url", name="paper_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def meeting(self) -> Meeting:
        """The meeting that it is for."""
        return self.item.meeting


class Decision(models.Model):
    """What a meeting decided."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.TextField()
    history = HistoricalRecords()

    objects = MinuteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Action(models.Model):
    """What a member body undertook at a meeting, by when, and when it was done."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="actions")
    text = models.TextField()
    owner = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="actions")
    due = models.DateField()
    done = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.text


class WorkPackage(models.Model):
    """A part of the group's work that money is kept apart for."""

    name = models.CharField(max_length=120, unique=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One line of the fund's ledger. None is changed: a wrong one is taken back, with a reason, and stays to be seen.

    `when` is as near as it is known: 2014, 2014-11 or 2014-11-05. `amount` is pounds in cash of that time.
    """

    class Kind(models.TextChoices):
        """What it does to the fund."""

        GRANT = "grant", "Grant in"
        COMMITMENT = "commitment", "Commitment"
        SPEND = "spend", "Spend"

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    when = models.CharField(max_length=10)
    what = models.CharField(max_length=300)
    with_whom = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    package = models.ForeignKey(WorkPackage, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    against = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=1000, blank=True, validators=[HTTP])
    taken_back = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["when", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="entry_above_nought")]

    def __str__(self) -> str:
        return self.what


class Commission(models.Model):
    """Research that the group asked for. Dates are as near as they are known."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    asked = models.CharField(max_length=10, blank=True)
    through = models.CharField(max_length=200, blank=True)
    done_by = models.TextField(blank=True)
    published = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    public = models.BooleanField(default=False)
    history = HistoricalRecords()

    objects = CommissionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("commission", args=[self.slug])


class ResearchSource(models.Model):
    """Where something of a commission was read."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="sources")
    url = models.URLField(max_length=1000, validators=[HTTP])
    title = models.CharField(max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("commission", "url", name="research_source_once")]

    def __str__(self) -> str:
        return self.title or self.url


class ResearchPoint(models.Model):
    """A question, a case, a method or a finding of a commission, with where it was read."""

    class Kind(models.TextChoices):
        """What it is."""

        QUESTION = "question", "Question asked"
        CASE = "case", "Case looked at"
        METHOD = "method", "Method"
        FINDING = "finding", "Finding"

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    sources = models.ManyToManyField(ResearchSource, blank=True, related_name="points")
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
