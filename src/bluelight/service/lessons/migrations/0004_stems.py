# The words by which lessons that sound alike are found, of lessons that were kept before as well.

import django.db.models.deletion
from django.db import migrations, models

from bluelight.service.lessons.similar import stems

_AT_A_TIME = 1_000


def keep(apps, schema_editor):
    Stem = apps.get_model("lessons", "Stem")
    made = []
    for lesson in apps.get_model("lessons", "Lesson").objects.only("title", "text").iterator(chunk_size=_AT_A_TIME):
        said = f"{lesson.title} {lesson.text}"
        made += [Stem(stem=stem, lesson_id=lesson.pk) for stem in stems(said, 60)]
        if len(made) > 20 * _AT_A_TIME:
            Stem.objects.bulk_create(made, batch_size=5_000)
            made = []
    Stem.objects.bulk_create(made, batch_size=5_000)


class Migration(migrations.Migration):
    dependencies = [
        ("lessons", "0003_evaluations"),
    ]

    operations = [
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
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
