# The tables of the register as they are since 0013, for a new database: step by step takes seconds.

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from bluelight.service.core.together import Together
from bluelight.service.register import search


def make(apps, schema_editor):
    for statement in search.CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in search.DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("register", "0001_initial"),
        ("register", "0002_search"),
        ("register", "0003_publisher_and_pair"),
        ("register", "0004_workflow"),
        ("register", "0005_first_versions"),
        ("register", "0006_others"),
        ("register", "0007_conflicts"),
        ("register", "0008_listing"),
        ("register", "0009_summaries"),
        ("register", "0010_emmie"),
        ("register", "0011_evaluations"),
        ("register", "0012_evaluated"),
        ("register", "0013_states"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=120, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("service", models.CharField(db_index=True, max_length=20)),
                        ("region", models.CharField(db_index=True, max_length=60)),
                        ("country", models.CharField(max_length=40)),
                        ("governance", models.CharField(blank=True, max_length=120)),
                        ("governance_as_of", models.CharField(blank=True, max_length=10)),
                        ("codes", models.JSONField(default=dict)),
                        ("aliases", models.JSONField(default=list)),
                        ("note", models.TextField(blank=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("listed", "Listed"), ("other", "Other")],
                                db_index=True,
                                default="listed",
                                max_length=10,
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="register.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOrganisation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("slug", models.SlugField(max_length=120)),
                        ("name", models.CharField(max_length=200)),
                        ("service", models.CharField(db_index=True, max_length=20)),
                        ("region", models.CharField(db_index=True, max_length=60)),
                        ("country", models.CharField(max_length=40)),
                        ("governance", models.CharField(blank=True, max_length=120)),
                        ("governance_as_of", models.CharField(blank=True, max_length=10)),
                        ("codes", models.JSONField(default=dict)),
                        ("aliases", models.JSONField(default=list)),
                        ("note", models.TextField(blank=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("listed", "Listed"), ("other", "Other")],
                                db_index=True,
                                default="listed",
                                max_length=10,
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="register.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical organisation",
                        "verbose_name_plural": "historical organisations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Collaboration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=160, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("theme", models.CharField(max_length=40)),
                        ("region", models.CharField(max_length=60)),
                        ("start_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("status", models.CharField(max_length=20)),
                        ("status_as_of", models.CharField(blank=True, max_length=10)),
                        ("summary", models.TextField()),
                        ("evidence", models.CharField(max_length=40)),
                        ("publisher", models.CharField(blank=True, db_index=True, max_length=200)),
                        ("effect", models.TextField(blank=True)),
                        ("mechanism", models.TextField(blank=True)),
                        ("moderators", models.TextField(blank=True)),
                        ("implementation", models.TextField(blank=True)),
                        ("economic_cost", models.TextField(blank=True)),
                        ("latest", models.CharField(blank=True, max_length=10)),
                        ("services", models.CharField(blank=True, editable=False, max_length=120)),
                        ("ratings", models.CharField(blank=True, editable=False, max_length=300)),
                        ("outcomes", models.PositiveIntegerField(default=0, editable=False)),
                        ("forecast", models.PositiveIntegerField(default=0, editable=False)),
                        ("profiled", models.PositiveIntegerField(default=0, editable=False)),
                        ("realised", models.PositiveIntegerField(default=0, editable=False)),
                        ("not_recorded", models.PositiveIntegerField(default=0, editable=False)),
                        ("evaluated", models.PositiveIntegerField(default=0, editable=False)),
                        ("read", models.PositiveIntegerField(default=0, editable=False)),
                        ("added", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("changed", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[("published", "Published"), ("withdrawn", "Withdrawn")],
                                default="published",
                                max_length=10,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("confirmed_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        ("withdrawn_why", models.TextField(blank=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="owned",
                                to="register.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "indexes": [
                            models.Index(fields=["state", "name"], name="by_name"),
                            models.Index(fields=["state", "-start_year", "name"], name="by_start"),
                            models.Index(fields=["state", "-latest", "name"], name="by_latest"),
                            models.Index(
                                fields=["state", "-evaluated", "-outcomes", "-realised", "-read", "name"],
                                name="by_evidence",
                            ),
                            models.Index(
                                fields=[
                                    "state",
                                    "theme",
                                    "region",
                                    "status",
                                    "services",
                                    "ratings",
                                    "outcomes",
                                    "forecast",
                                    "profiled",
                                    "realised",
                                    "not_recorded",
                                    "evidence",
                                    "id",
                                ],
                                name="by_what_is_asked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("key", models.CharField(max_length=200, unique=True)),
                        ("side", models.CharField(max_length=10)),
                        ("kind", models.CharField(max_length=20)),
                        ("measure", models.CharField(blank=True, max_length=200)),
                        ("amount", models.FloatField(blank=True, null=True)),
                        ("amount_max", models.FloatField(blank=True, null=True)),
                        ("unit", models.CharField(blank=True, max_length=80)),
                        ("period", models.CharField(blank=True, max_length=120)),
                        ("statement", models.TextField()),
                        ("state", models.CharField(max_length=20)),
                        ("partner", models.CharField(blank=True, max_length=200)),
                        ("source_url", models.URLField(blank=True, max_length=1000)),
                        ("as_of", models.CharField(blank=True, max_length=10)),
                        ("pair", models.CharField(blank=True, max_length=80)),
                        (
                            "collaboration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="claims",
                                to="register.collaboration",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Evaluation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("key", models.CharField(max_length=200, unique=True)),
                        ("title", models.CharField(max_length=200)),
                        ("question", models.TextField()),
                        ("outcome", models.CharField(max_length=200)),
                        ("unit", models.CharField(max_length=80)),
                        ("better", models.CharField(max_length=10)),
                        ("method", models.CharField(max_length=200)),
                        ("first", models.CharField(max_length=40)),
                        ("start", models.CharField(max_length=40)),
                        ("last", models.CharField(max_length=40)),
                        ("effect", models.FloatField()),
                        ("low", models.FloatField(blank=True, null=True)),
                        ("high", models.FloatField(blank=True, null=True)),
                        ("percent", models.FloatField(blank=True, null=True)),
                        ("percent_low", models.FloatField(blank=True, null=True)),
                        ("percent_high", models.FloatField(blank=True, null=True)),
                        ("expected", models.FloatField()),
                        ("verdict", models.CharField(max_length=30)),
                        ("maryland", models.PositiveSmallIntegerField()),
                        ("nesta", models.PositiveSmallIntegerField()),
                        ("certainty", models.CharField(max_length=10)),
                        ("evaluator", models.CharField(max_length=20)),
                        ("evaluator_name", models.CharField(blank=True, max_length=200)),
                        ("protocol", models.CharField(max_length=20)),
                        ("protocol_sha256", models.CharField(max_length=64)),
                        ("panel_sha256", models.CharField(max_length=64)),
                        ("treatment_sha256", models.CharField(max_length=64)),
                        ("published", models.CharField(blank=True, max_length=10)),
                        ("url", models.URLField(blank=True, max_length=1000)),
                        ("kept", models.BooleanField(default=False)),
                        (
                            "collaboration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evaluations",
                                to="register.collaboration",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalClaim",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField()),
                        ("key", models.CharField(db_index=True, max_length=200)),
                        ("side", models.CharField(max_length=10)),
                        ("kind", models.CharField(max_length=20)),
                        ("measure", models.CharField(blank=True, max_length=200)),
                        ("amount", models.FloatField(blank=True, null=True)),
                        ("amount_max", models.FloatField(blank=True, null=True)),
                        ("unit", models.CharField(blank=True, max_length=80)),
                        ("period", models.CharField(blank=True, max_length=120)),
                        ("statement", models.TextField()),
                        ("state", models.CharField(max_length=20)),
                        ("partner", models.CharField(blank=True, max_length=200)),
                        ("source_url", models.URLField(blank=True, max_length=1000)),
                        ("as_of", models.CharField(blank=True, max_length=10)),
                        ("pair", models.CharField(blank=True, max_length=80)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "collaboration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="register.collaboration",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical claim",
                        "verbose_name_plural": "historical claims",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalConflict",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("address", models.URLField(max_length=1000)),
                        ("content", models.JSONField()),
                        ("found", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("taken", "Taken"),
                                    ("left", "Left as it is here"),
                                    ("agreed", "No longer told differently"),
                                ],
                                db_index=True,
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "collaboration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="register.collaboration",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical conflict",
                        "verbose_name_plural": "historical conflicts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEvaluation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField()),
                        ("key", models.CharField(db_index=True, max_length=200)),
                        ("title", models.CharField(max_length=200)),
                        ("question", models.TextField()),
                        ("outcome", models.CharField(max_length=200)),
                        ("unit", models.CharField(max_length=80)),
                        ("better", models.CharField(max_length=10)),
                        ("method", models.CharField(max_length=200)),
                        ("first", models.CharField(max_length=40)),
                        ("start", models.CharField(max_length=40)),
                        ("last", models.CharField(max_length=40)),
                        ("effect", models.FloatField()),
                        ("low", models.FloatField(blank=True, null=True)),
                        ("high", models.FloatField(blank=True, null=True)),
                        ("percent", models.FloatField(blank=True, null=True)),
                        ("percent_low", models.FloatField(blank=True, null=True)),
                        ("percent_high", models.FloatField(blank=True, null=True)),
                        ("expected", models.FloatField()),
                        ("verdict", models.CharField(max_length=30)),
                        ("maryland", models.PositiveSmallIntegerField()),
                        ("nesta", models.PositiveSmallIntegerField()),
                        ("certainty", models.CharField(max_length=10)),
                        ("evaluator", models.CharField(max_length=20)),
                        ("evaluator_name", models.CharField(blank=True, max_length=200)),
                        ("protocol", models.CharField(max_length=20)),
                        ("protocol_sha256", models.CharField(max_length=64)),
                        ("panel_sha256", models.CharField(max_length=64)),
                        ("treatment_sha256", models.CharField(max_length=64)),
                        ("published", models.CharField(blank=True, max_length=10)),
                        ("url", models.URLField(blank=True, max_length=1000)),
                        ("kept", models.BooleanField(default=False)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "collaboration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="register.collaboration",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical evaluation",
                        "verbose_name_plural": "historical evaluations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPair",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField()),
                        ("pair", models.CharField(blank=True, max_length=80)),
                        ("measure", models.CharField(max_length=200)),
                        ("measure_class", models.CharField(max_length=20)),
                        ("unit", models.CharField(max_length=40)),
                        ("forecast", models.CharField(max_length=60)),
                        ("forecast_amount", models.FloatField(blank=True, null=True)),
                        ("forecast_date", models.CharField(blank=True, max_length=20)),
                        ("realised", models.CharField(max_length=60)),
                        ("realised_amount", models.FloatField(blank=True, null=True)),
                        ("realised_date", models.CharField(blank=True, max_length=20)),
                        ("ratio", models.FloatField(blank=True, null=True)),
                        ("grade", models.CharField(max_length=20)),
                        ("source_forecast", models.URLField(blank=True, max_length=1000)),
                        ("source_realised", models.URLField(blank=True, max_length=1000)),
                        ("note", models.TextField(blank=True)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "collaboration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="register.collaboration",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical pair",
                        "verbose_name_plural": "historical pairs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPoint",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[("barrier", "Barrier"), ("enabler", "Enabler"), ("lesson", "Lesson")],
                                max_length=10,
                            ),
                        ),
                        ("text", models.TextField()),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "collaboration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="register.collaboration",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical point",
                        "verbose_name_plural": "historical points",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRealised",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField()),
                        ("evaluation", models.CharField(max_length=200)),
                        ("claim", models.CharField(max_length=200)),
                        ("measure_class", models.CharField(max_length=20)),
                        ("amount", models.FloatField()),
                        ("low", models.FloatField(blank=True, null=True)),
                        ("high", models.FloatField(blank=True, null=True)),
                        ("unit", models.CharField(max_length=80)),
                        ("how", models.TextField()),
                        ("kept", models.BooleanField(default=False)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "collaboration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="register.collaboration",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical realised",
                        "verbose_name_plural": "historical realiseds",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSource",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField()),
                        ("url", models.URLField(max_length=1000)),
                        ("title", models.CharField(max_length=300)),
                        ("publisher", models.CharField(blank=True, max_length=200)),
                        ("published", models.CharField(blank=True, max_length=20)),
                        ("supports", models.TextField(blank=True)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "collaboration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="register.collaboration",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical source",
                        "verbose_name_plural": "historical sources",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPartner",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=200)),
                        ("service", models.CharField(max_length=20)),
                        ("area", models.CharField(blank=True, max_length=120)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "collaboration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="register.collaboration",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="register.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical partner",
                        "verbose_name_plural": "historical partners",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCollaboration",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("slug", models.SlugField(max_length=160)),
                        ("name", models.CharField(max_length=200)),
                        ("theme", models.CharField(max_length=40)),
                        ("region", models.CharField(max_length=60)),
                        ("start_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("status", models.CharField(max_length=20)),
                        ("status_as_of", models.CharField(blank=True, max_length=10)),
                        ("summary", models.TextField()),
                        ("evidence", models.CharField(max_length=40)),
                        ("publisher", models.CharField(blank=True, db_index=True, max_length=200)),
                        ("effect", models.TextField(blank=True)),
                        ("mechanism", models.TextField(blank=True)),
                        ("moderators", models.TextField(blank=True)),
                        ("implementation", models.TextField(blank=True)),
                        ("economic_cost", models.TextField(blank=True)),
                        ("latest", models.CharField(blank=True, max_length=10)),
                        ("added", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("changed", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[("published", "Published"), ("withdrawn", "Withdrawn")],
                                default="published",
                                max_length=10,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("confirmed_on", models.DateField(blank=True, db_index=True, null=True)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        ("withdrawn_why", models.TextField(blank=True)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="register.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical collaboration",
                        "verbose_name_plural": "historical collaborations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Pair",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("pair", models.CharField(blank=True, max_length=80)),
                        ("measure", models.CharField(max_length=200)),
                        ("measure_class", models.CharField(max_length=20)),
                        ("unit", models.CharField(max_length=40)),
                        ("forecast", models.CharField(max_length=60)),
                        ("forecast_amount", models.FloatField(blank=True, null=True)),
                        ("forecast_date", models.CharField(blank=True, max_length=20)),
                        ("realised", models.CharField(max_length=60)),
                        ("realised_amount", models.FloatField(blank=True, null=True)),
                        ("realised_date", models.CharField(blank=True, max_length=20)),
                        ("ratio", models.FloatField(blank=True, null=True)),
                        ("grade", models.CharField(max_length=20)),
                        ("source_forecast", models.URLField(blank=True, max_length=1000)),
                        ("source_realised", models.URLField(blank=True, max_length=1000)),
                        ("note", models.TextField(blank=True)),
                        (
                            "collaboration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pairs",
                                to="register.collaboration",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(models.F("collaboration"), models.F("measure"), name="pair_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Partner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=200)),
                        ("service", models.CharField(max_length=20)),
                        ("area", models.CharField(blank=True, max_length=120)),
                        (
                            "collaboration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="partners",
                                to="register.collaboration",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="partnerships",
                                to="register.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(models.F("collaboration"), models.F("name"), name="partner_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Point",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[("barrier", "Barrier"), ("enabler", "Enabler"), ("lesson", "Lesson")],
                                max_length=10,
                            ),
                        ),
                        ("text", models.TextField()),
                        (
                            "collaboration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="points",
                                to="register.collaboration",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("collaboration"), models.F("kind"), models.F("text"), name="point_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Realised",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("evaluation", models.CharField(max_length=200)),
                        ("claim", models.CharField(max_length=200)),
                        ("measure_class", models.CharField(max_length=20)),
                        ("amount", models.FloatField()),
                        ("low", models.FloatField(blank=True, null=True)),
                        ("high", models.FloatField(blank=True, null=True)),
                        ("unit", models.CharField(max_length=80)),
                        ("how", models.TextField()),
                        ("kept", models.BooleanField(default=False)),
                        (
                            "collaboration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="came",
                                to="register.collaboration",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(models.F("evaluation"), models.F("claim"), name="realised_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("url", models.URLField(max_length=1000)),
                        ("title", models.CharField(max_length=300)),
                        ("publisher", models.CharField(blank=True, max_length=200)),
                        ("published", models.CharField(blank=True, max_length=20)),
                        ("supports", models.TextField(blank=True)),
                        (
                            "collaboration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sources",
                                to="register.collaboration",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(models.F("collaboration"), models.F("url"), name="source_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("content", models.JSONField()),
                        ("published", models.DateTimeField(default=django.utils.timezone.now)),
                        ("why", models.TextField(blank=True)),
                        (
                            "collaboration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="register.collaboration",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="published",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(models.F("collaboration"), models.F("number"), name="version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conflict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", models.URLField(max_length=1000)),
                        ("content", models.JSONField()),
                        ("found", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("taken", "Taken"),
                                    ("left", "Left as it is here"),
                                    ("agreed", "No longer told differently"),
                                ],
                                db_index=True,
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "collaboration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conflicts",
                                to="register.collaboration",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["collaboration__name", "address"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("collaboration"), models.F("address"), name="conflict_once"
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.RunPython(make, unmake),
    ]
