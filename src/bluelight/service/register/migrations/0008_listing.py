# What lists, filters and counts ask of an entry, and the indexes that answer them.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0007_conflicts"),
    ]

    operations = [
        migrations.AddField(
            model_name="collaboration",
            name="outcomes",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="collaboration",
            name="ratings",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name="collaboration",
            name="read",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="collaboration",
            name="realised",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="collaboration",
            name="services",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AlterField(
            model_name="claim",
            name="state",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="collaboration",
            name="evidence",
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name="collaboration",
            name="latest",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AlterField(
            model_name="collaboration",
            name="region",
            field=models.CharField(max_length=60),
        ),
        migrations.AlterField(
            model_name="collaboration",
            name="start_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="collaboration",
            name="state",
            field=models.CharField(
                choices=[("published", "Published"), ("withdrawn", "Withdrawn")], default="published", max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="collaboration",
            name="status",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="collaboration",
            name="theme",
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name="historicalclaim",
            name="state",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="historicalcollaboration",
            name="evidence",
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name="historicalcollaboration",
            name="latest",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AlterField(
            model_name="historicalcollaboration",
            name="region",
            field=models.CharField(max_length=60),
        ),
        migrations.AlterField(
            model_name="historicalcollaboration",
            name="start_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="historicalcollaboration",
            name="state",
            field=models.CharField(
                choices=[("published", "Published"), ("withdrawn", "Withdrawn")], default="published", max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="historicalcollaboration",
            name="status",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="historicalcollaboration",
            name="theme",
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name="historicalpair",
            name="grade",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="historicalpartner",
            name="service",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="pair",
            name="grade",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="partner",
            name="service",
            field=models.CharField(max_length=20),
        ),
        migrations.AddIndex(
            model_name="collaboration",
            index=models.Index(fields=["state", "name"], name="by_name"),
        ),
        migrations.AddIndex(
            model_name="collaboration",
            index=models.Index(fields=["state", "-start_year", "name"], name="by_start"),
        ),
        migrations.AddIndex(
            model_name="collaboration",
            index=models.Index(fields=["state", "-latest", "name"], name="by_latest"),
        ),
        migrations.AddIndex(
            model_name="collaboration",
            index=models.Index(fields=["state", "-outcomes", "-realised", "-read", "name"], name="by_evidence"),
        ),
        migrations.AddIndex(
            model_name="collaboration",
            index=models.Index(
                fields=["state", "theme", "region", "status", "services", "ratings", "outcomes"],
                name="by_what_is_asked",
            ),
        ),
    ]
