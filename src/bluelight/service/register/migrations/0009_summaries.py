"""What lists, filters and counts ask of the parts of entries that were there before it was kept with them."""

from django.db import migrations

from bluelight.service.register.summary import summary

KEPT = ("services", "ratings", "outcomes", "realised", "read")


def keep(apps, schema_editor):
    Collaboration = apps.get_model("register", "Collaboration")
    entries = Collaboration.objects.prefetch_related("partners", "claims", "sources", "pairs")
    for entry in entries.iterator(chunk_size=500):
        said = summary(entry.partners.all(), entry.claims.all(), entry.sources.all(), entry.pairs.all())
        Collaboration.objects.filter(pk=entry.pk).update(**{name: said[name] for name in KEPT})


class Migration(migrations.Migration):
    dependencies = [("register", "0008_listing")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
