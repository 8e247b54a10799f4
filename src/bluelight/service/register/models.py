"""The register in the database: the same words and shapes as `bluelight.register`, with history.

Rows are written through `services.py` only, so that history and the search index cannot be forgotten.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from bluelight.service.register.querysets import (
    CollaborationQuerySet,
    ConflictQuerySet,
    OrganisationQuerySet,
    PairQuerySet,
)


class Organisation(models.Model):
    """A police force, fire and rescue service or ambulance trust; or another partner that somebody named.

    One of kind "other" was named as a partner and is in no list of ours; a reviewer may find that it is one we have,
    and then `merged_into` says which.
    """

    class Kind(models.TextChoices):
        """Whether the register lists it, or only knows it as somebody's partner."""

        LISTED = "listed"
        OTHER = "other"

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    service = models.CharField(max_length=20, db_index=True)
    region = models.CharField(max_length=60, db_index=True)
    country = models.CharField(max_length=40)
    governance = models.CharField(max_length=120, blank=True)
    governance_as_of = models.CharField(max_length=10, blank=True)
    codes = models.JSONField(default=dict)
    aliases = models.JSONField(default=list)
    note = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LISTED, db_index=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    history = HistoricalRecords()

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The organisation's page."""
        return reverse("organisation", args=[self.slug])

    def names(self) -> list[str]:
        """Its other names, with those under which it was named before it was found to be this one."""
        return [*self.aliases, *self.merged.values_list("name", flat=True)]


class Collaboration(models.Model):
    """Something two or more organisations do together.

    Dates are text, "2016" or "2016-05", because that is as near as most sources say. `latest` is the newest date that
    its status, claims or sources carry; `added` is when the register first held it, `changed` when anything of it or of
    its parts last changed; `publisher` is who answers for the entry. What is said under the EMMIE headings
    stands from `effect` to `economic_cost`, empty where nothing is recorded.

    The fields from `services` to `read` say of its parts what lists, filters and counts ask, so that these read one
    narrow index and not every part of every entry: the codes of the services taking part and the strongest rung of each
    kind of claim (see `summary.py`); how many pairs with an outcome, claims in each state, evaluations, sources.

    These rows are the last published version; what somebody is changing is a `contributions.Revision` until a reviewer
    publishes it. `version` counts what was published, `owner` is the organisation that keeps it up to date, and
    `confirmed_on` is when that organisation last said that it is right.
    """

    class State(models.TextChoices):
        """Whether it may be read; of a withdrawn entry only the reason remains to be seen."""

        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    slug = models.SlugField(max_length=160, unique=True)
    name = models.CharField(max_length=200)
    theme = models.CharField(max_length=40)
    region = models.CharField(max_length=60)
    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    status = models.CharField(max_length=20)
    status_as_of = models.CharField(max_length=10, blank=True)
    summary = models.TextField()
    evidence = models.CharField(max_length=40)
    publisher = models.CharField(max_length=200, blank=True, db_index=True)
    effect = models.TextField(blank=True)
    mechanism = models.TextField(blank=True)
    moderators = models.TextField(blank=True)
    implementation = models.TextField(blank=True)
    economic_cost = models.TextField(blank=True)
    latest = models.CharField(max_length=10, blank=True)
    services = models.CharField(max_length=120, blank=True, editable=False)
    ratings = models.CharField(max_length=300, blank=True, editable=False)
    outcomes = models.PositiveIntegerField(default=0, editable=False)
    forecast = models.PositiveIntegerField(default=0, editable=False)
    profiled = models.PositiveIntegerField(default=0, editable=False)
    realised = models.PositiveIntegerField(default=0, editable=False)
    not_recorded = models.PositiveIntegerField(default=0, editable=False)
    evaluated = models.PositiveIntegerField(default=0, editable=False)
    read = models.PositiveIntegerField(default=0, editable=False)
    added = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    version = models.PositiveIntegerField(default=1)
    owner = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="owned")
    confirmed_on = models.DateField(null=True, blank=True, db_index=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)
    history = HistoricalRecords(
        excluded_fields=[
            "services",
            "ratings",
            "outcomes",
            "forecast",
            "profiled",
            "realised",
            "not_recorded",
            "evaluated",
            "read",
        ]
    )

    objects = CollaborationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["state", "name"], name="by_name"),
            models.Index(fields=["state", "-start_year", "name"], name="by_start"),
            models.Index(fields=["state", "-latest", "name"], name="by_latest"),
            models.Index(fields=["state", "-evaluated", "-outcomes", "-realised", "-read", "name"], name="by_evidence"),
            # Holds all that filters and counts ask, in the order in which entries alike stand together.
            models.Index(
                fields=[
                    *("state", "theme", "region", "status", "services", "ratings", "outcomes"),
                    *("forecast", "profiled", "realised", "not_recorded", "evidence", "id"),
                ],
                name="by_what_is_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The collaboration's page."""
        return reverse("collaboration", args=[self.slug])


class Version(models.Model):
    """One published version of a collaboration, whole, as the open standard writes it. Never changed."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="published"
    )
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("collaboration", "number", name="version_once")]

    def __str__(self) -> str:
        return f"{self.collaboration_id}: version {self.number}"


class _Part(models.Model):
    """A part of a collaboration, kept in the order in which the register gives it."""

    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]


class Partner(_Part):
    """One organisation's part in a collaboration; linked where the register has a page for it."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="partnerships"
    )
    name = models.CharField(max_length=200)
    service = models.CharField(max_length=20)
    area = models.CharField(max_length=120, blank=True)
    history = HistoricalRecords()

    class Meta(_Part.Meta):
        constraints = [models.UniqueConstraint("collaboration", "name", name="partner_once")]

    def __str__(self) -> str:
        return self.name


class Claim(_Part):
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


class Source(_Part):
    """Where claims were read."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="sources")
    url = models.URLField(max_length=1000)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    published = models.CharField(max_length=20, blank=True)
    supports = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta(_Part.Meta):
        constraints = [models.UniqueConstraint("collaboration", "url", name="source_once")]

    def __str__(self) -> str:
        return self.title


class Point(_Part):
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

    class Meta(_Part.Meta):
        constraints = [models.UniqueConstraint("collaboration", "kind", "text", name="point_once")]

    def __str__(self) -> str:
        return self.text


class Pair(_Part):
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

    class Meta(_Part.Meta):
        constraints = [models.UniqueConstraint("collaboration", "measure", name="pair_once")]

    def __str__(self) -> str:
        return f"{self.collaboration_id}: {self.measure}"


class Conflict(models.Model):
    """What another register tells of a collaboration in other words than this one, until a reviewer takes or leaves it.

    `content` holds the fields that differ, as the open standard writes them. One row for each collaboration and
    register: when the other tells something new, the row is open again.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", "Open"
        TAKEN = "taken", "Taken"
        LEFT = "left", "Left as it is here"
        AGREED = "agreed", "No longer told differently"

    collaboration = models.ForeignKey(Collaboration, on_delete=models.CASCADE, related_name="conflicts")
    address = models.URLField(max_length=1000)
    content = models.JSONField()
    found = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    history = HistoricalRecords()

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["collaboration__name", "address"]
        constraints = [models.UniqueConstraint("collaboration", "address", name="conflict_once")]

    def __str__(self) -> str:
        return f"{self.collaboration_id}: {', '.join(self.content)}"


class Evaluation(_Part):
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


class Realised(_Part):
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

    class Meta(_Part.Meta):
        constraints = [models.UniqueConstraint("evaluation", "claim", name="realised_once")]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.claim}"
