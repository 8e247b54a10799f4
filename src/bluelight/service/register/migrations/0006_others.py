"""Partners that the register does not list become organisations of kind other; what is merged is merged everywhere."""

from itertools import count

from django.db import migrations
from django.utils import timezone
from django.utils.text import slugify

WHY = "Named as a partner"


def name_others(apps, schema_editor):
    organisations = apps.get_model("register", "Organisation").objects
    partners = apps.get_model("register", "Partner").objects
    others = organisations.filter(kind="other")
    known = {_named(row.name): row.merged_into_id or row.pk for row in others}
    taken = set(organisations.values_list("slug", flat=True))
    changed = []
    for partner in partners.filter(organisation=None).order_by("pk").iterator(chunk_size=500):
        name = _named(partner.name)
        if name not in known:
            slug = _slug(partner.name, taken)
            taken.add(slug)
            made = organisations.model(slug=slug, name=partner.name, service=partner.service, kind="other")
            made.save_base(raw=True)
            _remember(apps, "HistoricalOrganisation", [made], "+")
            known[name] = made.pk
        partner.organisation_id = known[name]
        changed.append(partner)
    for partner in partners.exclude(organisation__merged_into=None).select_related("organisation"):
        partner.organisation_id = partner.organisation.merged_into_id
        changed.append(partner)
    partners.bulk_update(changed, ["organisation"], batch_size=500)
    _remember(apps, "HistoricalPartner", changed, "~")


def _remember(apps, model, rows, kind):
    history = apps.get_model("register", model)
    history.objects.bulk_create(
        [
            history(
                **{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields},
                history_date=timezone.now(),
                history_type=kind,
                history_change_reason=WHY,
            )
            for row in rows
        ],
        batch_size=500,
    )


def _named(name):
    return " ".join(name.split()).lower()


def _slug(name, taken):
    stem = slugify(name)[:100].strip("-") or "organisation"
    return stem if stem not in taken else next(f"{stem}-{n}" for n in count(2) if f"{stem}-{n}" not in taken)


class Migration(migrations.Migration):
    dependencies = [("register", "0005_first_versions")]

    operations = [migrations.RunPython(name_others, migrations.RunPython.noop)]
