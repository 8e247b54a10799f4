# The tables of the lessons as they are since 0004, for a new database.

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from bluelight.service.core.together import Together


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("lessons", "0001_initial"),
        ("lessons", "0002_listing"),
        ("lessons", "0003_evaluations"),
        ("lessons", "0004_stems"),
    ]

    dependencies = [
        ("evaluations", "0001_initial"),
        ("register", "0013_states"),
        ("studies", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            [
                migrations.CreateModel(
                    name="ActionNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[("action", "For action"), ("information", "For information")], max_length=12
                            ),
                        ),
                        ("text", models.TextField()),
                        ("due", models.DateField()),
                        ("issued", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes_issued",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-year", "-number"],
                        "constraints": [
                            models.UniqueConstraint(models.F("year"), models.F("number"), name="note_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lesson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("text", models.TextField()),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("incident", "An incident"),
                                    ("exercise", "A test or exercise"),
                                    ("training", "Training"),
                                    ("project", "A collaboration or project"),
                                    ("inquiry", "An inquiry or inspection"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("origin_note", models.CharField(blank=True, max_length=300)),
                        ("happened", models.CharField(blank=True, max_length=10)),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("shared-estate", "Shared buildings"),
                                    ("control-room", "Joint control rooms"),
                                    ("demand-management", "Managing demand"),
                                    ("governance", "Governance and mergers"),
                                    ("strategic-alliance", "Alliances between services"),
                                    ("support-services", "Shared support services"),
                                    ("information-sharing", "Sharing information"),
                                    ("procurement", "Buying together"),
                                    ("fleet", "Vehicles and workshops"),
                                    ("prevention", "Prevention"),
                                    ("co-responding", "Co-responding"),
                                    ("training", "Training together"),
                                    ("interoperability", "Working together at incidents"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("services", models.JSONField(default=list)),
                        (
                            "principle",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("co-locate", "Co-locate"),
                                    ("communicate", "Communicate"),
                                    ("co-ordinate", "Co-ordinate"),
                                    ("understand-risk", "Jointly understand risk"),
                                    ("shared-awareness", "Shared situational awareness"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("leadership", "Leadership"),
                                    ("attitudes", "Attitudes and behaviours"),
                                    ("risk-management", "Risk management and oversight"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "risk",
                            models.CharField(
                                blank=True,
                                choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                                max_length=10,
                            ),
                        ),
                        ("assessment", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("identified", "Identified"),
                                    ("assessed", "Assessed"),
                                    ("action", "Action under way"),
                                    ("reported", "Reported"),
                                    ("learned", "Learned"),
                                    ("set_aside", "Set aside"),
                                ],
                                default="identified",
                                max_length=12,
                            ),
                        ),
                        ("public", models.BooleanField(default=False)),
                        ("added", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                        ("changed", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "collaborations",
                            models.ManyToManyField(blank=True, related_name="learned", to="register.collaboration"),
                        ),
                        (
                            "evaluations",
                            models.ManyToManyField(blank=True, related_name="lessons", to="evaluations.attached"),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="lessons.actionnote",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lessons",
                                to="register.organisation",
                            ),
                        ),
                        ("studies", models.ManyToManyField(blank=True, related_name="lessons", to="studies.study")),
                    ],
                    options={
                        "ordering": ["-changed", "-pk"],
                        "indexes": [
                            models.Index(fields=["-changed", "-id"], name="lessons_newest"),
                            models.Index(fields=["public", "-changed", "-id"], name="lessons_public"),
                            models.Index(fields=["public", "state", "-changed", "-id"], name="lessons_by_state"),
                            models.Index(
                                fields=["public", "theme", "state", "-changed", "-id"], name="lessons_by_theme"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due", models.DateField(db_index=True)),
                        ("report", models.TextField(blank=True)),
                        ("reported", models.DateTimeField(blank=True, null=True)),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="lessons.actionnote",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="register.organisation",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due", "organisation__name"],
                        "constraints": [
                            models.UniqueConstraint(models.F("note"), models.F("organisation"), name="assigned_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stem",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "stem", "lesson_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("stem", models.CharField(max_length=6)),
                        (
                            "lesson",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stems",
                                to="lessons.lesson",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("identified", "Identified"),
                                    ("assessed", "Assessed"),
                                    ("action", "Action under way"),
                                    ("reported", "Reported"),
                                    ("learned", "Learned"),
                                    ("set_aside", "Set aside"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("when", models.DateTimeField(default=django.utils.timezone.now)),
                        ("why", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="lessons.lesson"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["when", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Subscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(
                                choices=[
                                    ("shared-estate", "Shared buildings"),
                                    ("control-room", "Joint control rooms"),
                                    ("demand-management", "Managing demand"),
                                    ("governance", "Governance and mergers"),
                                    ("strategic-alliance", "Alliances between services"),
                                    ("support-services", "Shared support services"),
                                    ("information-sharing", "Sharing information"),
                                    ("procurement", "Buying together"),
                                    ("fleet", "Vehicles and workshops"),
                                    ("prevention", "Prevention"),
                                    ("co-responding", "Co-responding"),
                                    ("training", "Training together"),
                                    ("interoperability", "Working together at incidents"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("sent", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="digests",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(models.F("person"), models.F("theme"), name="subscribed_once")
                        ],
                    },
                ),
            ]
        ),
    ]
