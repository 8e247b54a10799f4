"""What an entry is made of: partners, claims, sources, points, and promises beside what came of them."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from bluelight.service.register.models.collaborations import Collaboration
from bluelight.service.register.models.organisations import Organisation
from bluelight.service.register.querysets import PairQuerySet


class Part(models.Model):
    """A part of a collaboration, kept in the order in which the register gives it."""

    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]


class Partner(Part):
    """One organisation's part in a collaboration; linked where the register has a page for it."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="partnerships"
    )
    name = models.CharField(max_length=200)
    service = models.CharField(max_length=20)
    area = models.CharField(max_length=120, blank=True)
    history = HistoricalRecords()

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint("collaboration", "name", name="partner_once")]

    def __str__(self) -> str:
        return self.name


class Claim(Part):
    """One measured or promised thing about a collaboration. Claims that disagree are all kept."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="claims")
    key = models.CharField(max_length=200, unique=True)
    side = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    measure = models.CharField(max_length=200, blank=True)
    amount = models.FloatField(null=True, blank=True)
    amount_max = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=120, blank=True)
    statement = models.TextField()
    state = models.CharField(max_length=20)
    partner = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=1000, blank=True)
    as_of = models.CharField(max_length=10, blank=True)
    pair = models.CharField(max_length=80, blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.statement


class Source(Part):
    """Where claims were read."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="sources")
    url = models.URLField(max_length=1000)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    published = models.CharField(max_length=20, blank=True)
    supports = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint("collaboration", "url", name="source_once")]

    def __str__(self) -> str:
        return self.title


class Point(Part):
    """One barrier, enabler or lesson of a collaboration, in the register's words."""

    class Kind(models.TextChoices):
        """What the point is."""

        BARRIER = "barrier"
        ENABLER = "enabler"
        LESSON = "lesson"

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    history = HistoricalRecords()

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint("collaboration", "kind", "text", name="point_once")]

    def __str__(self) -> str:
        return self.text


class Pair(Part):
    """What was promised of one measure beside what came of it, graded by how far the two can be set side by side.

    `forecast` and `realised` are as printed; the amounts are null where the measure is a date.
    """

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="pairs")
    pair = models.CharField(max_length=80, blank=True)
    measure = models.CharField(max_length=200)
    measure_class = models.CharField(max_length=20)
    unit = models.CharField(max_length=40)
    forecast = models.CharField(max_length=60)
    forecast_amount = models.FloatField(null=True, blank=True)
    forecast_date = models.CharField(max_length=20, blank=True)
    realised = models.CharField(max_length=60)
    realised_amount = models.FloatField(null=True, blank=True)
    realised_date = models.CharField(max_length=20, blank=True)
    ratio = models.FloatField(null=True, blank=True)
    grade = models.CharField(max_length=20)
    source_forecast = models.URLField(max_length=1000, blank=True)
    source_realised = models.URLField(max_length=1000, blank=True)
    note = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = PairQuerySet.as_manager()

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint("collaboration", "measure", name="pair_once")]

    def __str__(self) -> str:
        return f"{self.collaboration_id}: {self.measure}"
