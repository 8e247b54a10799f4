"""What was published and withdrawn when an edition was made, so that what changed since is read from versions alone."""

from django.db import migrations, models
from django.db.models import Max


def recall(apps, schema_editor):
    Version = apps.get_model("register", "Version")
    Collaboration = apps.get_model("register", "Collaboration")
    for edition in apps.get_model("overview", "Edition").objects.all():
        edition.last_version = (
            Version.objects.filter(published__date__lte=edition.made).aggregate(n=Max("pk"))["n"] or 0
        )
        gone = Collaboration.objects.filter(state="withdrawn", withdrawn_on__lte=edition.made)
        edition.withdrawn = list(gone.values_list("slug", flat=True))
        edition.save()


class Migration(migrations.Migration):
    dependencies = [("overview", "0001_editions"), ("register", "0006_others")]

    operations = [
        migrations.AddField("edition", "last_version", models.BigIntegerField(default=0)),
        migrations.AddField("edition", "withdrawn", models.JSONField(default=list)),
        migrations.RunPython(recall, migrations.RunPython.noop),
    ]
