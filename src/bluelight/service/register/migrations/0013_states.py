# How many claims of an entry are in each state, and all that is counted by theme in one index.

from django.db import migrations, models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

STATES = ("forecast", "profiled", "not_recorded")


def keep(apps, schema_editor):
    entries, every_claim = (apps.get_model("register", name).objects for name in ("Collaboration", "Claim"))
    for state in STATES:
        claims = every_claim.filter(collaboration=OuterRef("pk"), state=state).order_by().values("collaboration")
        entries.update(**{state: Coalesce(Subquery(claims.annotate(n=Count("*")).values("n")), 0)})


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0012_evaluated"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="collaboration", name="by_what_is_asked"),
        *(
            migrations.AddField("collaboration", state, models.PositiveIntegerField(default=0, editable=False))
            for state in STATES
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="collaboration",
            index=models.Index(
                fields=[
                    *("state", "theme", "region", "status", "services", "ratings", "outcomes"),
                    *("forecast", "profiled", "realised", "not_recorded", "evidence", "id"),
                ],
                name="by_what_is_asked",
            ),
        ),
    ]
