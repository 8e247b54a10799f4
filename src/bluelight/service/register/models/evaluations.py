"""What evaluations say that collaborations changed, and what came of claims by them."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from bluelight.service.register.models.collaborations import Collaboration
from bluelight.service.register.models.parts import Part


class Evaluation(Part):
    """An estimate, after the event, of what a collaboration changed, as the open standard writes it.

    `kept` says that this service keeps its protocol and its data: no file that is loaded takes it away or changes it.
    """

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="evaluations")
    key = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=200)
    question = models.TextField()
    outcome = models.CharField(max_length=200)
    unit = models.CharField(max_length=80)
    better = models.CharField(max_length=10)
    method = models.CharField(max_length=200)
    first = models.CharField(max_length=40)
    start = models.CharField(max_length=40)
    last = models.CharField(max_length=40)
    effect = models.FloatField()
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    percent = models.FloatField(null=True, blank=True)
    percent_low = models.FloatField(null=True, blank=True)
    percent_high = models.FloatField(null=True, blank=True)
    expected = models.FloatField()
    verdict = models.CharField(max_length=30)
    maryland = models.PositiveSmallIntegerField()
    nesta = models.PositiveSmallIntegerField()
    certainty = models.CharField(max_length=10)
    evaluator = models.CharField(max_length=20)
    evaluator_name = models.CharField(max_length=200, blank=True)
    protocol = models.CharField(max_length=20)
    protocol_sha256 = models.CharField(max_length=64)
    panel_sha256 = models.CharField(max_length=64)
    treatment_sha256 = models.CharField(max_length=64)
    published = models.CharField(max_length=10, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    kept = models.BooleanField(default=False)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.title


class Realised(Part):
    """What an evaluation says came of a claim, beside what the claim says. `evaluation` and `claim` are their keys."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="came")
    evaluation = models.CharField(max_length=200)
    claim = models.CharField(max_length=200)
    measure_class = models.CharField(max_length=20)
    amount = models.FloatField()
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=80)
    how = models.TextField()
    kept = models.BooleanField(default=False)
    history = HistoricalRecords()

    class Meta(Part.Meta):
        constraints = [models.UniqueConstraint("evaluation", "claim", name="realised_once")]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.claim}"
