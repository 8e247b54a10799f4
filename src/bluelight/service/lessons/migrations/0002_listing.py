# Indexes for the board and the lists of lessons.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lessons", "0001_initial"),
        ("register", "0006_others"),
        ("studies", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="lesson",
            name="origin",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="lesson",
            name="public",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="lesson",
            name="state",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="lesson",
            name="theme",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(fields=["-changed", "-id"], name="lessons_newest"),
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(fields=["public", "-changed", "-id"], name="lessons_public"),
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(fields=["public", "state", "-changed", "-id"], name="lessons_by_state"),
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(fields=["public", "theme", "state", "-changed", "-id"], name="lessons_by_theme"),
        ),
    ]
